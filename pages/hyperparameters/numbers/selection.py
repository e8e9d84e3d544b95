"""What choosing the best of many trials does to the loss that it was chosen by, and how much luck is in one seed."""

from math import comb

import numpy as np

Array = np.ndarray


def expected_of_winner(chosen_by: Array, judged_by: Array, count: int) -> float:
    """The mean of a loss of the winner, over all ways to draw `count` of the trials.

    It is exact, and no draw is made: the trial of rank r (0 is the best) wins if it is drawn and the others
    come from the t − 1 − r trials behind it, in C(t − 1 − r, count − 1) of the C(t, count) ways.

    Args:
        chosen_by: the loss whose lowest value wins (t,); infinite for a trial that diverged. Of equal ones the
            first wins.
        judged_by: the loss of the winner that is averaged (t,).
        count: trials that are drawn, 1 … t.

    Returns:
        The mean; infinite if a trial that can win has an infinite loss.

    Raises:
        ValueError: a count that is not from 1 to t.
    """
    trials = len(chosen_by)
    if not 1 <= count <= trials:
        raise ValueError(f"count is {count}; it must be from 1 to {trials}")
    order = np.argsort(chosen_by, kind="stable")[: trials - count + 1]
    ways = comb(trials, count)
    chances = np.array([comb(trials - 1 - rank, count - 1) / ways for rank in range(len(order))])
    return float(chances @ judged_by[order])


def wins(losses: Array) -> Array:
    """The number of seeds for which each setting has the lowest loss.

    Args:
        losses: (settings, seeds). Of equal ones the first wins.

    Returns:
        (settings,), their sum is the number of seeds.
    """
    return np.bincount(losses.argmin(axis=0), minlength=len(losses))
