"""Two bars for each of a few things: a filled one, and a hollow one below it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import Figure, Trace, base_layout

_ROW = 58
_NAMES = 150
"""Room for the names, in pixels."""


def double_bars(
    names: Sequence[str],
    values: Sequence[tuple[float, float]],
    words: Sequence[tuple[str, ...]],
    inks: Sequence[str],
    across: dict[str, Any],
    title: str,
    colours: Palette,
) -> go.Figure:
    """Bars from the left end of an axis.

    Args:
        names: from top to bottom.
        values: where the filled and the hollow bar of each end; NaN for none.
        words: behind each of the two bars.
        inks: the colour of each.
        across: the axis.
        title: above the bars; it says what filled and hollow mean.
        colours: of the theme.
    """
    start = float(np.asarray(across["range"])[0])
    left = 10.0**start if across.get("type") == "log" else start
    rows = list(range(len(names)))
    traces: list[Trace] = [
        {
            "type": "bar",
            "orientation": "h",
            "base": left,
            "x": plain([pair[place] - left for pair in values]),
            "y": [row + shift for row in rows],
            "width": 0.34,
            "text": [f" {pair[place]}" for pair in words],
            "textposition": "outside",
            "textfont": {"color": colours.text, "size": 13},
            "cliponaxis": False,
            "marker": {
                "color": list(inks) if place == 0 else colours.background,
                "line": {"color": list(inks), "width": 1.5},
            },
            "hoverinfo": "skip",
        }
        for place, shift in enumerate((-0.2, 0.2))
    ]
    named = {"ticktext": list(names), "tickfont": {"size": 13, "color": colours.text}, "showgrid": False}
    layout = base_layout(colours, 70 + _ROW * len(names)) | {
        "xaxis": across,
        "yaxis": axis(colours, len(names) - 0.4, -0.6, zeroline=False, tickvals=rows) | named,
        "margin": {"l": _NAMES, "r": 8, "t": 28, "b": 46},
        "annotations": [heading(title, 0, 1, colours, yshift=4, xshift=-_NAMES + 8)],
        "barmode": "overlay",
    }
    return Figure(data=traces, layout=layout)
