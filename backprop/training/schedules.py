"""Learning-rate schedules: how the step size α changes from epoch to epoch."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi

from backprop.checks import invalid

_DECAY = 0.1
_LEAST = 5e-324
"""The smallest number above 0: a tiny learning rate is not rounded to 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """One row of the table `SCHEDULES`.

    Attributes:
        name: key in the table.
        title: display name.
        share: (epoch from 0, number of epochs) -> factor for the learning rate; above 0.
        latex: α of epoch t of T as a formula.
        meaning: one sentence.
    """

    name: str
    title: str
    share: Callable[[int, int], float]
    latex: str
    meaning: str


_TABLE = (
    Schedule("constant", "constant", lambda t, T: 1.0, r"\alpha_t = \alpha", "The same learning rate all the time."),
    Schedule(
        "step",
        "step",
        lambda t, T: 0.5 ** (4 * t // T),
        r"\alpha_t = \alpha \cdot (\tfrac12)^{\lfloor 4t/T \rfloor}",
        "Halved after each quarter of the training.",
    ),
    Schedule(
        "cosine",
        "cosine",
        lambda t, T: 0.5 * (1.0 + cos(pi * t / T)),
        r"\alpha_t = \tfrac{\alpha}{2} \left(1 + \cos \tfrac{\pi t}{T}\right)",
        "From full size down to almost 0 along half a cosine (Loshchilov and Hutter 2017).",
    ),
    Schedule(
        "1/t",
        "1/t",
        lambda t, T: 1.0 / (1.0 + _DECAY * t),
        rf"\alpha_t = \frac{{\alpha}}{{1 + {_DECAY}\,t}}",
        "Half after 10 epochs, a third after 20: as stochastic approximation has it (Robbins and Monro 1951).",
    ),
)

SCHEDULES: dict[str, Schedule] = {schedule.name: schedule for schedule in _TABLE}


def learning_rate_at(schedule: str, learning_rate: float, epoch: int, epochs: int) -> float:
    """The learning rate of one epoch.

    Args:
        schedule: key in `SCHEDULES`.
        learning_rate: the initial learning rate.
        epoch: which epoch, from 0 to `epochs` − 1.
        epochs: number of epochs.

    Raises:
        ValueError: unknown schedule, or an epoch out of range.
    """
    if not isinstance(schedule, str) or schedule not in SCHEDULES:
        raise invalid("schedule", schedule, ", ".join(SCHEDULES))
    if not 0 <= epoch < epochs:
        raise invalid("epoch", epoch, f"from 0 to {epochs - 1}")
    return max(learning_rate * SCHEDULES[schedule].share(epoch, epochs), _LEAST)
