"""Panels put together as one figure that plays: whatever moves does so in the browser, without the server.

On axes that can be clicked, every trace takes part in every frame, those that stand still as well: Plotly throws at a
click on axes where one did not. What a panel draws once is therefore covered: axes of their own, the last and so the
topmost for the pointer, have its words and nothing to be seen.

Nor may what is drawn once lie between parts: a frame brings its traces together, above what was below the last of them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, still, with_points
from backprop.figures.film.remote import remote
from backprop.figures.palette import Palette
from backprop.figures.style import Trace, base_layout, faded


def compose(
    panels: Sequence[Panel],
    places: Sequence[Place],
    grid: Grid,
    steps: np.ndarray,
    first: int,
    colours: Palette,
) -> AnimatedFigure:
    """Panels with their frames, and what their player needs.

    Args:
        panels: what is seen.
        places: where each of them is.
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
        "annotations": [_title(panel, place, grid) for panel, place in zip(panels, places, strict=True)],
    }
    if len(steps) > 1:
        layout |= {"updatemenus": [remote()]}
    return AnimatedFigure(traces, layout, frames)


def _axes(panel: Panel, place: Place, grid: Grid, number: int, colours: Palette) -> dict[str, Any]:
    """Both axes of a panel. Numbers of a panel that does not begin at the left stand on its right."""
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
        yaxis["scaleanchor"] = f"x{mark}"  # a panel knows only its own axes
    for axis in (xaxis, yaxis):
        if "title" in axis:
            axis["title"] = {"text": axis["title"], "standoff": 4, "font": {"size": 13}}
    return {f"xaxis{mark}": xaxis, f"yaxis{mark}": yaxis}


def _unseen(axes: dict[str, Any]) -> dict[str, Any]:
    return {name: axis | {"visible": False} for name, axis in axes.items()}


def _on(number: int) -> Trace:
    """Which axes a trace is on."""
    return {"xaxis": f"x{_mark(number)}", "yaxis": f"y{_mark(number)}"}


def _words(trace: Trace) -> Trace:
    """What a trace says where the pointer is, without its look."""
    said = {key: trace[key] for key in ("x", "y", "hovertext")}
    return {"type": "scatter", "mode": "none", "hoverinfo": "text"} | said


def _without_words(trace: Trace) -> Trace:
    return {key: value for key, value in trace.items() if key != "hovertext"} | {"hoverinfo": "skip"}


def _mark(number: int) -> str:
    """What Plotly appends to the name of an axis: nothing to the first."""
    return str(number) if number > 1 else ""


def _title(panel: Panel, place: Place, grid: Grid) -> dict[str, Any]:
    lines = panel.title
    if len(lines) > grid.titles[place.row]:
        lines = (" ".join(lines[:2]), *lines[2:])
    return {
        "text": "<br>".join(lines),
        "x": place.left,
        "y": grid.domain(place.row)[1],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 14},
        "borderpad": 0,
    }
