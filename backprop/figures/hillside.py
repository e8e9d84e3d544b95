"""A walk downhill: on a curve, over contour lines, and on a surface in three dimensions.

A click anywhere chooses a start: invisible marks carry the places, and the nearest one is taken, however far it is.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.descent import Descent
from backprop.figures.clipping import View, line_in, points_in
from backprop.figures.style import Figure, Trace, base_layout
from backprop.figures.terrain import contour_lines, heights, minima_marks
from backprop.network_surfaces import Fit
from backprop.palette import Palette
from backprop.surfaces import Range, Surface

Array = np.ndarray

_HEIGHT = 370
_FIT_HEIGHT = 210
_TARGETS = {1: 101, 2: 17}
"""Places to click at, along each axis."""
_CURVE_TICKS = 201
_SURFACE_TICKS = 41
_MARKED = 60
"""So many of the last places have a mark; the line joins them all."""
_FURTHEST = 8
_TANGENT = 0.12
"""Half the width of a tangent, as a share of the picture's."""
_SOLID_HEIGHT = 0.6


def distance(surface: Surface, places: Array) -> int:
    """From how far the ground is looked at: 1, 2, 4 or 8 times its own picture, so that the places fit in if they can.

    Args:
        surface: the ground.
        places: what should be seen (count, d).
    """
    times = 1
    while times < _FURTHEST and not _inside(seen_ranges(surface, times), places):
        times *= 2
    return times


def seen_ranges(surface: Surface, times: int) -> tuple[Range, ...]:
    """The part of each axis that is drawn when one looks from so many times as far away."""
    middles = [((low + high) / 2, (high - low) / 2) for low, high in surface.ranges]
    return tuple((middle - times * half, middle + times * half) for middle, half in middles)


def is_outside(surface: Surface, place: Array, times: int) -> bool:
    """Whether a place (d,) is not in the picture."""
    return not _inside(seen_ranges(surface, times), place[np.newaxis])


def walk_on_curve(walk: Descent, index: int, times: int, colours: Palette, clicks: int = 0) -> go.Figure:
    """The curve, the places so far, the tangent as far as the step goes, and how deep the step really leads.

    Args:
        walk: on a curve, with the step after `index` if there is one.
        index: where we are, in steps.
        times: as in `seen_ranges`.
        colours: of the theme.
        clicks: how many there were: each must count as new.
    """
    surface = walk.surface
    (ends,) = seen_ranges(surface, times)
    ticks = np.linspace(*ends, _CURVE_TICKS)
    curve = surface.value(ticks[:, np.newaxis])
    low, high = float(curve.min()), float(curve.max())
    room = 0.07 * (high - low)
    view: View = (ends, (low - room, high + room))
    x, y = walk.theta[: index + 1, 0], walk.value[: index + 1]
    traces = [
        _line(ticks, curve, colours.muted, 2),
        _targets_on_curve(surface),
        _line(*line_in(view, x, y), colours.accent, 1.2, "dot"),
        *_promise(walk, index, view, colours),
        *_marks(*points_in(view, x, y), colours),
    ]
    layout = _layout(colours, clicks)
    layout["hovermode"] = "x"
    layout["xaxis"] |= {"range": list(ends), "title": _title(surface.names[0]), "showgrid": False}
    layout["yaxis"] |= {"range": list(view[1]), "title": _title("loss L")}
    return Figure(data=traces, layout=layout)


def walk_on_map(walk: Descent, index: int, times: int, colours: Palette, clicks: int = 0) -> go.Figure:
    """Contour lines, the places so far, and the step as an arrow.

    Args:
        walk: on a surface of two parameters; everything else as in `walk_on_curve`.
    """
    surface = walk.surface
    first, second = seen_ranges(surface, times)
    ranges: View = (first, second)
    x, y = walk.theta[: index + 1].T
    traces = [
        *contour_lines(surface, colours, ranges),
        minima_marks(surface, colours),
        _targets_on_map(surface),
        _line(*line_in(ranges, x, y), colours.accent, 1.5),
        *_arrow(walk, index, ranges, colours),
        *_marks(*points_in(ranges, x, y), colours),
    ]
    layout = _layout(colours, clicks)
    for axis, name, ends in zip(("xaxis", "yaxis"), surface.names, ranges, strict=True):
        layout[axis] |= {"range": list(ends), "title": _title(name), "showgrid": False, "zeroline": False}
    return Figure(data=traces, layout=layout)


def walk_on_solid(walk: Descent, index: int, times: int, turn: int, colours: Palette) -> go.Figure:
    """The surface in three dimensions with the walk on it; what is outside of the picture is left out.

    Args:
        turn: degrees by which the surface is turned; everything else as in `walk_on_map`.
    """
    surface = walk.surface
    ranges = seen_ranges(surface, times)
    first, second, values = heights(surface, ranges, _SURFACE_TICKS)
    low, high = float(values.min()), float(values.max())
    lift = 0.015 * (high - low)
    places, depths = walk.theta[: index + 2], walk.value[: index + 2]
    seen = [_inside(ranges, place[np.newaxis]) for place in places]
    x, y, z = places[seen, 0], places[seen, 1], depths[seen] + lift
    here = np.flatnonzero(seen) == index
    look = {"line": {"color": colours.accent, "width": 5}, "hoverinfo": "skip"}
    traces: list[Trace] = [
        {
            "type": "surface",
            "x": first.astype(np.float32),
            "y": second.astype(np.float32),
            "z": values.astype(np.float32),
            "colorscale": [[0.0, colours.line], [1.0, colours.muted]],
            "showscale": False,
            "opacity": 0.9,
            "hoverinfo": "skip",
            "contours": {"z": {"show": True, "color": colours.background, "width": 1}},
        },
        {"type": "scatter3d", "mode": "lines", "x": x, "y": y, "z": z} | look,
        {
            "type": "scatter3d",
            "mode": "markers",
            "x": x,
            "y": y,
            "z": z,
            "marker": {"size": np.where(here, 8, 3), "color": colours.accent, "opacity": 1},
            "hoverinfo": "skip",
        },
    ]
    layout = base_layout(colours, _HEIGHT)
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0}
    axes = [(*surface.names, "loss L"), (*ranges, (low - lift, high + 3 * lift))]
    layout["scene"] = {
        name: {"title": {"text": title}, "range": list(ends), "color": colours.muted, "gridcolor": colours.line}
        | {"showbackground": False, "nticks": 5}
        for name, title, ends in zip(("xaxis", "yaxis", "zaxis"), *axes, strict=True)
    } | {
        "aspectmode": "manual",
        "aspectratio": {"x": 1.0, "y": 1.0, "z": _SOLID_HEIGHT},
        "camera": _camera(turn),
        "dragmode": False,
    }
    return Figure(data=traces, layout=layout)


def network_fit(fit: Fit, theta: Array, colours: Palette) -> go.Figure:
    """The data, and what the network says with these weights.

    Args:
        fit: network and data.
        theta: the weights (d,).
        colours: of the theme.
    """
    (left, right), (low, high) = ((float(side.min()), float(side.max())) for side in (fit.x, fit.y))
    room = 0.25 * (high - low)
    view: View = ((left, right), (low - room, high + room))
    inputs = np.linspace(left, right, _CURVE_TICKS)
    x, y = line_in(view, inputs, fit.output(theta, inputs[:, np.newaxis])[:, 0])
    look = {"size": 9, "color": colours.muted, "opacity": 1}
    points = {"type": "scatter", "mode": "markers", "x": fit.x[:, 0], "y": fit.y[:, 0], "marker": look}
    layout = _layout(colours, 0)
    layout |= {"height": _FIT_HEIGHT, "hovermode": False}
    layout["xaxis"] |= {"range": [left - 0.1, right + 0.1], "title": _title("x"), "showgrid": False}
    layout["yaxis"] |= {"range": list(view[1]), "title": _title("y and ŷ"), "nticks": 5}
    return Figure(data=[_line(x, y, colours.accent, 2.5), points | {"hoverinfo": "skip"}], layout=layout)


def _camera(turn: int) -> Trace:
    angle = np.deg2rad(turn - 60)
    return {
        "eye": {"x": 1.75 * float(np.cos(angle)), "y": 1.75 * float(np.sin(angle)), "z": 1.1},
        "center": {"x": 0, "y": 0, "z": -0.2},
    }


def _inside(ranges: tuple[Range, ...], places: Array) -> bool:
    low, high = np.array(ranges).T
    return bool(((places >= low) & (places <= high)).all())


def _title(text: str) -> Trace:
    return {"text": text, "standoff": 6, "font": {"size": 14}}


def _layout(colours: Palette, clicks: int) -> dict[str, Any]:
    layout = base_layout(colours, _HEIGHT)
    layout["margin"] = {"l": 54, "r": 14, "t": 10, "b": 44}
    layout["xaxis"] = layout["xaxis"] | {"zeroline": False}
    layout["yaxis"] = layout["yaxis"] | {"zeroline": False, "nticks": 7}
    layout["hoverdistance"] = -1
    layout["meta"] = clicks
    return layout


def _line(x: Array, y: Array, colour: str, width: float, dash: str = "solid") -> Trace:
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _targets_on_curve(surface: Surface) -> Trace:
    """Marks on the curve, each with its place; the nearest one in x hears the click."""
    ticks = np.linspace(*surface.ranges[0], _TARGETS[1])
    return _targets(ticks, surface.value(ticks[:, np.newaxis])) | {
        "hovertemplate": f"{surface.names[0]} = %{{x:.4g}}<br>loss %{{y:.5g}}<extra>click: start here</extra>"
    }


def _targets_on_map(surface: Surface) -> Trace:
    grid = np.stack(np.meshgrid(*[np.linspace(*ends, _TARGETS[2]) for ends in surface.ranges]), axis=-1).reshape(-1, 2)
    first, second = surface.names
    return _targets(*grid.T) | {
        "hovertemplate": f"{first} = %{{x:.4g}}<br>{second} = %{{y:.4g}}<extra>click: start here</extra>"
    }


def _targets(x: Array, y: Array) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x.astype(np.float32),
        "y": y.astype(np.float32),
        "marker": {"size": 4, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _marks(x: Array, y: Array, colours: Palette) -> list[Trace]:
    """The last places, and the one where we are in large."""
    look = {"color": colours.accent, "opacity": 1, "line": {"color": colours.background, "width": 2}}
    traces: list[Trace] = []
    for part, size in ((np.s_[-_MARKED:-1], 8), (np.s_[-1:], 15)):
        places: Trace = {"type": "scatter", "mode": "markers", "x": x[part], "y": y[part], "hoverinfo": "skip"}
        traces.append(places | {"marker": look | {"size": size}})
    return traces


def _promise(walk: Descent, index: int, view: View, colours: Palette) -> list[Trace]:
    """The tangent; along it the step, to what the slope promises; and from there straight to what comes of it."""
    at, slope, loss = (float(part[index].item()) for part in (walk.theta, walk.gradient, walk.value))
    (low, high), (bottom, top) = view
    reach = _TANGENT * (high - low)
    if slope:  # no longer than the picture is high
        reach = min(reach, 0.35 * (top - bottom) / abs(slope))
    ends = np.array([at - reach, at + reach])
    tangent = _line(*line_in(view, ends, loss + slope * (ends - at)), colours.text, 2.5)
    if index >= walk.steps:
        return [tangent]
    new, promised, real = at + float(walk.update[index, 0]), loss + walk.predicted_change[index], walk.value[index + 1]
    along = np.array([at, new]), np.array([loss, promised])
    down = np.array([new, new]), np.array([promised, real])
    step = _line(*line_in(view, *along), colours.accent, 3)
    drop = _line(*line_in(view, *down), colours.accent, 1.5, "dash")
    x, y = points_in(view, *down)
    ends_of: Trace = {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "marker": {
            "symbol": ["diamond", "circle"],
            "size": [11, 12],
            "color": colours.background,
            "opacity": 1,
            "line": {"color": colours.accent, "width": 2.5},
        },
    }
    return [tangent, step, drop, ends_of]


def _arrow(walk: Descent, index: int, view: View, colours: Palette) -> list[Trace]:
    if index >= walk.steps:
        return []
    x, y = line_in(view, *walk.theta[index : index + 2].T)
    look = {"symbol": "arrow", "size": [0, 15], "angleref": "previous", "color": colours.accent, "opacity": 1}
    return [_line(x, y, colours.accent, 3) | {"mode": "lines+markers", "marker": look}]
