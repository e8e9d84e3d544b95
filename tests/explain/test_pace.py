"""The label of a learning rate: each rule by curves made by hand, on both sides of its limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.explain.pace import DIVERGING, GOOD, OSCILLATING, RULES, SIGNS, STUCK, TOO_SLOW, good_rates, pace
from backprop.trace import Broken
from tests.engine.helpers import bounded

NAMES = bp.Names(bp.Network((2, 3, 1)))


def judged(losses, broken=None):
    values = np.array(losses, dtype=float)
    return pace(np.arange(len(values)), values, broken, NAMES)


FALLING = np.geomspace(1.0, 0.01, 40)
CURVES = {
    "falls far": (FALLING, GOOD),
    "falls slowly": (np.linspace(1.0, 0.9, 40), TOO_SLOW),
    "just too little": (np.linspace(1.0, 0.51, 40), TOO_SLOW),
    "just enough": (np.linspace(1.0, 0.49, 40), GOOD),
    "falls, then rests": (np.concatenate([np.linspace(1.0, 0.7, 20), np.full(20, 0.7)]), STUCK),
    "never moves": (np.full(40, 0.7), STUCK),
    "jumps up and rests": (np.concatenate([[0.25], np.full(39, 0.5)]), STUCK),
    "grows": (np.geomspace(1.0, 50.0, 40), DIVERGING),
    "swings": (0.6 + 0.3 * (-1.0) ** np.arange(40), OSCILLATING),
    "swings a little on its way": (FALLING * (1 + 0.01 * (-1.0) ** np.arange(40)), GOOD),
    "a single loss": ([0.7], STUCK),
    "perfect from the start": ([0.0] * 5, STUCK),
}


@pytest.mark.parametrize("name", CURVES)
def test_label(name):
    losses, kind = CURVES[name]
    found = judged(losses)
    assert found.kind == kind, found.sentence
    assert found.sentence.startswith(f"{kind}: ")


def test_a_run_that_broke_says_when_and_where():
    found = judged([1.0, 5.0, np.nan], Broken(2, 1, "W"))
    assert found.kind == DIVERGING
    assert "step 2" in found.sentence
    assert "a weight in the output layer" in found.sentence


@pytest.mark.parametrize("losses", [[np.nan], [np.inf, 1.0], [1.0, 0.1, np.inf], [1.0, np.nan, 0.1]])
def test_a_loss_that_is_no_number_diverges(losses):
    assert judged(losses).kind == DIVERGING


def test_every_label_has_a_rule_and_a_sign_of_its_own():
    assert set(RULES) == set(SIGNS)
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert {kind for _, kind in CURVES.values()} == set(RULES)


@bounded
@given(st.lists(st.floats(0.0, 1e300), min_size=1, max_size=30))
def test_labels_of_any_curve_are_true(losses):
    found = judged(losses)
    first, last = losses[0], losses[-1]
    if found.kind == GOOD:
        assert last < first
    if found.kind == TOO_SLOW:
        assert last >= 0.5 * first
        assert last < max(losses)
    if found.kind == DIVERGING:
        assert last > first
    if found.kind == OSCILLATING:
        assert max(np.diff(losses)) > 0 > min(np.diff(losses))


def test_the_sentence_tells_where_it_began_and_ended():
    sentence = judged(CURVES["falls far"][0]).sentence
    assert sentence == "good: the loss fell from 1 to 0.01."


def test_good_rates():
    rates = np.array([0.01, 0.1, 1.0, 10.0])
    assert good_rates(rates, [TOO_SLOW, GOOD, GOOD, DIVERGING]) == "from α = 0.1 to 1"
    assert good_rates(rates, [GOOD, STUCK, GOOD, DIVERGING]) == "from α = 0.01 to 1, with gaps"
    assert good_rates(rates, [TOO_SLOW, GOOD, STUCK, DIVERGING]) == "at α = 0.1 only"
    assert good_rates(rates, [STUCK] * 4) == "at no learning rate here"
