# pyright: reportArgumentType=false
"""The loop that a careful person writes by hand for one network: no records, no history, nothing but the training.

Two tanh layers, a linear output, mean squared error, gradient descent. Everything is one call on arrays that are
there already: all parameters are one vector, as are all gradients; the slopes of both layers are 1 − a², in two
calls; all biases are copied to all samples at once. It is the measure for what the training kernel may cost more.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

Array = np.ndarray


def make_epoch(
    x: Array, y: Array, sizes: tuple[int, ...], theta: Array, alpha: float, batch: int
) -> Callable[[], None]:
    """A function that trains for one epoch; `theta` (weights and biases, layer by layer) is changed in place.

    Args:
        x, y: inputs (n, features) and targets (n, outputs); n is a multiple of `batch`.
        sizes: features, two hidden layers, outputs.
        theta: the parameters to begin with.
        alpha: learning rate.
        batch: samples for one update.
    """
    dot, add, subtract, multiply, tanh, total = np.dot, np.add, np.subtract, np.multiply, np.tanh, np.add.reduce
    gradient, update = np.zeros_like(theta), np.zeros_like(theta)
    (W1, _), (W2, _), (W3, _) = _layers(theta, sizes)  # the biases are read through `spread`
    (dW1, db1), (dW2, db2), (dW3, db3) = _layers(gradient, sizes)
    places = _layers(np.arange(len(theta)), sizes)
    spread_from = np.concatenate([np.tile(b, batch) for _, b in places])
    spread, (c1, c2, c3) = _batches(batch, sizes[1:])
    a, (a1, a2) = _batches(batch, sizes[1:-1])
    slope, (s1, s2) = _batches(batch, sizes[1:-1])
    _, (z1, z2, z3) = _batches(batch, sizes[1:])
    _, (d1, d2, d3) = _batches(batch, sizes[1:])
    W2T, W3T, a1T, a2T = W2.T, W3.T, a1.T, a2.T
    scale, minus_alpha, one = np.array(2.0 / (batch * sizes[-1])), np.array(-alpha), np.array(1.0)
    mixed_x, mixed_y = np.array(x), np.array(y)
    parts = [slice(start, start + batch) for start in range(0, len(x), batch)]
    batches = [(mixed_x[part], mixed_x[part].T, mixed_y[part]) for part in parts]
    rng = np.random.default_rng(0)

    def epoch() -> None:
        order = rng.permutation(len(x))
        x.take(order, 0, mixed_x, "clip")
        y.take(order, 0, mixed_y, "clip")
        for xb, xbT, yb in batches:
            theta.take(spread_from, 0, spread, "clip")
            dot(xb, W1, z1)
            add(z1, c1, z1)
            tanh(z1, a1)
            dot(a1, W2, z2)
            add(z2, c2, z2)
            tanh(z2, a2)
            dot(a2, W3, z3)
            add(z3, c3, z3)
            subtract(z3, yb, d3)
            multiply(d3, scale, d3)
            multiply(a, a, slope)
            subtract(one, slope, slope)
            dot(a2T, d3, dW3)
            total(d3, 0, None, db3)
            dot(d3, W3T, d2)
            multiply(d2, s2, d2)
            dot(a1T, d2, dW2)
            total(d2, 0, None, db2)
            dot(d2, W2T, d1)
            multiply(d1, s1, d1)
            dot(xbT, d1, dW1)
            total(d1, 0, None, db1)
            multiply(gradient, minus_alpha, update)
            add(theta, update, theta)

    return epoch


def _layers(vector: Array, sizes: tuple[int, ...]) -> list[tuple[Array, Array]]:
    """Weights and bias of each layer, as views."""
    layers, start = [], 0
    for fan_in, fan_out in pairwise(sizes):
        middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
        layers.append((vector[start:middle].reshape(fan_in, fan_out), vector[middle:end]))
        start = end
    return layers


def _batches(n: int, units: tuple[int, ...]) -> tuple[Array, list[Array]]:
    """Room for a number for each sample and unit: all of it, and each layer's part (n, units)."""
    vector = np.zeros(n * sum(units))
    ends = np.cumsum([n * size for size in units]).tolist()
    return vector, [vector[end - n * size : end].reshape(n, size) for end, size in zip(ends, units, strict=True)]
