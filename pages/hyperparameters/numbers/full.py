"""A full grid: every combination of a few values of each choice, trained once."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from backprop.checks import read_only
from pages.hyperparameters.numbers.importance import main_effects
from pages.hyperparameters.numbers.space import CHOICES, DEPTHS, INITIALIZERS, RATES, Setting, spread
from pages.hyperparameters.numbers.trials import Trials, train_all, worst_if_diverged

Array = np.ndarray

AXES: tuple[tuple[Any, ...], ...] = (
    tuple(float(f"{rate:.2g}") for rate in np.geomspace(*RATES, 7)),
    (2, 6, 16),
    spread(DEPTHS, 3),
    INITIALIZERS,
    (5, 40),
)
"""The values of each choice, in the order of CHOICES."""


@dataclass(frozen=True, slots=True, eq=False)
class Full:
    """The validation losses of a full grid.

    Attributes:
        loss: one axis for each choice. A diverged run counts as the highest finite loss.
        shares: of the variance of log₁₀ loss that each choice explains alone (5,).
        rest: the share that only combinations of choices explain.
    """

    loss: Array
    shares: Array
    rest: float

    def values_of(self, choice: str) -> Array:
        """The losses by value of one choice: (values, all other combinations)."""
        axis = CHOICES.index(choice)
        return np.moveaxis(self.loss, axis, 0).reshape(len(AXES[axis]), -1)

    def medians(self, across: str, up: str) -> Array:
        """The median loss for each pair of values of two choices (values of `up`, values of `across`)."""
        column, row = CHOICES.index(across), CHOICES.index(up)
        moved = np.moveaxis(self.loss, (row, column), (0, 1))
        return np.median(moved.reshape(*moved.shape[:2], -1), axis=2)

    def best(self, count: int) -> Array:
        """The settings with the lowest losses, as places along each axis (count, 5); the best one first."""
        order = np.argsort(self.loss, axis=None, kind="stable")[:count]
        return np.stack(np.unravel_index(order, self.loss.shape), axis=1)


def settings() -> tuple[Setting, ...]:
    """All combinations."""
    return tuple(Setting(*each) for each in product(*AXES))


def full(seed: int, progress: Callable[[float], None] | None = None) -> Full:
    """Train all combinations with one seed.

    Args:
        seed: of samples and initial weights.
        progress: called with the share that is done. An error that it raises ends the training.
    """
    every = settings()
    return by_choice(train_all(every, [seed] * len(every), progress))


def by_choice(found: Trials) -> Full:
    """The validation losses of all combinations, and the share of each choice."""
    loss = read_only(worst_if_diverged(found.validation).reshape([len(values) for values in AXES]))
    shares, rest = main_effects(np.log10(loss))
    return Full(loss, read_only(shares), rest)
