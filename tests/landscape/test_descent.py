# pyright: reportArgumentType=false
"""Going downhill: known sequences, the rules by hand, the predicted change, and walks that leave all numbers behind."""

import dataclasses

import numpy as np
import pytest

import backprop as bp
from backprop.landscape.descent import MOST_STEPS
from backprop.landscape.network_surfaces import ALL
from tests.helpers import arrays, near, plain_updates

PARABOLA = bp.CURVES["parabola"]
EVERY = pytest.mark.parametrize("surface", ALL.values(), ids=list(ALL))
RULES = pytest.mark.parametrize("name", bp.OPTIMIZERS)


@pytest.mark.parametrize(
    ("alpha", "places"),
    [
        (0.1, [0.0, 0.6, 1.08, 1.464, 1.7712, 2.01696]),
        (0.5, [0.0, 3.0, 3.0, 3.0]),
        (0.9, [0.0, 5.4, 1.08, 4.536, 1.7712]),
        (1.0, [0.0, 6.0, 0.0, 6.0, 0.0]),
        (1.1, [0.0, 6.6, -1.32, 8.184]),
    ],
)
def test_the_parabola_from_0(alpha, places):
    """w − 3 is multiplied by 1 − 2α in each step."""
    walk = bp.descend(PARABOLA, [0.0], bp.sgd(alpha), len(places) - 1)
    assert walk.theta[:, 0] == near(np.array(places), rel=1e-14, abs=1e-14)
    assert walk.theta[:, 0] - 3 == near(-3 * (1 - 2 * alpha) ** np.arange(len(places)), rel=1e-13, abs=1e-14)
    assert walk.value == near((walk.theta[:, 0] - 3) ** 2, abs=1e-28)
    assert walk.broken is None


@EVERY
@RULES
def test_each_step_is_that_of_the_rule(surface, name):
    """A walk by hand, parameter by parameter, with the plain rules."""
    alpha, steps = 1e-3, 8
    walk = bp.descend(surface, surface.start, bp.make_optimizer(name, alpha), steps)
    place, gradients = np.array(surface.start), []
    for step in range(steps):
        assert walk.theta[step] == near(place, rel=1e-12)
        gradients.append(surface.gradient(place))
        update = [plain_updates(name, alpha, [float(g[i]) for g in gradients])[-1] for i in range(len(place))]
        assert walk.update[step] == near(np.array(update), rel=1e-10, abs=1e-300)
        place = place + np.array(update)
    assert walk.theta[-1] == near(place, rel=1e-12)
    assert (walk.steps, walk.broken) == (steps, None)


@EVERY
@RULES
def test_what_is_told_of_a_walk_belongs_together(surface, name):
    walk = bp.descend(surface, surface.start, bp.make_optimizer(name, 0.01), 30)
    assert (walk.surface, walk.optimizer.name) == (surface, name)
    assert walk.theta[0].tolist() == list(surface.start)
    assert np.array_equal(walk.theta[1:], walk.theta[:-1] + walk.update)
    assert walk.value == near(surface.value(walk.theta), rel=1e-13)
    assert walk.gradient == near(surface.gradient(walk.theta), rel=1e-12, abs=1e-15)
    assert walk.actual_change == near(walk.value[1:] - walk.value[:-1], abs=1e-300)
    assert walk.predicted_change == near((walk.gradient[:-1] * walk.update).sum(axis=1), abs=1e-300)
    assert [average.shape for average in walk.averages] == [walk.theta.shape] * len(walk.optimizer.keeps)
    assert not any(average[0].any() for average in walk.averages)
    for step in range(walk.steps):
        before = tuple(average[step] for average in walk.averages)
        update, after = walk.optimizer.rule(walk.gradient[step], before, step + 1)
        assert np.array_equal(update, walk.update[step])
        assert all(np.array_equal(new, kept[step + 1]) for new, kept in zip(after, walk.averages, strict=True))


@EVERY
def test_gradient_descent_predicts_minus_alpha_times_the_squared_gradient(surface):
    walk = bp.descend(surface, surface.start, bp.sgd(0.002), 20)
    assert walk.predicted_change == near(-0.002 * (walk.gradient[:-1] ** 2).sum(axis=1), rel=1e-12)


@EVERY
def test_the_smaller_the_step_the_better_the_prediction(surface):
    """What is missed is of second order: α² times half the curvature along the gradient."""
    ratios, bend = [], np.abs(np.linalg.eigvalsh(surface.hessian(np.array(surface.start)))).max()
    for share in (1e-2, 1e-3):
        walk = bp.descend(surface, surface.start, bp.sgd(share / float(bend)), 1)
        ratios.append(abs(walk.actual_change[0] / walk.predicted_change[0] - 1))
    assert ratios[0] < 0.006
    assert ratios[1] < 0.2 * ratios[0]


def test_no_step_at_all():
    walk = bp.descend(PARABOLA, [1.0], bp.adam(0.1), 0)
    assert (walk.steps, walk.theta.shape, walk.update.shape) == (0, (1, 1), (0, 1))
    assert (walk.predicted_change.shape, walk.actual_change.shape) == ((0,), (0,))
    assert [average.shape for average in walk.averages] == [(1, 1), (1, 1)]


# Walks that leave all numbers behind --------------------------------------------------------------------------------


def test_a_walk_that_diverges_says_where_it_broke():
    walk = bp.descend(PARABOLA, [0.0], bp.sgd(1e6), 1000)
    assert walk.broken == walk.steps > 10
    assert len(walk.theta) == walk.steps + 1
    assert all(np.isfinite(array).all() for array in arrays(walk))
    with np.errstate(all="ignore"):
        after = walk.theta[-1] - 1e6 * walk.gradient[-1]
        assert not np.isfinite(PARABOLA.value(after))


@RULES
def test_a_diverging_walk_ends_with_finite_numbers_and_no_warning(name):
    with np.errstate(all="raise", under="ignore"):
        walk = bp.descend(bp.SURFACES["rosenbrock"], (-1.2, 1.0), bp.make_optimizer(name, 1e6), 200)
    assert all(np.isfinite(array).all() for array in arrays(walk))
    alone = set(walk.optimizer.keeps) <= {"velocity"}  # those that remember more divide by it, so no step explodes
    assert (walk.broken is not None) == alone
    assert walk.steps == (200 if walk.broken is None else walk.broken)


def test_a_walk_that_does_not_break_has_all_its_steps():
    assert bp.descend(PARABOLA, [0.0], bp.sgd(1.0), MOST_STEPS).steps == MOST_STEPS


# Refusals and records -----------------------------------------------------------------------------------------------

REFUSED = {
    "too few numbers": (lambda: walk([1.0]), r"start.shape is \(1,\); allowed: \(2,\): one number for each"),
    "a table": (lambda: walk([[1.0, 2.0]]), r"start.shape is \(1, 2\)"),
    "NaN": (lambda: walk([1.0, float("nan")]), r"start\[1\] is nan"),
    "text": (lambda: walk("ab"), "start is 'ab'"),
    "too far away": (lambda: walk([1e200, 1.0]), r"start is \[1e\+200, 1.0\]; allowed: a place where the surface"),
    "half a step": (lambda: walk([1.0, 1.0], 0.5), "steps is 0.5; allowed: a whole number from 0 to 10000"),
    "a step back": (lambda: walk([1.0, 1.0], -1), "steps is -1; allowed: a whole number from 0"),
    "too many steps": (lambda: walk([1.0, 1.0], 10_001), "steps is 10001; allowed: a whole number from 0 to 10000"),
}


def walk(start, steps=3):
    return bp.descend(bp.SURFACES["rosenbrock"], start, bp.sgd(0.001), steps)


@pytest.mark.parametrize(("attempt", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_bad_input_is_refused_with_a_sentence(attempt, sentence):
    with pytest.raises(ValueError, match=sentence):
        attempt()


def test_a_walk_refuses_writing():
    taken = bp.descend(PARABOLA, [0.0], bp.adam(0.1), 5)
    assert len(arrays(taken)) == 4 + 2
    for array in arrays(taken):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array.copy()
    for field in dataclasses.fields(taken):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(taken, field.name, None)


def test_the_callers_start_is_left_alone():
    start = np.array([0.0])
    taken = bp.descend(PARABOLA, start, bp.sgd(0.1), 5)
    start[0] = 7.0
    assert taken.theta[0, 0] == 0.0
