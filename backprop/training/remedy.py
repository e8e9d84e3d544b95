"""Finds a learning rate for a run that diverges, by training with smaller ones."""

from dataclasses import dataclass, replace

from backprop.training.batches import Batches
from backprop.training.experiment import Experiment
from backprop.training.train import train

SMALLER = tuple(10.0**power for power in range(1, 7))
"""Numbers by which the learning rate is divided, in the order in which they are tried."""
_LEAST_RATE = 1e-6
_MOST_UPDATES, _MOST_WORK = 10_000, 10_000_000
"""Limits on the updates of a run and on samples × epochs × parameters, up to which trying takes no noticeable time."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Smaller learning rates that have been tried.

    Attributes:
        rates: the rates in the order of trying; the search ends with the first one that helps.
        helps: whether the last of these rates helps.
        first, last: the first and the last training loss of the run with the last of these rates.
    """

    rates: tuple[float, ...]
    helps: bool
    first: float
    last: float


def calmer_rate(experiment: Experiment) -> Tried | None:
    """Look for a learning rate whose run stays finite, and ends with a lower training loss than it began with.

    Returns:
        What has been tried; None if trying would take too long.
    """
    if _takes_long(experiment):
        return None
    tried: list[float] = []
    first = last = float("nan")
    for times in SMALLER:
        rate = experiment.learning_rate / times
        if rate < _LEAST_RATE:
            break
        tried.append(rate)
        run = train(replace(experiment, learning_rate=rate))
        first, last = float(run.train_loss[0]), float(run.train_loss[-1])
        if run.diverged is None and last < first:
            return Tried(tuple(tried), True, first, last)
    return Tried(tuple(tried), False, first, last)


def _takes_long(experiment: Experiment) -> bool:
    samples = len(experiment.prepare().x)
    updates = Batches(samples, experiment.batch_size, experiment.seed).per_epoch * experiment.epochs
    work = samples * experiment.epochs * experiment.network().parameter_count
    return updates > _MOST_UPDATES or work > _MOST_WORK
