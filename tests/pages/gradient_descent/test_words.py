"""What is said of a step of gradient descent, and of where a walk leads, is true of every step and every walk."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.landscape.network_surfaces import ALL, FITS
from pages.gradient_descent.numbers import fate, walk
from pages.gradient_descent.words.downhill import (
    agreement,
    bound_sentence,
    fit_alt,
    gradient_rows,
    near_text,
    picture_alt,
    place_text,
    rule_in_numbers,
    step_of,
)
from pages.gradient_descent.words.fate import RULES, TITLES, fate_sentence
from tests.helpers import more

PARABOLA = ALL["parabola"]


def first_step(rate, start=(0.0,), key="parabola") -> Any:
    return step_of(walk(ALL[key], start, rate, 1), 0)


def test_the_rule_with_its_numbers():
    assert rule_in_numbers(PARABOLA, first_step(0.1)) == (
        r"\begin{aligned}w &= 0 - 0.1 \cdot (-6) = \mathbf{0.6}\end{aligned}"
    )
    two = rule_in_numbers(ALL["bowl"], first_step(0.5, (-2.0, 2.0), "bowl"))
    assert r"w_1 &= -2 - 0.5 \cdot (-2) = \mathbf{-1}" in two
    assert r"w_2 &= 2 - 0.5 \cdot 2 = \mathbf{1}" in two


def test_promise_and_outcome_on_the_parabola():
    """At 0 the slope is −6: α = 0.1 promises −3.6, and the loss goes from 9 to 5.76."""
    assert [value for _, value in gradient_rows(PARABOLA, first_step(0.1))] == ["−6", "−3.6", "−3.24"]


@pytest.mark.parametrize(
    ("key", "start", "rate", "said"),
    [
        ("parabola", (0.0,), 0.1, "Of the promised fall, 90 % came true"),
        ("parabola", (0.0,), 1.0, "nothing came true"),
        ("parabola", (0.0,), 1.1, "The slope promised a fall, and the loss rose by 3.96"),
        ("parabola", (0.0,), 1e-4, "They agree"),
        ("parabola", (0.0,), 1e-13, "no larger than rounding"),
        ("parabola", (3.0,), 0.5, "The gradient is 0"),
        ("hole", (-2.0,), 0.5, "times what was promised"),
        ("rosenbrock", (2.0, -1.0), 1e150, "too large for a computer to hold"),
    ],
)
def test_how_well_they_agree(key, start, rate, said):
    assert said in agreement(first_step(rate, start, key))


def test_a_jump_over_the_lowest_point_is_said():
    over = "jumped over a lowest point"
    assert over not in agreement(first_step(0.4))
    assert over in agreement(first_step(0.6))
    assert over in agreement(first_step(1.1))


places = st.lists(st.floats(0, 1), min_size=2, max_size=2)
rates = st.floats(-14, 6).map(lambda power: 10.0**power)


@given(st.sampled_from(sorted(ALL)), places, rates)
@more(3.75)
def test_what_is_said_of_a_step_is_true(key, share, rate):
    surface = ALL[key]
    start = tuple(low + part * (high - low) for part, (low, high) in zip(share, surface.ranges, strict=False))
    step = first_step(rate, start, key)
    said = agreement(step)
    assert step.predicted <= 0
    if "rose by" in said:
        assert step.actual > 0
    if "came true" in said:
        assert step.predicted < step.actual <= 0
    if "times what was promised" in said:
        assert step.actual < step.predicted < 0
    if "They agree" in said:
        assert step.actual == pytest.approx(step.predicted, rel=1.1e-3)
    if "jumped over" in said:
        assert step.ahead > 0, "downhill at first, uphill at the end"
    if "too large" in said:
        assert step.after is None
    assert rule_in_numbers(surface, step).count(r"\mathbf") == surface.dimensions


@pytest.mark.parametrize(
    ("curvature", "rate", "said"),
    [
        (2.0, 0.5, "is below it"),
        (2.0, 1.0, "exactly there"),
        (2.0, 1.0000001, "α = 1.0000001 is above it"),
        (2.0, 1.1, "is above it"),
        (0.0, 1.0, "no bound"),
        (-1.0, 1.0, "no bound"),
        (float("nan"), 1.0, "too large to tell"),
        (float("inf"), 1.0, "too large to tell"),
        (1e-300, 1e3, "is below it"),
    ],
)
def test_the_bound(curvature, rate, said):
    assert said in bound_sentence(curvature, rate)


def test_places_in_words():
    assert place_text(PARABOLA, (0.6,)) == "w = 0.6"
    assert place_text(ALL["bowl"], (-2.0, 0.5)) == "w₁ = −2, w₂ = 0.5"
    assert near_text(PARABOLA, (-1e-30,)) == "w = 0"


def test_verdicts_in_words():
    assert fate_sentence(PARABOLA, fate(PARABOLA, (0.0,), 1.0)) == "Between w = 0 and w = 6, for ever."
    assert fate_sentence(PARABOLA, fate(PARABOLA, (0.0,), 0.5)) == "After 1 step it is near w = 3, with a loss near 0."
    assert fate_sentence(PARABOLA, fate(PARABOLA, (3.0,), 0.1)).startswith("From the start it is near w = 3")
    wells = ALL["wells"]
    assert "A local one: near w = −1.088 the loss is lower." in fate_sentence(wells, fate(wells, (1.6,), 0.1))
    assert "rises with every step" in fate_sentence(PARABOLA, fate(PARABOLA, (0.0,), 1.1))
    hardly = fate_sentence(PARABOLA, fate(PARABOLA, (0.0,), 1.0000001))
    first, last = re.findall(r"\d+\.\d+|\d+(?= at)", hardly)[:2]
    assert float(first) < float(last), "what rises is seen to rise"
    back = replace(fate(PARABOLA, (0.0,), 1.1), first_value=2.5, value=2.5)
    assert fate_sentence(PARABOLA, back).startswith(
        f"The loss was 2.5 at the start. After {back.steps} steps it is 2.5,"
    )
    broken: Any = fate(PARABOLA, (0.0,), 1e3)
    assert fate_sentence(PARABOLA, broken).startswith(f"In step {broken.broken + 1} the numbers become too large")
    assert "comes back to the same 4 places" in fate_sentence(wells, fate(wells, (1.6,), 1.0))


@pytest.mark.parametrize("key", sorted(ALL))
@pytest.mark.parametrize("rate", [1e-6, 0.01, 1.0, 30.0, 1e3])
def test_every_verdict_has_a_title_a_rule_and_a_sentence(key, rate):
    surface = ALL[key]
    end = fate(surface, surface.start, rate)
    assert set(TITLES) == set(RULES)
    said = fate_sentence(surface, end)
    assert end.kind in TITLES
    assert re.fullmatch(r"[A-Z].*\.", said)
    assert "nan" not in said.lower()


def test_the_picture_in_words():
    found = walk(PARABOLA, (0.0,), 0.1, 3)
    said = picture_alt(PARABOLA, found, 1, outside=False)
    assert "After 1 step the walk is at w = 0.6, loss 5.76. The step from there leads to w = 1.08." in said
    assert picture_alt(PARABOLA, found, 3, outside=True).endswith("outside of the picture.")
    assert fit_alt(FITS["net_line"], np.array([0.8])).startswith("9 points")
