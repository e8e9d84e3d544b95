"""A network with two weights whose loss has several minima: one sigmoid unit with two inputs, without bias.

Each sample has one input that is not 0. Of the two samples of an input, the small one wants a large weight, the large
one a weight near 0; where the large one is saturated, it has no say any more. So each weight has two minima, a sharp
one and a flat one, and the loss has 2 · 2. With d inputs there are 2ᵈ (Auer, Herbster and Warmuth 1996).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import backward, forward
from pages.local_minima.numbers.ends import MINIMUM, kinds

Array = np.ndarray

NET = Network((2, 1), output="sigmoid")
LOSS = "mse"
X = read_only(np.array([[1.5, 0.0], [10.0, 0.0], [0.0, 1.5], [0.0, 10.0]]))
SHARP, WIDE = "sharp", "wide"
TARGETS = {
    SHARP: read_only(np.array([[0.9], [0.3], [0.85], [0.4]])),
    WIDE: read_only(np.array([[0.9], [0.65], [0.95], [0.68]])),
}
"""The targets: with SHARP the sharp minima are the lower ones, with WIDE the flat ones."""

PLAIN, MOMENTUM, NOISE = "plain", "momentum", "noise"
LOW, HIGH = -1.0, 2.5
"""The part of both axes that is drawn, and where descents begin."""
PER_SIDE = 24
RATE, MU, STEPS = 0.5, 0.9, 2_500
NOISY = 1_500
"""With noise, these steps use one random sample; the others use all four, so that each run comes to rest."""
_CURVATURE, _SLOPE = 1e-5, 1e-4
_NEAR = 0.2
"""Ends that are nearer than this are one minimum."""
_H = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Basins:
    """Descents from a grid of starts; s starts, m minima.

    Attributes:
        starts: (s, 2), row by row.
        ends: where they are after the last step (s, 2).
        kinds: of the ends, s of them.
        minima: the minima, the lowest first (m, 2).
        losses: theirs (m,).
        curvatures: eigenvalues of their Hessians, ascending (m, 2).
        basin: for each start the index of its minimum; −1 if it has not reached one (s,).
    """

    starts: Array
    ends: Array
    kinds: tuple[str, ...]
    minima: Array
    losses: Array
    curvatures: Array
    basin: Array

    @property
    def shares(self) -> Array:
        """The share of the starts that end in each minimum (m,)."""
        return read_only(np.array([(self.basin == index).mean() for index in range(len(self.minima))]))


def value(theta: Array, y: Array) -> Array:
    """The loss at θ (…, 2) with the targets y (4, 1)."""
    output = forward(NET, _parameters(theta), X)[-1]
    return loss_function(LOSS, NET.output).value(output.z, output.a, y)


def gradient(theta: Array, y: Array, x: Array = X) -> Array:
    """∂L/∂w at θ (…, 2), by the engine's backward pass, on the samples x (…, n, 2) and y (…, n, 1)."""
    params = _parameters(theta)
    return backward(NET, params, forward(NET, params, x), y, LOSS)[0].dW[..., 0]


def hessian(theta: Array, y: Array) -> Array:
    """Second derivatives (…, 2, 2): central differences of the gradient, made symmetric."""
    columns = [(gradient(theta + move, y) - gradient(theta - move, y)) / (2 * _H) for move in _H * np.eye(2)]
    found = np.stack(columns, axis=-1)
    return 0.5 * (found + np.swapaxes(found, -1, -2))


def _parameters(theta: Array) -> Parameters:
    return Parameters.computed([theta[..., np.newaxis]], [np.zeros((*theta.shape[:-1], 1))])


def grid(per_side: int) -> Array:
    """Points (per_side², 2), row by row from below."""
    ticks = np.linspace(LOW, HIGH, per_side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def descend(ground: str, way: str, seed: int, progress: Callable[[float], None] = lambda share: None) -> Array:
    """Where descents from all starts of the grid are after `STEPS` steps (s, 2).

    Args:
        ground: SHARP or WIDE.
        way: PLAIN gradient descent, MOMENTUM, or NOISE: one random sample for each start and step.
        seed: of the random samples.
        progress: called with the share that is done.
    """
    y, rng = TARGETS[ground], np.random.default_rng(seed)
    theta, velocity = grid(PER_SIDE), np.zeros((PER_SIDE**2, 2))
    for step in range(STEPS):
        if way == NOISE and step < NOISY:
            rows = rng.integers(0, len(X), len(theta))
            slope = gradient(theta, y[rows][:, np.newaxis], X[rows][:, np.newaxis])
        else:
            slope = gradient(theta, y)
        velocity = (MU if way == MOMENTUM else 0.0) * velocity - RATE * slope
        theta = theta + velocity
        if step % 50 == 0:
            progress(step / STEPS)
    return theta


def basins(ground: str, way: str, seed: int, progress: Callable[[float], None] = lambda share: None) -> Basins:
    """Descents from the grid, and where each ends; arguments as in `descend`."""
    y, theta = TARGETS[ground], descend(ground, way, seed, progress)
    slopes = np.linalg.norm(gradient(theta, y), axis=-1)
    found = kinds(np.linalg.eigvalsh(hessian(theta, y)), slopes, _CURVATURE, _SLOPE)
    minima = all_minima(ground)
    distance = np.linalg.norm(theta[:, np.newaxis] - minima, axis=-1)
    nearest = distance.argmin(axis=1)
    reached = (distance.min(axis=1) < _NEAR) & (np.array(found) == MINIMUM)
    arrays = (minima, value(minima, y), np.linalg.eigvalsh(hessian(minima, y)), np.where(reached, nearest, -1))
    return Basins(read_only(grid(PER_SIDE)), read_only(theta), tuple(found), *map(read_only, arrays))


def all_minima(ground: str) -> Array:
    """The minima, the lowest first (m, 2): by Newton's method from a fine grid, where all curvatures are above 0."""
    y = TARGETS[ground]
    theta = grid(40)
    theta = theta[np.linalg.eigvalsh(hessian(theta, y))[:, 0] > _CURVATURE]
    for _ in range(30):
        bend = hessian(theta, y)
        kept = np.linalg.eigvalsh(bend)[:, 0] > _CURVATURE
        theta, bend = theta[kept], bend[kept]
        theta = np.clip(theta - np.linalg.solve(bend, gradient(theta, y)[..., np.newaxis])[..., 0], LOW, HIGH)
    theta = theta[np.linalg.norm(gradient(theta, y), axis=-1) < _SLOPE * 1e-3]
    places: list[Array] = []
    for end in theta[np.argsort(value(theta, y), kind="stable")]:
        if all(np.linalg.norm(end - place) >= _NEAR for place in places):
            places.append(end)
    return read_only(np.array(places))
