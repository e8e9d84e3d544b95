"""The loss as a curve over one weight, with the path that the rounds take on it; and the loss round by round."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import signed
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, faded

Array = np.ndarray

_VALLEY, _ROUNDS = 235, 195
"""Heights of the two pictures in pixels."""
_TOP, _BOTTOM = 10, 44
"""Top and bottom margin of each picture, in pixels."""
_ROOM = 0.06
_LABEL = 0.88
"""Height at which the slope is written, as a share of the largest loss."""
_MANY = 10
"""With more rounds than this, only every second one has a number."""
_DIGITS = 5
_TANGENT = 0.32
"""Half the length of a tangent, in units of the weight."""
_QUIET: Trace = {"type": "scatter", "hoverinfo": "skip", "cliponaxis": False}


def valley_picture(
    curve: tuple[Array, Array],
    way: tuple[Array, Array],
    weight: float,
    colours: Palette,
    slope: float | None = None,
) -> go.Figure:
    """The loss over the weight.

    Args:
        curve: weights and the loss at each (m,).
        way: weights and losses of the rounds so far (r,), the current one last; empty while no loss is known.
        weight: the current weight, marked on the axis.
        colours: of the theme.
        slope: of the curve at the last point of `way`, drawn as a tangent; None while it is not known.
    """
    layout = _layout(colours, _VALLEY) | _valley_axes(curve, colours)
    return Figure(data=_valley(curve, way, weight, slope, colours), layout=layout | _slope_label(curve, slope, colours))


def rounds_picture(losses: Array, seen: int, colours: Palette) -> go.Figure:
    """The loss of each round so far; the axes have room for all rounds.

    Args:
        losses: of all rounds (r,).
        seen: number of rounds whose loss is known.
        colours: of the theme.
    """
    return Figure(data=_rounds(losses, seen, colours), layout=_layout(colours, _ROUNDS) | _rounds_axes(losses, colours))


def descent_picture(
    curve: tuple[Array, Array],
    weights: Array,
    losses: Array,
    seen: int,
    weight: float,
    colours: Palette,
    slope: float | None = None,
) -> go.Figure:
    """Both pictures, one above the other: the path down the valley, and the same losses round by round.

    They are one figure, because each figure costs the browser as much time again as everything that is drawn in it.

    Args:
        curve: as in `valley_picture`.
        weights, losses: of all rounds (r,).
        seen: number of rounds whose loss is known.
        weight, colours, slope: as in `valley_picture`.
    """
    total = _VALLEY + _ROUNDS
    inner = total - _TOP - _BOTTOM
    upper, lower = 1 - (_VALLEY - _TOP - _BOTTOM) / inner, (_ROUNDS - _TOP - _BOTTOM) / inner
    above, below = _valley_axes(curve, colours), _rounds_axes(losses, colours)
    layout = _layout(colours, total) | {
        "xaxis": above["xaxis"] | {"anchor": "y"},
        "yaxis": above["yaxis"] | {"domain": [upper, 1.0]},
        "xaxis2": below["xaxis"] | {"anchor": "y2"},
        "yaxis2": below["yaxis"] | {"domain": [0.0, lower]},
    }
    traces = _valley(curve, (weights[:seen], losses[:seen]), weight, slope, colours)
    traces += [trace | {"xaxis": "x2", "yaxis": "y2"} for trace in _rounds(losses, seen, colours)]
    return Figure(data=traces, layout=layout | _slope_label(curve, slope, colours))


def _valley(
    curve: tuple[Array, Array], way: tuple[Array, Array], weight: float, slope: float | None, colours: Palette
) -> list[Trace]:
    marker = {"symbol": "triangle-up", "size": 13, "color": colours.accent, "opacity": 1}
    return [
        _line(*curve, colours.muted, 2),
        _tangent(way, slope, float(curve[1].max()), colours),
        _points([*way[0][:-1]], [*way[1][:-1]], 8, colours),
        _points([*way[0][-1:]], [*way[1][-1:]], 15, colours),
        _QUIET | {"mode": "markers", "x": [weight], "y": [0.0], "marker": marker},
    ]


def _rounds(losses: Array, seen: int, colours: Palette) -> list[Trace]:
    rounds, known = np.arange(1, seen + 1), losses[:seen]
    return [
        _line(rounds, known, colours.accent, 2.5),
        _points([*rounds[:-1]], [*known[:-1]], 7, colours),
        _points([*rounds[-1:]], [*known[-1:]], 14, colours),
    ]


def _slope_label(curve: tuple[Array, Array], slope: float | None, colours: Palette) -> Trace:
    """The slope in numbers, where the curve leaves room."""
    if slope is None:
        return {}
    weights, losses = curve
    label = {
        "text": f"slope {signed(slope, _DIGITS)}",
        "x": float(weights.mean()),
        "y": _LABEL * float(losses.max()),
        "showarrow": False,
        "font": {"size": 14, "color": colours.text},
    }
    return {"annotations": [label]}


def _valley_axes(curve: tuple[Array, Array], colours: Palette) -> dict[str, Any]:
    weights, losses = curve
    axes = _axes(colours, "weight w", float(losses.max()))
    room = _ROOM * float(weights[-1] - weights[0])  # so that a marker at an end covers no number of the axis
    axes["xaxis"] |= {"range": [float(weights[0]) - room, float(weights[-1]) + room]}
    return axes


def _rounds_axes(losses: Array, colours: Palette) -> dict[str, Any]:
    axes = _axes(colours, "round", float(losses.max()))
    axes["xaxis"] |= {"range": [0.5, len(losses) + 0.5], "dtick": 1 if len(losses) <= _MANY else 2, "tick0": 1}
    return axes


def _axes(colours: Palette, below: str, largest: float) -> dict[str, Any]:
    base = {"color": colours.muted, "fixedrange": True, "zerolinecolor": colours.line}
    title = {"standoff": 6, "font": {"size": 14}}
    return {
        "xaxis": base | {"title": {"text": below} | title, "zeroline": False, "showgrid": False},
        "yaxis": base
        | {
            "title": {"text": "loss L"} | title,
            "range": [-_ROOM * largest, (1 + _ROOM) * largest],
            "zeroline": True,
            "nticks": 6,
            "gridcolor": faded(colours.line, 0.5),
        },
    }


def _layout(colours: Palette, height: int) -> dict[str, Any]:
    return base_layout(colours, height) | {"margin": {"l": 52, "r": 14, "t": _TOP, "b": _BOTTOM}}


def _line(x: Array, y: Array, colour: str, width: float) -> Trace:
    line = {"color": colour, "width": width}
    return _QUIET | {"mode": "lines", "x": [*map(float, x)], "y": [*map(float, y)], "line": line}


def _points(x: list[float], y: list[float], size: int, colours: Palette) -> Trace:
    """Points that show their loss under the mouse."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [*map(float, x)],
        "y": [*map(float, y)],
        "marker": {
            "size": size,
            "color": colours.accent,
            "opacity": 1,
            "line": {"color": colours.background, "width": 2},
        },
        "hovertemplate": "%{x:.5g}<br>loss %{y:.5g}<extra></extra>",
        "cliponaxis": False,
    }


def _tangent(way: tuple[Array, Array], slope: float | None, largest: float, colours: Palette) -> Trace:
    """The tangent at the last point of `way`; the steeper it is, the shorter."""
    look = {"color": colours.text, "width": 3}
    if slope is None or not len(way[0]):
        return _QUIET | {"mode": "lines", "x": [], "y": [], "line": look}
    reach = min(_TANGENT, 0.35 * largest / abs(slope)) if slope else _TANGENT
    at, loss = float(way[0][-1]), float(way[1][-1])
    return _QUIET | {
        "mode": "lines",
        "x": [at - reach, at + reach],
        "y": [loss - slope * reach, loss + slope * reach],
        "line": look,
    }
