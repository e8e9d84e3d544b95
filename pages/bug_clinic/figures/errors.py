"""The relative error of each number of a gradient."""

import numpy as np
import plotly.graph_objects as go

from backprop.checking.gradient_check import TOLERANCE, GradientCheck
from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.powers import power_axis
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from backprop.flat import to_vector
from pages.bug_clinic.words import PARAMETERS

_LEAST, _MOST = 1e-12, 10.0
"""Smaller errors are drawn at the bottom."""


def errors_picture(found: GradientCheck, colours: Palette) -> go.Figure:
    """A mark for each parameter on a logarithmic axis: ● within the limit, ✕ beyond it.

    Args:
        found: the check of one step.
        colours: of the theme.
    """
    error, used, numeric = (to_vector(each) for each in (found.relative_error, found.analytic, found.numeric))
    wrong = ~(error <= TOLERANCE)
    places = np.arange(len(error))
    looks = ((~wrong, colours.accent, "circle"), (wrong, colours.negative, "x"))
    words = [
        f"{name}<br>used {text(float(ours), 6)}<br>difference {text(float(theirs), 6)}<br>error {text(float(off), 2)}"
        for name, ours, theirs, off in zip(PARAMETERS, used, numeric, error, strict=True)
    ]
    traces: list[Trace] = [
        QUIET
        | {
            "mode": "markers",
            "x": places[which].tolist() or [None],
            "y": np.clip(np.nan_to_num(error[which], nan=_MOST), _LEAST, _MOST).tolist() or [None],
            "marker": {"size": 10, "symbol": symbol, "color": ink},
            "text": [words[at] for at in places[which]],
            "hoverinfo": "text",
        }
        for which, ink, symbol in looks
    ]
    limit = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": TOLERANCE, "y1": TOLERANCE, "layer": "below"}
    limit["line"] = {"color": colours.text, "width": 1.5, "dash": "6px,4px"}
    said = (
        f'<b>Relative error</b> of each number<br><span style="color:{colours.accent}">● agrees</span> &#160; '
        f'<span style="color:{colours.negative}">✕ wrong</span> &#160; ╌╌ limit {text(TOLERANCE, 2)}'
    )
    low, high = np.log10(_LEAST) - 0.5, np.log10(_MOST) + 0.3
    layout = base_layout(colours, 340) | {
        "xaxis": axis(colours, -0.6, len(error) - 0.4, zeroline=False, tickvals=places.tolist(), tickangle=-90)
        | {"ticktext": list(PARAMETERS)},
        "yaxis": power_axis(colours, low, high),
        "margin": {"l": 52, "r": 12, "t": 54, "b": 60},
        "shapes": [limit],
        "annotations": [heading(said, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=traces, layout=layout)
