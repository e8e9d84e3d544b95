"""Two deep networks that do not learn, and the changes that may cure them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.optimizers import adam, sgd
from pages.vanishing_gradients.numbers.deep import HE, NORMAL, XAVIER, Deep, gain_of
from pages.vanishing_gradients.numbers.training import Course, Way, train
from pages.vanishing_gradients.numbers.units import units_of

VANISHING, EXPLODING = "vanishing", "exploding"
DEPTH, WIDTH, UPDATES = 30, 16, 300
SEEDS = tuple(range(5))
RATE, SMALLER_RATE, ADAM_RATE, LIMIT = 0.1, 0.01, 0.003, 1.0
SMALL_GAIN = 0.5
LEARNED = 0.1
"""A run has learned if its loss is below this; guessing ½ for every sample has ln 2, 0.693."""

_PATIENTS = {VANISHING: ("sigmoid", SMALL_GAIN), EXPLODING: ("relu", gain_of(NORMAL, WIDTH))}


@dataclass(frozen=True, slots=True)
class Cures:
    """What is changed.

    Attributes:
        relu: ReLU as the activation.
        initial: Xavier's variance of the weights, or He's if the activation is ReLU.
        clip: the gradient's norm is limited to LIMIT.
        smaller: a learning rate of SMALLER_RATE instead of RATE, with gradient descent.
        adam: Adam instead of gradient descent, with ADAM_RATE; a tenth of that if `smaller`.
    """

    relu: bool = False
    initial: bool = False
    clip: bool = False
    smaller: bool = False
    adam: bool = False


def way(patient: str, cures: Cures) -> Way:
    """The network and its training.

    Args:
        patient: VANISHING or EXPLODING.
        cures: what is changed.
    """
    activation, gain = _PATIENTS[patient]
    activation = "relu" if cures.relu else activation
    if cures.initial:
        gain = gain_of(HE if activation == "relu" else XAVIER, WIDTH)
    factor = SMALLER_RATE / RATE if cures.smaller else 1.0
    optimizer = adam(ADAM_RATE * factor) if cures.adam else sgd(RATE * factor)
    return Way(Deep(activation, gain, DEPTH, WIDTH), optimizer, LIMIT if cures.clip else None)


def treated(patient: str, cures: Cures, progress: Callable[[float], None] = lambda share: None) -> Course:
    """Train five seeds.

    Args:
        patient: VANISHING or EXPLODING.
        cures: what is changed.
        progress: called with the share that is done.
    """
    return train(way(patient, cures), SEEDS, UPDATES, progress=progress)


def learned(course: Course) -> int:
    """How many runs have learned."""
    return int((course.last_loss < LEARNED).sum())


def dead_units(chosen: Way, course: Course) -> int:
    """How many hidden units of all runs have slope 0 for every sample at the end."""
    return int(np.sum([units_of(chosen.deep.net, params).dead.sum() for params in course.ended]))
