"""Initial parameters. Biases start at 0; the table `INITIALIZERS` says how weights are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.checks import invalid
from backprop.network import Network, Parameters

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Initializer:
    """One row of the table `INITIALIZERS`.

    Attributes:
        name: key in the table.
        draw: (generator, fan_in, fan_out) -> weights (fan_in, fan_out).
        meaning: one sentence with the source of the formula.
    """

    name: str
    draw: Callable[[np.random.Generator, int, int], Array]
    meaning: str


def _zeros(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    return np.zeros((fan_in, fan_out))


def _all_equal(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    return np.full((fan_in, fan_out), 0.5)


def _normal(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    return rng.standard_normal((fan_in, fan_out))


def _uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    return rng.uniform(-1.0, 1.0, (fan_in, fan_out))


def _xavier(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def _he(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))


_TABLE = (
    Initializer("zeros", _zeros, "All weights 0: every hidden unit stays the same as its neighbours."),
    Initializer("all-equal", _all_equal, "All weights 0.5: shows that equal units get equal gradients for ever."),
    Initializer("normal", _normal, "Normal with mean 0 and standard deviation 1."),
    Initializer("uniform", _uniform, "Uniform from −1 to 1."),
    Initializer("xavier", _xavier, "Uniform with limit √(6 / (fan_in + fan_out)) (Glorot and Bengio 2010)."),
    Initializer("he", _he, "Normal with standard deviation √(2 / fan_in), made for ReLU (He et al. 2015)."),
)

INITIALIZERS: dict[str, Initializer] = {initializer.name: initializer for initializer in _TABLE}


def initialize(net: Network, initializer: str, seed: int = 0) -> Parameters:
    """Initial parameters for `net`: the same for the same seed.

    Raises:
        ValueError: unknown initializer, or a seed that is not a whole number from 0.
    """
    if not isinstance(initializer, str) or initializer not in INITIALIZERS:
        raise invalid("initializer", initializer, ", ".join(INITIALIZERS))
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise invalid("seed", seed, "a whole number from 0")
    rng = np.random.default_rng(seed)
    draw = INITIALIZERS[initializer].draw
    weights = tuple(draw(rng, fan_in, fan_out) for fan_in, fan_out in net.shapes)
    return Parameters(weights, tuple(np.zeros(fan_out) for _, fan_out in net.shapes))
