"""What a picture cannot show is said, with its number; what it shows is not."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from backprop.explain.training.unseen import unseen
from backprop.film.run_film import Film, film
from backprop.training.presets import PRESETS
from tests.figures.runs import run_of

BLOWN = film(bp.train(next(preset.experiment for preset in PRESETS if preset.title == "Too large a step")))


def with_curve(low: float, high: float) -> Film:
    """A film of targets from −1 to 1 whose prediction runs from one number to another at every step."""
    sine = film(run_of("sine"))
    assert sine.curve is not None
    y = np.linspace(low, high, sine.curve.y.shape[1]) * np.ones_like(sine.curve.y)
    ends = np.where(np.arange(len(sine.points.y)) % 2, -1.0, 1.0)
    return replace(sine, curve=replace(sine.curve, y=y), points=replace(sine.points, y=ends))


def test_a_run_that_blew_up():
    last = len(BLOWN) - 1
    assert BLOWN.curve is not None
    assert not BLOWN.gradient_sizes[last].any()
    assert unseen(BLOWN, last) == (
        "At step 84 the prediction is far outside of the picture, at −1.03×10¹⁵³; "
        "the gradient of all weights is exactly 0, and has no bar."
    )
    assert unseen(BLOWN, 0) == ""


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((3.1, 4.0), "between 3.1 and 4"),
        ((-9.0, -3.1), "between −9 and −3.1"),
        ((5.0, 5.0), "at 5"),
        ((2.9, 4.0), None),
        ((-4.0, 4.0), None),
        ((0.0, 0.0), None),
    ],
)
def test_a_curve_is_far_if_no_part_of_it_is_near(ends, said):
    told = unseen(with_curve(*ends), 2)
    if said is None:
        assert told == ""
    else:
        step = with_curve(*ends).steps[2]
        assert told == f"At step {step:,} the prediction is far outside of the picture, {said}."


def test_layers_without_a_gradient_are_named():
    three = film(bp.train(bp.Experiment("circles", (3, 2), epochs=2)))
    sizes = three.gradient_sizes.copy()
    assert unseen(three, 1) == ""
    sizes[1, :2] = 0.0
    assert unseen(replace(three, gradient_sizes=sizes), 1) == (
        f"At step {three.steps[1]} the gradient of all weights in hidden layer 1 and hidden layer 2 is exactly 0, "
        "and has no bar."
    )
    sizes[1, 0] = 1e-300
    assert " in hidden layer 2 is" in unseen(replace(three, gradient_sizes=sizes), 1)


def test_other_kinds_of_data_have_bars_only():
    for key in ("circles", "digits", "three classes"):
        assert unseen(film(run_of(key)), 0) == ""
