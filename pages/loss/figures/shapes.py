"""Both losses over ŷ and over z, with their derivatives; and the ratio of both error signals over ŷ."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.explain.step.comparison import LossComparison
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from backprop.losses import LOSSES
from pages.loss.figures.look import dot, legend, line
from pages.loss.numbers import LOG, MSE
from pages.loss.numbers.neuron import REACH, Shape
from pages.loss.words.judging import other

Array = np.ndarray

_HEIGHT, _RATIO_HEIGHT = 470, 380
_STEEPEST = 12.0
"""∂L/∂ŷ of log loss is 404 at the end: a point beyond this is drawn at the edge, with its value as text."""
_OVER_A, _OVER_Z = [0.0, 0.46], [0.54, 1.0]
_UPPER, _LOWER = [0.55, 1.0], [0.0, 0.44]


def shapes(curves: Mapping[str, Shape], here: Mapping[str, Shape], loss: str, y: float, colours: Palette) -> go.Figure:
    """Four panels: the loss above and its derivative below, over ŷ at the left and over z at the right.

    Args:
        curves: of both losses, by name (m,).
        here: both losses at the point (1,).
        loss: the chosen one.
        y: the target, 0 or 1.
        colours: of the theme.
    """
    sign = 1.0 if y == 0 else -1.0
    panels = (("a", "value", "x", "y"), ("z", "value", "x2", "y2"), ("a", "da", "x", "y3"), ("z", "delta", "x2", "y4"))
    traces: list[Trace] = []
    for across, up, xaxis, yaxis in panels:
        drawn = _panel(curves, here, loss, across, up, colours)
        traces += [trace | {"xaxis": xaxis, "yaxis": yaxis} for trace in drawn]
    layout = base_layout(colours, _HEIGHT)
    steep = sorted((-0.2 * _STEEPEST * sign, 1.08 * _STEEPEST * sign))
    small = sorted((-0.1 * sign, 1.15 * sign))
    layout |= {
        "xaxis": axis(colours, -0.02, 1.02, "ŷ", domain=_OVER_A, anchor="y3", dtick=0.5),
        "yaxis": axis(colours, -0.3, 6.5, domain=_UPPER, anchor="x", dtick=2),
        "xaxis2": axis(colours, -REACH, REACH, "z", domain=_OVER_Z, anchor="y4", dtick=2),
        "yaxis2": axis(colours, -0.3, 6.5, domain=_UPPER, anchor="x2", dtick=2),
        "yaxis3": axis(colours, steep[0], steep[1], domain=_LOWER, anchor="x", dtick=4),
        "yaxis4": axis(colours, small[0], small[1], domain=_LOWER, anchor="x2", dtick=0.5),
        "margin": {"l": 40, "r": 12, "t": 48, "b": 42},
        "annotations": [
            heading(legend(loss, colours), _OVER_A[0], 1, colours, yshift=26),
            heading("<b>Loss L</b> over ŷ", _OVER_A[0], 1, colours, yshift=6),
            heading("<b>Loss L</b> over z", _OVER_Z[0], 1, colours, yshift=6),
            heading(f"<b>∂L/∂ŷ</b> over ŷ{_beyond(here, loss)}", _OVER_A[0], _LOWER[1], colours, yshift=6),
            heading("<b>δ = ∂L/∂z</b> over z", _OVER_Z[0], _LOWER[1], colours, yshift=6),
        ],
    }
    return Figure(data=traces, layout=layout)


def _panel(
    curves: Mapping[str, Shape], here: Mapping[str, Shape], loss: str, across: str, up: str, colours: Palette
) -> list[Trace]:
    """Two curves, the chosen one above the other, and a point on each."""
    traces: list[Trace] = []
    names = (other(loss), loss)
    for name in names:
        x, y = getattr(curves[name], across), getattr(curves[name], up)
        if up == "da":  # the axis ends before that
            kept = np.abs(y) < 2 * _STEEPEST
            x, y = x[kept], y[kept]
        traces.append(QUIET | {"mode": "lines", "x": plain(x), "y": plain(y), "line": line(name == loss, colours)})
    heights = [float(getattr(here[name], up)[0]) for name in names]
    outside = [up == "da" and abs(height) > _STEEPEST for height in heights]
    looks = [dot(name == loss, colours) for name in names]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [float(getattr(here[name], across)[0]) for name in names],
            "y": [float(np.clip(height, -_STEEPEST, _STEEPEST)) if up == "da" else height for height in heights],
            "customdata": heights,
            "text": [LOSSES[name].title for name in names],
            "hovertemplate": "%{text}: %{customdata:.4g}<extra></extra>",
            "marker": {
                "size": [look["size"] for look in looks],
                "color": [look["color"] for look in looks],
                "symbol": [
                    "circle" if not out else "triangle-up" if height > 0 else "triangle-down"
                    for out, height in zip(outside, heights, strict=True)
                ],
                "line": {key: [look["line"][key] for look in looks] for key in ("color", "width")},
                "opacity": 1,
            },
            "cliponaxis": False,
        }
    )
    return traces


def _beyond(here: Mapping[str, Shape], loss: str) -> str:
    """The value of the point of log loss as text, if it is beyond the axis."""
    height = float(here[LOG].da[0])
    if abs(height) <= _STEEPEST:
        return ""
    said = f"{'▲' if height > 0 else '▼'} {text(height, 3)}"
    return f"  <b>{said}</b>" if loss == LOG else f"  {said}"


def ratio(comparison: LossComparison, loss: str, colours: Palette) -> go.Figure:
    """δ under MSE over δ under log loss, with the factor 2 and without it.

    Args:
        comparison: both losses on the forward pass that is shown.
        loss: the chosen one; its bar is filled.
        colours: of the theme.
    """
    a = np.linspace(0.0, 1.0, 101)
    law = a * (1.0 - a)
    here, height = float(comparison.prediction[0]), float(comparison.ratio[0])
    traces: list[Trace] = [
        QUIET
        | {"mode": "lines", "x": plain(a), "y": plain(2.0 * law), "line": {"color": colours.accent, "width": 3.5}},
        QUIET | {"mode": "lines", "x": plain(a), "y": plain(law), "line": line(False, colours)},
        QUIET | {"mode": "lines", "x": [here, here], "y": [0.0, 1.0], "line": {"color": colours.line, "width": 1.5}},
        {
            "type": "scatter",
            "mode": "markers",
            "x": [here],
            "y": [height],
            "marker": dot(True, colours),
            "hovertemplate": "ŷ = %{x:.4g}<br>ratio %{y:.4g}<extra></extra>",
            "cliponaxis": False,
        },
        _signals(comparison, loss, colours),
    ]
    layout = base_layout(colours, _RATIO_HEIGHT)
    layout |= {
        "xaxis": axis(colours, -0.02, 1.02, "ŷ", domain=[0.0, 0.6], dtick=0.25),
        "yaxis": axis(colours, -0.02, 0.62, dtick=0.25),
        "xaxis2": axis(colours, -0.6, 1.6, domain=[0.72, 1.0], anchor="y2", tickvals=[0, 1], zeroline=False)
        | {"ticktext": [_title(name, loss) for name in (MSE, LOG)], "showgrid": False},
        "yaxis2": axis(colours, -0.02, 1.18, anchor="x2", dtick=0.5),
        "margin": {"l": 40, "r": 8, "t": 28, "b": 42},
        "annotations": [
            heading("<b>The ratio of both δ</b>, over ŷ", 0, 1, colours, yshift=6),
            heading("<b>Size of δ</b>", 0.72, 1, colours, yshift=6),
            _label("2ŷ(1 − ŷ)", 0.5, 0.5, colours.accent),
            _label("with ½: ŷ(1 − ŷ)", 0.5, 0.25, colours.muted),
        ],
    }
    return Figure(data=traces, layout=layout)


def _title(name: str, loss: str) -> str:
    return f"<b>{LOSSES[name].title}</b>" if name == loss else LOSSES[name].title


def _label(words: str, x: float, y: float, colour: str) -> dict[str, object]:
    return {
        "text": words,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "y",
        "yanchor": "bottom",
        "yshift": 3,
        "showarrow": False,
        "font": {"size": 13, "color": colour},
    }


def _signals(comparison: LossComparison, loss: str, colours: Palette) -> Trace:
    """The size of both error signals, as bars."""
    sizes = [abs(float(verdict.delta[0])) for verdict in (comparison.squared, comparison.logarithmic)]
    chosen = [name == loss for name in (MSE, LOG)]
    return {
        "type": "bar",
        "x": [0, 1],
        "y": sizes,
        "width": 0.62,
        "text": [text(size, 3) for size in sizes],
        "textposition": "outside",
        "textfont": {"color": colours.text, "size": 13},
        "cliponaxis": False,
        "marker": {
            "color": [colours.accent if one else colours.background for one in chosen],
            "line": {"color": [colours.accent if one else colours.muted for one in chosen], "width": 2},
        },
        "hoverinfo": "skip",
        "xaxis": "x2",
        "yaxis": "y2",
    }
