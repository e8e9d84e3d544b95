"""The first panel of a replay: the data, and what the network predicts."""

from collections.abc import Callable, Sized
from functools import partial
from itertools import pairwise
from math import inf

import numpy as np

from backprop.figures.film.parts import Moving, Panel, ends, joined, short
from backprop.figures.palette import Palette
from backprop.figures.style import Trace, escaped, mixed
from backprop.film.run_film import Curve, Film, Plane
from backprop.landscape.contours import crossings, regions

Array = np.ndarray

SYMBOLS = ("diamond", "circle", "square", "triangle-up", "cross", "star", "pentagon", "triangle-down", "x", "hexagon")
_COLOURS = ("negative", "positive", "slope", "upstream", "input", "accent")
_LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Predictions of a single output at which the surface changes its colour."""
_SHADES = ((0.0, 0.2), (0.6, 0.35), (0.9, 0.5))
"""With one output for each class: least confidence, and the share of the class's colour from there on."""
_OVERLAP = -0.01
"""By how much regions of several classes reach over their borders, so that no gap is left where three meet."""
_FULL = 0.55
"""The largest share of a class's colour on the surface: the points on it must stand out."""
_LINES: Trace = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
_AREA: Trace = {"type": "scatter", "mode": "none", "fill": "toself", "hoverinfo": "skip"}


def class_colour(index: int, colours: Palette) -> str:
    """The colour of a class; the first two have those of minus and plus. Symbols tell classes apart as well."""
    return getattr(colours, _COLOURS[index % len(_COLOURS)])


_TRAINING = "training"
_EDGE = 0.15
"""Room above and below the targets, as a share of their range."""


def data_panel(film: Film, colours: Palette, surface: bool, narrow: bool, held_out: str = "test") -> Panel | None:
    """The data in their plane or with the fitted curve; None where there is neither.

    Args:
        film: the run.
        colours: of the theme.
        surface: whether to fill the plane; the decision boundary is always there.
        narrow: whether the panel is small.
        held_out: what the part that is not trained with is called.
    """
    size = (10 if len(film.points.y) <= 100 else 9 if len(film.points.y) <= 300 else 7) - 2 * narrow
    if film.plane:
        return _plane_panel(film, film.plane, colours, surface, size, held_out)
    return _curve_panel(film, film.curve, colours, size, held_out) if film.curve else None


def _plane_panel(film: Film, plane: Plane, colours: Palette, surface: bool, size: int, held_out: str) -> Panel:
    parts = _bounded(plane, surface, colours)
    points = film.points
    kinds = points.y.astype(int)
    names = [escaped(points.classes[kind]) for kind in kinds]
    inks = [class_colour(kind, colours) for kind in kinds]
    symbols = [SYMBOLS[kind % len(SYMBOLS)] for kind in kinds]
    data = _points(points.x.T, _parts(points.test, held_out), names, inks, symbols, size, colours)
    alike = bool(np.isclose(np.ptp(plane.x), np.ptp(plane.y)))
    round_too: Trace = {"scaleanchor": "x", "constrain": "domain", "constraintoward": "top"} if alike else {}
    across, up = map(escaped, points.columns)
    common: Trace = {"nticks": 5, "showgrid": not surface}
    return Panel(
        _title(film, held_out),
        parts,
        common | {"range": ends(plane.x), "title": across, "constrain": "domain", "constraintoward": "left"},
        common | {"range": ends(plane.y), "title": up} | round_too,
        above=[data],
        ground=_ground(plane, colours) if surface else "",
    )


def _bounded(plane: Plane, surface: bool, colours: Palette) -> list[Moving]:
    """Surface and boundary on the finest grid that keeps the corners of all frames together within the limit."""
    parts, drawn = [], []
    for stride, most in _STRIDES.items():
        grid = Plane(plane.x[::stride], plane.y[::stride], plane.prediction[:, ::stride, ::stride])
        parts = [*(_surface(grid, colours) if surface else []), _line(grid, colours)]
        if drawn := _drawn(parts, len(plane.prediction), most):
            break
    return [Moving(part.look, traces.__getitem__) for part, traces in zip(parts, drawn, strict=True)]


def _drawn(parts: list[Moving], frames: int, most: float) -> list[list[Trace]]:
    """The traces of each part in each frame; [] if they have more than `most` corners together."""
    drawn: list[list[Trace]] = [[] for _ in parts]
    for index in range(frames):
        for part, traces in zip(parts, drawn, strict=True):
            traces.append(part.at(index))
            most -= _corners(traces[-1])
        if most < 0:
            return []
    return drawn


def _corners(trace: Trace) -> int:
    x = trace.get("x")
    return len(x) if isinstance(x, Sized) else 0


def _line(plane: Plane, colours: Palette) -> Moving:
    line = {"color": colours.text, "width": 2}
    return Moving(_LINES | {"line": line}, lambda index: _with_gaps(_boundary(plane, index)))


_MOST_CORNERS = 65_000
"""Most corners of all frames together; a corner takes eleven bytes."""
_TOGETHER = 8
"""Frames whose regions are found together: few, so that a surface with too many corners is soon given up."""
_STRIDES = {1: _MOST_CORNERS, 2: _MOST_CORNERS, 4: _MOST_CORNERS, 8: inf}
"""The grids to try, finest first: the stride over the ticks of the plane, and the most corners allowed."""


def _surface(plane: Plane, colours: Palette) -> list[Moving]:
    """The prediction as nested regions of one colour each, painted from the outermost; below them is `_ground`.

    A heatmap would make the browser draw everything again in each frame; regions are moved like lines.
    """
    outputs = plane.prediction.shape[-1]
    if outputs > 1:
        return [
            _region(
                plane,
                partial(_confidence, plane, k, least),
                _OVERLAP,
                mixed(colours.background, class_colour(k, colours), share),
            )
            for k in range(outputs)
            for least, share in _SHADES[: 2 if outputs > 4 else 3]
        ]
    zero, one = (class_colour(k, colours) for k in (0, 1))
    parts = []
    for level, above in pairwise((*_LEVELS, 1.0)):
        colour = zero if above <= 0.5 else one
        fill = mixed(colours.background, colour, _shade((level + above) / 2))
        parts.append(_region(plane, lambda index: plane.prediction[index, ..., 0], level, fill))
    return parts


def _ground(plane: Plane, colours: Palette) -> str:
    """The colour where a single output is below all levels; none for one output for each class: one always wins."""
    return (
        mixed(colours.background, class_colour(0, colours), _shade(_LEVELS[0] / 2))
        if plane.prediction.shape[-1] == 1
        else ""
    )


def _shade(prediction: float) -> float:
    """The share of a class's colour that a prediction gets."""
    return 2 * _FULL * abs(prediction - 0.5)


def _region(plane: Plane, values: Callable[[int], Array], level: float, fill: str) -> Moving:
    known: dict[int, list[Array]] = {}

    def at(index: int) -> Trace:
        first = index - index % _TOGETHER
        if first not in known:
            some = range(first, min(first + _TOGETHER, len(plane.prediction)))
            known[first] = regions(plane.x, plane.y, np.stack([values(each) for each in some]), level)
        x, y = known[first][index - first].T
        return {"x": short(x), "y": short(y)}

    return Moving(_AREA | {"fillcolor": fill}, at)


def _confidence(plane: Plane, k: int, least: float, index: int) -> Array:
    """Above 0 where class k wins with at least that confidence (rows, columns)."""
    return np.minimum(_lead(plane, k, index), plane.prediction[index, ..., k] - least)


def _lead(plane: Plane, k: int, index: int) -> Array:
    """By how much class k is ahead of the best other one (rows, columns)."""
    prediction = plane.prediction[index]
    return prediction[..., k] - np.delete(prediction, k, axis=-1).max(axis=-1)


def _boundary(plane: Plane, index: int) -> list[Array]:
    """Lines (count, 2) where a single output is ½; with one output for each class, where the largest one changes."""
    outputs = plane.prediction.shape[-1]
    if outputs == 1:
        return crossings(plane.x, plane.y, plane.prediction[index, ..., 0], 0.5)
    leads = [_lead(plane, k, index) for k in range(outputs - 1)]  # each border has one of these on one of its sides
    return [line for lead in leads for line in crossings(plane.x, plane.y, lead)]


def _with_gaps(lines: list[Array]) -> Trace:
    """Several lines as one trace, with gaps between them."""
    points = [(*np.round(line, 3).T.tolist(),) for line in lines]
    return {"x": joined((*x, None) for x, _ in points), "y": joined((*y, None) for _, y in points)}


def _curve_panel(film: Film, curve: Curve, colours: Palette, size: int, held_out: str) -> Panel:
    points = film.points
    low, high = float(points.y.min()), float(points.y.max())
    span = high - low or 1.0
    count = len(points.y)
    places = np.stack([points.x[:, 0], points.y])
    parts = _parts(points.test, held_out)
    data = _points(places, parts, [""] * count, [colours.muted] * count, ["circle"] * count, size, colours)
    bottom, top = low - _EDGE * span, high + _EDGE * span
    shown = short(curve.y.clip(bottom, top))  # outside of the picture the curve runs along the edge
    line = {"color": colours.accent, "width": 4}
    fitted = Moving(_LINES | {"line": line, "x": short(curve.x)}, lambda index: {"y": shown[index]})
    return Panel(
        _title(film, held_out),
        [fitted],
        {"range": ends(curve.x), "title": escaped(points.columns[0]), "nticks": 5},
        {"range": [bottom, top], "title": escaped(points.target), "nticks": 5},
        below=[data],
    )


def _title(film: Film, held_out: str) -> tuple[str, ...]:
    return "<b>Data</b>", f"● {_TRAINING}  ○ {held_out}" if film.has_test else f"● {_TRAINING}"


def _parts(test: Array, held_out: str) -> list[str]:
    """The name of the part that each point belongs to (n,)."""
    return [held_out if hollow else _TRAINING for hollow in test]


def _points(
    places: Array, parts: list[str], names: list[str], inks: list[str], symbols: list[str], size: int, colours: Palette
) -> Trace:
    """All points in one trace: training points are filled, the others hollow.

    Args:
        places: (2, n).
        parts: the part that each belongs to (n,).
        names, inks, symbols: class, colour and symbol of each.
        size: of a filled one in pixels.
        colours: of the theme.
    """
    test = [part != _TRAINING for part in parts]
    marker = {
        "symbol": symbols,
        "size": [size - 2 if hollow else size for hollow in test],  # the border makes a hollow point larger
        "color": [colours.background if hollow else ink for ink, hollow in zip(inks, test, strict=True)],
        "line": {
            "color": [ink if hollow else colours.background for ink, hollow in zip(inks, test, strict=True)],
            "width": [1.5 if hollow else 1 for hollow in test],
        },
        "opacity": 1,
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": short(places[0]),
        "y": short(places[1]),
        "marker": marker,
        "hovertext": [f"{name} {part}".strip() for name, part in zip(names, parts, strict=True)],
    }
