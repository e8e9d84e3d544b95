"""How often wider networks get stuck, with the uncertainty of a share."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from pages.local_minima.numbers.xor import SOLVED, experiment, train

Array = np.ndarray
Progress = Callable[[float], None]

WIDTHS = (2, 3, 4, 5, 6, 8)
SEEDS = 200
_Z = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Stuck:
    """Over all widths.

    Attributes:
        counts: how many of the seeds are stuck (w,).
        low, high: ends of the 95 % interval of the share (w,).
    """

    counts: Array
    low: Array
    high: Array

    @property
    def shares(self) -> Array:
        """The share that is stuck (w,)."""
        return read_only(self.counts / SEEDS)


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): it stays between 0 and 1, and has a width even for no cases.

    Args:
        count: cases.
        of: trials.
    """
    share, square = count / of, _Z**2 / of
    middle = share + square / 2
    half = _Z * np.sqrt(share * (1 - share) / of + square / (4 * of))
    return float((middle - half) / (1 + square)), float((middle + half) / (1 + square))


def stuck(activation: str, loss: str, progress: Progress = lambda share: None) -> Stuck:
    """Train all seeds of all widths on XOR.

    Args:
        activation, loss: of the networks.
        progress: called with the share that is done.
    """
    counts = []
    for place, width in enumerate(WIDTHS):
        runs = train(
            experiment(activation, loss, width), lambda part, at=place: progress((at + part) / len(WIDTHS)), SEEDS
        )
        counts.append(int((~(runs.train_loss[:, -1] < SOLVED)).sum()))
    ends = np.array([wilson(count, SEEDS) for count in counts])
    return Stuck(read_only(np.array(counts)), read_only(ends[:, 0].copy()), read_only(ends[:, 1].copy()))
