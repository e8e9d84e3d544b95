"""Many classes: the probability of each beside its target, and its error signal."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import signed, text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.trace import StepTrace

Array = np.ndarray

_HEIGHT = 360
_WIDTH = 0.6


def class_bars(step: StepTrace, true: int, colours: Palette) -> go.Figure:
    """Probabilities at the left, error signals at the right; the true class in the accent colour.

    Args:
        step: a softmax output, one sample.
        true: index of the true class.
        colours: of the theme.
    """
    shares, deltas = step.prediction[0], step.backward[0].delta[0]
    places = list(range(len(shares)))
    names = [f"<b>class {index + 1}<br>true</b>" if index == true else f"class {index + 1}<br> " for index in places]
    inks = [colours.accent if index == true else colours.muted for index in places]
    traces: list[Trace] = [
        _bars(places, shares, [text(float(share), 3) for share in shares], inks, colours),
        _bars(places, deltas, [signed(float(delta), 3) for delta in deltas], inks, colours)
        | {"xaxis": "x2", "yaxis": "y2"},
    ]
    across = {"tickvals": places, "ticktext": names, "showgrid": False, "zeroline": False}
    ends = (-0.55, len(places) - 0.45)
    layout = base_layout(colours, _HEIGHT)
    layout |= {
        "xaxis": axis(colours, *ends, domain=[0.0, 0.46]) | across,
        "yaxis": axis(colours, 0.0, 1.15, tickvals=[0, 0.25, 0.5, 0.75, 1]),
        "xaxis2": axis(colours, *ends, domain=[0.56, 1.0], anchor="y2") | across,
        "yaxis2": axis(colours, -1.25, 1.25, anchor="x2", dtick=0.5),
        "margin": {"l": 40, "r": 8, "t": 28, "b": 50},
        "annotations": [
            heading("<b>Probability ŷ</b>", 0, 1, colours, yshift=6),
            heading("<b>Error signal δ</b>", 0.56, 1, colours, yshift=6),
        ],
    }
    return Figure(data=traces, layout=layout)


def _bars(places: list[int], values: Array, words: list[str], inks: list[str], colours: Palette) -> Trace:
    return {
        "type": "bar",
        "x": places,
        "y": [float(value) for value in values],
        "width": _WIDTH,
        "text": words,
        "textposition": "outside",
        "textfont": {"color": colours.text, "size": 14},
        "cliponaxis": False,
        "marker": {"color": [faded(ink, 0.5) for ink in inks], "line": {"color": inks, "width": 2}},
        "hoverinfo": "skip",
    }
