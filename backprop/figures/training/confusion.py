"""The confusion matrix: which classes are taken for which."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.checks import invalid
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, mixed
from backprop.figures.training.tiles import CLEAR

Array = np.ndarray

FULLEST = 0.45
"""The largest share of its colour that a cell can have: the count in the text colour must stay readable on it."""
_CELL, _LONGEST, _FEW = 40, 14, 4
_LEAST = 0.25
"""Least strength of the colour where the count is not 0, so that one sample is seen among hundreds."""


def confusion(matrix: Array, classes: Sequence[str], colours: Palette) -> go.Figure:
    """A table of counts: right predictions on the diagonal in one colour, mistakes off it in the other.

    The larger a cell's share of its row, the stronger its colour.

    Args:
        matrix: whole numbers (k, k): how many samples of class i (row) are taken for class j (column).
        classes: k names.
        colours: of the theme.

    Raises:
        ValueError: the matrix does not fit the number of names.
    """
    counts = np.asarray(matrix)
    k = len(classes)
    if counts.shape != (k, k):
        raise invalid("matrix.shape", counts.shape, f"({k}, {k}): a row and a column for each class")
    names = [shortened(name) for name in classes]
    slanted = max(map(len, names)) > 4
    layout = base_layout(colours, _CELL * max(k, 3) + (140 if slanted else 76))
    common = {
        "tickvals": list(range(k)),
        "ticktext": names,
        "tickfont": {"size": 12, "color": colours.text},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "constrain": "domain",
        "automargin": True,
        "ticks": "outside",  # a little room
        "ticklen": 5,
        "tickcolor": CLEAR,
    }
    title = {"font": {"size": 13, "color": colours.muted}, "standoff": 8}
    layout |= {
        "xaxis": common
        | {
            "range": [-0.5, k - 0.5],
            "side": "top",
            "tickangle": -45 if slanted else 0,
            "title": title | {"text": "predicted class"},
        },
        "yaxis": common
        | {
            "range": [k - 0.5, -0.5],
            "scaleanchor": "x",
            "constraintoward": "top",
            "title": title | {"text": "true class"},
        },
        "shapes": [_grid(k, colours)],
    }
    return Figure(data=[_cells(counts, names, colours)], layout=layout)


def _grid(k: int, colours: Palette) -> dict[str, Any]:
    """The lines of the table, as one shape."""
    ends = [edge - 0.5 for edge in range(k + 1)]
    path = "".join(f"M{edge},-0.5V{k - 0.5}M-0.5,{edge}H{k - 0.5}" for edge in ends)
    return {"type": "path", "path": path, "line": {"color": colours.line, "width": 1}}


def _cells(counts: Array, names: Sequence[str], colours: Palette) -> Trace:
    totals = counts.sum(axis=1, keepdims=True)
    share = counts / np.where(totals > 0, totals, 1)
    full = np.where(counts > 0, _LEAST + (1 - _LEAST) * np.sqrt(share), 0.0)
    right = np.eye(len(counts), dtype=bool)
    zero = "0" if len(counts) <= _FEW else "·"
    words = [
        [
            f"true {true}, predicted {taken}: {counts[row, column]} of {totals[row, 0]}"
            for column, taken in enumerate(names)
        ]
        for row, true in enumerate(names)
    ]
    return {
        "type": "heatmap",
        "z": np.where(right, 1, -1) * full,
        "zmin": -1,
        "zmax": 1,
        "colorscale": [
            [0.0, mixed(colours.background, colours.negative, FULLEST)],
            [0.5, colours.background],
            [1.0, mixed(colours.background, colours.positive, FULLEST)],
        ],
        "showscale": False,
        "text": [[str(count) if count else zero for count in row] for row in counts.tolist()],
        "texttemplate": "%{text}",
        "textfont": {"size": 13, "color": colours.text},
        "hovertext": words,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def shortened(name: str, most: int = _LONGEST) -> str:
    """A name that fits, escaped: it may come from a student's own table, and Plotly reads tags as HTML."""
    return escape(name if len(name) <= most else f"{name[: most - 1]}…", quote=False)
