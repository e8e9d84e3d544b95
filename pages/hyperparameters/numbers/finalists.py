"""The best settings of a search, trained again with seeds that had no part in the search."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from backprop.checks import read_only
from pages.hyperparameters.numbers.space import Setting
from pages.hyperparameters.numbers.trials import Trials, train_all, worst_if_diverged

Array = np.ndarray

COUNT = 5
NEW_SEEDS = tuple(range(100, 116))


@dataclass(frozen=True, slots=True, eq=False)
class Finalists:
    """The best settings of a search, the best first.

    Attributes:
        settings: of the finalists (f,).
        chosen_by: the validation loss in the search, with one seed (f,).
        losses: validation losses with each new seed (f, s). A diverged run counts as the highest finite loss.
    """

    settings: tuple[Setting, ...]
    chosen_by: Array
    losses: Array

    @property
    def medians(self) -> Array:
        """Over the new seeds (f,)."""
        return np.median(self.losses, axis=1)

    @property
    def lucky(self) -> int:
        """How many had a lower loss in the search than their median over the new seeds."""
        return int((self.chosen_by < self.medians).sum())


class Difference(NamedTuple):
    """Two settings compared seed by seed; Student's paired comparison (1908).

    Attributes:
        mean: of the losses of the first minus those of the second.
        error: standard error of that mean.
        lower: the number of seeds with which the first has the lower loss.
    """

    mean: float
    error: float
    lower: int

    @property
    def clear(self) -> bool:
        """Whether the mean is further from 0 than two standard errors."""
        return abs(self.mean) > 2 * self.error


def finalists(found: Trials, progress: Callable[[float], None] | None = None) -> Finalists:
    """Train the best settings of a search again.

    Args:
        found: the trials of the search.
        progress: called with the share that is done. An error that it raises ends the training.
    """
    order = np.argsort(found.validation, kind="stable")[:COUNT].tolist()
    settings = tuple(found.settings[place] for place in order)
    every = [each for each in settings for _ in NEW_SEEDS]
    again = train_all(every, NEW_SEEDS * len(settings), progress)
    losses = read_only(worst_if_diverged(again.validation).reshape(len(settings), len(NEW_SEEDS)))
    return Finalists(settings, read_only(found.validation[order]), losses)


def difference(first: Array, second: Array) -> Difference:
    """Compare losses seed by seed.

    Args:
        first, second: losses with the same seeds (s,), finite.
    """
    apart = first - second
    error = float(apart.std(ddof=1) / np.sqrt(len(apart)))
    return Difference(float(apart.mean()), error, int((apart < 0).sum()))
