"""The contour lines and minima of a surface of two parameters, on which the path of a descent is drawn.

There is no heatmap, because only lines can be drawn again many times a second.
"""

from functools import lru_cache

import numpy as np

from backprop.figures.palette import Palette
from backprop.figures.style import Trace, faded
from backprop.landscape.contours import crossings
from backprop.landscape.surfaces import Range, Surface

Array = np.ndarray
Row = tuple[float | None, ...]

_TICKS = 161
_EVERY = 3
"""Every third point of a long line is drawn: the fine grid makes the points exact, and a third of them is enough."""
_LONG = 20
_LEVELS = 12
_LOWEST = 2
"""The first level that is drawn: in a narrow valley, lower levels enclose less than the grid can resolve."""
_BANDS = ((0.9, 2.0), (0.6, 1.4), (0.35, 1.1))
"""Opacity and width of the lines, from the lowest third of the levels to the highest: low levels stand out most."""


def heights(surface: Surface, ranges: tuple[Range, ...] | None = None, count: int = _TICKS) -> tuple[Array, ...]:
    """The surface on a grid: ticks of w₁ (count,), ticks of w₂ (count,), values (rows, columns).

    Args:
        surface: of two parameters.
        ranges: the part to look at; None for the surface's own.
        count: ticks on each axis.
    """
    first, second = (np.linspace(*ends, count) for ends in ranges or surface.ranges)
    return first, second, surface.value(np.stack(np.meshgrid(first, second), axis=-1))


def contour_levels(values: Array) -> Array:
    """Heights of the contour lines, ascending. In a bowl the rings have equal distances, whatever the heights are.

    Level i of m encloses about the share (i/m)² of the area.
    """
    shares = (np.arange(_LOWEST, _LEVELS) / _LEVELS) ** 2
    return np.unique(np.quantile(values, shares))


def contour_lines(surface: Surface, colours: Palette, ranges: tuple[Range, ...] | None = None) -> list[Trace]:
    """The contour lines of a surface of two parameters, as three traces of lines: low, middle, high.

    Args:
        surface: of two parameters.
        colours: of the theme.
        ranges: the part to look at; None for the surface's own.
    """
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "line": {"color": faded(colours.muted, opacity), "width": width},
            "hoverinfo": "skip",
        }
        for (x, y), (opacity, width) in zip(_lines(surface, ranges or surface.ranges), _BANDS, strict=True)
    ]


def minima_marks(surface: Surface, colours: Palette) -> Trace:
    """A cross at each known minimum; there may be none."""
    places = np.array(surface.minima).reshape(-1, surface.dimensions)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": places[:, 0].tolist(),
        "y": places[:, -1].tolist(),
        "marker": {"symbol": "x-thin", "size": 12, "line": {"color": colours.slope, "width": 2.5}},
        "hoverinfo": "skip",
    }


@lru_cache(maxsize=64)
def _lines(surface: Surface, ranges: tuple[Range, ...]) -> tuple[tuple[Row, Row], ...]:
    """The lines of each band, lowest band first; computed once, then drawn in every step."""
    first, second, values = heights(surface, ranges)
    bands = np.array_split(contour_levels(values), len(_BANDS))
    return tuple(
        _joined([line for level in band for line in crossings(first, second, values, float(level))]) for band in bands
    )


def _joined(lines: list[Array]) -> tuple[Row, Row]:
    """Lines one after the other, with a gap between; three decimals are finer than any screen."""
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        drawn = np.concatenate([line[:-1:_EVERY], line[-1:]]) if len(line) > _LONG else line
        x += [*drawn[:, 0].round(3).tolist(), None]
        y += [*drawn[:, 1].round(3).tolist(), None]
    return tuple(x), tuple(y)
