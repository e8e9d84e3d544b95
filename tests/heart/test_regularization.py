"""Penalties and the limit to the gradient: slopes, norms, and what they are not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.flat import to_vector
from backprop.regularization import NONE, regularize
from tests.helpers import (
    assert_same,
    assert_same_parameters,
    near,
    random_data,
    random_parameters,
    stacked,
)

NET = bp.Network((2, 3, 2), "tanh", "sigmoid")
PARAMS = random_parameters(NET, 5)
WEIGHTS = st.sampled_from((0.0, 1e-3, 0.1, 2.0))


def step(regularization, net=NET, **settings) -> bp.StepTrace:
    data = random_data(net, 5, 5)
    return bp.trace_step(net, random_parameters(net, 5), *data, "mse", regularization=regularization, **settings)


def test_the_penalty_by_hand():
    """l1 Σ|w| + ½ l2 Σw² with weights 1, −2 and 3: 6 l1 + 7 l2; biases are not counted."""
    params = bp.Parameters([[[1.0, -2.0]], [[3.0], [0.0]]], [[100.0, 100.0], [100.0]])
    assert float(bp.Regularization(l1=0.5).penalty(params)) == 3.0
    assert float(bp.Regularization(l2=0.5).penalty(params)) == 3.5
    assert float(bp.Regularization(l1=0.5, l2=0.25).penalty(params)) == 4.75
    assert float(NONE.penalty(params)) == 0.0


@given(WEIGHTS, WEIGHTS, st.integers(0, 1000))
def test_the_slope_is_the_derivative_of_the_penalty(l1, l2, seed):
    """Central differences; no weight is near 0, where |w| has none."""
    regularization, params, h = bp.Regularization(l1, l2), random_parameters(NET, seed), 1e-6
    for parameter in NET.parameter_ids():
        value = params[parameter]
        if abs(value) <= h:
            continue
        up, down = (float(regularization.penalty(params.replace({parameter: value + move}))) for move in (h, -h))
        layer, source, target = parameter.layer, parameter.source, parameter.target
        expected = 0.0 if source is None else regularization.slope(params.weights[layer])[source, target]
        assert (up - down) / (2 * h) == near(float(expected), rel=1e-7, abs=1e-8)


def test_a_weight_of_0_is_not_pushed():
    assert bp.Regularization(l1=1.0, l2=1.0).slope(np.zeros((1, 2))).tolist() == [[0.0, 0.0]]


def test_runs_have_a_penalty_each():
    runs, regularization = [random_parameters(NET, seed) for seed in range(3)], bp.Regularization(0.1, 0.2)
    assert regularization.penalty(stacked(runs)) == near([float(regularization.penalty(run)) for run in runs])


def test_the_gradient_stays_that_of_the_loss_alone():
    plain, penalised = step(NONE), step(bp.Regularization(0.1, 0.2, 1e-3))
    assert_same_parameters(penalised.gradient, plain.gradient)
    assert (penalised.loss, plain.penalty) == (plain.loss, 0.0)
    assert penalised.penalty == near(float(bp.Regularization(0.1, 0.2).penalty(PARAMS)))


@pytest.mark.parametrize(("l1", "l2"), [(0.1, 0.0), (0.0, 0.1), (0.1, 0.3)])
def test_the_optimizer_is_given_the_slope_of_loss_and_penalty(l1, l2):
    trace = step(bp.Regularization(l1, l2), optimizer=bp.sgd(0.5))
    for layer in range(NET.depth):
        W = PARAMS.weights[layer]
        given = trace.gradient.weights[layer] + l1 * np.sign(W) + l2 * W
        assert trace.given.weights[layer] == near(given, rel=1e-14)
        assert_same(trace.given.biases[layer], trace.gradient.biases[layer])
        assert_same(trace.update[layer].W, -0.5 * trace.given.weights[layer])


def test_no_regularization_gives_the_gradient_itself():
    trace = step(NONE)
    assert_same_parameters(trace.given, trace.gradient)


# The limit ----------------------------------------------------------------------------------------------------------


@given(st.floats(1e-6, 10.0), st.floats(1e-9, 1e9), st.integers(0, 100))
def test_a_long_gradient_is_cut_to_the_limit_and_keeps_its_direction(clip, scale, seed):
    gradient = random_parameters(NET, seed).map(lambda array: scale * array)
    before = to_vector(gradient)
    given = to_vector(regularize(bp.Regularization(clip=clip), gradient, PARAMS))
    length = math.sqrt(sum(value * value for value in before.tolist()))
    if length <= clip:
        assert_same(given, before)
        return
    assert float(np.linalg.norm(given)) == near(clip, rel=1e-13)
    assert given / clip == near(before / length, rel=1e-12)


def test_the_limit_counts_the_penalty():
    trace = step(bp.Regularization(l2=100.0, clip=0.25))
    assert float(np.linalg.norm(to_vector(trace.given))) == near(0.25, rel=1e-13)
    assert trace.given.weights[0] / trace.given.weights[0][0, 0] == near(
        (trace.gradient.weights[0] + 100.0 * PARAMS.weights[0])
        / (trace.gradient.weights[0] + 100.0 * PARAMS.weights[0])[0, 0],
        rel=1e-12,
    )


@pytest.mark.parametrize("clip", [1.0, 1e200])
def test_a_gradient_whose_squares_overflow_is_cut_to_the_limit_and_not_to_0(clip):
    gradient = np.array([3e200, -4e200])
    with np.errstate(over="ignore"):
        factor = bp.Regularization(clip=clip).factor(gradient)
    assert factor * gradient == near([0.6 * clip, -0.8 * clip], rel=1e-13)


def test_a_short_gradient_whose_squares_overflow_stays_as_it_is():
    with np.errstate(over="ignore"):
        assert bp.Regularization(clip=1e300).factor(np.array([3e200, -4e200])) == 1.0


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_a_broken_gradient_is_not_hidden(broken):
    with np.errstate(over="ignore", invalid="ignore"):
        assert bp.Regularization(clip=1.0).factor(np.array([1.0, broken])) == 1.0


def test_large_weights_have_no_penalty_where_there_is_none():
    """0 times an infinite sum of squares is NaN: what has no weight is not added."""
    params = bp.Parameters([[[1e200]]], [[0.0]])
    assert float(bp.Regularization(l1=0.5).penalty(params)) == 5e199
    assert float(NONE.penalty(params)) == 0.0


# Bad values ---------------------------------------------------------------------------------------------------------

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize("value", [-1e-9, -1, NAN, INF, -INF, True, False, "0", None, [0.0], np.zeros(2), 10**400, 1j])
@pytest.mark.parametrize("field", ["l1", "l2"])
def test_bad_penalties(field, value):
    with pytest.raises(ValueError, match=rf"(?s)^{field} is .*; allowed: a number from 0"):
        bp.Regularization(**{field: value})


@pytest.mark.parametrize("value", [0, 0.0, -1.0, NAN, INF, True, False, "1", [1.0], np.ones(2), 10**400])
def test_bad_limits(value):
    with pytest.raises(ValueError, match=r"(?s)^clip is .*; allowed: a number above 0, or None"):
        bp.Regularization(clip=value)


def test_whole_numbers_become_floats_and_equal_settings_are_equal():
    regularization = bp.Regularization(1, np.float64(2), 3)
    assert regularization == bp.Regularization(1.0, 2.0, 3.0)
    assert hash(regularization) == hash(bp.Regularization(1.0, 2.0, 3.0))
    assert [type(value) for value in (regularization.l1, regularization.l2, regularization.clip)] == [float] * 3
