"""Hidden units that begin alike stay alike: their gradients are the same, so their updates are, too."""

from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.network import Network, Parameters
from backprop.optimizers import sgd
from backprop.steps import trace_step
from pages.local_minima.numbers.xor import hessians, samples

Array = np.ndarray

NET = Network((2, 2, 1), hidden="tanh", output="sigmoid")
LOSS = "log_loss"
BREAKS = (0.0, 1e-8, 1e-4, 1e-2)
"""By how much the two units differ at first."""
STEPS = 1_000
_RATE = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """The training of a network whose two hidden units begin almost alike.

    Attributes:
        size: how far apart their weights were at first.
        loss: before each update (STEPS + 1,).
        distance: Euclidean distance of the parameters of both units, before each update (STEPS + 1,).
        eigenvalues: of the Hessian at the end, ascending (9,).
    """

    size: float
    loss: Array
    distance: Array
    eigenvalues: Array


def start(size: float, seed: int) -> Parameters:
    """Both units have the same random weights; the second one's are then moved by `size` in a random direction."""
    rng = np.random.default_rng(seed)
    own, direction = rng.standard_normal(3), rng.standard_normal(3)
    second = own + size * direction / np.linalg.norm(direction)
    own_out = float(rng.standard_normal())
    W1 = np.stack([own[:2], second[:2]], axis=1)
    return Parameters([W1, np.full((2, 1), own_out)], [np.array([own[2], second[2]]), np.zeros(1)])


def train(size: float, seed: int) -> Alike:
    """Gradient descent on XOR.

    Args:
        size: how far apart the units begin.
        seed: of their weights.
    """
    x, y = samples()
    params, distances, losses = start(size, seed), [], []
    for _ in range(STEPS + 1):
        step = trace_step(NET, params, x, y, LOSS, sgd(_RATE))
        losses.append(step.loss)
        distances.append(distance(params))
        params = step.parameters_after
    last = Parameters.computed([W[np.newaxis] for W in params.weights], [b[np.newaxis] for b in params.biases])
    eigenvalues = np.linalg.eigvalsh(hessians(NET, last, LOSS))[0]
    return Alike(size, *map(read_only, (np.array(losses), np.array(distances), eigenvalues)))


def distance(params: Parameters) -> float:
    """How far apart the two hidden units are: their weights in, bias, and weight out."""
    (W1, W2), (b1, _) = params.weights, params.biases
    units = np.vstack([W1, b1, W2[:, 0]])
    return float(np.linalg.norm(units[:, 0] - units[:, 1]))


def tolerance() -> float:
    """1 / (α · updates), as in `xor.curvature_tolerance`."""
    return 1.0 / (_RATE * STEPS)
