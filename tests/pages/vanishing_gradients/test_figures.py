"""What is drawn is what was measured."""

from typing import Any

import numpy as np
import pytest

from backprop.figures.palette import LIGHT
from backprop.figures.powers import ends, positive, power_axis
from pages.vanishing_gradients.figures.cures import losses, starts
from pages.vanishing_gradients.figures.factors import factors_picture
from pages.vanishing_gradients.figures.film import training_film
from pages.vanishing_gradients.figures.profiles import activation_profile, gradient_profile
from pages.vanishing_gradients.figures.ratio_map import place_of, power_text, ratio_picture
from pages.vanishing_gradients.figures.units import shown_layers, slope_ridges, z_and_slope
from pages.vanishing_gradients.numbers import cures, film
from pages.vanishing_gradients.numbers.deep import ACTIVATIONS, Deep
from pages.vanishing_gradients.numbers.ratio_map import GAINS, RatioMap
from pages.vanishing_gradients.numbers.sizes import sizes
from pages.vanishing_gradients.numbers.theory import theory
from pages.vanishing_gradients.numbers.training import train
from pages.vanishing_gradients.numbers.units import units

DEEP = Deep("sigmoid", 1.0, 12, 8)


def ys(trace):
    return np.array([np.nan if y is None else y for y in trace.y], dtype=float)


def test_profiles_show_the_medians_the_seed_and_theory():
    found, expected = sizes(DEEP), theory(DEEP)
    _, dashed, gradient, own, line = gradient_profile(found, expected, 3, LIGHT).data
    np.testing.assert_allclose(ys(line), np.median(found.delta, axis=0), rtol=1e-4)
    np.testing.assert_allclose(ys(own), found.delta[3], rtol=1e-4)
    np.testing.assert_allclose(ys(gradient), np.median(found.gradient, axis=0), rtol=1e-4)
    np.testing.assert_allclose(ys(dashed), np.median(found.delta[:, -1]) * expected.delta, rtol=1e-4)
    _, dashed, own, line = activation_profile(found, expected, 3, LIGHT).data
    np.testing.assert_allclose(ys(line), np.median(found.a, axis=0)[:-1], rtol=1e-4)
    np.testing.assert_allclose(ys(own), found.a[3, :-1], rtol=1e-4)
    np.testing.assert_allclose(ys(dashed), expected.a[:-1], rtol=1e-4)


def test_factors_are_drawn_with_their_product():
    found, expected = sizes(DEEP), theory(DEEP)
    figure = factors_picture(found, expected, 2, 5, 0.25, LIGHT)
    weight, slope, both = figure.data[3:]
    np.testing.assert_allclose(ys(weight), found.weight_factor[2], rtol=1e-4)
    np.testing.assert_allclose(ys(slope), found.slope_factor[2], rtol=1e-4)
    np.testing.assert_allclose(ys(both), ys(weight) * ys(slope), rtol=1e-3)
    np.testing.assert_allclose(ys(figure.data[0]), 1.0, rtol=1e-4)  # theory: the weights multiply by the gain
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (4.6, 5.4)
    assert figure.layout.shapes[2].y0 == 0.25


def test_the_histogram_has_all_values_of_z():
    found = units(DEEP, 1)
    bars, slope = z_and_slope(found, 4, LIGHT).data
    z = found.z[3]
    counted = np.histogram(z, np.linspace(-4, 4, 42))[0]
    np.testing.assert_allclose(ys(bars), counted / counted.max(), rtol=1e-4)
    assert max(ys(slope)) == pytest.approx(0.25)


@pytest.mark.parametrize(("depth", "shown"), [(2, [1]), (5, [1, 2, 3, 4]), (50, [1, 8, 15, 22, 28, 35, 42, 49])])
def test_ridges_are_those_of_a_few_layers(depth, shown):
    found = units(Deep("tanh", 1.0, depth, 8), 0)
    assert shown_layers(found) == shown
    figure: Any = slope_ridges(found, 1, LIGHT)
    assert len(figure.data) == len(shown)
    assert [min(ys(trace)) for trace in figure.data] == list(reversed(range(len(shown))))


def test_the_map_has_a_number_in_each_cell():
    powers = np.linspace(-12, 12, len(ACTIVATIONS) * len(GAINS)).reshape(len(ACTIVATIONS), -1)
    found = RatioMap(5, 8, powers, (10.0, None, 2**0.5, 2**0.5, 1.5, 1.0))
    figure: Any = ratio_picture(found, "tanh", 1.0, {"Xavier": 1.0, "He": 2**0.5, "sd 1": 5.66}, LIGHT)
    cells, line = figure.data
    assert cells.text[0][0] == "−12"
    assert cells.text[-1][-1] == "+12"
    assert list(line.y) == [0, 2, 3, 4, 5]
    assert line.x[-1] == pytest.approx(place_of(1.0)) == 8
    box = figure.layout.shapes[0]
    assert (box.x0, box.y0) == pytest.approx((7.5, 0.5))
    heights = {note.text: note.y for note in figure.layout.annotations}
    assert heights["Xavier"] < heights["He"]
    assert heights["Xavier"] == heights["sd 1"]


@pytest.mark.parametrize(("power", "said"), [(-0.4, "0"), (0.4, "0"), (3.6, "+4"), (-7.2, "−7")])
def test_powers_have_a_sign(power, said):
    assert power_text(power) == said


def test_the_film_has_a_frame_for_each_kept_step():
    course = film.frames(film.filmed(Deep("tanh", 1.0, 4, 8), "sgd", 0.1, 0), 33)
    figure = training_film(course, 33, LIGHT)
    assert figure.steps == tuple(course.steps)
    assert 33 in figure.steps
    last = figure.to_dict()["frames"][-1]["data"]
    shown = [trace["y"] for trace in last if trace.get("y") and len(trace["y"]) == 4]
    np.testing.assert_allclose(shown[0], course.gradient[-1, 0], rtol=1e-4)
    np.testing.assert_allclose(shown[1], course.relative_update[-1, 0], rtol=1e-4)


def test_loss_curves_end_where_a_run_diverges():
    before = train(cures.way(cures.EXPLODING, cures.Cures()), (0, 1), 4)
    after = train(cures.way(cures.EXPLODING, cures.Cures(initial=True)), (0, 1), 4)
    figure: Any = losses(before, after, LIGHT)
    _, broken, curves, intact = figure.data
    assert list(broken.x) == [one.step for one in before.broken if one]
    assert list(intact.x) == [None]
    np.testing.assert_allclose(ys(curves)[:5], after.loss[0], rtol=1e-4)
    assert "diverges" in figure.layout.annotations[0].text


def test_the_gradients_at_the_start_are_medians():
    one, other = sizes(DEEP), sizes(Deep("relu", 2**0.5, 12, 8))
    before, after = starts(one, other, LIGHT).data
    np.testing.assert_allclose(ys(before), np.median(one.gradient, axis=0), rtol=1e-4)
    np.testing.assert_allclose(ys(after), np.median(other.gradient, axis=0), rtol=1e-4)


def test_an_axis_of_powers_has_labels_within_its_ends():
    axis = power_axis(LIGHT, -31.2, 4.7)
    assert axis["ticktext"] == [*(f"10<sup>−{power}</sup>" for power in (30, 24, 18, 12, 6)), "1"]
    low, high = ends([2.0, 3.0], [0.0, np.inf, np.nan])
    assert low < np.log10(2) < np.log10(3) < high
    assert high - low >= 2
    assert ends([0.0]) == (-1.0, 1.0)
    assert positive([1.0, 0.0, np.nan]) == [1.0, None, None]
