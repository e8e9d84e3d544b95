"""Forward and backward pass against the plain loops of `helpers`. A step worked by hand: `test_steps.py`."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from tests.helpers import (
    OUTPUTS_AND_LOSSES,
    assert_same,
    cases,
    disagreements,
    near,
    random_data,
    random_parameters,
    stacked,
)

SIZES = {1: (3, 2), 2: (2, 3, 2), 3: (3, 2, 4, 2), 4: (2, 3, 2, 3, 3)}
DEEP = bp.Network((3, 4, 2, 2), ("tanh", "sigmoid"), "sigmoid")


def both(net, params, x, y, loss):
    layers = bp.forward(net, params, x)
    return layers, bp.backward(net, params, layers, y, loss)


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("depth", SIZES)
@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_every_number_agrees_with_the_plain_loops(output, loss, depth, n):
    """z, a, terms, loss, ∂L/∂a, slope, δ, ∂L/∂W and ∂L/∂b to 1e-12, for every hidden activation."""
    for seed, hidden in enumerate(bp.HIDDEN_ACTIVATIONS):
        net = bp.Network(SIZES[depth], hidden, output)
        params, (x, y) = random_parameters(net, seed), random_data(net, n, seed, loss)
        assert disagreements(net, params, x, y, loss) == set(), f"hidden layers of {hidden}"


@given(cases())
def test_any_network_agrees_with_the_plain_loops(case):
    assert disagreements(*case) == set()


@given(cases(max_units=6, max_samples=6))
def test_every_record_has_the_shape_that_the_notation_says(case):
    net, params, x, y, loss = case
    layers, records = both(net, params, x, y, loss)
    assert len(layers) == len(records) == net.depth
    for (fan_in, fan_out), layer, record in zip(net.shapes, layers, records, strict=True):
        assert layer.inputs.shape == (len(x), fan_in)
        assert {array.shape for array in (layer.z, layer.a, record.da, record.slope, record.delta)} == {
            (len(x), fan_out)
        }
        assert (record.dW.shape, record.db.shape) == ((fan_in, fan_out), (fan_out,))


def test_each_layer_sees_what_the_layer_before_gives():
    x, _ = random_data(DEEP, 3, 0)
    layers = bp.forward(DEEP, random_parameters(DEEP, 0), x)
    assert_same(layers[0].inputs, x)
    assert_same(layers[1].inputs, layers[0].a)
    assert_same(layers[2].inputs, layers[1].a)


@given(cases(max_samples=6))
def test_the_gradient_of_a_batch_is_the_mean_over_its_samples(case):
    net, params, x, y, loss = case
    _, whole = both(net, params, x, y, loss)
    alone = [both(net, params, x[i : i + 1], y[i : i + 1], loss)[1] for i in range(len(x))]
    for layer, record in enumerate(whole):
        np.testing.assert_allclose(record.dW, np.mean([one[layer].dW for one in alone], axis=0), 1e-12, 1e-14)
        np.testing.assert_allclose(record.db, np.mean([one[layer].db for one in alone], axis=0), 1e-12, 1e-14)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_renaming_hidden_units_permutes_the_gradient_and_leaves_the_loss(order):
    order = list(order)
    params, (x, y) = random_parameters(DEEP, 1), random_data(DEEP, 3, 1)
    W, b = list(params.weights), list(params.biases)
    W[0], b[0], W[1] = W[0][:, order], b[0][order], W[1][order]
    before, after = bp.trace_step(DEEP, params, x, y, "mse"), bp.trace_step(DEEP, bp.Parameters(W, b), x, y, "mse")
    assert after.loss == near(before.loss, rel=1e-15)
    np.testing.assert_allclose(after.backward[0].dW, before.backward[0].dW[:, order], rtol=1e-13)
    np.testing.assert_allclose(after.backward[0].db, before.backward[0].db[order], rtol=1e-13)
    np.testing.assert_allclose(after.backward[1].dW, before.backward[1].dW[order], rtol=1e-13)
    np.testing.assert_allclose(after.backward[2].dW, before.backward[2].dW, rtol=1e-13)


# Runs: extra leading axes -------------------------------------------------------------------------------------------


def assert_runs(together, alone):
    """Run i of the stacked records is the record of run i, to the last bits."""
    for layer, record in enumerate(together):
        for name in type(record).__slots__:
            numbers = np.stack([getattr(one[layer], name) for one in alone])
            ours = np.broadcast_to(getattr(record, name), numbers.shape)
            np.testing.assert_allclose(ours, numbers, rtol=1e-15, atol=1e-15, err_msg=f"layer {layer}, {name}")


@pytest.mark.parametrize("per_run", ["nothing", "x", "y", "both"])
@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_stacked_runs_are_the_runs_one_by_one(output, loss, per_run):
    net = bp.Network((3, 4, 3, 2), ("tanh", "leaky_relu"), output)
    runs = [random_parameters(net, seed) for seed in range(3)]
    data = [random_data(net, 5, seed, loss) for seed in range(3)]
    xs = [data[run if per_run in ("x", "both") else 0][0] for run in range(3)]
    ys = [data[run if per_run in ("y", "both") else 0][1] for run in range(3)]
    x = np.stack(xs) if per_run in ("x", "both") else xs[0]
    y = np.stack(ys) if per_run in ("y", "both") else ys[0]
    layers, records = both(net, stacked(runs), x, y, loss)
    alone = [both(net, *case, loss) for case in zip(runs, xs, ys, strict=True)]
    assert_runs(layers, [one[0] for one in alone])
    assert_runs(records, [one[1] for one in alone])
    value = bp.LOSSES[loss].value(layers[-1].z, layers[-1].a, y)
    values = [bp.LOSSES[loss].value(one[0][-1].z, one[0][-1].a, t) for one, t in zip(alone, ys, strict=True)]
    np.testing.assert_allclose(value, values, rtol=1e-15)


def test_runs_may_differ_by_their_data_alone():
    params, data = random_parameters(DEEP, 0), [random_data(DEEP, 4, seed) for seed in range(3)]
    layers, records = both(DEEP, params, np.stack([x for x, _ in data]), np.stack([y for _, y in data]), "mse")
    alone = [both(DEEP, params, x, y, "mse") for x, y in data]
    assert_runs(layers, [one[0] for one in alone])
    assert_runs(records, [one[1] for one in alone])


@given(st.integers(1, 3), st.integers(1, 3))
def test_there_may_be_several_axes_of_runs(rows, columns):
    runs = [[random_parameters(DEEP, 10 * i + j) for j in range(columns)] for i in range(rows)]
    x, y = random_data(DEEP, 3, 0)
    grid = [stacked(row) for row in runs]
    layers, records = both(DEEP, stacked(grid), x, y, "log_loss")
    assert layers[0].z.shape == (rows, columns, 3, 4)
    for i, row in enumerate(runs):
        for j, params in enumerate(row):
            _, alone = both(DEEP, params, x, y, "log_loss")
            np.testing.assert_allclose(records[0].dW[i, j], alone[0].dW, rtol=1e-15, atol=1e-15)
            np.testing.assert_allclose(records[2].db[i, j], alone[2].db, rtol=1e-15, atol=1e-15)
