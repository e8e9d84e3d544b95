"""A learning rate for a run that diverges: tried out, not guessed."""

from dataclasses import dataclass, replace

from backprop.training.batches import Batches
from backprop.training.experiment import Experiment
from backprop.training.train import train

SMALLER = tuple(10.0**power for power in range(1, 7))
"""How many times smaller, in the order in which they are tried."""
_LEAST_RATE = 1e-6
_MOST_UPDATES, _MOST_WORK = 10_000, 10_000_000
"""Updates of a whole run, and samples × epochs × parameters, up to which nobody notices the time that trying takes."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Smaller learning rates that have been tried.

    Attributes:
        rates: in order; the search ends with the first one that helps.
        helps: whether the last of them does.
        first, last: of that run, the first and the last training loss.
    """

    rates: tuple[float, ...]
    helps: bool
    first: float
    last: float


def calmer_rate(experiment: Experiment) -> Tried | None:
    """Look for a learning rate whose run stays finite, and ends with a lower training loss than it began with.

    Returns:
        What has been tried; None if trying would take long.
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
