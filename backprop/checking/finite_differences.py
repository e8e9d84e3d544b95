"""Central differences for every weight and bias, computing again only what the parameter changes.

A parameter changes z of its own unit only: a weight w_ij that moves by h adds h · a_i, a bias adds h. The next layer
changes by (change of a_j) · (row j of its weights); only the layers after that need whole weighted sums. All parameters
of a layer go through the rest of the network as one stack of runs.

The difference stays independent of the backward pass: it uses no derivative of an activation or of a loss.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.activations import ACTIVATIONS
from backprop.losses import loss_function
from backprop.network import Network, Parameters, check_parameters
from backprop.passes import forward
from backprop.steps import check_data
from backprop.trace import LayerForward

Array = np.ndarray

H = 6e-6
"""The move of a number up to 1: the cube root of float64's ε makes truncation and rounding error small."""
_AT_ONCE = 1 << 18
"""How many numbers one array of a stack may have: it limits the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class FiniteDifferences:
    """Central differences of all parameters.

    Attributes:
        numeric: (L(θ + h) − L(θ − h)) / 2h, in the shape of the parameters.
        kink: 1 where the move crosses the kink of a (leaky) ReLU, so that the difference has no meaning; else 0.
        largest: the largest loss that was computed for them.
    """

    numeric: Parameters
    kink: Parameters
    largest: float


def move(value: Array | float) -> Array:
    """The move h for numbers of that size: it grows with numbers above 1, so that θ ± h differs from θ."""
    return H * np.maximum(1.0, np.abs(value))


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # steps of a diverging run may be looked at, too
def finite_differences(net: Network, params: Parameters, x: ArrayLike, y: ArrayLike, loss: str) -> FiniteDifferences:
    """Central differences of the loss with respect to every weight and bias.

    Args:
        net: the network.
        params: its parameters, without leading axes.
        x: inputs (n, features).
        y: targets (n, outputs).
        loss: name of a loss that fits the output activation.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    check_parameters(net, params)
    inputs, targets = check_data(net, x, y, loss)
    layers = forward(net, params, inputs)
    numeric, kink = ([[np.zeros_like(a) for a in part] for part in (params.weights, params.biases)] for _ in range(2))
    largest = 0.0
    for layer, (fan_in, fan_out) in enumerate(net.shapes):
        stack = 2 * (fan_in + 1) * len(inputs) * max(net.sizes[layer + 1 :])
        room = max(1, _AT_ONCE // stack)
        for start in range(0, fan_out, room):
            units = np.arange(start, min(start + room, fan_out))
            h = move(np.vstack([params.weights[layer][:, units], params.biases[layer][units]]))
            losses, crossed = _losses(net, params, layers, targets, loss, layer, units, h)
            largest = max(largest, float(losses.max()))
            for array, found in ((numeric, (losses[0] - losses[1]) / (2 * h)), (kink, crossed)):
                array[0][layer][:, units] = found[:-1]
                array[1][layer][units] = found[-1]
    return FiniteDifferences(Parameters.computed(*numeric), Parameters.computed(*kink), largest)


def _losses(
    net: Network,
    params: Parameters,
    layers: tuple[LayerForward, ...],
    y: Array,
    loss: str,
    layer: int,
    units: Array,
    h: Array,
) -> tuple[Array, Array]:
    """Losses if the parameters of some units of a layer move by h (fan_in + 1, units), the bias last, each by itself.

    Returns:
        The losses for +h and −h (2, fan_in + 1, units), and whether a kink lies between both (fan_in + 1, units).
    """
    here = layers[layer]
    inputs = np.vstack([here.inputs.T, np.ones(len(here.inputs))])
    shift = h[:, :, np.newaxis] * inputs[:, np.newaxis, :]
    own = here.z[:, units].T + np.stack([shift, -shift])  # z of the moved unit (2, fan_in + 1, units, n)
    crossed = np.any(crossed_kink(net.activations[layer], own), axis=-1)
    if layer + 1 == net.depth:
        z = np.broadcast_to(here.z, (*own.shape, net.sizes[-1])).copy()
        z[:, :, np.arange(len(units)), :, units] = np.moveaxis(own, 2, 0)
    else:
        change = ACTIVATIONS[net.activations[layer]].f(own) - here.a[:, units].T
        z = layers[layer + 1].z + change[..., np.newaxis] * params.weights[layer + 1][units][:, np.newaxis, :]
    for after in range(layer + 1, net.depth):
        if after > layer + 1:
            z = ACTIVATIONS[net.activations[after - 1]].f(z) @ params.weights[after] + params.biases[after]
        crossed = crossed | np.any(crossed_kink(net.activations[after], z), axis=(-2, -1))
    a = ACTIVATIONS[net.output].f(z)
    return loss_function(loss, net.output).value(z, a, y), crossed


def crossed_kink(name: str, z: Array) -> Array:
    """Where the sign of z (2, …), for +h and for −h, differs (…); nowhere for an activation without a kink."""
    if not ACTIVATIONS[name].kinked:
        return np.zeros(z.shape[1:], dtype=bool)
    side = np.sign(z)
    return side[0] != side[1]
