"""Small data sets to learn from. Each is a pure function of its size, noise and seed."""

import numpy as np

from backprop.checks import invalid, number

Array = np.ndarray


def xor(samples: int = 200, noise: float = 0.0, seed: int = 0) -> tuple[Array, Array]:
    """Points in the square from −1 to 1; the class is 1 where the coordinates differ in sign.

    Args:
        samples: number of points.
        noise: standard deviation of what is added to the coordinates after the class is decided.
        seed: of the generator.

    Returns:
        x (samples, 2) and y (samples, 1) of 0 and 1.

    Raises:
        ValueError: no samples, or a negative noise.
    """
    if isinstance(samples, bool) or not isinstance(samples, int | np.integer) or samples < 1:
        raise invalid("samples", samples, "a whole number from 1")
    if noise != 0:
        number("noise", noise, "a finite number from 0", above=0.0)
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 2, (samples, 2)) * 2 - 1
    x = corners * rng.uniform(0.1, 1.0, (samples, 2))
    y = (corners[:, :1] != corners[:, 1:]).astype(np.float64)
    return x + noise * rng.standard_normal(x.shape), y
