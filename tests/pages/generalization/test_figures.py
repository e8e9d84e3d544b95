"""The figures draw the numbers that they are given."""

from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.figures.palette import DARK, LIGHT
from backprop.figures.ticks import decimal_ticks
from backprop.film.run_film import film
from pages.generalization.figures.cures import before_and_after
from pages.generalization.figures.films import run_and_losses
from pages.generalization.figures.fits import fit_picture
from pages.generalization.figures.labels import memory_picture
from pages.generalization.figures.losses import losses_picture
from pages.generalization.numbers.cures import Cured, Side
from pages.generalization.numbers.fits import LINE, fit
from pages.generalization.numbers.labels import Memory
from pages.generalization.numbers.losses import Losses
from pages.generalization.numbers.setting import experiment

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK])
RUN = bp.train(experiment(3, 6, 0.3, 1))
FOUND = Losses(
    "noise",
    (0.0, 0.1, 0.3),
    np.array([7, 7, 7]),
    np.array([[1e-9, 0.02, 0.03], [0.1, 0.2, 0.4], [0.1, 0.3, 0.2]]),
    np.array([[0.1, 0.2, 0.3], [1.0, 2.0, 3.0], [5.0, 4.0, 6.0]]),
    np.array([0.0, 0.01, 0.09]),
)


@BOTH
def test_losses_are_medians_with_every_run(colours):
    figure: Any = losses_picture(FOUND, 0.1, 2, colours)
    _, runs, own, line, *_ = (trace.y for trace in figure.data)
    np.testing.assert_allclose(line, [0.02, 0.2, 0.2])
    np.testing.assert_allclose(own, [0.03, 0.4, 0.2])
    np.testing.assert_allclose(sorted(runs), sorted(FOUND.train.clip(1e-5).ravel()))
    np.testing.assert_allclose(figure.data[7].y, [0.2, 2.0, 5.0])
    np.testing.assert_allclose(figure.data[-1].y, [0.01, 0.09])
    assert list(figure.data[-1].x) == [1, 2]
    assert figure.layout.yaxis.ticktext[0].startswith("≤ ")
    low, high = (10.0**end for end in figure.layout.yaxis.range)
    assert low < 1e-5 < 6.0 < high
    (mark,) = figure.layout.shapes
    assert mark.x0 < 1 < mark.x1
    assert list(figure.layout.xaxis.ticktext) == ["0", "0.1", "0.3"]


@BOTH
def test_a_fit_has_fixed_axes_and_stays_inside(colours):
    found = fit(RUN)
    figure: Any = fit_picture(found, "a title", colours)
    np.testing.assert_allclose(figure.data[1].y, found.line, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(figure.data[0].y, np.sin(np.pi * LINE), atol=1e-4)
    np.testing.assert_allclose(figure.data[2].x, found.x, atol=1e-4)
    assert "a title" in figure.layout.annotations[0].text
    assert figure.layout.yaxis.range == (-2.0, 2.0)


@BOTH
def test_accuracies_are_medians(colours):
    train, test = np.ones((3, 2)), np.array([[0.9, 0.8], [0.5, 0.7], [0.4, 0.2]])
    found = Memory((0.0, 0.5, 1.0), train, test, np.ones((3, 2)), 0.5)
    figure: Any = memory_picture(found, 1, colours)
    np.testing.assert_allclose(figure.data[7].y, [0.85, 0.6, 0.3])
    np.testing.assert_allclose(figure.data[6].y, [0.8, 0.7, 0.2])
    assert set(figure.data[-1].y) == {0.5}


@BOTH
def test_a_cure_that_made_it_worse_has_a_dashed_line(colours):
    before, after = np.array([1.0, 0.5, 0.2]), np.array([0.1, 0.6, 0.1])
    figure: Any = before_and_after(Cured(Side(before, before), Side(after, after)), colours)
    better, worse, filled, hollow = figure.data
    assert list(better.x) == [1.0, 0.1, None, 0.2, 0.1, None]
    assert list(worse.x) == [0.5, 0.6, None]
    assert worse.line.dash != "solid"
    assert (list(hollow.x), list(filled.x)) == (before.tolist(), after.tolist())


def test_where_all_are_better_nothing_is_dashed():
    side = Side(np.array([1.0]), np.array([1.0]))
    figure: Any = before_and_after(Cured(side, Side(np.array([0.5]), np.array([0.5]))), LIGHT)
    assert list(figure.data[1].x) == [None]


def test_ticks_are_plain_numbers_inside_the_axis():
    ticks = decimal_ticks(-1.4, 0.4, (1, 2, 5))
    assert ticks == {
        "tickvals": [0.05, 0.1, 0.2, 0.5, 1.0, 2.0],
        "ticktext": ["0.05", "0.1", "0.2", "0.5", "1", "2"],
    }


@BOTH
@pytest.mark.parametrize("held_out", ["validation", "test"])
def test_the_film_calls_the_other_part_by_its_name(colours, held_out):
    found = film(RUN, most=5, chosen=77)
    figure: Any = run_and_losses(found, 77, held_out, colours)
    assert figure.steps == tuple(int(step) for step in found.steps)
    assert f"○ {held_out}" in figure.layout.annotations[0].text
    other = "test" if held_out == "validation" else "validation"
    assert other not in str(figure.to_dict())
