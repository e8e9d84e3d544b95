"""The Jacobian of a network as a grid of cells that is filled column by column, or row by row."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.notation import subscript
from pages.why_backprop.numbers.directions import FORWARD

Array = np.ndarray

_CELL = 40
_MOST_WRITTEN = 6
"""With more columns than that there is no room for numbers."""


def filled(values: Array, direction: str, done: int, title: str, colours: Palette) -> go.Figure:
    """The cells that are known after some passes; the newest column or row is in the accent colour.

    Args:
        values: the Jacobian (outputs, inputs).
        direction: `FORWARD` for columns, `BACKWARD` for rows.
        done: passes so far.
        title: above the grid.
        colours: of the theme.
    """
    outputs, inputs = values.shape
    order = np.indices(values.shape)[1 if direction == FORWARD else 0]
    rows, columns = np.indices(values.shape).reshape(2, -1)
    known, newest = (order < done).ravel(), (order == done - 1).ravel()
    shapes = [
        {
            "type": "rect",
            "x0": column - 0.46,
            "x1": column + 0.46,
            "y0": row - 0.44,
            "y1": row + 0.44,
            "line": {"width": 1, "color": colours.accent if there else colours.line},
            "fillcolor": colours.accent if new else faded(colours.accent, 0.18) if there else colours.background,
            "layer": "below",
        }
        for row, column, there, new in zip(rows.tolist(), columns.tolist(), known, newest, strict=True)
    ]
    words: Trace = {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "text",
        "hovertext": [
            text(float(value), 4) if there else "" for value, there in zip(values.ravel(), known, strict=True)
        ],
        "x": columns.tolist(),
        "y": rows.tolist(),
        "text": _written(values, known & (inputs <= _MOST_WRITTEN), 2),
        "textfont": {"size": 12, "color": [colours.background if new else colours.text for new in newest]},
    }
    layout = base_layout(colours, _CELL * outputs + 92) | {
        "xaxis": axis(colours, -0.6, inputs - 0.4, zeroline=False, tickvals=list(range(inputs)), side="top")
        | {"ticktext": [f"x{subscript(place + 1)}" for place in range(inputs)], "showgrid": False},
        "yaxis": axis(colours, outputs - 0.4, -0.6, zeroline=False, tickvals=list(range(outputs)))
        | {"ticktext": [f"ŷ{subscript(place + 1)}" for place in range(outputs)], "showgrid": False},
        "margin": {"l": 34, "r": 8, "t": 76, "b": 8},
        "annotations": [heading(title, 0, 1, colours, yshift=26)],
        "shapes": shapes,
    }
    return Figure(data=[words], layout=layout)


def _written(values: Array, known: Array, digits: int) -> list[str]:
    """The numbers that are known, row by row; nothing for the others."""
    return [text(float(value), digits) if there else "" for value, there in zip(values.ravel(), known, strict=True)]
