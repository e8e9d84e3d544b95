"""Frames of a film: at which training steps they are, and the network evaluated at all of them at once.

Parameters of all frames are stacked along a leading axis, so that one forward pass evaluates many of them; F is the
number of frames.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from backprop.checks import invalid
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import backward, forward
from backprop.training.loss_curves import losses

Array = np.ndarray

_CHUNK = 500_000
"""Most activations of one layer that are held at a time."""


def choose_frames(last: int, most: int = 72) -> Array:
    """The training steps from 0 to `last` to show: all if they are few, else more of the early ones.

    The steps grow by 1 at first, then geometrically: step i is c·(exp(i·r) − 1) with c·r = 1.

    Args:
        last: the last step.
        most: how many steps to choose at most.

    Returns:
        Strictly increasing whole numbers, 0 and `last` among them: all steps if they are no more than `most`,
        else exactly `most` of them.

    Raises:
        ValueError: `last` is no whole number from 0, or `most` is no whole number from 2.
    """
    for field, value, least in (("last", last, 0), ("most", most, 2)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise invalid(field, value, f"a whole number from {least}")
    if last < most:
        return np.arange(last + 1)
    places = np.arange(most)
    low, high = 0.0, 1.0
    for _ in range(60):  # bisection for the rate r at which the last step is `last`
        rate = (low + high) / 2
        low, high = (rate, high) if np.expm1(rate * (most - 1)) / rate < last else (low, rate)
    steps = np.expm1(high * places) / np.expm1(high * (most - 1)) * last
    return np.floor(steps + 0.5).astype(int)  # steps grow by at least 1, so no two become equal


def stacked(frames: Sequence[Parameters]) -> Parameters:
    """The parameters of all frames along a leading axis."""
    layers = range(len(frames[0].weights))
    return Parameters.computed(
        [np.stack([frame.weights[layer] for frame in frames]) for layer in layers],
        [np.stack([frame.biases[layer] for frame in frames]) for layer in layers],
    )


def _chunks(net: Network, params: Parameters, samples: int) -> Iterator[Parameters]:
    """The stacked parameters, a few frames at a time."""
    frames, size = len(params.weights[0]), max(1, _CHUNK // max(1, samples * max(net.sizes)))
    for start in range(0, frames, size):
        yield params.map(lambda array, start=start: array[start : start + size])


def predictions(net: Network, params: Parameters, x: Array) -> Array:
    """ŷ of all frames (F, m, outputs)."""
    return np.concatenate([forward(net, part, x)[-1].a for part in _chunks(net, params, len(x))])


def mean_losses(net: Network, params: Parameters, x: Array, y: Array, loss: str) -> Array:
    """The mean loss of all frames (F,); NaN without data, or where it is not finite."""
    if len(x) == 0:
        return np.full(len(params.weights[0]), np.nan)
    found = np.concatenate([losses(net, part, x, y, loss) for part in _chunks(net, params, len(x))])
    return np.where(np.isfinite(found), found, np.nan)


def losses_and_sizes(net: Network, params: Parameters, x: Array, y: Array, loss: str) -> tuple[Array, Array]:
    """The mean loss (F,), and the root mean square of its ∂L/∂W in each layer (F, layers)."""
    criterion = loss_function(loss, net.output)
    values, sizes = [], []
    for part in _chunks(net, params, len(x)):
        layers = forward(net, part, x)
        values.append(criterion.value(layers[-1].z, layers[-1].a, y))
        gradients = backward(net, part, layers, y, loss)
        sizes.append(np.stack([_root_mean_square(layer.dW) for layer in gradients], axis=-1))
    return np.concatenate(values), np.concatenate(sizes)


def _root_mean_square(values: Array) -> Array:
    """Over the last two axes; scaled by the largest value first, so that the squares do not overflow."""
    largest = np.abs(values).max(axis=(-2, -1), keepdims=True)
    scaled = values / np.where(largest > 0, largest, 1.0)
    return largest[..., 0, 0] * np.sqrt(np.mean(scaled**2, axis=(-2, -1)))
