"""Toy sets: each is a pure function of its size, noise and seed.

Inputs with two columns lie in the square from −1 to 1, before noise with standard deviation `noise` is added; so all
of them fit the same fixed axes. For a curve, the noise is added to the target.
All functions return x (samples, columns) and y (samples, 1): the class index, or the value to predict.
"""

from collections.abc import Callable

import numpy as np

from backprop.checks import invalid, number

Array = np.ndarray

# Clouds round the corners of a square --------------------------------------------------------------------------------


def corners(samples: int, noise: float, seed: int, rule: Callable[[Array, Array], Array]) -> tuple[Array, Array]:
    """Points round four corners, the same for every rule.

    Args:
        samples, noise, seed: as in `xor`.
        rule: (the corner is on the right, the corner is at the top) -> the class.
    """
    rng = np.random.default_rng(seed)
    corner = rng.integers(0, 2, (samples, 2)) * 2 - 1
    x = corner * rng.uniform(0.1, 1.0, (samples, 2))
    y = rule(corner[:, :1] > 0, corner[:, 1:] > 0).astype(np.float64)
    return x + noise * rng.standard_normal(x.shape), y


def both(right: Array, upper: Array) -> Array:
    return right & upper


def either(right: Array, upper: Array) -> Array:
    return right | upper


def xor(samples: int = 200, noise: float = 0.0, seed: int = 0) -> tuple[Array, Array]:
    """Points in the square from −1 to 1; the class is 1 where the coordinates differ in sign.

    Args:
        samples: number of points.
        noise: standard deviation of the noise that is added to the coordinates after the class is decided.
        seed: seed of the random generator.

    Returns:
        x (samples, 2) and y (samples, 1) of 0 and 1.

    Raises:
        ValueError: no samples, or a negative noise.
    """
    if isinstance(samples, bool) or not isinstance(samples, int | np.integer) or samples < 1:
        raise invalid("samples", samples, "a whole number from 1")
    if noise != 0:
        number("noise", noise, "a finite number from 0", above=0.0)
    return corners(samples, noise, seed, lambda right, upper: right != upper)


# Other sets in the plane ---------------------------------------------------------------------------------------------


def _mixed(rng: np.random.Generator, samples: int, classes: int = 2) -> Array:
    """Class indices in random order, (samples,); the sizes of the classes differ by at most one."""
    return rng.permutation(np.arange(samples) % classes)


def _noisy(rng: np.random.Generator, x: Array, noise: float, y: Array) -> tuple[Array, Array]:
    return x + noise * rng.standard_normal(x.shape), y[:, None].astype(np.float64)


def linear(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    across = rng.uniform(0.1, 0.7, samples) * (2 * y - 1)  # signed distance from the line; the class gives the sign
    along = rng.uniform(-0.7, 0.7, samples)
    x = np.stack([across - along, across + along], axis=1) / np.sqrt(2.0)
    return _noisy(rng, x, noise, y)


def circles(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    angle = rng.uniform(0.0, 2 * np.pi, samples)
    radius = np.where(y == 1, 0.5, 1.0)
    return _noisy(rng, radius[:, None] * _direction(angle), noise, y)


def moons(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    arc = _direction(rng.uniform(0.0, np.pi, samples))
    x = np.where(y[:, None] == 0, arc, [1.0, 0.5] - arc)  # x₁ from −1 to 2, x₂ from −0.5 to 1
    return _noisy(rng, (x - [0.5, 0.25]) / 1.5, noise, y)


def spirals(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    radius = rng.uniform(0.1, 1.0, samples)
    angle = 2 * np.pi * 1.75 * radius + np.pi * y  # 1.75 turns from the centre to the rim
    return _noisy(rng, radius[:, None] * _direction(angle), noise, y)


def blobs(samples: int, noise: float, seed: int, *, classes: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples, classes)
    centres = 0.7 * _direction(2 * np.pi * y / classes + np.pi / 4)
    return _noisy(rng, centres + 0.12 * rng.standard_normal((samples, 2)), noise, y)


def checkerboard(samples: int, noise: float, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y = _mixed(rng, samples)
    row = rng.integers(0, 4, samples)
    column = 2 * rng.integers(0, 2, samples) + (row + y) % 2  # row + column is even in class 0, odd in class 1
    place = np.stack([column, row], axis=1) + rng.uniform(0.05, 0.95, (samples, 2))
    return _noisy(rng, place / 2 - 1, noise, y)


def _direction(angle: Array) -> Array:
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


# Curves --------------------------------------------------------------------------------------------------------------


def curve(samples: int, noise: float, seed: int, *, f: Callable[[Array], Array]) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, (samples, 1))
    return x, f(x) + noise * rng.standard_normal(x.shape)


def sine(x: Array) -> Array:
    return np.sin(np.pi * x)


def bump(x: Array) -> Array:
    return np.exp(-((x / 0.3) ** 2))
