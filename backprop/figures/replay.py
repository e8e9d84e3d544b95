"""The replay of a training run: a figure whose frames move four panels together, in the browser, without the server.

Nothing is asked of the server while it plays. All that moves are lines, points and areas that are already there: a
frame needs no `redraw`, which would make the browser draw everything again and show a third of the pictures.
"""

from collections.abc import Iterator
from itertools import chain, groupby
from typing import Any

import plotly.graph_objects as go

from backprop.figures.replay_controls import buttons, slider
from backprop.figures.replay_curves import gradient_panel, loss_panel
from backprop.figures.replay_data import data_panel
from backprop.figures.replay_grid import Grid, Place, arrangement
from backprop.figures.replay_network import network_panel
from backprop.figures.replay_parts import Moving, Panel, still
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.film import Film
from backprop.palette import Palette

_NOTHING: Trace = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}


def replay(
    film: Film, colours: Palette, surface: bool = True, start: int | None = None, narrow: bool = False
) -> go.Figure:
    """A training run that plays in the browser.

    Args:
        film: the run.
        colours: of the theme.
        surface: whether to fill the plane with the prediction; the decision boundary is always there.
        start: the training step to open at (the nearest frame); None for the first.
        narrow: for a phone: the curves one below the other.

    Returns:
        A figure whose frames are named by their training step. Points of the loss curves carry theirs in `customdata`.
    """
    data = data_panel(film, colours, surface, narrow)
    panels = [panel for panel in (data, network_panel(film, colours), loss_panel(film, colours)) if panel]
    panels.append(gradient_panel(film, colours))
    grid, places = arrangement(data is not None, film.has_test, narrow)
    first = 0 if start is None else film.nearest(start)

    layout = base_layout(colours, grid.height)
    traces: list[Trace] = []
    moving: list[tuple[int, Moving]] = []
    axes_used = len(panels)
    for number, (panel, place) in enumerate(zip(panels, places, strict=True), start=1):
        layout |= _axes(panel, place, grid, number, colours)
        for depth, group in enumerate(_groups(panel)):
            here = number
            if depth:
                axes_used += 1
                here = axes_used
                layout |= _overlay(panel, place, grid, number, here)
            for part in group:
                if isinstance(part, Moving):
                    moving.append((len(traces), part))
                look = part.look | part.at(first) if isinstance(part, Moving) else part
                traces.append(look | {"xaxis": f"x{_mark(here)}", "yaxis": f"y{_mark(here)}"})
    where = [index for index, _ in moving]
    frames = [
        {
            "name": str(int(step)),
            "data": [part.at(index) for _, part in moving],
            "traces": where,
        }
        for index, step in enumerate(film.steps)
    ]
    layout |= {
        "margin": grid.margin,
        "annotations": [_title(panel, place, grid) for panel, place in zip(panels, places, strict=True)],
        "updatemenus": [buttons(colours)],
        "sliders": [slider(film, first, colours)],
    }
    return Figure(data=traces, layout=layout, frames=frames)


def _groups(panel: Panel) -> Iterator[list[Trace | Moving]]:
    """The panel's traces by the axes they are drawn on, from the lowest to the topmost.

    Where some traces take part in frames and others do not, the browser mixes up their order: so they have axes apart.
    And it forgets axes on which none takes part: so one that shows nothing keeps a trace that stands still company.
    """
    for moves, group in groupby(panel.parts, lambda part: isinstance(part, Moving)):
        yield list(chain(group, () if moves else (still(_NOTHING),)))


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
    for axis in (xaxis, yaxis):
        if "title" in axis:
            axis["title"] = {"text": axis["title"], "standoff": 4, "font": {"size": 13}}
    return {f"xaxis{mark}": xaxis, f"yaxis{mark}": yaxis}


def _overlay(panel: Panel, place: Place, grid: Grid, under: int, number: int) -> dict[str, Any]:
    """Invisible axes over those of a panel."""
    xaxis: dict[str, Any] = {
        "overlaying": f"x{_mark(under)}",
        "anchor": f"y{number}",
        "domain": [place.left, place.right],
    }
    yaxis: dict[str, Any] = {"overlaying": f"y{_mark(under)}", "anchor": f"x{number}", "domain": grid.domain(place.row)}
    for axis, name, own in ((xaxis, "x", panel.xaxis), (yaxis, "y", panel.yaxis)):
        axis |= {key: own[key] for key in ("range", "type") if key in own}
        axis |= {"matches": f"{name}{_mark(under)}", "visible": False, "fixedrange": True}
    return {f"xaxis{number}": xaxis, f"yaxis{number}": yaxis}


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
