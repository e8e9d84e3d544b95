"""Lines that lead far out of a picture: cut off outside of it, so that their visible part keeps its direction.

Plotly cannot draw very large numbers, and moving a far point nearer would turn the line that leads to it.
"""

import numpy as np

from backprop.landscape.surfaces import Range

Array = np.ndarray
View = tuple[Range, Range]

_ROOM = 3.0
"""Lines are cut at this many times the picture's size from its edges, where the cut is not seen."""


def line_in(view: View, x: Array, y: Array) -> tuple[Array, Array]:
    """A line through points: unchanged if none is far away, else cut segment by segment, with a gap (NaN) after each.

    Args:
        view: ranges of both axes.
        x, y: finite numbers (count,).
    """
    if _near(view, x, y).all():
        return x, y
    start, move = np.stack([x[:-1], y[:-1]]), np.diff(np.stack([x, y]))
    low, high = _box(view)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first, second = (low - start) / move, (high - start) / move
    still = move == 0
    outside = still & ((start < low) | (start > high))
    enter = np.where(still, -np.inf, np.minimum(first, second)).max(axis=0).clip(min=0.0)
    leave = np.where(still, np.inf, np.maximum(first, second)).min(axis=0).clip(max=1.0)
    seen = (enter <= leave) & ~outside.any(axis=0)
    start, move, enter, leave = start[:, seen], move[:, seen], enter[seen], leave[seen]
    gaps = np.full_like(start, np.nan)
    ends = [np.clip(start + share * move, low, high) for share in (enter, leave)]
    cut = np.stack([*ends, gaps], axis=-1).reshape(2, -1)
    return cut[0], cut[1]


def points_in(view: View, x: Array, y: Array) -> tuple[Array, Array]:
    """The points; those that are far away become NaN, which is not drawn."""
    near = _near(view, x, y)
    return np.where(near, x, np.nan), np.where(near, y, np.nan)


def _box(view: View) -> tuple[Array, Array]:
    """The lowest and the highest coordinates (2, 1) that are drawn."""
    low, high = np.array(view).T[..., np.newaxis]
    return low - _ROOM * (high - low), high + _ROOM * (high - low)


def _near(view: View, x: Array, y: Array) -> Array:
    low, high = _box(view)
    places = np.stack([x, y])
    return np.all((places >= low) & (places <= high), axis=0)
