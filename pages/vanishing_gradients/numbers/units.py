"""Where the units of a layer stand on their activation: z, slopes, and units that pass nothing back."""

from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checks import read_only
from backprop.network import Network, Parameters
from backprop.passes import forward
from pages.vanishing_gradients.numbers.deep import Deep, data

Array = np.ndarray

LARGEST_SLOPE = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0, "leaky_relu": 1.0, "softplus": 1.0, "identity": 1.0}
"""For sigmoid a(1 − a), which is largest at a = ½."""
FLAT = 0.05
"""A slope below this share of the largest one counts as flat."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The hidden layers of one network; n samples, L − 1 hidden layers of equal width.

    Attributes:
        activation: of the units.
        z: pre-activations (L − 1, n, units).
        slope: their slopes (L − 1, n, units).
    """

    activation: str
    z: Array
    slope: Array

    @property
    def flat(self) -> Array:
        """For each layer the share of slopes that are flat (L − 1,): saturated units, or ReLU units that are off."""
        return read_only((self.slope < FLAT * LARGEST_SLOPE[self.activation]).mean(axis=(1, 2)))

    @property
    def dead(self) -> Array:
        """For each layer the number of units whose slope is 0 for every sample (L − 1,): they pass nothing back."""
        return read_only((self.slope == 0).all(axis=1).sum(axis=1))


def units_of(net: Network, params: Parameters) -> Units:
    """Look at the hidden layers of a network."""
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network
        layers = forward(net, params, data()[0])[:-1]
        z = np.stack([layer.z for layer in layers])
        return Units(net.activations[0], read_only(z), read_only(ACTIVATIONS[net.activations[0]].slope(z)))


def units(deep: Deep, seed: int) -> Units:
    """Those of a network before training."""
    return units_of(deep.net, deep.start(seed))
