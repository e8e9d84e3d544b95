"""How the ways to a gradient look, with and without colour; and the logarithmic axis of this lesson's figures."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Any, NamedTuple

from backprop.figures.palette import Palette
from backprop.figures.panels import axis
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, ONE_SIDED, PATHS, STRUCTURED
from pages.why_backprop.words import power_of_ten


class Look(NamedTuple):
    """Role of the colour, dash of the line, marker."""

    role: str
    dash: str
    symbol: str


LOOKS: Mapping[str, Look] = {
    BACKPROP: Look("accent", "solid", "circle"),
    STRUCTURED: Look("slope", "9px,3px,2px,3px", "diamond"),
    ONE_SIDED: Look("negative", "2px,3px", "triangle-up"),
    CENTRAL: Look("upstream", "6px,4px", "square"),
    PATHS: Look("muted", "3px,3px", "star"),
}


def ink(way: str, colours: Palette) -> str:
    """The colour of a way."""
    return getattr(colours, LOOKS[way].role)


def line(way: str, colours: Palette) -> dict[str, Any]:
    """The line of a way; that of backpropagation is the strongest."""
    return {"color": ink(way, colours), "width": 3.5 if way == BACKPROP else 2, "dash": LOOKS[way].dash}


def log_axis(colours: Palette, low: float, high: float, title: str = "", **more: Any) -> dict[str, Any]:
    """A logarithmic axis between two powers of ten, with at most about six labels, all at whole powers."""
    every = range(ceil(low), floor(high) + 1)
    apart = max(1, -(-len(every) // 6))
    powers = [power for power in every if power % apart == 0]
    ticks = {"tickvals": [10.0**power for power in powers], "ticktext": [power_of_ten(power) for power in powers]}
    return axis(colours, low, high, title, type="log") | ticks | more
