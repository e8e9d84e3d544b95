"""The loss landscape: the loss along a line, and on a plane, through the space of all parameters.

A direction has the shape of the parameters; multiples of it are added to them. The result shows only a slice: along
other directions the landscape may look different.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array, invalid
from backprop.flat import to_parameters, to_vector
from backprop.landscape.grid import grid_of
from backprop.network import Network, Parameters, check_parameters
from backprop.regularization import NONE
from backprop.steps import check_data
from backprop.training.run import silent
from backprop.training.stacked import Blocks, StackedKernel, room, run_calls

Array = np.ndarray

_AT_ONCE = 40_000
"""Limit on the numbers of one kind, such as z, of all points evaluated together, so that they stay in the cache."""


def loss_along(
    net: Network, params: Parameters, direction: Parameters, ticks: ArrayLike, x: ArrayLike, y: ArrayLike, loss: str
) -> Array:
    """The loss at θ + t d.

    Args:
        net: the network.
        params: θ, where t is 0.
        direction: d, shaped like the parameters.
        ticks: the values of t (count,).
        x, y: inputs (n, features) and targets (n, outputs).
        loss: name of a loss that fits the output.

    Returns:
        (count,); infinite or NaN where the numbers are too large.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    along = _ticks("ticks", ticks)
    return _losses(net, params, (direction,), along[:, np.newaxis], x, y, loss)


def loss_plane(
    net: Network,
    params: Parameters,
    first: Parameters,
    second: Parameters,
    first_ticks: ArrayLike,
    second_ticks: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    loss: str,
) -> Array:
    """The loss at θ + s d₁ + t d₂.

    Args:
        net: the network.
        params: θ, where s and t are 0.
        first, second: d₁ and d₂, shaped like the parameters.
        first_ticks, second_ticks: the values of s (columns,) and of t (rows,).
        x, y, loss: as in `loss_along`.

    Returns:
        (rows, columns), for a picture with d₁ to the right and d₂ upwards.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    ticks = _ticks("first_ticks", first_ticks), _ticks("second_ticks", second_ticks)
    values = _losses(net, params, (first, second), grid_of(ticks), x, y, loss)
    return values.reshape(len(ticks[1]), len(ticks[0]))


def direction_to(params: Parameters, goal: Parameters) -> Parameters:
    """The direction from one set of parameters to another: t = 0 gives `params`, t = 1 gives `goal`."""
    return goal.map(np.subtract, params)


def random_direction(net: Network, params: Parameters, rng: np.random.Generator) -> Parameters:
    """A random direction, filter-normalised (Li et al. 2018): for each unit, it is as long as the parameters.

    The weights into a unit and its bias are one filter. Without this normalisation, the landscape would look flatter
    for a unit with large weights than for the same unit with small ones.

    Args:
        net: the network.
        params: the parameters where the direction begins.
        rng: random generator.
    """
    check_parameters(net, params)
    drawn = to_parameters(net, rng.standard_normal(net.parameter_count))
    scales = [
        np.sqrt((np.square(W).sum(axis=0) + np.square(b)) / (np.square(dW).sum(axis=0) + np.square(db)))
        for W, b, dW, db in zip(params.weights, params.biases, drawn.weights, drawn.biases, strict=True)
    ]
    return Parameters.computed(
        [dW * scale for dW, scale in zip(drawn.weights, scales, strict=True)],
        [db * scale for db, scale in zip(drawn.biases, scales, strict=True)],
    )


def _losses(
    net: Network,
    params: Parameters,
    directions: Sequence[Parameters],
    shares: Array,
    x: ArrayLike,
    y: ArrayLike,
    loss: str,
) -> Array:
    """The loss (count,) at the parameters plus `shares` (count, directions) of the directions."""
    for one in (params, *directions):
        check_parameters(net, one)
    inputs, targets = check_data(net, x, y, loss)
    base, moves = to_vector(params), np.stack([to_vector(direction) for direction in directions])
    runs = min(len(shares), max(1, _AT_ONCE // (len(inputs) * sum(net.sizes[1:]))))
    blocks = Blocks(net, runs)
    theta, values = room(blocks.size), np.empty(len(shares))
    kernel = StackedKernel(blocks, loss, NONE, theta, room(blocks.size), len(inputs))
    calls = kernel.forward(inputs, targets)
    with silent():
        for start in range(0, len(shares), runs):
            places = np.arange(start, start + runs).clip(max=len(shares) - 1)  # the last point fills up the last round
            theta[:] = blocks.join(base + shares[places] @ moves)
            run_calls(calls)
            values[places] = kernel.loss()
    return values


def _ticks(field: str, ticks: ArrayLike) -> Array:
    checked = finite_array(field, ticks)
    if checked.ndim != 1:
        raise invalid(f"{field}.shape", checked.shape, "(count,): a row of numbers")
    return checked
