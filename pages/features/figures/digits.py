"""Digits: what can be read in each layer over training, what excites a unit, and what is lost without it."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from backprop.figures.training.tiles import Tiles
from pages.features.numbers.digits import Exciting, Probed, Removed

Array = np.ndarray

_HEIGHT = 320
_LOOKS = (("negative", "6px,4px", "◆", "diamond"), ("positive", "2px,3px", "■", "square"))


def read_in_layers(found: Probed, colours: Palette) -> go.Figure:
    """Accuracy of a linear classifier on each layer, and of the network, over training."""
    x = np.arange(len(found.steps))
    names = [f'<span style="color:{colours.muted}">╌╌ the pixels</span>']
    traces: list[Trace] = [
        QUIET
        | {
            "mode": "lines",
            "x": [0, len(found.steps) - 1],
            "y": [found.inputs] * 2,
            "line": {"color": colours.muted, "width": 1.5, "dash": "dot"},
        }
    ]
    for layer, (values, (role, dash, sign, symbol)) in enumerate(zip(found.layers, _LOOKS, strict=True), start=1):
        ink = getattr(colours, role)
        traces.append(_line(x, values, ink, dash, symbol, f"layer {layer}", found.steps))
        names.append(f'<span style="color:{ink}">{sign} layer {layer}</span>')
    traces.append(_line(x, found.network, colours.accent, "solid", "circle", "the network", found.steps))
    names.append(f'<span style="color:{colours.accent}">● the network</span>')
    shown = [*range(0, len(found.steps) - 1, 3), len(found.steps) - 1]
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, -0.3, len(found.steps) - 0.7, "training step", zeroline=False, tickvals=shown)
        | {"ticktext": [f"{int(found.steps[at])}" for at in shown]},
        "yaxis": axis(colours, 0.0, 1.02, tickformat=".0%", dtick=0.2),
        "margin": {"l": 44, "r": 12, "t": 48, "b": 46},
        "annotations": [heading(f"<b>Read correctly</b>, on test data<br>{'  '.join(names)}", 0, 1, colours, yshift=4)],
    }
    return Figure(data=traces, layout=layout)


def _line(x: Array, y: Array, ink: str, dash: str, symbol: str, name: str, steps: Array) -> Trace:
    return QUIET | {
        "mode": "lines+markers",
        "x": x.tolist(),
        "y": plain(y),
        "line": {"color": ink, "width": 2.5, "dash": dash},
        "marker": {"symbol": symbol, "size": 8, "color": ink},
        "customdata": [int(step) for step in steps],
        "hoverinfo": "text",
        "hovertemplate": f"step %{{customdata}}<br>{name} %{{y:.1%}}<extra></extra>",
    }


def pictures(found: Exciting, pixels: Array, colours: Palette) -> go.Figure:
    """The digits that excite a unit most, the most exciting first.

    Args:
        found: which they are.
        pixels: of each (digits, 64), from 0 to 16.
        colours: of the theme.
    """
    count = len(pixels)
    tiles = Tiles(tuple((9 * place, 0) for place in range(count)), 8, 8, (9 * count - 1, 10), 2)
    canvas = np.full((10, 9 * count - 1), np.nan)
    for (x, y), picture in zip(tiles.corners, pixels, strict=True):
        canvas[y : y + 8, x : x + 8] = picture.reshape(8, 8)
    names = [f"{digit}: {text(float(a), 4)}" for digit, a in zip(found.classes, found.a, strict=True)]
    shown: Trace = {
        "type": "heatmap",
        "z": canvas,
        "zmin": 0,
        "zmax": 16,
        "colorscale": [[0.0, colours.background], [1.0, colours.text]],
        "showscale": False,
        "hoverinfo": "skip",
    }
    layout = base_layout(colours, 150) | tiles.axes(room=0.25)
    layout |= {"margin": {"l": 4, "r": 4, "t": 4, "b": 4}, "shapes": [tiles.frames(colours)]}
    return Figure(data=[shown, tiles.names(names, colours)], layout=layout)


def lost(found: Removed, chosen: int, colours: Palette) -> go.Figure:
    """How many more test digits are wrong without each unit, in percentage points; the chosen unit is in the accent.

    Args:
        found: accuracy with and without each unit.
        chosen: the unit to mark.
        colours: of the theme.
    """
    points = 100 * (found.whole - found.without)
    units = list(range(1, len(points) + 1))
    reach = max(1.0, 1.15 * float(np.abs(points).max()))
    bars: Trace = {
        "type": "bar",
        "x": units,
        "y": plain(points),
        "marker": {"color": [colours.accent if unit - 1 == chosen else colours.muted for unit in units]},
        "hovertemplate": "unit %{x}<br>%{y:.2f} points<extra></extra>",
    }
    layout = base_layout(colours, 260) | {
        "xaxis": axis(colours, 0.4, len(units) + 0.6, "unit that is removed", tickvals=units, zeroline=False),
        "yaxis": axis(colours, min(0.0, float(points.min()) * 1.3) - 0.05 * reach, reach),
        "margin": {"l": 44, "r": 12, "t": 28, "b": 46},
        "annotations": [heading("<b>Accuracy lost</b>, in percentage points", 0, 1, colours, yshift=4)],
    }
    return Figure(data=[bars], layout=layout)
