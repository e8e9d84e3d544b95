"""Figures of a walk downhill: on a curve, over contour lines, and on a surface in three dimensions.

A click anywhere chooses a start: invisible markers hold the places, and the marker nearest to the click is selected.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.figures.landscape.clipping import View, line_in, points_in
from backprop.figures.landscape.terrain import contour_lines, heights, minima_marks
from backprop.figures.palette import Palette
from backprop.figures.style import CLICKABLE, Figure, Trace, base_layout
from backprop.landscape.descent import Descent
from backprop.landscape.network_surfaces import Fit
from backprop.landscape.surfaces import Range, Surface

Array = np.ndarray

_HEIGHT = 370
_FIT_HEIGHT = 210
_TARGETS = {1: 101, 2: 17}
"""Number of clickable places along each axis, for curves and for surfaces."""
_CURVE_TICKS = 121
_SURFACE_TICKS = 41
_HERE = 15
_MARKED = 60
"""Only this many of the last places have a marker; the line joins all places."""
_FURTHEST = 8
_TANGENT = 0.12
"""Half the width of a tangent, as a share of the picture's width."""
_SOLID_HEIGHT = 0.6


def distance(surface: Surface, places: Array) -> int:
    """How far the picture is zoomed out: 1, 2, 4 or 8 times the surface's ranges, so that the places fit if possible.

    Args:
        surface: the curve or surface.
        places: the places that should be visible (count, d).
    """
    times = 1
    while times < _FURTHEST and not _inside(seen_ranges(surface, times), places):
        times *= 2
    return times


def seen_ranges(surface: Surface, times: int) -> tuple[Range, ...]:
    """The range of each axis when the picture is zoomed out by this factor."""
    middles = [((low + high) / 2, (high - low) / 2) for low, high in surface.ranges]
    return tuple((middle - times * half, middle + times * half) for middle, half in middles)


def is_outside(surface: Surface, place: Array, times: int) -> bool:
    """Whether a place (d,) is not in the picture."""
    return not _inside(seen_ranges(surface, times), place[np.newaxis])


def walk_on_curve(walk: Descent, index: int, times: int, colours: Palette, clicks: int = 0) -> go.Figure:
    """The curve, the places so far, the tangent with the next step on it, and the real loss after that step.

    Args:
        walk: on a curve, with the step after `index` if there is one.
        index: number of steps taken.
        times: as in `seen_ranges`.
        colours: of the theme.
        clicks: number of clicks so far; it makes the figure a new one, so that each click is noticed.
    """
    surface = walk.surface
    (ends,) = seen_ranges(surface, times)
    ticks = np.linspace(*ends, _CURVE_TICKS)
    curve = surface.value(ticks[:, np.newaxis])
    low, high = float(curve.min()), float(curve.max())
    room = 0.07 * (high - low)
    view: View = (ends, (low - room, high + room))
    traces = [
        _line(ticks, curve, colours.muted, 2),
        _targets_on_curve(surface),
        *_promise(walk, index, view, colours),
        _marks(walk, index, view, colours),
    ]
    layout = _layout(colours, clicks)
    layout["hovermode"] = "x"
    layout["xaxis"] |= {"range": list(ends), "title": _title(surface.names[0]), "showgrid": False}
    layout["yaxis"] |= {"range": list(view[1]), "title": _title("loss L")}
    return Figure(data=traces, layout=layout)


def walk_on_map(walk: Descent, index: int, times: int, colours: Palette, clicks: int = 0) -> go.Figure:
    """Contour lines, the places so far, and the place after the next step.

    Args:
        walk: on a surface of two parameters; everything else as in `walk_on_curve`.
    """
    surface = walk.surface
    first, second = seen_ranges(surface, times)
    ranges: View = (first, second)
    x, y = walk.theta[: index + 2].T
    traces = [
        *contour_lines(surface, colours, ranges),
        minima_marks(surface, colours),
        _targets_on_map(surface),
        _line(*line_in(ranges, x, y), colours.accent, 2),
        _marks(walk, index, ranges, colours),
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
    """The data, and the network's output with these weights.

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
    layout = base_layout(colours, _HEIGHT) | CLICKABLE
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
    """Invisible markers on the curve, each with its place; a click selects the one nearest in x."""
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


def _promise(walk: Descent, index: int, view: View, colours: Palette) -> list[Trace]:
    """The tangent with the step to the predicted loss; dotted, the path so far and the line to the actual loss."""
    at, slope, loss = (float(part[index].item()) for part in (walk.theta, walk.gradient, walk.value))
    (low, high), (bottom, top) = view
    reach = _TANGENT * (high - low)
    if slope:  # no longer than the picture is high
        reach = min(reach, 0.35 * (top - bottom) / abs(slope))
    ends = np.array([at - reach, at + reach])
    tangent = _line(*line_in(view, ends, loss + slope * (ends - at)), colours.text, 2.5)
    way = line_in(view, walk.theta[: index + 1, 0], walk.value[: index + 1])
    if index >= walk.steps:
        return [_line(*way, colours.accent, 1.5, "dot"), tangent]
    new, promised, real = walk.theta[index + 1, 0], loss + walk.predicted_change[index], walk.value[index + 1]
    drop = line_in(view, np.array([new, new]), np.array([promised, real]))
    x, y = (np.concatenate([one, [np.nan], other]) for one, other in zip(way, drop, strict=True))
    step = line_in(view, np.array([at, new]), np.array([loss, promised]))
    return [_line(x, y, colours.accent, 1.5, "dot"), tangent, _line(*step, colours.accent, 3)]


def _marks(walk: Descent, index: int, view: View, colours: Palette) -> Trace:
    """Markers of the last places; a ring at the place after the step, on a curve a diamond at its predicted loss; and a
    large marker at the current place."""
    first = max(index - _MARKED, 0)
    places = [*_places(walk)[first:index]]
    looks = [("circle", 8, colours.accent, colours.background)] * len(places)
    if index < walk.steps:
        if walk.surface.dimensions == 1:
            places.append(np.array([walk.theta[index + 1, 0], walk.value[index] + walk.predicted_change[index]]))
            looks.append(("diamond", 11, colours.background, colours.accent))
        places.append(_places(walk)[index + 1])
        looks.append(("circle", 12, colours.background, colours.accent))
    places.append(_places(walk)[index])
    looks.append(("circle", _HERE, colours.accent, colours.background))
    x, y = points_in(view, *np.array(places).T)
    symbols, sizes, inside, rims = zip(*looks, strict=True)
    look = {"symbol": symbols, "size": sizes, "color": inside, "opacity": 1, "line": {"color": rims, "width": 2.5}}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": look, "hoverinfo": "skip"}


def _places(walk: Descent) -> Array:
    """Where the places are in the picture (steps + 1, 2)."""
    return walk.theta if walk.surface.dimensions == 2 else np.stack([walk.theta[:, 0], walk.value], axis=-1)
