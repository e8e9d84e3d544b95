"""Many runs at once are the runs one by one: the stacked kernel is the kernel of each run, to the last bit."""

import dataclasses
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.flat import to_vector, views
from backprop.optimizers import joint_rule
from backprop.regularization import NONE
from backprop.training import stacked
from backprop.training.kernel import Kernel
from backprop.training.stacked import Blocks, StackedKernel, room, run_calls
from tests.helpers import LAYERS_AND_LOSSES, OUTPUTS_AND_LOSSES, in_turn, more, random_data, random_parameters

RUNS, UPDATES = 5, 4
ALL_RULES = bp.Regularization(l1=0.01, l2=0.1, clip=0.2)
RATES = [0.02 * (run + 1) for run in range(RUNS)]


def some_runs(net: bp.Network, n: int, loss: str, shared: bool, runs: int = RUNS):
    """Parameters of each run as a row, and its data: x and y of all, or one for each along the first axis."""
    rows = np.stack([to_vector(random_parameters(net, seed)) for seed in range(runs)])
    data = [random_data(net, n, 0 if shared else seed, loss) for seed in range(runs)]
    return rows, np.stack([x for x, _ in data]), np.stack([y for _, y in data])


def make(net, loss, regularization, rows, n, sides=None):
    blocks = Blocks(net, len(rows))
    theta, gradient = blocks.join(rows), np.zeros(blocks.size)
    return StackedKernel(blocks, loss, regularization, theta, gradient, n, sides)


def together(net, loss, regularization, rows, x, y, shared):
    """Losses (updates, runs), and parameters and gradients (updates, runs, parameters), with Adam."""
    kernel = make(net, loss, regularization, rows, x.shape[1])
    inputs, targets = (x[0], y[0]) if shared else (x, y)
    forward, backward = kernel.forward(inputs, targets), kernel.backward(inputs)
    rule = joint_rule([bp.adam(rate) for rate in RATES], kernel.blocks.spread)
    averages = np.zeros(kernel.blocks.size), np.zeros(kernel.blocks.size)
    losses, thetas, gradients = [], [], []
    for update in range(UPDATES):
        run_calls(forward)
        losses.append(kernel.loss())
        run_calls(backward)
        step, averages = rule(kernel.gradient, averages, update + 1)
        kernel.theta += step
        thetas.append(kernel.blocks.rows(kernel.theta))
        gradients.append(kernel.blocks.rows(kernel.gradient))
    return np.array(losses), np.array(thetas), np.array(gradients)


def apart(net, loss, regularization, rows, x, y):
    """The same from a kernel for each run."""
    criterion, losses = bp.LOSSES[loss], np.empty((UPDATES, len(rows)))
    thetas, gradients = np.empty((2, UPDATES, *rows.shape))
    for run, row in enumerate(rows):
        kernel = Kernel(net, loss, regularization, row, (np.zeros_like(row), np.zeros_like(row)))
        calls = kernel.prepare(x[run], y[run])
        for update in range(UPDATES):
            output = bp.forward(net, bp.Parameters.computed(*views(net, kernel.theta)), x[run])[-1]
            losses[update, run] = criterion.value(output.z, output.a, y[run])
            kernel.step(calls, bp.adam(RATES[run]))
            thetas[update, run], gradients[update, run] = kernel.theta, kernel.gradient
    return losses, thetas, gradients


def differing(net, n, loss, shared, regularization=ALL_RULES) -> list[str]:
    """In what the two ways differ."""
    rows, x, y = some_runs(net, n, loss, shared)
    ours = together(net, loss, regularization, rows, x, y, shared)
    theirs = apart(net, loss, regularization, rows, x, y)
    names = ("losses", "theta", "gradient")
    exact = [left.tobytes() == right.tobytes() for left, right in zip(ours[1:2], theirs[1:2], strict=True)]
    same = [np.allclose(ours[0], theirs[0], rtol=1e-14, atol=0.0), *exact, np.array_equal(ours[2], theirs[2])]
    return [name for name, equal in zip(names, same, strict=True) if not equal]


@pytest.mark.parametrize(
    ("hidden", "output", "loss", "n", "shared"),
    in_turn(LAYERS_AND_LOSSES, list(product((1, 4, 32, 100), (True, False)))),
)
def test_each_run_is_the_run_alone_to_the_last_bit(hidden, output, loss, n, shared):
    assert differing(bp.Network((3, 5, 4, 3), hidden, output), n, loss, shared) == []


@pytest.mark.parametrize("shared", [True, False], ids=["one set of data", "data for each"])
@pytest.mark.parametrize("n", [1, 4, 32, 100])
@pytest.mark.parametrize(
    "sizes", [(2, 8, 8, 1), (1, 1), (1, 1, 1, 1), (2, 1, 3, 1), (3, 2, 1), (1, 3, 1), (4, 1), (64, 32, 10)]
)
def test_layers_of_one_unit_and_of_many(sizes, n, shared):
    assert differing(bp.Network(sizes, "tanh", "sigmoid"), n, "log_loss", shared) == []


@pytest.mark.parametrize("regularization", [NONE, bp.Regularization(l1=0.1), bp.Regularization(clip=1e-3)])
def test_penalties_and_a_limit_alone(regularization):
    assert differing(bp.Network((2, 8, 8, 1), "tanh", "sigmoid"), 10, "mse", True, regularization) == []


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=5),
    st.data(),
    st.sampled_from((1, 2, 3, 7, 10, 33)),
    st.booleans(),
    st.sampled_from(OUTPUTS_AND_LOSSES),
)
@more(1.5)
def test_whatever_the_network(sizes, data, n, shared, output_and_loss):
    output, loss = output_and_loss
    if output == "softmax":
        sizes[-1] += 1
    hidden = tuple(data.draw(st.sampled_from(bp.HIDDEN_ACTIVATIONS)) for _ in sizes[1:-1])
    assert differing(bp.Network(tuple(sizes), hidden, output), n, loss, shared) == []


def test_the_data_are_read_when_the_calls_are_run():
    """A sweep puts each epoch's order into the same arrays."""
    net = bp.Network((2, 3, 1), "tanh", "sigmoid")
    rows, x, y = some_runs(net, 6, "log_loss", False)
    _, other_x, other_y = some_runs(net, 6, "log_loss", False)
    reused, fresh = make(net, "log_loss", NONE, rows, 6), make(net, "log_loss", NONE, rows, 6)
    calls = [*reused.forward(x, y), *reused.backward(x)]
    x[...], y[...] = other_x[::-1], other_y[::-1]
    run_calls(calls)
    run_calls([*fresh.forward(other_x[::-1], other_y[::-1]), *fresh.backward(other_x[::-1])])
    assert np.array_equal(reused.gradient, fresh.gradient)
    assert reused.gradient.any()


# The order of the parameters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(2, 3, 1), (1, 1), (3, 2, 4, 2)])
def test_blocks_know_each_runs_parameters(sizes):
    net = bp.Network(sizes)
    blocks, rows = Blocks(net, 4), np.random.default_rng(0).standard_normal((4, net.parameter_count))
    vector = blocks.join(rows)
    assert np.array_equal(blocks.rows(vector), rows)
    parts = blocks.views(vector)
    for run, row in enumerate(rows):
        own = views(net, row)
        for ours, theirs in zip((*parts.weights, *parts.biases), (*own.weights, *own.biases), strict=True):
            assert np.array_equal(ours[run], theirs)
        assert np.array_equal(vector[blocks.of(run)], row)
        assert (blocks.spread(np.arange(4.0))[blocks.of(run)] == run).all()
    assert all(np.shares_memory(part, vector) for part in (*parts.weights, *parts.biases))
    assert blocks.views(np.stack([vector, vector])).weights[0].shape == (2, 4, *net.shapes[0])


@pytest.mark.parametrize("size", [1, 7, 8, 100, 100_000])
def test_room_begins_with_a_line_of_the_cache(size):
    vector = room(size)
    assert (vector.shape, vector.any(), vector.ctypes.data % 64) == ((size,), False, 0)


# Sound, or to be looked at ------------------------------------------------------------------------------------------


def sound_runs(net, rows, loss="mse", reach=3.0):
    x, y = np.full((4, net.sizes[0]), reach), np.full((4, net.sizes[-1]), 0.5)
    kernel = make(net, loss, NONE, rows, 4)
    with np.errstate(all="ignore"):
        run_calls([*kernel.forward(x, y), *kernel.backward(x)])
        return kernel.sound(kernel.theta, reach), kernel.loss()


def test_a_run_is_sound_or_not_whatever_its_neighbours_are():
    net = bp.Network((1, 1, 1), "identity", "identity")
    rows = np.array([[w, 0.0, w, 0.0] for w in (1.0, 1e20, 1e200, np.nan, np.inf, 1.0)])
    sound, _ = sound_runs(net, rows)
    assert sound.tolist() == [True, True, False, False, False, True]


def test_a_loss_that_overflows_is_not_sound_though_all_else_is_finite():
    """ŷ = 3e156: its square is beyond float64, while z, a and the gradients are not."""
    sound, loss = sound_runs(bp.Network((1, 1, 1), "identity", "identity"), np.array([[1e78, 0.0, 1e78, 0.0]]))
    assert loss.tolist() == [np.inf]
    assert sound.tolist() == [False]


def test_a_hidden_sum_that_overflows_is_not_sound_though_nothing_is_left_of_it():
    """The second layer's z is −∞, its ReLU 0, and so is all that comes after."""
    net = bp.Network((1, 1, 1, 1), "relu", "identity")
    sound, loss = sound_runs(net, np.array([[1e160, 0.0, -1e160, 0.0, 1.0, 0.0]]))
    assert np.isfinite(loss).all()
    assert sound.tolist() == [False]


# Units that stay on their side --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hidden", "slopes"), [("relu", (0.0, 0.0, 1.0)), ("leaky_relu", (0.01, 0.01, 1.0))])
def test_units_with_a_kink_can_be_held_on_their_side(hidden, slopes):
    """z = −1, 0 and 1, then all of them 2."""
    net = bp.Network((1, 3, 3), hidden, "identity")
    start = np.concatenate([np.zeros(3), [-1.0, 0.0, 1.0], np.eye(3).ravel(), np.zeros(3)])[np.newaxis]
    x, y = np.zeros((1, 1)), np.zeros((1, 3))
    free = make(net, "half_sse", NONE, start, 1)
    run_calls(free.forward(x, y))
    held = make(net, "half_sse", NONE, start, 1, free.sides())
    held.theta[3:6] = 2.0
    run_calls([*held.forward(x, y), *held.backward(x)])
    assert held.loss()[0] == 0.5 * sum((2.0 * slope) ** 2 for slope in slopes)
    assert held.gradient[3:6].tolist() == [slope * 2.0 * slope for slope in slopes]


def test_units_without_a_kink_are_not_held():
    net = bp.Network((3, 5, 4, 3), "tanh", "sigmoid")
    rows, x, y = some_runs(net, 6, "mse", True)
    free = make(net, "mse", NONE, rows, 6)
    run_calls(free.forward(x[0], y[0]))
    assert (free.sides() == 1.0).all()
    held = make(net, "mse", NONE, rows, 6, free.sides())
    for kernel in (free, held):
        run_calls([*kernel.forward(x[0], y[0]), *kernel.backward(x[0])])
    assert np.array_equal(free.gradient, held.gradient)


# The comparison sees what it has to see -----------------------------------------------------------------------------

PLANTED = bp.Network((2, 3, 3, 2), "tanh", "sigmoid")


def planted(regularization=ALL_RULES) -> list[str]:
    return differing(PLANTED, 4, "mse", True, regularization)


@pytest.mark.parametrize("field", ["f", "slope"])
def test_an_activation_that_is_one_bit_off(monkeypatch, field):
    right = getattr(bp.ACTIVATIONS["tanh"], field)

    def wrong(z, out=None):
        return np.multiply(right(z), 1.0 + 2.0**-52, out)

    assert planted() == []
    changed = dataclasses.replace(bp.ACTIVATIONS["tanh"], **{field: wrong})
    monkeypatch.setattr(stacked, "ACTIVATIONS", {**bp.ACTIVATIONS, "tanh": changed})
    assert "theta" in planted()


@pytest.mark.parametrize(
    ("name", "regularization"), [("_penalize", bp.Regularization(l2=0.1)), ("_limit", bp.Regularization(clip=1e-3))]
)
def test_a_rule_that_is_forgotten(monkeypatch, name, regularization):
    assert planted(regularization) == []
    monkeypatch.setattr(StackedKernel, name, lambda *_: None)
    assert "theta" in planted(regularization)
    assert planted(NONE) == []


def test_runs_that_change_places(monkeypatch):
    right = Blocks.spread
    monkeypatch.setattr(Blocks, "spread", lambda self, values: right(self, values[::-1]))
    assert "theta" in planted()
