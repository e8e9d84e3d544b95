"""Three cures for a gap, each before and after over all seeds: early stopping, the L2 penalty, more samples."""

from dataclasses import dataclass
from typing import NamedTuple

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


class Sides(NamedTuple):
    """The same runs at their end, and each stopped at its lowest validation loss."""

    ended: Side
    stopped: Side


def sides(runs: Sweep) -> Sides:
    """Judge the runs of all seeds at their end, and where each has its lowest validation loss."""
    kept = np.searchsorted(runs.steps, runs.kept)
    best = np.nanargmin(runs.test_loss[:, kept], axis=1)
    each = np.arange(len(runs))
    steps, places = np.unique(runs.kept[best], return_inverse=True)
    new = new_samples(runs.experiments[0].noise)
    stopped = Side(read_only(runs.train_loss[each, kept[best]]), read_only(runs.loss_on(*new, steps)[each, places]))
    return Sides(Side(runs.train_loss[:, -1], at_end(runs, runs.experiments[0].noise)), stopped)


def stopping_step(run: Run) -> int:
    """The recorded step with the lowest validation loss of a run."""
    return int(run.steps[np.nanargmin(run.test_loss)])
