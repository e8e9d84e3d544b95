"""Removing a unit, against a network that has been changed by hand so that the unit says nothing."""

import numpy as np
import pytest

import backprop as bp
from tests.helpers import near, random_data, random_parameters

NETS = (
    (bp.Network((2, 3, 1), "tanh", "sigmoid"), "log_loss"),
    (bp.Network((3, 4, 2, 3), ("relu", "tanh"), "softmax"), "cross_entropy"),
    (bp.Network((1, 1, 1), "sigmoid", "identity"), "mse"),
)
each = pytest.mark.parametrize(("net", "loss"), NETS, ids=str)


def without(net: bp.Network, params: bp.Parameters, layer: int, unit: int, said: float) -> bp.Parameters:
    """No weight leads from the unit; what it always says is in the biases of the layer after."""
    weights, biases = [np.array(W) for W in params.weights], [np.array(b) for b in params.biases]
    biases[layer + 1] += said * weights[layer + 1][unit]
    weights[layer + 1][unit] = 0.0
    return bp.Parameters(weights, biases)


@each
@pytest.mark.parametrize("by", ["zero", "mean"])
def test_a_removed_unit_says_one_thing_only(net, loss, by):
    params = random_parameters(net, 2)
    x, y = random_data(net, 6, 2, loss)
    layers = bp.forward(net, params, x)
    for layer in range(net.depth - 1):
        found = bp.ablate(net, params, x, y, loss, layer, by)
        assert found.layer == layer
        assert found.whole_prediction == near(layers[-1].a)
        step = bp.trace_step(net, params, x, y, loss, bp.sgd(1.0))
        assert found.whole_loss == near(step.loss)
        for unit in range(net.sizes[layer + 1]):
            said = float(layers[layer].a[:, unit].mean()) if by == "mean" else 0.0
            changed = bp.trace_step(net, without(net, params, layer, unit, said), x, y, loss, bp.sgd(1.0))
            assert found.prediction[unit] == near(changed.prediction)
            assert found.loss[unit] == near(changed.loss)


BAD = {
    "the output": (lambda: bp.ablate(*given(), 1), "layer"),
    "no layer": (lambda: bp.ablate(*given(), -1), "layer"),
    "another way": (lambda: bp.ablate(*given(), 0, "half"), "by"),
    "no hidden layer": (lambda: bp.ablate(*given((2, 1)), 0), "net"),
    "other data": (lambda: bp.ablate(*given()[:2], [[1.0]], [[1.0]], "log_loss", 0), "x.shape"),
}


def given(sizes: tuple[int, ...] = (2, 3, 1)):
    net = bp.Network(sizes, "tanh", "sigmoid")
    return net, random_parameters(net, 1), *random_data(net, 3, 1, "log_loss"), "log_loss"


@pytest.mark.parametrize(("call", "field"), BAD.values(), ids=BAD)
def test_bad_values_are_refused_by_name(call, field):
    with pytest.raises(ValueError, match=f"^{field}.* is .*; allowed: "):
        call()
