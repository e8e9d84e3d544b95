"""Minima, saddles and levels against a second way, and the claims of the lesson."""

from itertools import product

import numpy as np
import pytest

import backprop as bp
from pages.local_minima.numbers import ends, neuron, paths, symmetry, wider, xor
from pages.local_minima.numbers.ends import FLAT, MINIMUM, MOVING, SADDLE
from pages.local_minima.numbers.neuron import MOMENTUM, NOISE, PLAIN, SHARP, TARGETS, WIDE

BOTH = pytest.mark.parametrize("ground", [SHARP, WIDE])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def by_hand(theta: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean((sigmoid(neuron.X @ theta) - y[:, 0]) ** 2))


def parameters(rows: bp.Parameters, run: int) -> bp.Parameters:
    return bp.Parameters([W[run] for W in rows.weights], [b[run] for b in rows.biases])


@pytest.fixture(scope="module")
def runs() -> bp.Sweep:
    return xor.train(xor.experiment("tanh", "log_loss"))


@pytest.fixture(scope="module")
def found(runs) -> xor.Ends:
    return xor.ends(runs)


def test_kinds_follow_gradient_and_curvature():
    eigenvalues = np.array([[1.0, 2.0], [-1.0, 2.0], [0.001, 2.0], [-0.001, 2.0], [1.0, 2.0], [1.0, 2.0]])
    gradients = np.array([0.0, 0.0, 0.0, 0.0, 0.5, np.nan])
    assert ends.kinds(eigenvalues, gradients, 0.01, 0.1) == [MINIMUM, SADDLE, FLAT, FLAT, MOVING, MOVING]


# Two weights ---------------------------------------------------------------------------------------------------------


@BOTH
def test_value_gradient_and_hessian_are_those_of_the_formula(ground):
    y, theta, h = TARGETS[ground], np.array([0.7, -0.3]), 1e-4
    assert neuron.value(theta, y) == pytest.approx(by_hand(theta, y), rel=1e-12)
    for index, move in enumerate(h * np.eye(2)):
        slope = (by_hand(theta + move, y) - by_hand(theta - move, y)) / (2 * h)
        assert neuron.gradient(theta, y)[index] == pytest.approx(slope, rel=1e-5)
        bend = (by_hand(theta + move, y) - 2 * by_hand(theta, y) + by_hand(theta - move, y)) / h**2
        assert neuron.hessian(theta, y)[index, index] == pytest.approx(bend, rel=1e-4)


@BOTH
def test_the_four_minima_are_all_there_are(ground):
    y = TARGETS[ground]
    minima = neuron.all_minima(ground)
    assert minima.shape == (4, 2)
    ticks = np.linspace(neuron.LOW, neuron.HIGH, 4001)
    each = []
    for column in (0, 1):  # the loss is a sum of one function for each weight
        theta = np.zeros((len(ticks), 2))
        theta[:, column] = ticks
        values = neuron.value(theta, y)
        inner = (values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])
        each.append(ticks[1:-1][inner])
    expected = sorted(product(*each), key=lambda place: by_hand(np.array(place), y))
    np.testing.assert_allclose(minima, expected, atol=2e-3)
    losses = neuron.value(minima, y)
    assert (np.diff(losses) > 1e-3).all()


def test_each_start_descends_like_the_optimizer():
    ends_at = neuron.descend(SHARP, PLAIN, 0)
    params = bp.Parameters([neuron.grid(neuron.PER_SIDE)[100][:, np.newaxis]], [np.zeros(1)])
    for _ in range(neuron.STEPS):
        step = bp.trace_step(neuron.NET, params, neuron.X, TARGETS[SHARP], "mse", bp.sgd(neuron.RATE), frozen=("b1",))
        params = step.parameters_after
    np.testing.assert_allclose(ends_at[100], params.weights[0][:, 0], rtol=1e-9)


def test_the_lowest_minimum_has_the_smallest_basin_where_minima_are_sharp():
    basins = neuron.basins(SHARP, PLAIN, 0)
    assert set(basins.kinds) == {MINIMUM}
    assert basins.shares.sum() == pytest.approx(1)
    assert basins.shares.argmin() == 0
    assert basins.shares.argmax() == 3
    for start, basin in zip(basins.ends[::50], basins.basin[::50], strict=True):
        np.testing.assert_allclose(start, basins.minima[basin], atol=neuron._NEAR)


def test_noise_goes_to_flat_minima_whether_they_are_low_or_high():
    assert neuron.basins(SHARP, NOISE, 0).shares[3] > 0.95
    assert neuron.basins(WIDE, NOISE, 0).shares[0] > 0.85
    assert neuron.basins(WIDE, PLAIN, 0).shares[0] < 0.5


def test_momentum_helps_where_the_low_minima_are_flat():
    assert neuron.basins(WIDE, MOMENTUM, 0).shares[0] > 1.5 * neuron.basins(WIDE, PLAIN, 0).shares[0]
    assert neuron.basins(SHARP, MOMENTUM, 0).shares[0] < neuron.basins(SHARP, PLAIN, 0).shares[0]


# XOR -----------------------------------------------------------------------------------------------------------------


def test_the_data_are_the_four_samples_of_xor():
    x, y = xor.samples()
    assert sorted(map(tuple, np.column_stack([x, y]).tolist())) == [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def test_levels_are_those_of_shared_predictions():
    ln = np.log
    third = -(ln(1 / 3) + 2 * ln(2 / 3)) / 4
    assert xor.levels("log_loss") == pytest.approx((0, ln(2) / 2, third, ln(2)))
    assert xor.levels("mse") == pytest.approx((0, 1 / 8, 1 / 6, 1 / 4))


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("loss", ["log_loss", "mse"])
def test_two_hundred_runs_end_at_the_levels(activation, loss):
    one = xor.ends(xor.train(xor.experiment(activation, loss)))
    levels = np.array(xor.levels(loss))
    near = np.abs(one.loss[:, np.newaxis] - levels).min(axis=1)
    assert (near < 0.02).mean() > 0.97
    stuck = ~one.solved
    assert 20 < stuck.sum() < 120
    assert all(len(mixed) >= 2 for mixed, is_stuck in zip(one.mixed, stuck, strict=True) if is_stuck)
    assert not any(mixed for mixed, is_stuck in zip(one.mixed, stuck, strict=True) if not is_stuck)
    assert MINIMUM not in {kind for kind, is_stuck in zip(one.kinds, stuck, strict=True) if is_stuck}
    half, end = np.median(one.largest[:, stuck], axis=1)
    assert end > half


def test_hessian_gradient_and_loss_are_those_of_one_run(runs, found):
    x, y = xor.samples()
    for run in (0, 11):
        params = parameters(found.params, run)
        step = bp.trace_step(found.net, params, x, y, "log_loss")
        assert found.loss[run] == pytest.approx(step.loss, rel=1e-9)
        np.testing.assert_allclose(found.predictions[run], step.prediction[:, 0], rtol=1e-12)
        gradient = np.concatenate([np.ravel(each) for each in (*step.gradient.weights, *step.gradient.biases)])
        assert found.gradient[run] == pytest.approx(np.linalg.norm(gradient), rel=1e-9)
        alone = bp.train(xor.experiment("tanh", "log_loss", seed=run))
        assert runs.train_loss[run, -1] == pytest.approx(alone.train_loss[-1], rel=1e-9)
    H = xor.hessians(found.net, found.params, "log_loss")[11]
    params, h = parameters(found.params, 11), 1e-4

    def slope(move: float) -> np.ndarray:
        W = np.array(params.weights[0])
        W[0, 0] += move
        moved = bp.Parameters([W, params.weights[1]], params.biases)
        gradient = bp.trace_step(found.net, moved, x, y, "log_loss").gradient
        return np.concatenate(
            [np.ravel(a) for pair in zip(gradient.weights, gradient.biases, strict=True) for a in pair]
        )

    np.testing.assert_allclose(H[0], (slope(h) - slope(-h)) / (2 * h), atol=1e-6)
    np.testing.assert_allclose(found.eigenvalues[11], np.linalg.eigvalsh(H))


def test_each_run_goes_to_the_nearest_level():
    assert xor.level_of(np.array([0.01, 0.34, 0.49, 0.7]), xor.levels("log_loss")).tolist() == [0, 1, 2, 3]


# Equal units, lines, widths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_equal_units_stay_equal_to_the_last_bit(seed):
    one = symmetry.train(0.0, seed)
    assert (one.distance == 0).all()
    assert one.loss[-1] > 0.3


def test_a_tiny_difference_grows_and_leaves_the_saddle():
    equal, broken = symmetry.train(0.0, 0), symmetry.train(1e-8, 0)
    assert equal.eigenvalues[0] < -symmetry.tolerance()
    assert broken.distance[0] == pytest.approx(1e-8, rel=1e-6)
    assert broken.distance[-1] > 1
    assert broken.loss[-1] < 0.05 < equal.loss[-1]


def test_rearranged_units_compute_the_same(found):
    x, _ = xor.samples()
    params = parameters(found.params, 0)
    other = paths.rearranged(params, (1, 0), (-1, 1))
    ours, theirs = (bp.trace_step(found.net, each, x, xor.samples()[1], "log_loss") for each in (params, other))
    np.testing.assert_allclose(ours.prediction, theirs.prediction, rtol=1e-12)
    np.testing.assert_array_equal(other.weights[1][0], -params.weights[1][1])


def test_matching_finds_a_network_whose_units_were_rearranged(found):
    params = parameters(found.params, 0)
    line = paths.between(found.net, params, paths.rearranged(params, (1, 0), (-1, -1)), "log_loss")
    assert line.distances[1] == pytest.approx(0, abs=1e-12)
    assert line.distances[0] > 1
    assert line.barrier(line.matched) == pytest.approx(0, abs=1e-9)
    assert line.barrier(line.straight) > 0.1
    assert line.order == (1, 0)
    assert line.signs == (-1, -1)


def test_the_line_begins_and_ends_at_the_solutions(found):
    solved = np.flatnonzero(found.solved)[:2]
    first, second = (parameters(found.params, int(run)) for run in solved)
    line = paths.between(found.net, first, second, "log_loss")
    for t, run in ((0, solved[0]), (1, solved[1])):
        at = int(np.abs(paths.TICKS - t).argmin())
        assert line.straight[at] == pytest.approx(found.loss[run], rel=1e-6)
        assert line.matched[at] == pytest.approx(found.loss[run], rel=1e-6)
    assert line.distances[1] <= line.distances[0]


def test_wilson_s_interval():
    assert wider.wilson(0, 200) == pytest.approx((0.0, 0.01885), abs=1e-4)
    assert wider.wilson(10, 100) == pytest.approx((0.05523, 0.17437), abs=1e-4)  # Wilson 1927
    low, high = wider.wilson(200, 200)
    assert low < high == pytest.approx(1.0)


def test_wider_networks_are_stuck_less(found):
    done: list[float] = []
    stuck = wider.stuck("tanh", "log_loss", done.append)
    assert stuck.counts[0] == (~found.solved).sum()
    assert stuck.counts[wider.WIDTHS.index(4)] < 0.2 * stuck.counts[0]
    assert (np.diff(stuck.counts) <= 0).all()
    assert done == sorted(done)
    np.testing.assert_allclose(stuck.shares, stuck.counts / 200)
