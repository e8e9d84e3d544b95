"""The activation of each unit at every point of the plane, arranged as in the network diagram."""

from math import floor, isfinite, log10
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.activations import ACTIVATIONS
from backprop.explain.numbers import text
from backprop.figures.network.geometry import Geometry, geometry
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout
from backprop.figures.training.plane import over, ticks_of, with_gaps
from backprop.figures.training.tiles import CLEAR, KEY, Tiles, signed_bytes, signed_heatmap
from backprop.landscape.contours import crossings
from backprop.notation import Names
from backprop.trace import LayerForward
from backprop.training.run import Run

Array = np.ndarray
Unit = tuple[int, int]
"""(layer from 0, unit from 0)."""

CELLS = 30
"""Cells along each side of a map."""
_LINE = 97
_BETWEEN = 5
"""Cells between two columns."""
_WIDE, _HIGH, _LARGEST = 480, 520, 110
"""Pixels that all columns, all rows, and one map with its name may take."""
_NAME = 19
_HEAD, _FOOT = 44, 8
_NICE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def unit_maps(run: Run, k: int, colours: Palette) -> go.Figure | None:
    """The activation of every hidden unit and output over the plane of the two raw columns, as small maps.

    There is a column for each layer and a row for each unit; a layer with many units shows the first ones and the last.
    A line marks the middle of the range. With one raw column there are curves instead of maps. The range is 0 to 1 for
    sigmoid and softmax, −1 to 1 for tanh, else symmetric about 0 and as wide as the layer needs.

    Args:
        run: a training run.
        k: the parameters before update k are shown.
        colours: of the theme.

    Returns:
        The figure; None for data with more than two columns.

    Raises:
        ValueError: k is no step of the run.
    """
    params, flat = run.parameters_at(k), run.data.dataset.x.shape[1] == 1
    ticks = ticks_of((run,), _LINE if flat else CELLS)
    if not ticks:
        return None
    layers = over(run, params, ticks)
    places = geometry(run.net)
    pitch = min(_LARGEST, _WIDE // run.net.depth, _HIGH // _rows(places))
    tiles, units, gaps = _arrangement(places, pitch)
    lows, highs = zip(
        *(_ends(name, layer.a) for name, layer in zip(run.net.activations, layers, strict=True)), strict=True
    )
    shares = [_share(layers[layer].a[..., unit], lows[layer], highs[layer]) for layer, unit in units]
    names, height = Names(run.net), pitch * _rows(places)
    traces: list[Trace] = [] if flat else [_maps(tiles, shares, colours, 1 + _HEAD / height)]
    traces += [
        _curves(tiles, shares, colours) if flat else _middles(tiles, units, layers, run, colours),
        tiles.names([names.unit(layer + 1, unit) for layer, unit in units], colours),
        _hover(tiles, units, layers, run, pitch),
    ]
    top = _HEAD if flat else _HEAD + KEY
    layout = base_layout(colours, top + _FOOT + height)
    layout |= tiles.axes(room=0.5) | {
        "margin": {"l": 4, "r": 4, "t": top, "b": _FOOT},
        "shapes": [tiles.frames(colours), *([_middle_lines(tiles, colours)] if flat else [])],
        "annotations": [
            *(_heading(run, layer, lows[layer], highs[layer], tiles, units) for layer in range(run.net.depth)),
            *({"x": x, "y": y, "text": "⋮", "showarrow": False} for x, y in gaps),
        ],
    }
    return Figure(data=traces, layout=layout)


# Where the maps are -------------------------------------------------------------------------------------------------


def _rows(places: Geometry) -> int:
    return max(len(column) for column in places.columns[1:])


def _arrangement(places: Geometry, pitch: int) -> tuple[Tiles, list[Unit], list[tuple[float, float]]]:
    """The tiles, the unit on each, and where units are left out. Columns are centred as in the network diagram.

    Args:
        places: of the network diagram.
        pitch: pixels from one row to the next, a name included.
    """
    step = 2 * round(CELLS * pitch / (pitch - _NAME) / 2)  # even, so that half a row is a whole number of cells
    rows, columns = _rows(places), places.columns[1:]
    corners, units, gaps = [], [], []
    for layer, column in enumerate(columns):
        x, top = layer * (CELLS + _BETWEEN), (rows - len(column)) * step // 2
        for row, unit in enumerate(column):
            y = top + row * step
            if unit is None:
                gaps.append((x + (CELLS - 1) / 2, y + (CELLS - 1) / 2))
            else:
                corners.append((x, y))
                units.append((layer, unit))
    canvas = len(columns) * (CELLS + _BETWEEN) - _BETWEEN, rows * step
    return Tiles(tuple(corners), CELLS, CELLS, canvas, step - CELLS), units, gaps


def _heading(run: Run, layer: int, low: float, high: float, tiles: Tiles, units: list[Unit]) -> dict[str, Any]:
    """Which layer a column is, and what its colours mean."""
    x = tiles.corners[units.index((layer, 0))][0] + (tiles.width - 1) / 2
    title = "output" if layer == run.net.depth - 1 else f"layer {layer + 1}"
    span = f"±{text(high, 2)}" if low else f"0 … {text(high, 2)}"
    return {
        "x": x,
        "y": -0.5,
        "yanchor": "bottom",
        "yshift": 3,
        "showarrow": False,
        "text": f"<b>{title}</b><br>{span}",
        "font": {"size": 12},
    }


# What they show -----------------------------------------------------------------------------------------------------


def _ends(activation: str, a: Array) -> tuple[float, float]:
    """The range of a layer's colours."""
    if activation in ("sigmoid", "softmax"):
        return 0.0, 1.0
    if activation == "tanh":
        return -1.0, 1.0
    largest = float(np.abs(a, where=np.isfinite(a), out=np.zeros_like(a)).max())
    return -_ceiling(largest), _ceiling(largest)


def _ceiling(value: float) -> float:
    """The next round number that is not smaller, so that the range seldom changes from step to step."""
    if not value:
        return 1.0
    power = 10.0 ** floor(log10(value))
    found = next((power * nice for nice in _NICE if power * nice >= value), value)
    return found if isfinite(found) and found > 0 else value


def _share(a: Array, low: float, high: float) -> Array:
    """The activation scaled to −1 at the low end and 1 at the high end."""
    return a / high if low else 2 * a - 1


def _maps(tiles: Tiles, shares: list[Array], colours: Palette, key: float) -> Trace:
    """All maps; y points upwards, so the last row of values comes first."""
    pictures = [signed_bytes(share[::-1], 1.0) for share in shares]
    return signed_heatmap(tiles.put(pictures), colours, ("low end", "middle", "high end"), key)


def _middles(tiles: Tiles, units: list[Unit], layers: tuple[LayerForward, ...], run: Run, colours: Palette) -> Trace:
    """Lines where each unit passes the middle of its range: they separate its two halves even without colours."""
    cells = np.arange(CELLS, dtype=np.float64)
    lines = []
    for (x, y), (layer, unit) in zip(tiles.corners, units, strict=True):
        softmax = run.net.activations[layer] == "softmax"
        field = layers[layer].a[..., unit] - 0.5 if softmax else layers[layer].z[..., unit]  # z has no kink
        if np.isfinite(field).all() and field.any():
            found = crossings(cells, cells, field / np.abs(field).max())  # huge values would overflow there
            lines += [np.array([x, y + CELLS - 1]) + line * [1, -1] for line in found]
    points = with_gaps(lines)
    return _line(points[:, 0], points[:, 1], colours.text, 1.2)


def _curves(tiles: Tiles, shares: list[Array], colours: Palette) -> Trace:
    xs, ys = [], []
    for (x, y), share in zip(tiles.corners, shares, strict=True):
        height = np.where(np.isfinite(share), share.clip(-1.0, 1.0), np.nan)
        xs += [x - 0.5 + np.linspace(0, CELLS, len(share)), np.array([np.nan])]
        ys += [y + (CELLS - 1) / 2 - height * (CELLS / 2 - 1), np.array([np.nan])]
    return _line(np.concatenate(xs), np.concatenate(ys), colours.positive, 2.0)


def _line(x: Array, y: Array, colour: str, width: float) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x.astype(np.float32),
        "y": y.astype(np.float32),
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def _middle_lines(tiles: Tiles, colours: Palette) -> dict[str, Any]:
    """The middle of the range in each tile of curves."""
    path = "".join(f"M{x - 0.5},{y + (CELLS - 1) / 2}H{x + CELLS - 0.5}" for x, y in tiles.corners)
    return {"type": "path", "path": path, "line": {"color": colours.line, "width": 1, "dash": "2px,2px"}}


def _hover(tiles: Tiles, units: list[Unit], layers: tuple[LayerForward, ...], run: Run, pitch: int) -> Trace:
    """An invisible mark on each map with its numbers as hover text; `customdata` has layer and unit from 1."""
    names = Names(run.net)
    words = []
    for layer, unit in units:
        a = layers[layer].a[..., unit]
        title = ACTIVATIONS[run.net.activations[layer]].title
        span = f"from {text(float(a.min()), 3)} to {text(float(a.max()), 3)}"
        words.append(f"<b>{names.unit(layer + 1, unit)}</b> {title}<br>{span}")
    x, y = tiles.middles()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {"symbol": "square", "size": pitch - _NAME, "color": CLEAR, "line": {"width": 0}},
        "text": words,
        "customdata": [[layer + 1, unit + 1] for layer, unit in units],
        "hovertemplate": "%{text}<extra></extra>",
    }
