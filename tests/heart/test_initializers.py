"""Initial parameters: what each table row promises."""

import math

import numpy as np
import pytest

import backprop as bp
from tests.helpers import assert_same, assert_same_parameters, near

WIDE = bp.Network((200, 100, 50))


def weights(name: str, seed: int = 0) -> tuple[np.ndarray, ...]:
    return bp.initialize(WIDE, name, seed).weights


@pytest.mark.parametrize("name", bp.INITIALIZERS)
def test_biases_start_at_zero_and_shapes_fit(name):
    params = bp.initialize(WIDE, name, seed=3)
    assert [W.shape for W in params.weights] == [(200, 100), (100, 50)]
    assert [b.tolist() for b in params.biases] == [[0.0] * 100, [0.0] * 50]


@pytest.mark.parametrize("name", bp.INITIALIZERS)
def test_the_same_seed_gives_the_same_numbers(name):
    assert_same_parameters(bp.initialize(WIDE, name, seed=7), bp.initialize(WIDE, name, seed=7))


@pytest.mark.parametrize("name", ["normal", "uniform", "xavier", "he"])
def test_another_seed_gives_other_numbers(name):
    assert (weights(name, 1)[0] != weights(name, 2)[0]).all()


@pytest.mark.parametrize(("name", "value"), [("zeros", 0.0), ("all-equal", 0.5)])
def test_constant_weights(name, value):
    assert {number for W in weights(name) for number in W.ravel()} == {value}


@pytest.mark.parametrize(
    ("name", "limits"),
    [("uniform", (1.0, 1.0)), ("xavier", (math.sqrt(6 / (200 + 100)), math.sqrt(6 / (100 + 50))))],
)
def test_uniform_weights_fill_their_range_evenly(name, limits):
    for W, limit in zip(weights(name), limits, strict=True):
        assert 0.999 * limit < np.abs(W).max() <= limit
        assert np.std(W) == near(limit / math.sqrt(3), rel=0.03)
        assert abs(np.mean(W)) < 0.03 * limit


@pytest.mark.parametrize(
    ("name", "deviations"), [("normal", (1.0, 1.0)), ("he", (math.sqrt(2 / 200), math.sqrt(2 / 100)))]
)
def test_normal_weights_have_their_deviation(name, deviations):
    for W, deviation in zip(weights(name), deviations, strict=True):
        assert np.std(W) == near(deviation, rel=0.03)
        assert abs(np.mean(W)) < 0.04 * deviation
        assert np.abs(W).max() > 3 * deviation  # no uniform distribution


@pytest.mark.parametrize("name", ["zeros", "all-equal"])
def test_equal_units_stay_equal_for_ever(name):
    """The symmetry demonstration: after 20 steps the hidden units still are the same unit."""
    net = bp.Network((2, 3, 1))
    start = bp.initialize(net, name)
    first = bp.trace_step(net, start, [[0.2, -0.4], [0.7, 0.1]], [[1.0], [0.5]], "log_loss", bp.sgd(0.5))
    after = bp.repeat_step(first, 20).trace(20).parameters
    assert (after.weights[0] != start.weights[0]).all()
    for unit in (1, 2):
        assert_same(after.weights[0][:, unit], after.weights[0][:, 0])
        assert after.weights[1][unit, 0] == after.weights[1][0, 0]


def test_every_row_says_what_it_means():
    assert [row.name for row in bp.INITIALIZERS.values()] == list(bp.INITIALIZERS)
    assert all(row.meaning.endswith(".") for row in bp.INITIALIZERS.values())
