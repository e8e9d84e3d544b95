"""Tick labels of logarithmic axes."""

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from backprop.explain.numbers import text


def decimal_ticks(low: float, high: float, leads: Sequence[int]) -> dict[str, Any]:
    """Ticks as plain numbers on an axis from 10^low to 10^high.

    Args:
        low, high: powers of ten.
        leads: the leading digits that get a tick.
    """
    values = [float(f"{lead}e{power}") for power in range(floor(low) - 1, ceil(high) + 1) for lead in leads]
    shown = [value for value in values if 10**low <= value <= 10**high]
    return {"tickvals": shown, "ticktext": [text(value, 3) for value in shown]}
