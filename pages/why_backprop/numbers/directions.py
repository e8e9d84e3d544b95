"""All derivatives of a network's outputs with respect to its inputs: column by column, or row by row.

The Jacobian J has a row for each output and a column for each input. Forward mode follows one input through the
network, together with the values, and finds a column in each pass. Reverse mode follows one output back, and finds a
row in each pass. Backpropagation is reverse mode with a single output: the loss.
"""

from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checks import read_only
from backprop.initializers import initialize
from backprop.network import Network, Parameters
from backprop.passes import forward

Array = np.ndarray

FORWARD, BACKWARD = "forward", "backward"
_HIDDEN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Jacobian:
    """The derivatives at one input, found in both directions.

    Attributes:
        by_columns: by forward mode (outputs, inputs).
        by_rows: by reverse mode (outputs, inputs).
    """

    by_columns: Array
    by_rows: Array


def jacobian(inputs: int, outputs: int, seed: int = 0) -> Jacobian:
    """∂ŷ/∂x of a network with one hidden layer of tanh, at a random input."""
    net = Network((inputs, _HIDDEN, outputs), "tanh", "identity")
    params = initialize(net, "normal", seed)
    x = np.random.default_rng(seed).normal(size=inputs)
    slopes = _slopes(net, params, x)
    columns = [_column(params, slopes, np.eye(inputs)[place]) for place in range(inputs)]
    rows = [_row(params, slopes, np.eye(outputs)[place]) for place in range(outputs)]
    return Jacobian(read_only(np.stack(columns, axis=1)), read_only(np.stack(rows, axis=0)))


def passes(direction: str, inputs: int, outputs: int) -> int:
    """How many passes all derivatives take."""
    return inputs if direction == FORWARD else outputs


def _slopes(net: Network, params: Parameters, x: Array) -> list[Array]:
    layers = forward(net, params, x[np.newaxis])
    return [ACTIVATIONS[name].slope(layer.z)[0] for name, layer in zip(net.activations, layers, strict=True)]


def _column(params: Parameters, slopes: list[Array], change: Array) -> Array:
    """∂ŷ/∂x along one direction of the input: from the first layer to the last."""
    for W, slope in zip(params.weights, slopes, strict=True):
        change = (change @ W) * slope
    return change


def _row(params: Parameters, slopes: list[Array], signal: Array) -> Array:
    """The derivative of one combination of outputs: from the last layer to the first."""
    for W, slope in zip(reversed(params.weights), reversed(slopes), strict=True):
        signal = W @ (signal * slope)
    return signal
