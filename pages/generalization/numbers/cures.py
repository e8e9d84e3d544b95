"""Three cures for a gap, each before and after over all seeds: early stopping, the L2 penalty, more samples."""

from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.training.run import Run
from backprop.training.sweep import Sweep
from pages.generalization.numbers.losses import at_end
from pages.generalization.numbers.setting import new_samples

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Losses of the runs of all seeds on their training samples and on the new ones (s,)."""

    train: Array
    test: Array


@dataclass(frozen=True, slots=True, eq=False)
class Cured:
    """The runs of all seeds before and after a cure."""

    before: Side
    after: Side

    @property
    def helped(self) -> int:
        """For how many seeds the test loss is lower after it."""
        return int((self.after.test < self.before.test).sum())

    @property
    def same(self) -> int:
        """For how many seeds it is exactly as before."""
        return int((self.after.test == self.before.test).sum())


def ended(runs: Sweep) -> Side:
    """The runs at their end."""
    return Side(runs.train_loss[:, -1], at_end(runs, runs.experiments[0].noise))


def stopped(runs: Sweep) -> Side:
    """Each run at the step with its lowest validation loss."""
    kept = np.searchsorted(runs.steps, runs.kept)
    best = np.nanargmin(runs.test_loss[:, kept], axis=1)
    each = np.arange(len(runs))
    steps, places = np.unique(runs.kept[best], return_inverse=True)
    test = runs.loss_on(*new_samples(runs.experiments[0].noise), steps)[each, places]
    return Side(read_only(runs.train_loss[each, kept[best]]), read_only(test))


def stopping_step(run: Run) -> int:
    """The recorded step with the lowest validation loss of a run."""
    return int(run.steps[np.nanargmin(run.test_loss)])
