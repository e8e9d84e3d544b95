"""Grid search and random search on the same budget, repeated with several seeds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from pages.hyperparameters.numbers.space import SEEDS, at_random, grid
from pages.hyperparameters.numbers.trials import Trials, train_all

Array = np.ndarray

GRID, RANDOM = "grid", "random"


@dataclass(frozen=True, slots=True, eq=False)
class Searches:
    """Both searches with each of s seeds.

    Attributes:
        budget: trials of each search.
        grid, random: the trials, seed by seed.
    """

    budget: int
    grid: tuple[Trials, ...]
    random: tuple[Trials, ...]

    def of(self, name: str) -> tuple[Trials, ...]:
        """The trials of one search, seed by seed."""
        return self.grid if name == GRID else self.random

    def validation(self, name: str) -> Array:
        """The validation loss of each winner (s,)."""
        return read_only(np.array([each.validation[each.best] for each in self.of(name)]))

    def test(self, name: str) -> Array:
        """The test loss of each winner (s,)."""
        return read_only(np.array([each.test[each.best] for each in self.of(name)]))


def search(budget: int, progress: Callable[[float], None] | None = None) -> Searches:
    """Train all trials of both searches.

    Args:
        budget: one of LEVELS.
        progress: called with the share that is done. An error that it raises ends the search.
    """
    parts = [settings for seed in SEEDS for settings in (grid(budget), at_random(budget, seed))]
    seeds = [seed for seed in SEEDS for _ in range(2 * budget)]
    found = train_all([each for part in parts for each in part], seeds, progress)
    split = [found.part(place * budget, budget) for place in range(len(parts))]
    return Searches(budget, tuple(split[::2]), tuple(split[1::2]))
