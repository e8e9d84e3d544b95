"""The parts of a replay: traces that stay, traces that frames change, and numbers short enough to send."""

from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass

import numpy as np

from backprop.explain.numbers import text
from backprop.figures.style import Trace

Array = np.ndarray

BRIGHT: Trace = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""For marks: a click must not fade the marks that were not clicked."""
_LARGEST = 308.0
"""Power of ten of the largest float64 numbers."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A trace that frames change.

    Attributes:
        look: what is the same in all frames.
        at: index of a frame -> what that frame changes.
    """

    look: Trace
    at: Callable[[int], Trace]


def still(trace: Trace) -> Moving:
    """A trace that takes part in all frames but does not change: `compose` says why."""
    return Moving(trace, lambda index: {})


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of the replay.

    Attributes:
        title: above it, line by line.
        parts: the traces that take part in frames, from the lowest to the topmost.
        xaxis, yaxis: the settings of its own axes, including the fixed range.
        below, above: traces under and over the parts. They are drawn once and take no part in frames, because hundreds
            of points that do not move would take most of a frame's time. Their `hovertext` is shown; they cannot be
            clicked.
        ground: colour behind everything; none if empty.
    """

    title: tuple[str, ...]
    parts: list[Moving]
    xaxis: Trace
    yaxis: Trace
    below: Sequence[Trace] = ()
    above: Sequence[Trace] = ()
    ground: str = ""


def with_points(trace: Trace) -> Trace:
    """The trace with at least one point: if it had none, the browser would keep what the frame before has drawn."""
    return trace | {axis: [None] for axis in ("x", "y") if _is_empty(trace.get(axis))}


def _is_empty(values: object) -> bool:
    return isinstance(values, Sized) and len(values) == 0


def short(values: Array) -> Array:
    """The values as float32: half the bytes, and its seven digits are more than a screen can show."""
    return np.asarray(values, dtype=np.float32)


def rounded(value: float) -> float | None:
    """The number with five significant digits; None if it is not finite: JSON has None, and a line leaves it out."""
    return float(f"{value:.5g}") if np.isfinite(value) else None


def ends(ticks: Array) -> list[float]:
    """The range of an axis with these ticks."""
    return [float(ticks[0]), float(ticks[-1])]


def joined(pieces: Iterable[tuple[float | None, ...]]) -> list[float | None]:
    """Several pieces of a line as one list."""
    return [value for piece in pieces for value in piece]


def magnitudes(values: Array) -> Trace:
    """An axis for numbers from 0 on: logarithmic where they span more than a factor of 20, with a fixed range.

    Args:
        values: all numbers that will ever be shown; those that are not finite do not count.
    """
    known = values[np.isfinite(values)]
    positive = known[known > 0]
    if len(positive) and positive.max() > 20 * positive.min():
        low, high = (float(np.log10(end)) for end in (positive.min(), positive.max()))
        room = 0.06 * (high - low)
        ends_at = [max(low - room, -_LARGEST), min(high + room, _LARGEST)]
        return {"type": "log", "range": ends_at} | _marks(*ends_at)
    largest = float(known.max()) if len(known) else 0.0
    return {"type": "linear", "nticks": 5, "range": [0.0, 1.08 * largest or 1.0]}


def _marks(low: float, high: float) -> Trace:
    """The tick labels of a logarithmic axis from 10^low to 10^high: at least two of them."""
    if high - low > 2:
        return {"dtick": max(1, round((high - low) / 4)), "exponentformat": "power"}
    leading = (1, 2, 5) if high - low < 1.5 else (1, 3)
    every = [float(f"{first}e{power}") for power in range(int(low) - 2, int(high) + 2) for first in leading]
    values = [value for value in every if low <= np.log10(value) <= high]
    return {"tickvals": values, "ticktext": [text(value, 3) for value in values]}


def bottom_and_top(axis: Trace) -> tuple[float, float]:
    """Both ends of an axis of `magnitudes`, as numbers of the data."""
    low, high = (float(end) for end in np.ravel(np.asarray(axis["range"])))
    return (10**low, 10**high) if axis["type"] == "log" else (low, high)
