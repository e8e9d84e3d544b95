"""The trials of a search: trained together where their shapes are the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.training.sweep import sweep_all
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

    @property
    def best_so_far(self) -> Array:
        """Lowest validation loss among the first 1, 2, … t trials (t,)."""
        return np.minimum.accumulate(self.validation)


def train_all(
    settings: Sequence[Setting], seeds: Sequence[int], progress: Callable[[float], None] | None = None
) -> Trials:
    """Train each setting with the seed beside it.

    Args:
        settings: what to train (t,).
        seeds: of samples and initial weights (t,).
        progress: called with the share that is done. An error that it raises ends the training.
    """
    groups: dict[tuple[int, int, int], list[int]] = {}
    for place, each in enumerate(settings):
        groups.setdefault((each.width, each.depth, each.batch_size), []).append(place)
    found = np.full((3, len(settings)), np.inf)
    done = 0
    for places in groups.values():

        def tell(share: float, done: int = done, count: int = len(places)) -> None:
            if progress:
                progress((done + share * count) / len(settings))

        runs = sweep_all([experiment(settings[place], seeds[place]) for place in places], tell)
        ends = runs.train_loss[:, -1], runs.test_loss[:, -1], runs.loss_on(*new_samples(), [runs.kept[-1]])[:, 0]
        found[:, places] = np.where([each is None for each in runs.diverged], ends, np.inf)
        done += len(places)
    train, validation, test = (read_only(each) for each in found)
    return Trials(tuple(settings), tuple(seeds), train, validation, test)
