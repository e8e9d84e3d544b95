"""A learning rate for a run that diverges: tried out, not guessed."""

from dataclasses import replace

from backprop.experiment import Experiment
from backprop.training import train

SHARES = (0.1, 0.01, 0.001)
"""Of the learning rate that was too large, in the order in which they are tried."""
_MOST_WORK = 300_000
"""Samples × epochs up to which trying takes no time that anybody would notice."""


def calmer_rate(experiment: Experiment) -> float | None:
    """The largest of a few smaller learning rates whose run stays finite and ends with a lower loss than it began with.

    Returns:
        The rate; None if none of them does, or if trying would take long.
    """
    if len(experiment.prepare().x) * experiment.epochs > _MOST_WORK:
        return None
    for share in SHARES:
        rate = share * experiment.learning_rate
        run = train(replace(experiment, learning_rate=rate))
        if run.diverged is None and run.train_loss[-1] < run.train_loss[0]:
            return rate
    return None
