"""The deep networks of this lesson: equal hidden layers, and weights whose size is one number, the gain."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from backprop.network import Network, Parameters
from backprop.training.experiment import Experiment

Array = np.ndarray

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "softplus", "identity")
DEPTHS = (2, 3, 5, 8, 12, 20, 30, 40, 50)
WIDTHS = (8, 16, 32, 64)
SEEDS = tuple(range(10))
LOSS = "log_loss"
SMALLEST_GAIN, LARGEST_GAIN = 0.25, 16.0

XAVIER, HE, NORMAL, UNIFORM, OWN = "xavier", "he", "normal", "uniform", "own"


def gain_of(initial: str, width: int) -> float:
    """The gain of some usual initial weights, in layers of equal width.

    Args:
        initial: XAVIER, whose variance 2 / (fan_in + fan_out) is 1 / width there (Glorot and Bengio 2010); HE, variance
            2 / fan_in (He et al. 2015); NORMAL, standard deviation 1; UNIFORM from −1 to 1, variance 1/3.
        width: units of a hidden layer.
    """
    return float({XAVIER: 1.0, HE: np.sqrt(2.0), NORMAL: np.sqrt(width), UNIFORM: np.sqrt(width / 3)}[initial])


@dataclass(frozen=True, slots=True)
class Deep:
    """A deep network before training.

    Attributes:
        activation: of all hidden layers; the output is a sigmoid unit.
        gain: weights are normal, with standard deviation gain / √fan_in; biases are 0.
        depth: layers with weights.
        width: units of each hidden layer.
    """

    activation: str
    gain: float
    depth: int
    width: int

    @property
    def net(self) -> Network:
        """The network."""
        return Network((2, *[self.width] * (self.depth - 1), 1), hidden=self.activation, output="sigmoid")

    def start(self, seed: int) -> Parameters:
        """The initial parameters of a seed: for another gain, the same random numbers."""
        rng = np.random.default_rng(seed)
        shapes = self.net.shapes
        weights = [self.gain / np.sqrt(fan_in) * rng.standard_normal((fan_in, fan_out)) for fan_in, fan_out in shapes]
        return Parameters(weights, [np.zeros(fan_out) for _, fan_out in shapes])

    def starts(self, seeds: Sequence[int]) -> Parameters:
        """Those of several seeds, along a leading axis (runs, …)."""
        each = [self.start(seed) for seed in seeds]
        weights = [np.stack(layer) for layer in zip(*(one.weights for one in each), strict=True)]
        biases = [np.stack(layer) for layer in zip(*(one.biases for one in each), strict=True)]
        return Parameters(weights, biases)


@cache
def data() -> tuple[Array, Array]:
    """x (n, 2), standardised, and y (n, 1): two moons."""
    prepared = Experiment("moons", (2,), samples=60, noise=0.1, test_fraction=0.0, standardize=True, seed=0).prepare()
    return prepared.x, prepared.y
