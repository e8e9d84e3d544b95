"""Panels put together as one figure that plays: whatever moves does so in the browser, without the server.

Every trace takes part in every frame, those that stand still as well: where only some on the same axes do, the browser
mixes up which lies above which.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.figures.animated import AnimatedFigure
from backprop.figures.replay_controls import buttons, slider
from backprop.figures.replay_grid import CONTROLS, Grid, Place
from backprop.figures.replay_parts import Moving, Panel
from backprop.figures.style import base_layout, faded
from backprop.palette import Palette


def compose(
    panels: Sequence[Panel],
    places: Sequence[Place],
    grid: Grid,
    steps: np.ndarray,
    first: int,
    colours: Palette,
    counted: str = "Training step",
) -> go.Figure:
    """Panels with their frames, the buttons that play them, and a slider.

    Args:
        panels: what is seen.
        places: where each of them is.
        grid: the rows.
        steps: training step of each frame (F,); it names the frame.
        first: index of the frame to open at.
        colours: of the theme.
        counted: what a step is called.
    """
    layout = base_layout(colours, grid.height)
    drawn: list[tuple[Moving, dict[str, str]]] = []
    for number, (panel, place) in enumerate(zip(panels, places, strict=True), start=1):
        layout |= _axes(panel, place, grid, number, colours)
        axes = {"xaxis": f"x{_mark(number)}", "yaxis": f"y{_mark(number)}"}
        drawn += [(part, axes) for part in panel.parts]
    traces = [part.look | part.at(first) | axes for part, axes in drawn]
    everywhere = list(range(len(drawn)))
    frames = [
        {"name": str(int(step)), "data": [part.at(index) for part, _ in drawn], "traces": everywhere}
        for index, step in enumerate(steps)
    ]
    layout |= {
        "margin": grid.margin,
        "annotations": [_title(panel, place, grid) for panel, place in zip(panels, places, strict=True)],
    }
    if len(steps) > 1:
        layout |= {
            "updatemenus": [buttons(colours, grid.words)],
            "sliders": [slider(steps, first, colours, grid.words, counted)],
        }
    else:  # nothing to play
        layout |= {"height": grid.height - CONTROLS, "margin": grid.margin | {"t": grid.words}}
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
