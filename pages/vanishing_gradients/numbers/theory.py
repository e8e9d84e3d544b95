"""What theory expects of very wide networks with random weights: the size of z, of the slopes, and of δ in each layer.

With weights of mean 0 and variance gain² / fan_in, z of a wide layer is normal with variance q, and (Poole et al. 2016)

    q_next = gain² E[f(√q u)²]                       u is standard normal
    χ      = gain² E[f′(√q u)²]                      (Schoenholz et al. 2017)

χ is the factor by which one layer changes ‖δ‖² on its way back: gain² from the weights, E[f′²] from the slopes. He et
al. (2015) is the case of ReLU, where E[f′²] = ½; Glorot and Bengio (2010) that of slopes near 1.
"""

from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checks import read_only
from pages.vanishing_gradients.numbers.deep import LARGEST_GAIN, SMALLEST_GAIN, Deep, data

Array = np.ndarray

_REACH, _POINTS = 9.0, 4_000
_U = (np.arange(_POINTS) + 0.5) * (2 * _REACH / _POINTS) - _REACH
"""Midpoints, so that none is 0, where ReLU has its kink."""
_WEIGHT = np.exp(-np.square(_U) / 2)
_WEIGHT /= _WEIGHT.sum()

_HALVINGS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Theory:
    """Expected root mean squares in a network with L layers.

    Attributes:
        z: of the pre-activations (L,), which is √q.
        a: of the activations (L,).
        slope: of the slopes of hidden layers (L − 1,).
        shrink: √χ, the factor by which ‖δ‖ changes from the layer after to this one (L − 1,).
    """

    z: Array
    a: Array
    slope: Array
    shrink: Array

    @property
    def delta(self) -> Array:
        """‖δ‖ of each layer / ‖δ‖ of the output layer (L,)."""
        with np.errstate(over="ignore", under="ignore"):
            return read_only(np.concatenate([np.cumprod(self.shrink[::-1])[::-1], [1.0]]))

    @property
    def log_ratio(self) -> float:
        """The power of ten of the first layer's `delta`."""
        with np.errstate(divide="ignore"):
            return float(np.log10(self.shrink).sum())


def theory(deep: Deep) -> Theory:
    """What is expected of a network."""
    inputs = float(np.sqrt(np.square(data()[0]).mean()))
    names = deep.net.activations
    z, a, slope = [], [], []
    with np.errstate(over="ignore"):
        for name in names:
            z.append(deep.gain * inputs)
            a.append(_mean_square(ACTIVATIONS[name].f(z[-1] * _U)))
            slope.append(_mean_square(ACTIVATIONS[name].slope(z[-1] * _U)))
            inputs = a[-1]
    slopes = np.array(slope[:-1])
    return Theory(*map(read_only, (np.array(z), np.array(a), slopes, deep.gain * slopes)))


def _mean_square(values: Array) -> float:
    """The root of E[values²], where values are a function of a standard normal number."""
    return float(np.sqrt(_WEIGHT @ np.square(values)))


def balanced_gain(activation: str, depth: int) -> float | None:
    """The gain at which the first layer's δ is expected to be as large as that of the output layer.

    Returns:
        The gain, by bisection: more gain gives a larger δ. None if it is not in the range of this lesson.
    """
    low, high = SMALLEST_GAIN, LARGEST_GAIN

    def excess(gain: float) -> float:
        return theory(Deep(activation, gain, depth, 1)).log_ratio

    if excess(low) > 0 or excess(high) < 0:
        return None
    for _ in range(_HALVINGS):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if excess(middle) > 0 else (middle, high)
    return (low * high) ** 0.5
