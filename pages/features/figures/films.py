"""Two films: the maps of all units beside the data, and the plane of the last hidden layer with its bent grid."""

from collections.abc import Sequence

import numpy as np

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.data import class_colour, data_panel
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, joined, short, still
from backprop.figures.palette import Palette
from backprop.figures.style import QUIET, Trace, faded, mixed
from backprop.film.run_film import Film
from backprop.landscape.contours import regions
from pages.features.numbers.spirals import Bent, Maps

Array = np.ndarray

_MAPS = Grid((470,), (2,))
_MAP_PLACES = (Place(0, 0, 0.5), Place(0, 0.62, 0.72), Place(0, 0.76, 0.86), Place(0, 0.9, 1))
_PLANES = Grid((380,), (2,))
_PLANE_PLACES = (Place(0, 0, 0.45), Place(0, 0.55, 1))
_GAP = 0.12
"""Between two maps of a column, as a share of a map."""
_LEVELS = (-0.5, 0.0, 0.5)
_REACH = 1.12


def maps_film(found: Maps, start: int, colours: Palette) -> AnimatedFigure:
    """The data, and a column of maps for each hidden layer.

    Args:
        found: the maps.
        start: the step to open at.
        colours: of the theme.
    """
    columns = [_column(found, layer, colours) for layer in range(len(found.a))]
    return _beside_data(found.film, columns, _MAP_PLACES, _MAPS, start, colours)


def _beside_data(
    film: Film, panels: Sequence[Panel], places: Sequence[Place], grid: Grid, start: int, colours: Palette
) -> AnimatedFigure:
    """A film of the data with some panels beside them."""
    data = data_panel(film, colours, surface=True, narrow=False)
    assert data is not None
    return compose([data, *panels], places, grid, film.steps, film.nearest(start), colours)


def _column(found: Maps, layer: int, colours: Palette) -> Panel:
    """The maps of one layer, one below the other: orange, pale orange, pale blue and blue, from −1 to 1."""
    a = found.a[layer]
    units = a.shape[-1]
    ticks = np.linspace(0.0, 1.0, a.shape[1])
    tops = [(units - 1 - unit) * (1 + _GAP) for unit in range(units)]
    pale = (mixed(colours.background, ink, 0.35) for ink in (colours.negative, colours.positive))
    inks = (*pale, colours.positive)
    tiles: Trace = QUIET | {
        "mode": "none",
        "fill": "toself",
        "fillcolor": colours.negative,
        "x": joined((0.0, 1.0, 1.0, 0.0, None) for _ in tops),
        "y": joined((top, top, top + 1, top + 1, None) for top in tops),
    }

    maps = np.moveaxis(a, -1, 1).reshape(-1, *a.shape[1:3])  # (frames · units, rows, columns)
    up = np.array([(0.0, top) for top in tops])

    def above(level: float) -> list[list[Array]]:
        """For each frame the corners of all areas above a level."""
        pieces = regions(ticks, ticks, maps, level)
        frames = [pieces[start : start + units] for start in range(0, len(pieces), units)]
        return [[np.round(piece + at, 3) for piece, at in zip(each, up, strict=True) if len(piece)] for each in frames]

    def drawn(corners: list[Array]) -> Trace:
        return {
            "x": joined((*piece[:, 0].tolist(), None) for piece in corners),
            "y": joined((*piece[:, 1].tolist(), None) for piece in corners),
        }

    areas = [
        Moving(
            QUIET | {"mode": "none", "fill": "toself", "fillcolor": ink},
            lambda index, corners=corners: drawn(corners[index]),
        )
        for corners, ink in zip(map(above, _LEVELS), inks, strict=True)
    ]
    return Panel(
        (f"<b>Layer {layer + 1}</b>",),
        [still(tiles), *areas],
        {"range": [-0.02, 1.02], "visible": False},
        {"range": [-0.02, tops[0] + 1.02], "visible": False},
    )


def plane_film(found: Bent, start: int, colours: Palette) -> AnimatedFigure:
    """The data with a straight grid, and the same grid and samples in the plane of the last hidden layer.

    Args:
        found: the plane.
        start: the step to open at.
        colours: of the theme.
    """
    return _beside_data(found.film, [_plane(found, colours)], _PLANE_PLACES, _PLANES, start, colours)


def _plane(found: Bent, colours: Palette) -> Panel:
    def grid(index: int) -> Trace:
        lines = np.round(found.grid[index], 3)
        return {
            "x": joined((*line[:, 0].tolist(), None) for line in lines),
            "y": joined((*line[:, 1].tolist(), None) for line in lines),
        }

    def samples(kind: int, index: int) -> Trace:
        places = found.points[index][found.classes == kind]
        return {"x": short(places[:, 0]), "y": short(places[:, 1])}

    def cut(index: int) -> Trace:
        (x0, y0), (x1, y1) = cut_ends(found.cut[index])
        return {"x": [x0, x1], "y": [y0, y1]}

    symbols = ("diamond", "circle")
    points = [
        Moving(
            QUIET
            | {
                "mode": "markers",
                "marker": {
                    "symbol": symbols[kind],
                    "size": 7,
                    "opacity": 1,
                    "color": class_colour(kind, colours),
                    "line": {"color": colours.background, "width": 0.5},
                },
            },
            lambda index, kind=kind: samples(kind, index),
        )
        for kind in (0, 1)
    ]
    lines = QUIET | {"mode": "lines", "line": {"color": faded(colours.muted, 0.6), "width": 1}}
    straight = QUIET | {"mode": "lines", "line": {"color": colours.text, "width": 2}}
    axis: Trace = {"range": [-_REACH, _REACH], "nticks": 5, "showgrid": False, "constrain": "domain"}
    return Panel(
        ("<b>Last hidden layer</b>", "the same points"),
        [Moving(lines, grid), *points, Moving(straight, cut)],
        axis | {"title": "a₁", "constraintoward": "left"},
        axis | {"title": "a₂", "scaleanchor": "x", "constraintoward": "top"},
    )


def cut_ends(cut: Sequence[float]) -> tuple[tuple[float | None, float | None], tuple[float | None, float | None]]:
    """Where the line w₁a₁ + w₂a₂ + b = 0 enters and leaves the picture; nothing if it does not cross it."""
    w1, w2, b = (float(value) for value in cut)
    crossings = []
    for side in (-_REACH, _REACH):
        if w2:
            crossings.append((side, -(b + w1 * side) / w2))
        if w1:
            crossings.append((-(b + w2 * side) / w1, side))
    inside = [spot for spot in crossings if max(map(abs, spot)) <= _REACH * (1 + 1e-9)]
    if len(inside) < 2:
        return (None, None), (None, None)
    return min(inside), max(inside)
