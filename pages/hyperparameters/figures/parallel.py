"""Parallel coordinates: each setting is a line through its values, and ends at its loss."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout, faded
from backprop.figures.ticks import decimal_ticks
from pages.hyperparameters.figures.looks import loss_ends
from pages.hyperparameters.numbers.full import AXES, Full
from pages.hyperparameters.numbers.space import CHOICES
from pages.hyperparameters.words.matters import BEST
from pages.hyperparameters.words.settings import value_text

Array = np.ndarray

_HEIGHT = 420
_NAMES = ("learning<br>rate α", "width", "depth", "initial<br>weights", "batch<br>size", "loss")
_APART = 0.1
"""Lines with the same value are drawn up to so far apart, as a share of the axis: they must not hide each other."""


def parallel_picture(found: Full, colours: Palette) -> go.Figure:
    """All settings; the best ones stand out, and the very best most.

    Args:
        found: the full grid.
        colours: of the theme.
    """
    ends = loss_ends(found.loss)
    every = found.best(found.loss.size)
    heights = np.column_stack([_heights(every), _share(found.loss[tuple(every.T)], ends)])
    lines = [
        _lines(heights[BEST:], faded(colours.muted, 0.16), 1),
        _lines(heights[1:BEST], colours.accent, 1.5),
        _lines(heights[:1], colours.text, 3.5),
    ]
    ticks = decimal_ticks(*ends, (1,))
    marks = [
        (place, float((at + 0.5) / len(values)), value_text(value))
        for place, values in enumerate(AXES)
        for at, value in enumerate(values)
    ]
    marks += [
        (len(AXES), (float(np.log10(value)) - ends[0]) / (ends[1] - ends[0]), said)
        for value, said in zip(ticks["tickvals"], ticks["ticktext"], strict=True)
    ]
    notes = [
        heading(
            said,
            place,
            height,
            colours,
            xref="x",
            yref="y",
            xanchor="center",
            yanchor="middle",
            font={"size": 12, "color": colours.text},
            bgcolor=faded(colours.background, 0.8),
        )
        for place, height, said in marks
    ]
    names = [
        heading(name, place, 1, colours, xref="x", xanchor="center", align="center", yshift=4, font={"size": 12})
        for place, name in enumerate(_NAMES)
    ]
    words = (
        f'<span style="color:{colours.accent}">━ best {BEST}</span> of {len(every)} settings &#160;'
        f" <b>━</b> the very best"
    )
    posts = [
        {"type": "line", "layer": "below", "x0": place, "x1": place, "y0": 0, "y1": 1, "line": {"color": colours.line}}
        for place in range(len(CHOICES) + 1)
    ]
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, -0.4, len(CHOICES) + 0.4, visible=False),
        "yaxis": axis(colours, -0.02, 1.02, visible=False),
        "margin": {"l": 8, "r": 8, "t": 70, "b": 8},
        "annotations": [*notes, *names, heading(words, 0, 1, colours, yshift=42)],
        "shapes": posts,
    }
    return Figure(data=lines, layout=layout)


def _heights(places: Array) -> Array:
    """Where lines cross the axes of the choices, from 0 to 1; each a little aside, by its rank."""
    counts = np.array([len(values) for values in AXES])
    aside = (np.arange(len(places)) * 0.618) % 1 - 0.5  # fractions of the golden ratio are spread evenly
    return (places + 0.5) / counts + _APART * aside[:, np.newaxis]


def _share(losses: Array, ends: tuple[float, float]) -> Array:
    return (np.log10(losses) - ends[0]) / (ends[1] - ends[0])


def _lines(heights: Array, colour: str, width: float) -> Trace:
    across = [*range(heights.shape[1]), None]
    return QUIET | {
        "mode": "lines",
        "x": across * len(heights) or [None],
        "y": [each for row in heights for each in (*plain(row), None)] or [None],
        "line": {"color": colour, "width": width},
    }
