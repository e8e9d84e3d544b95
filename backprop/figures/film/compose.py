"""Panels combined into one figure that plays in the browser, without the server.

On axes that can be clicked, every trace must take part in every frame, even if it does not change: otherwise Plotly
throws an error when these axes are clicked. So traces that are drawn only once must not receive the pointer. Invisible
axes cover such a panel and carry the hover texts of these traces; the last axes are the topmost for the pointer.

Traces that are drawn only once must also not lie between the parts of a panel: a frame redraws its traces together,
above everything that was below the last of them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, still, with_points
from backprop.figures.film.remote import remote
from backprop.figures.palette import Palette
from backprop.figures.panels import heading
from backprop.figures.style import Trace, base_layout, faded


def compose(
    panels: Sequence[Panel],
    places: Sequence[Place],
    grid: Grid,
    steps: np.ndarray,
    first: int,
    colours: Palette,
) -> AnimatedFigure:
    """The figure of all panels, with its frames and what its player needs.

    Args:
        panels: the panels.
        places: where each panel is.
        grid: the rows.
        steps: training step of each frame (F,); it names the frame.
        first: index of the frame to open at.
        colours: of the theme.
    """
    layout = base_layout(colours, grid.height)
    traces: list[Trace] = []
    moving: dict[int, Moving] = {}
    for number, (panel, place) in enumerate(zip(panels, places, strict=True), start=1):
        layout |= _axes(panel, place, grid, number, colours)
        moving |= dict(enumerate(panel.parts, start=len(traces) + len(panel.below)))
        moved = (with_points(part.look | part.at(first)) for part in panel.parts)
        drawn = (*map(_without_words, panel.below), *moved, *map(_without_words, panel.above))
        traces += [trace | _on(number) for trace in drawn]
    for cover, (panel, place) in enumerate(zip(panels, places, strict=True), start=len(panels) + 1):
        once = (*panel.below, *panel.above)
        layout |= _unseen(_axes(panel, place, grid, cover, colours)) if once else {}
        for trace in once:
            moving[len(traces)] = still({})
            traces.append(_words(trace) | _on(cover))
    frames = [
        {
            "name": str(int(step)),
            "data": [with_points(part.at(index)) for part in moving.values()],
            "traces": list(moving),
        }
        for index, step in enumerate(steps)
    ]
    layout |= {
        "margin": grid.margin,
        "annotations": [_title(panel, place, grid, colours) for panel, place in zip(panels, places, strict=True)],
        "shapes": [_ground(panel, number) for number, panel in enumerate(panels, start=1) if panel.ground],
    }
    if len(steps) > 1:
        layout |= {"updatemenus": [remote()]}
    return AnimatedFigure(traces, layout, frames)


def _axes(panel: Panel, place: Place, grid: Grid, number: int, colours: Palette) -> dict[str, Any]:
    """Both axes of a panel. If the panel does not begin at the left edge, its y axis is on its right side."""
    mark = _mark(number)
    base = {
        "color": colours.muted,
        "gridcolor": faded(colours.line, 0.5),
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 12},
        "tickangle": 0,
    }
    xaxis = base | panel.xaxis | {"domain": [place.left, place.right], "anchor": f"y{mark}"}
    yaxis = base | panel.yaxis | {"domain": grid.domain(place.row), "anchor": f"x{mark}"}
    yaxis |= {"side": "right" if place.left else "left"}
    if "scaleanchor" in yaxis:
        yaxis["scaleanchor"] = f"x{mark}"  # a panel does not know the number of its axes
    for axis in (xaxis, yaxis):
        if "title" in axis:
            axis["title"] = {"text": axis["title"], "standoff": 4, "font": {"size": 13}}
    return {f"xaxis{mark}": xaxis, f"yaxis{mark}": yaxis}


def _ground(panel: Panel, number: int) -> dict[str, Any]:
    """A rectangle behind a panel that fills it: unlike a trace, it takes no time in a frame."""
    (left, right), (low, high) = (np.ravel(np.asarray(axis["range"])).tolist() for axis in (panel.xaxis, panel.yaxis))
    axes = {"xref": f"x{_mark(number)}", "yref": f"y{_mark(number)}"}
    sides = {"x0": left, "x1": right, "y0": low, "y1": high}
    return axes | sides | {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": panel.ground}


def _unseen(axes: dict[str, Any]) -> dict[str, Any]:
    return {name: axis | {"visible": False} for name, axis in axes.items()}


def _on(number: int) -> Trace:
    """Which axes a trace is on."""
    return {"xaxis": f"x{_mark(number)}", "yaxis": f"y{_mark(number)}"}


def _words(trace: Trace) -> Trace:
    """The hover text of a trace, with nothing visible."""
    said = {key: trace[key] for key in ("x", "y", "hovertext")}
    return {"type": "scatter", "mode": "none", "hoverinfo": "text"} | said


def _without_words(trace: Trace) -> Trace:
    return {key: value for key, value in trace.items() if key != "hovertext"} | {"hoverinfo": "skip"}


def _mark(number: int) -> str:
    """The number that Plotly appends to the name of an axis; nothing for the first."""
    return str(number) if number > 1 else ""


def _title(panel: Panel, place: Place, grid: Grid, colours: Palette) -> dict[str, Any]:
    lines = panel.title
    if len(lines) > grid.titles[place.row]:
        lines = (" ".join(lines[:2]), *lines[2:])
    return heading("<br>".join(lines), place.left, grid.domain(place.row)[1], colours)
