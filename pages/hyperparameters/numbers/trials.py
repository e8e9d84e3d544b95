"""The trials of a search: trained together where their shapes are the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.training.experiment import Experiment
from backprop.training.sweep import Sweep, sweep_all
from pages.hyperparameters.numbers.space import Setting, experiment, new_samples

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Losses at the end of training of t trials; infinite where a run diverged, so it counts as the worst.

    Attributes:
        settings: of the trials (t,).
        seeds: of the trials (t,).
        train, validation: on the two parts of the run's samples (t,).
        test: on new samples, the same for all (t,).
    """

    settings: tuple[Setting, ...]
    seeds: tuple[int, ...]
    train: Array
    validation: Array
    test: Array

    @property
    def best(self) -> int:
        """The trial with the lowest validation loss."""
        return int(self.validation.argmin())

    def part(self, first: int, count: int) -> "Trials":
        """Some of the trials, one after the other."""
        rows = slice(first, first + count)
        losses = (self.train[rows], self.validation[rows], self.test[rows])
        return Trials(self.settings[rows], self.seeds[rows], *losses)

    def at(self, place: int) -> Experiment:
        """One of the trials."""
        return experiment(self.settings[place], self.seeds[place])


def worst_if_diverged(losses: Array) -> Array:
    """The losses, with the highest finite one in place of the infinite ones."""
    return np.where(np.isfinite(losses), losses, losses[np.isfinite(losses)].max())


Grouped = Iterator[tuple[list[int], Sweep]]


def trained_together(
    settings: Sequence[Setting], seeds: Sequence[int], progress: Callable[[float], None] | None = None
) -> Grouped:
    """Train each setting with the seed beside it; those with the same shape at once.

    Args:
        settings: what to train (t,).
        seeds: of samples and initial weights (t,).
        progress: called with the share that is done. An error that it raises ends the training.

    Yields:
        The places of a group among the settings, and its runs.
    """
    groups: dict[tuple[int, int, int], list[int]] = {}
    for place, each in enumerate(settings):
        groups.setdefault((each.width, each.depth, each.batch_size), []).append(place)
    done = 0
    for places in groups.values():

        def tell(share: float, done: int = done, count: int = len(places)) -> None:
            if progress:
                progress((done + share * count) / len(settings))

        yield places, sweep_all([experiment(settings[place], seeds[place]) for place in places], tell)
        done += len(places)


def train_all(
    settings: Sequence[Setting], seeds: Sequence[int], progress: Callable[[float], None] | None = None
) -> Trials:
    """The losses of each setting with the seed beside it; see `trained_together`."""
    found = np.full((3, len(settings)), np.inf)
    for places, runs in trained_together(settings, seeds, progress):
        ends = runs.train_loss[:, -1], runs.test_loss[:, -1], runs.loss_on(*new_samples(), [runs.kept[-1]])[:, 0]
        found[:, places] = np.where([each is None for each in runs.diverged], ends, np.inf)
    train, validation, test = (read_only(each) for each in found)
    return Trials(tuple(settings), tuple(seeds), train, validation, test)
