"""Where ŷ is exactly 0 or 1 in the computer: the textbook formula breaks, clipping is wrong, the logits are exact."""

from dataclasses import dataclass

import numpy as np

from backprop.activations import sigmoid, sigmoid_slope
from pages.loss.numbers import LOG
from pages.loss.numbers.neuron import shape

Array = np.ndarray

PLACES = (-1000, -800, -100, -50, -40, -37, -36, -30, -20, -10, -5, 0, 5, 10, 20, 30, 36, 37, 40, 50, 100, 800, 1000)
"""Pre-activations that the slider offers."""
SMALLEST = 1e-7
"""A probability is often kept this far from 0 and 1, so that the logarithm stays finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Log loss computed in one way: the loss and δ at some places (m,)."""

    value: Array
    delta: Array


def first_exact_one() -> int:
    """The smallest of `PLACES` where ŷ is exactly 1."""
    return next(z for z in PLACES if sigmoid(np.array(float(z))) == 1.0)


def naive(z: Array, y: float) -> Way:
    """The formula of the textbook, from ŷ: ∞, or not a number, once ŷ is 0 or 1."""
    z = np.asarray(z, dtype=float)
    a = sigmoid(z)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # the lesson shows how it breaks
        value = -(y * np.log(a) + (1.0 - y) * np.log(1.0 - a))
        delta = ((1.0 - y) / (1.0 - a) - y / a) * sigmoid_slope(z)
    return Way(value, delta)


def clipped(z: Array, y: float) -> Way:
    """The same with ŷ clipped to `SMALLEST` … 1 − `SMALLEST`: outside, the loss is constant and its slope is 0."""
    z = np.asarray(z, dtype=float)
    a = sigmoid(z)
    kept = a.clip(SMALLEST, 1.0 - SMALLEST)
    value = -(y * np.log(kept) + (1.0 - y) * np.log(1.0 - kept))
    slope = np.where(kept == a, sigmoid_slope(z), 0.0)
    return Way(value, ((1.0 - y) / (1.0 - kept) - y / kept) * slope)


def from_logits(z: Array, y: float) -> Way:
    """Log loss from z, as this app computes it."""
    found = shape(LOG, y, np.asarray(z, dtype=float))
    return Way(found.value, found.delta)
