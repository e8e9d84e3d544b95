"""Logarithmic axes for numbers that may span many powers of ten."""

from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop.figures.palette import Palette
from backprop.figures.panels import axis

_LARGEST = 300.0
"""Power of ten near the ends of what float64 can hold."""
_LABELS = 6


def ends(*values: ArrayLike, least: float = 2.0) -> tuple[float, float]:
    """From which to which power of ten an axis goes that shows all of these numbers.

    Args:
        values: numbers; those that are not above 0, or not finite, do not count.
        least: powers of ten that it spans at least.
    """
    known = np.concatenate([np.ravel(np.asarray(each, dtype=float)) for each in values])
    known = known[np.isfinite(known) & (known > 0)]
    if not known.size:
        return -1.0, 1.0
    low, high = float(np.log10(known.min())), float(np.log10(known.max()))
    middle, half = (low + high) / 2, max((high - low) / 2, least / 2)
    return max(middle - half - 0.06 * half, -_LARGEST), min(middle + half + 0.06 * half, _LARGEST)


def power_axis(colours: Palette, low: float, high: float, title: str = "", **more: Any) -> dict[str, Any]:
    """An axis from 10^low to 10^high, with a label at whole powers of ten."""
    every = max(1, ceil((high - low) / _LABELS))
    powers = range(ceil(low / every) * every, floor(high) + 1, every)
    ticks = {"tickvals": [10.0**power for power in powers], "ticktext": [_power(power) for power in powers]}
    return axis(colours, low, high, title, type="log", zeroline=False, **ticks) | more


def _power(power: int) -> str:
    return {0: "1", 1: "10"}.get(power, f"10<sup>{power}</sup>".replace("-", "−"))


def positive(values: ArrayLike) -> list[float | None]:
    """Numbers for a logarithmic axis; None where there is no place for one. Rounded to five digits."""
    flat = np.ravel(np.asarray(values, dtype=float))
    return [float(f"{value:.5g}") if np.isfinite(value) and value > 0 else None for value in flat]
