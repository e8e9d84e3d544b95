"""Surfaces that are the losses of real but very small networks; their gradients come from the engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop.checks import invalid
from backprop.landscape.surfaces import CURVES, SURFACES, Range, Surface
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import backward, forward

Array = np.ndarray
Free = tuple[tuple[int, str], ...]


def network_surface(
    net: Network,
    free: Free,
    x: Array,
    y: Array,
    loss: str,
    *,
    key: str,
    title: str,
    latex: str,
    names: tuple[str, ...],
    ranges: tuple[Range, ...],
    start: tuple[float, ...],
    meaning: str,
) -> Surface:
    """The loss of a network with one unit in each layer, as a function of one or two of its parameters.

    Args:
        net: layers of one unit.
        free: (layer from 0, "W" or "b") for each parameter of the surface; all others are 0.
        x, y: inputs (n, 1) and targets (n, 1).
        loss: name of a loss that fits the output.
        key, title, latex, names, ranges, start, meaning: as in `Surface`.

    Raises:
        ValueError: a layer with more than one unit.
    """
    if set(net.sizes) != {1}:
        raise invalid("net.sizes", net.sizes, "one unit in each layer")
    criterion = loss_function(loss, net.output)

    def value(theta: Array) -> Array:
        output = forward(net, _parameters(net, free, theta), x)[-1]
        return criterion.value(output.z, output.a, y)

    def gradient(theta: Array) -> Array:
        params = _parameters(net, free, theta)
        layers = backward(net, params, forward(net, params, x), y, loss)
        found = [layers[layer].dW[..., 0, 0] if kind == "W" else layers[layer].db[..., 0] for layer, kind in free]
        return np.stack(found, axis=-1)

    def hessian(theta: Array) -> Array:
        """Central differences of the gradient, made symmetric."""
        step = 1e-5 * np.maximum(1.0, np.abs(theta))
        columns = []
        for index in range(len(free)):
            move = np.zeros_like(theta)
            move[..., index] = step[..., index]
            columns.append((gradient(theta + move) - gradient(theta - move)) / (2.0 * step[..., index : index + 1]))
        found = np.stack(columns, axis=-1)
        return 0.5 * (found + np.swapaxes(found, -1, -2))

    return Surface(
        key=key,
        title=title,
        value=value,
        gradient=gradient,
        hessian=hessian,
        latex=latex,
        names=names,
        ranges=ranges,
        start=start,
        minima=(),
        meaning=meaning,
    )


def _parameters(net: Network, free: Free, theta: Array) -> Parameters:
    """Parameters of the network for θ (…, d)."""
    chosen = {place: theta[..., index] for index, place in enumerate(free)}
    nothing = np.zeros(theta.shape[:-1])
    weights = [chosen.get((layer, "W"), nothing)[..., np.newaxis, np.newaxis] for layer in range(net.depth)]
    biases = [chosen.get((layer, "b"), nothing)[..., np.newaxis] for layer in range(net.depth)]
    return Parameters.computed(weights, biases)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The data that the loss of a network is computed on, and the network's output.

    Attributes:
        x, y: inputs and targets (n, 1).
        output: θ (d,) and inputs (m, 1) -> ŷ (m, 1).
    """

    x: Array
    y: Array
    output: Callable[[Array, Array], Array]


def _with_fit(net: Network, free: Free, x: Array, y: Array, loss: str, **words: Any) -> tuple[Surface, Fit]:
    """The surface, and the network and data behind it."""

    def output(theta: Array, inputs: Array) -> Array:
        return forward(net, _parameters(net, free, theta), inputs)[-1].a

    return network_surface(net, free, x, y, loss, **words), Fit(x, y, output)


_X = np.linspace(-2.0, 2.0, 9)[:, np.newaxis]
_CLASS = (_X + np.array([0.0, 0.0, 0.0, 0.9, 0.0, -0.9, 0.0, 0.0, 0.0])[:, np.newaxis] > 0).astype(float)
"""Two points near the border are on the wrong side, so that the best weight is finite."""

_NETWORK_TABLE = (
    _with_fit(
        Network((1, 1), output="identity"),
        ((0, "W"),),
        _X,
        0.8 * _X + np.array([0.3, -0.2, 0.1, -0.3, 0.2, 0.1, -0.2, 0.3, -0.1])[:, np.newaxis],
        "mse",
        key="line",
        title="A line through 9 points",
        latex=r"\text{MSE of } \hat y = w\,x",
        names=("w",),
        ranges=((-1.5, 3.0),),
        start=(-1.0,),
        meaning="One weight, no bias, squared errors: the loss is a parabola.",
    ),
    _with_fit(
        Network((1, 1), output="sigmoid"),
        ((0, "W"),),
        _X,
        _CLASS,
        "log_loss",
        key="neuron",
        title="One neuron, two classes",
        latex=r"\text{log loss of } \hat y = \sigma(w\,x)",
        names=("w",),
        ranges=((-4.0, 8.0),),
        start=(-3.0,),
        meaning="One weight into a sigmoid, log loss: one valley, steep on one side, flat on the other.",
    ),
    _with_fit(
        Network((1, 1, 1), hidden="tanh", output="identity"),
        ((0, "W"), (1, "W")),
        _X,
        np.tanh(1.5 * _X),
        "mse",
        key="two_weights",
        title="Two weights in a row",
        latex=r"\text{MSE of } \hat y = w_2\,\tanh(w_1\,x)",
        names=("w₁", "w₂"),
        ranges=((-3.0, 3.0), (-2.0, 2.0)),
        start=(-0.4, 1.5),
        meaning="A real network with two weights: two equal valleys, and a saddle where both weights are 0.",
    ),
    _with_fit(
        Network((1, 1), output="sigmoid"),
        ((0, "W"), (0, "b")),
        _X,
        _CLASS,
        "log_loss",
        key="weight_and_bias",
        title="One neuron with a bias",
        latex=r"\text{log loss of } \hat y = \sigma(w\,x + b)",
        names=("w", "b"),
        ranges=((-4.0, 8.0), (-5.0, 5.0)),
        start=(-3.0, 3.5),
        meaning="A real neuron on two classes: one valley, whatever the start.",
    ),
)

NETWORK_LOSSES: dict[str, Surface] = {surface.key: surface for surface, _ in _NETWORK_TABLE}
FITS: dict[str, Fit] = {f"net_{surface.key}": fit for surface, fit in _NETWORK_TABLE}
"""Network and data behind each network loss, under its key in `ALL`."""
ALL: dict[str, Surface] = CURVES | SURFACES | {f"net_{key}": surface for key, surface in NETWORK_LOSSES.items()}
"""All curves and surfaces for a descent; the keys of network losses begin with "net_"."""
