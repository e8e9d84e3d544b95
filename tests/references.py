"""The definitions of activations, losses and optimizers in plain Python, for one number at a time.

Nothing here uses the engine or a derivative formula. The tests compare each row of the engine's tables with its
definition here, so a new row there needs a new definition here.
"""

import cmath
import math
from collections.abc import Callable

ACTIVATIONS: dict[str, Callable[[complex], complex]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "tanh": cmath.tanh,
    "relu": lambda z: z if z.real > 0 else 0j,
    "leaky_relu": lambda z: z if z.real > 0 else 0.01 * z,
    "softplus": lambda z: cmath.log(1 + cmath.exp(z)),
}
"""z -> a. Complex, since derivatives are taken by complex steps. Softmax needs all units of a layer: see `helpers`."""

LOSSES: dict[str, Callable[[complex, float], complex]] = {
    "mse": lambda a, y: (a - y) * (a - y),
    "half_sse": lambda a, y: (a - y) * (a - y) / 2,
    "huber": lambda a, y: (a - y) * (a - y) / 2 if abs((a - y).real) <= 1 else _size(a - y) - 0.5,
    "log_loss": lambda a, y: -(y * cmath.log(a) + (1 - y) * cmath.log(1 - a)),
    "cross_entropy": lambda a, y: -y * cmath.log(a),
}
"""(ŷ, y) -> the term of one output of one sample."""

ADDS_OUTPUTS_UP = ("half_sse", "cross_entropy")
"""Losses that are the mean over samples, but the sum over outputs."""


def _size(error: complex) -> complex:
    """|e| of a real number plus an imaginary step."""
    return error if error.real > 0 else -error


def _sgd(g: float, memory: dict[str, float], t: int) -> float:
    return g


def _momentum(g: float, memory: dict[str, float], t: int) -> float:
    memory["v"] = 0.9 * memory["v"] + g
    return memory["v"]


def _nesterov(g: float, memory: dict[str, float], t: int) -> float:
    memory["v"] = 0.9 * memory["v"] + g
    return g + 0.9 * memory["v"]


def _rmsprop(g: float, memory: dict[str, float], t: int) -> float:
    memory["v"] = 0.9 * memory["v"] + 0.1 * g * g
    return g / (math.sqrt(memory["v"]) + 1e-8)


def _adagrad(g: float, memory: dict[str, float], t: int) -> float:
    memory["v"] += g * g
    return g / (math.sqrt(memory["v"]) + 1e-8)


def _adam(g: float, memory: dict[str, float], t: int) -> float:
    memory["m"] = 0.9 * memory["m"] + 0.1 * g
    memory["v"] = 0.999 * memory["v"] + 0.001 * g * g
    return memory["m"] / (1 - 0.9**t) / (math.sqrt(memory["v"] / (1 - 0.999**t)) + 1e-8)


LETTERS = {"velocity": "v", "square": "v", "mean": "m"}
"""The letter of each thing that an optimizer can remember (`Optimizer.keeps`)."""

OPTIMIZERS: dict[str, Callable[[float, dict[str, float], int], float]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "rmsprop": _rmsprop,
    "adagrad": _adagrad,
    "adam": _adam,
}
"""(gradient, memory, number of the step from 1) -> u, where the update is −α u; with the default settings."""
