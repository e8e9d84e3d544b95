"""The label of a learning rate: each rule by curves made by hand, on both sides of its limits."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.trace import Broken
from pages.learning_rates.numbers.rate_grid import by_batch_size, geometric_rates
from pages.learning_rates.words import DIVERGING, GOOD, OSCILLATING, RULES, SIGNS, STUCK, TOO_SLOW, good_rates, pace

NAMES = bp.Names(bp.Network((2, 3, 1)))


def judged(losses, broken=None, steps=None, first=None):
    values = np.array(losses, dtype=float)
    return pace(np.arange(len(values)) if steps is None else np.array(steps), values, broken, NAMES, first)


def then(*parts):
    """Parts of a curve one after the other: from, to, and in how many losses."""
    return np.concatenate([np.linspace(*part) for part in parts])


FALLING = np.geomspace(1.0, 0.01, 40)
ZIGZAG = (-1.0) ** np.arange(40)
CURVES = {
    "falls far": (FALLING, GOOD),
    "just enough is gone": (np.linspace(1.0, 0.49, 40), GOOD),
    "just too little is gone": (np.linspace(1.0, 0.51, 40), TOO_SLOW),
    "exactly half is left": (np.linspace(1.0, 0.5, 41), TOO_SLOW),
    "falls far after a peak": (then((1.0, 20.0, 5), (20.0, 0.1, 35)), GOOD),
    "falls slowly": (np.linspace(1.0, 0.9, 40), TOO_SLOW),
    "falls as slowly as can be seen": (1.0 - 1e-9 * np.arange(40), TOO_SLOW),
    "falls less and less": (then((1.0, 0.8, 21), (0.8, 0.779, 20)), TOO_SLOW),
    "falls by a little more than 1 %": (then((1.0, 0.8, 21), (0.8, 0.7919, 20)), TOO_SLOW),
    "falls by a little less than 1 %": (then((1.0, 0.8, 21), (0.8, 0.7921, 20)), STUCK),
    "falls by a little more than a tenth": (then((1.0, 0.99, 21), (0.99, 0.98899, 20)), TOO_SLOW),
    "falls by a little less than a tenth": (then((1.0, 0.99, 21), (0.99, 0.98901, 20)), STUCK),
    "a learning rate that is let down to 0": (1.0 - 0.1 * np.sin(np.linspace(0, np.pi / 2, 41)), TOO_SLOW),
    "comes down after a jump": (then((1.0, 1.0, 1), (50.0, 0.9, 39)), TOO_SLOW),
    "comes down after a jump, but not to where it began": (then((1.0, 1.0, 1), (50.0, 2.0, 39)), DIVERGING),
    "falls, then rests": (then((1.0, 0.7, 20), (0.7, 0.7, 20)), STUCK),
    "falls, then rises a little": (then((1.0, 0.6, 20), (0.6, 0.65, 20)), STUCK),
    "never moves": (np.full(40, 0.7), STUCK),
    "moves by rounding": (0.7 + 1e-16 * ZIGZAG, STUCK),
    "jumps up and rests": (then((0.25, 0.25, 1), (0.5, 0.5, 39)), DIVERGING),
    "jumps up a little and falls, but not to where it began": (then((1.0, 1.0, 1), (1.2, 1.005, 39)), STUCK),
    "jumps up by less than 1 % and rests": (then((1.0, 1.0, 1), (1.009, 1.009, 39)), STUCK),
    "a single loss": ([0.7], STUCK),
    "perfect from the start": ([0.0] * 5, STUCK),
    "from 0 up, and rests": ([0.0, 5.0, 5.0, 5.0, 5.0], DIVERGING),
    "from 0 up": ([0.0, 1.0, 2.0, 3.0, 4.0], DIVERGING),
    "grows": (np.geomspace(1.0, 50.0, 40), DIVERGING),
    "grows slowly": (np.linspace(1.0, 1.04, 41), DIVERGING),
    "ends a little above": (then((1.0, 0.9, 21), (0.9, 1.011, 20)), DIVERGING),
    "ends hardly above": (then((1.0, 0.9, 21), (0.9, 1.009, 20)), STUCK),
    "bounces far above": (np.append(0.7, 7.0 + 2.0 * ZIGZAG), DIVERGING),
    "swings": (0.6 + 0.3 * ZIGZAG, OSCILLATING),
    "swings, and happens to end above": (1.0 - 0.3 * ZIGZAG * (np.arange(40) > 0), OSCILLATING),
    "swings far below": (then((1.0, 0.1, 20), (0.1, 0.1, 20)) + 0.006 * ZIGZAG, OSCILLATING),
    "swings by less than 1 % of the first": (then((1.0, 0.1, 20), (0.1, 0.1, 20)) + 0.0049 * ZIGZAG, GOOD),
    "rises in a third of the steps": (np.tile([1.0, 0.9, 0.8], 14), OSCILLATING),
    "rises in a fifth of the steps": (np.tile([1.0, 0.9, 0.8, 0.7, 0.6], 8), TOO_SLOW),
    "swings now and then, and gets nowhere": (then((0.7, 0.7, 21), (0.65, 0.65, 9), (0.7, 0.66, 10)), OSCILLATING),
    "swings now and then, by just enough": (then((1.0, 0.7, 21), (0.7, 0.7, 3), (0.721, 0.7, 16)), OSCILLATING),
    "swings now and then, by just too little": (then((1.0, 0.7, 21), (0.7, 0.7, 3), (0.719, 0.7, 16)), STUCK),
    "a spike on a way down that is longer": (then((1.0, 0.9, 21), (0.85, 0.75, 10), (0.8, 0.6, 9)), TOO_SLOW),
    "a spike that is higher than the way down": (then((1.0, 0.7, 21), (0.7, 0.7, 3), (0.9, 0.65, 16)), OSCILLATING),
    "a spike on the way to good": (then((1.0, 0.6, 21), (0.6, 0.6, 3), (0.9, 0.4, 16)), GOOD),
    "a swing that ends high": (then((1.0, 0.6, 21), (0.5, 0.5, 3), (2.0, 1.5, 16)), DIVERGING),
    "climbs without a fall": (then((1.0, 0.01, 20), (0.01, 0.4, 20)), GOOD),
    "swings a little on its way": (FALLING * (1 + 0.01 * ZIGZAG), GOOD),
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
    found = judged(losses)
    assert (found.kind, found.sentence) == (DIVERGING, "diverging: the loss grew beyond every number.")


def test_the_second_half_is_that_of_the_steps_and_not_of_the_records():
    """Of a long run the first steps are recorded more densely."""
    steps = [*range(40), *range(100, 2_001, 100)]
    early = then((1.0, 0.7, 40), (0.7, 0.7, 20))
    swinging = early + 0.1 * (np.array(steps) < 1_000) * (-1.0) ** np.arange(60)
    assert judged(swinging, steps=steps).kind == STUCK
    late = np.where(np.array(steps) >= 1_000, 0.6 + 0.1 * (-1.0) ** np.arange(60), early)
    assert judged(late, steps=steps).kind == OSCILLATING


def test_a_bad_start_makes_nothing_good():
    losses = then((5.0, 0.7, 20), (0.7, 0.7, 20))
    assert judged(losses).kind == GOOD
    assert judged(losses, first=0.7).kind == STUCK
    assert judged(losses, first=9.0).kind == GOOD


def test_every_label_has_a_rule_and_a_sign_of_its_own():
    assert set(RULES) == set(SIGNS)
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert {kind for _, kind in CURVES.values()} == set(RULES)


HUNDREDTHS = st.lists(st.integers(0, 250).map(lambda count: count / 100), min_size=1, max_size=30)
ANY = st.lists(st.floats(0.0, 1.7e308), min_size=1, max_size=30)


@given(st.one_of(HUNDREDTHS, ANY))
def test_labels_of_any_curve_are_true(losses):
    """What the label claims, read off the curve without the rules' code."""
    found = judged(losses)
    first, last = losses[0], losses[-1]
    late = losses[len(losses) // 2 :]
    rises = [after / 2 - before / 2 for before, after in pairwise(late)]  # halves: their sum may be too large
    if found.kind == GOOD:
        assert last < 0.5 * first
    if found.kind == TOO_SLOW:
        assert last >= 0.5 * first
        assert last < late[0], "it still falls"
        assert last < first
    if found.kind == STUCK:
        assert last >= 0.5 * first
        assert last >= 0.989 * late[0] or last >= first
        assert last <= 1.011 * first
        if min(climb(late), climb(late[::-1])) > 0.021 * first and min(late) <= first:
            assert climb(late) <= 1.001 * (late[0] - last), "what swings is not stuck"
    if found.kind == DIVERGING:
        assert last > 1.009 * first
    if found.kind == OSCILLATING:
        assert max(rises) > 0 > min(rises)
        assert min(late) <= first
        often = sum(rise > 0 for rise in rises) > 0.25 * len(rises)
        assert often or (climb(late) > 0.019 * first and climb(late[::-1]) > 0.019 * first)
    if last > 1.011 * first:
        assert found.kind in (DIVERGING, OSCILLATING)


def climb(losses):
    """The most that a loss is above an earlier one."""
    return max((after - before for at, before in enumerate(losses) for after in losses[at:]), default=0.0)


@given(HUNDREDTHS)
def test_a_sentence_has_numbers_of_its_curve_and_goes_the_way_that_it_says(losses):
    kind, told = judged(losses).sentence.removesuffix(".").split(": ")
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", told)]
    assert set(numbers) <= set(losses)
    if "swings" in told:
        late = losses[len(losses) // 2 :]
        assert (kind, numbers) == (OSCILLATING, [min(late), max(late)])
    elif "then fell" in told:
        assert numbers == [losses[0], max(losses), losses[-1]]
        assert numbers[1] > max(numbers[0], numbers[2])
    elif "then rose" in told:
        assert numbers == [losses[0], min(losses), losses[-1]]
        assert numbers[1] < min(numbers[0], numbers[2])
    elif "stays" in told:
        assert np.allclose(losses, numbers[0], rtol=0.02)
    else:
        assert numbers == [losses[0], losses[-1]]
        assert ("rose" in told) == (numbers[1] > numbers[0])


SENTENCES = {
    "falls far": "good: the loss fell from 1 to 0.01.",
    "falls far after a peak": "good: the loss rose from 1 to 20, then fell to 0.1.",
    "falls as slowly as can be seen": "too slow: the loss stays near 1.",
    "falls slowly": "too slow: the loss fell from 1 to 0.9.",
    "grows": "diverging: the loss rose from 1 to 50.",
    "ends a little above": "diverging: the loss fell from 1 to 0.9, then rose to 1.01.",
    "swings": "oscillating: in the second half the loss swings between 0.3 and 0.9.",
    "never moves": "stuck: the loss stays near 0.7.",
    "jumps up and rests": "diverging: the loss rose from 0.25 to 0.5.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence(name):
    assert judged(CURVES[name][0]).sentence == SENTENCES[name]


RATES = np.geomspace(0.001, 300, 40)
PAIRS = [(activation, loss) for activation in ("relu", "tanh", "sigmoid") for loss in ("mse", None)]


@pytest.mark.parametrize("dataset", ["circles", "moons", "xor", "spirals", "linear", "sine", "bump"])
def test_labels_of_real_runs_are_true(dataset):
    """The same claims again, where they count: each with its own words for how the run went."""
    seen = set()
    for activation, loss in PAIRS:
        for found, losses in real_runs(dataset, activation, loss, RATES, samples=80, epochs=120):
            kind, told = found.kind, (activation, loss, found.sentence)
            seen.add(kind)
            if not np.isfinite(losses).all():
                assert kind == DIVERGING, told
                continue
            first, last, late = losses[0], losses[-1], losses[len(losses) // 2 :]
            up, down = climb(late.tolist()), climb(late[::-1].tolist())
            if last > 1.01 * first:
                assert kind in (DIVERGING, OSCILLATING), told
            if kind == DIVERGING:
                assert last > 1.009 * first, told
            elif kind == GOOD:
                assert last < 0.5 * first, told
            elif kind == TOO_SLOW:
                assert 0.5 * first <= last < min(first, late[0]), told
                assert up <= max(0.021 * first, late[0] - last), told
            elif kind == STUCK:
                assert 0.5 * first <= last <= 1.01 * first, told
                assert min(up, down) <= 0.031 * first, told
            else:
                assert min(late) <= first, told
                assert min(up, down) > 0.009 * first, told
    assert {TOO_SLOW, DIVERGING} < seen, "the runs are of more than two kinds"


def real_runs(dataset, activation, loss, rates, samples=256, epochs=300):
    """Labels and losses of runs as the lesson makes them."""
    base = bp.Experiment(dataset, (8, 8), activation, loss=loss, samples=samples, epochs=epochs, test_fraction=0.0)
    sweep = bp.sweep(replace(base, batch_size=2_000), rates)
    names = bp.Names(sweep.net)
    runs = zip(sweep.train_loss, sweep.diverged, strict=True)
    return [(pace(sweep.steps, losses, broken, names), losses) for losses, broken in runs]


@pytest.mark.parametrize(
    ("dataset", "activation", "loss", "rates"),
    [
        ("circles", "tanh", "mse", (56.0, 100.0)),
        ("sine", "relu", "mse", (1.0,)),
        ("circles", "relu", "log_loss", (18.0, 24.0)),
        ("moons", "relu", "log_loss", (18.0, 24.0)),
        ("spirals", "relu", "log_loss", (18.0, 24.0)),
        ("linear", "relu", "log_loss", (18.0, 24.0)),
    ],
)
def test_a_run_that_jumped_up_at_once_and_stayed_there_diverges(dataset, activation, loss, rates):
    """Nothing has to rise in the second half for that."""
    for found, losses in real_runs(dataset, activation, loss, rates):
        assert losses[-1] > 1.5 * losses[0], "the example is what it was chosen for"
        assert found.kind == DIVERGING, found.sentence


def test_what_swings_on_both_sides_of_where_it_gets_is_not_called_slow_or_stuck():
    """A larger step would make it worse."""
    for dataset, activation, loss, rate in (("circles", "tanh", "mse", 1.229), ("spirals", "sigmoid", None, 6.192)):
        near = RATES[np.abs(RATES - rate).argmin()]
        ((found, losses),) = real_runs(dataset, activation, loss, [near], samples=120, epochs=150)
        assert 0.5 * losses[0] < losses[-1] < losses[0]
        assert found.kind == OSCILLATING, found.sentence


def test_on_the_lessons_map_nothing_between_two_that_diverge_is_stuck():
    base = bp.Experiment("circles", (8, 8), "tanh", samples=256, batch_size=2_000, epochs=300, test_fraction=0.0)
    rates = geometric_rates(0.01, 100.0, 12)
    found = by_batch_size(base, rates, 30)
    row = found.names.index("64")
    runs = zip(found.curves[row], found.diverged[row], strict=True)
    names = bp.Names(base.network())
    kinds = [pace(found.steps[row], curve, broken, names, found.first).kind for curve, broken in runs]
    begin = kinds.index(DIVERGING)
    assert rates[begin] < 43 < rates[-1]
    assert set(kinds[begin:]) == {DIVERGING}


def test_numbers_that_differ_are_told_apart():
    assert judged(np.linspace(0.693147, 0.693145, 40)).sentence == "too slow: the loss fell from 0.693147 to 0.693145."


def test_good_rates():
    rates = np.array([0.01, 0.1, 1.0, 10.0])
    assert good_rates(rates, [TOO_SLOW, GOOD, GOOD, DIVERGING]) == "from α = 0.1 to 1"
    assert good_rates(rates, [GOOD, STUCK, GOOD, DIVERGING]) == "from α = 0.01 to 1, with gaps"
    assert good_rates(rates, [TOO_SLOW, GOOD, STUCK, DIVERGING]) == "at α = 0.1 only"
    assert good_rates(rates, [STUCK] * 4) == "at no learning rate here"
