"""The samples, the true curve, and what a network makes of them."""

import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.generalization.numbers.fits import LINE, TRUTH, Fit

_HEIGHT = 400
_REACH = 2.0


def fit_picture(found: Fit, title: str, colours: Palette) -> go.Figure:
    """The training samples, the true curve (dashed) and the network's curve, on axes that stay where they are.

    Args:
        found: the run.
        title: above the picture.
        colours: of the theme.
    """
    truth: Trace = {
        "x": plain(LINE),
        "y": plain(TRUTH),
        "line": {"color": colours.text, "width": 1.5, "dash": "6px,4px"},
    }
    curve: Trace = {
        "x": plain(LINE),
        "y": plain(found.line),
        "line": {"color": colours.accent, "width": 4},
    }
    samples: Trace = {
        "mode": "markers",
        "x": plain(found.x),
        "y": plain(found.y),
        "marker": {"size": 10, "color": colours.muted, "line": {"color": colours.background, "width": 1}},
    }
    words = (
        f"<b>{title}</b>",
        f'● training samples &#160; <span style="color:{colours.accent}">━ network</span>',
        "╌ true curve",
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, -1.05, 1.05, "x₁"),
        "yaxis": axis(colours, -_REACH, _REACH),
        "margin": {"l": 40, "r": 8, "t": 74, "b": 46},
        "annotations": [heading("<br>".join(words), 0, 1, colours, yshift=4, xshift=-32)],
    }
    lines = [QUIET | {"mode": "lines"} | each for each in (truth, curve)]
    return Figure(data=[*lines, QUIET | samples], layout=layout)
