"""The training that is shown as a film."""

from collections.abc import Callable

import numpy as np

from backprop.optimizers import make_optimizer
from pages.vanishing_gradients.numbers.deep import Deep
from pages.vanishing_gradients.numbers.training import Course, Way, train

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
UPDATES = 200
_DENSE, _EVERY = 20, 5
"""The first steps all have a frame, then every fifth has one."""


def frames(course: Course, chosen: int) -> Course:
    """The course with only the steps that have a frame: all that always have one, and the chosen one."""
    usual = {*range(_DENSE), *range(_DENSE, UPDATES, _EVERY), UPDATES - 1}
    return course.only(sorted(usual | {chosen}))


def filmed(
    deep: Deep, optimizer: str, rate: float, seed: int, progress: Callable[[float], None] = lambda share: None
) -> Course:
    """Train one network, and keep the sizes of every step with a finite loss; of step 0 in any case.

    Args:
        deep: the network.
        optimizer: "sgd" or "adam".
        rate: the learning rate α.
        seed: of the initial weights.
        progress: called with the share that is done.
    """
    way = Way(deep, make_optimizer(optimizer, rate))
    course = train(way, (seed,), UPDATES, range(UPDATES), progress)
    finite = np.flatnonzero(np.isfinite(course.loss[0]))
    return course.only([0, *finite.tolist()])
