"""The film of a race: all optimizers in one picture, moving at once, and their losses beside it.

The optimizers can be distinguished without colour as well: by line dash, by marker, and by a label that moves along.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.cursor import Dots, Spot, cursor
from backprop.figures.film.data import SYMBOLS, class_colour
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, joined, rounded, short, still
from backprop.figures.landscape.clipping import line_in, points_in
from backprop.figures.landscape.terrain import contour_lines, minima_marks
from backprop.figures.palette import Palette
from backprop.figures.style import Trace, faded
from backprop.film.frames import choose_frames
from backprop.landscape.surfaces import Surface
from backprop.losses import LOSSES
from pages.optimizers.numbers.network_race import Boundaries, NetworkRace, boundaries
from pages.optimizers.numbers.race import Entry, Race
from pages.optimizers.numbers.surface_race import SurfaceRace
from pages.optimizers.words.race import TITLES, loss_name

Array = np.ndarray

FRAMES = 51
_GRID = Grid((330,), (2,))
_PLACES = (Place(0, 0, 0.5), Place(0, 0.55, 1))
_LOOKS = {
    "sgd": ("text", "solid", "circle", "●"),
    "momentum": ("positive", "9px,4px", "square", "■"),
    "nesterov": ("slope", "9px,3px,2px,3px", "diamond", "◆"),
    "rmsprop": ("negative", "2px,3px", "triangle-up", "▲"),
    "adam": ("upstream", "5px,3px", "star", "★"),
}
"""Role of the colour, dash, marker, and the same marker as a character."""
_ABOVE = 10.0
"""A loss above this many times the first one is drawn at the top."""
_DECADES = 6, 2
"""Powers of ten shown below the start, for a surface and for a network: `race.EQUAL` distinguishes six."""
_ROOM = 0.46
"""Room for the labels right of the last step, as a share of the steps."""
_APART = 0.062
"""Smallest distance between labels, as a share of the axis."""
_QUIET: Trace = {"type": "scatter", "hoverinfo": "skip"}
_LINES: Trace = _QUIET | {"mode": "lines"}


def mark(name: str) -> str:
    """An optimizer's marker as a character."""
    return _LOOKS[name][3]


def surface_film(found: SurfaceRace, start: int, reveal: bool, colours: Palette) -> AnimatedFigure:
    """The film of a race over a surface.

    Args:
        found: the race.
        start: the step to open at; it has a frame of its own.
        reveal: whether the steps still to come are drawn, too.
        colours: of the theme.
    """
    steps = _frames(found.race, start)
    return _film(found.race, _ground(found, steps, reveal, colours), steps, start, reveal, _DECADES[0], colours)


def network_film(found: NetworkRace, start: int, reveal: bool, colours: Palette) -> AnimatedFigure:
    """The film of a race of training runs; the arguments as in `surface_film`."""
    steps = _frames(found.race, start)
    panel = _data(found, boundaries(found, steps), colours)
    title = LOSSES[str(found.runs[0].experiment.loss)].title
    return _film(found.race, panel, steps, start, reveal, _DECADES[1], colours, title)


def _frames(race: Race, start: int) -> Array:
    return np.union1d(choose_frames(race.steps, FRAMES), min(start, race.steps))


def _film(
    race: Race, panel: Panel, steps: Array, start: int, reveal: bool, decades: int, colours: Palette, title: str = ""
) -> AnimatedFigure:
    first = int(np.searchsorted(steps, min(start, race.steps)))
    losses = _losses(race, steps, reveal, _Scale(race, decades), colours, title)
    return compose([panel, losses], _PLACES, _GRID, steps, first, colours)


def _ink(name: str, colours: Palette) -> str:
    return getattr(colours, _LOOKS[name][0])


def _line(name: str, colours: Palette, width: float, strength: float = 1.0) -> Trace:
    return _LINES | {"line": {"color": faded(_ink(name, colours), strength), "width": width, "dash": _LOOKS[name][1]}}


def _markers(entries: Sequence[Entry], colours: Palette) -> Trace:
    return {
        "symbol": [_LOOKS[entry.name][2] for entry in entries],
        "color": [_ink(entry.name, colours) for entry in entries],
        "size": 12,
        "line": {"color": colours.background, "width": 1.5},
    }


# The ground ---------------------------------------------------------------------------------------------------------


def _ground(found: SurfaceRace, steps: Array, reveal: bool, colours: Palette) -> Panel:
    """Contour lines and minima, the paths so far, and the current place of each optimizer."""
    surface, entries = found.surface, found.race.entries
    paths = [walk.theta for walk in found.walks]
    across, up = surface.ranges

    def seen(path: Array) -> Trace:
        x, y = line_in((across, up), *path.T)
        return {"x": short(x), "y": short(y)}

    parts = [still(trace) for trace in (*contour_lines(surface, colours), _minima(surface, colours))]
    if reveal:
        for entry, path in zip(entries, paths, strict=True):
            parts.append(still(_line(entry.name, colours, 1.5, 0.35) | seen(path)))

    def so_far(path: Array) -> Callable[[int], Trace]:
        return lambda index: seen(path[: steps[index] + 1])

    def here(index: int) -> Trace:
        places = np.array([path[min(int(steps[index]), len(path) - 1)] for path in paths])
        x, y = points_in((across, up), *places.T)
        return {"x": short(x), "y": short(y)}

    for entry, path in zip(entries, paths, strict=True):
        parts.append(Moving(_line(entry.name, colours, 2.5), so_far(path)))
    parts.append(Moving(_QUIET | {"mode": "markers", "marker": _markers(entries, colours)}, here))
    name_across, name_up = surface.names
    cross = "  × minimum" if len(surface.minima) == 1 else "  × minima"
    return Panel(
        (f"<b>{surface.title}</b>", f"contour lines of the loss: strong lines are low{cross}"),
        parts,
        {"range": list(across), "title": name_across, "nticks": 6, "showgrid": False},
        {"range": list(up), "title": name_up, "nticks": 6, "showgrid": False},
    )


def _minima(surface: Surface, colours: Palette) -> Trace:
    """The minima in a muted colour: every other colour here belongs to an optimizer."""
    cross: Trace = {"symbol": "x-thin", "size": 12, "line": {"color": colours.muted, "width": 2.5}}
    return minima_marks(surface, colours) | {"marker": cross}


# The data of a network ----------------------------------------------------------------------------------------------


def _data(found: NetworkRace, seen: Boundaries, colours: Palette) -> Panel:
    """The data, and the decision boundary of each network."""
    data = found.runs[0].data.dataset
    parts: list[Moving] = []
    for kind in range(2):
        points = data.x[data.y.ravel() == kind]
        marker = {"symbol": SYMBOLS[kind], "size": 7, "color": faded(class_colour(kind, colours), 0.45)}
        parts.append(
            still(_QUIET | {"mode": "markers", "marker": marker, "x": short(points[:, 0]), "y": short(points[:, 1])})
        )
    for entry, frames in zip(found.race.entries, seen.lines, strict=True):

        def at(index: int, frames: Sequence[Sequence[Array]] = frames) -> Trace:
            return _with_gaps(frames[index])

        parts.append(Moving(_line(entry.name, colours, 3), at))
    horizontal, vertical = ([float(ticks[0]), float(ticks[-1])] for ticks in seen.ticks)
    across, up = data.columns
    return Panel(
        ("<b>Data</b>, and the decision boundary of each network", f"◆ {data.classes[0]}   ● {data.classes[1]}"),
        parts,
        {"range": horizontal, "title": across, "nticks": 5, "showgrid": False},
        {"range": vertical, "title": up, "nticks": 5, "showgrid": False},
    )


def _with_gaps(lines: Sequence[Array]) -> Trace:
    """Several lines as one."""
    return {axis: joined((*np.round(line[:, i], 3).tolist(), None) for line in lines) for i, axis in enumerate("xy")}


# Losses -------------------------------------------------------------------------------------------------------------


def _losses(race: Race, steps: Array, reveal: bool, scale: "_Scale", colours: Palette, title: str) -> Panel:
    """The losses over the steps, as heights above the lowest loss on a logarithmic axis, and a label for each."""
    curves = [scale.drawn(race.above(entry)) for entry in race.entries]
    across = np.arange(race.steps + 1)
    parts: list[Moving] = []

    def until(curve: Array) -> Callable[[int], Trace]:
        def at(index: int) -> Trace:
            end = min(int(steps[index]) + 1, len(curve))
            return {"x": short(across[:end]), "y": short(curve[:end])}

        return at

    for entry, curve in zip(race.entries, curves, strict=True):
        look = _line(entry.name, colours, 2.5) | {
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertemplate": f"{TITLES[entry.name]}<br>step %{{x}}<br>%{{y:.3g}}<extra></extra>",
        }
        if reveal:
            parts.append(still(look | {"x": short(across[: len(curve)]), "y": short(curve)}))
        else:
            parts.append(Moving(look, until(curve)))

    def here(index: int) -> list[tuple[int, float]]:
        ats = [min(int(steps[index]), len(curve) - 1) for curve in curves]
        return [(at, float(curve[at])) for curve, at in zip(curves, ats, strict=True)]

    def spots(index: int) -> tuple[int, Sequence[Spot]]:
        return int(steps[index]), [(at, rounded(height)) for at, height in here(index)]

    def labels(index: int) -> Trace:
        y = scale.apart([height for _, height in here(index)])
        return {"x": [steps[index] + 0.03 * race.steps] * len(y), "y": [rounded(value) for value in y]}

    words = [f"{mark(entry.name)} {TITLES[entry.name]}" for entry in race.entries]
    inks = [_ink(entry.name, colours) for entry in race.entries]
    label: Trace = _QUIET | {
        "mode": "text",
        "text": words,
        "textposition": "middle right",
        "textfont": {"size": 13, "color": inks},
        "cliponaxis": False,
    }
    dots = Dots(inks, [colours.background] * len(inks), [_LOOKS[entry.name][2] for entry in race.entries], border=1.5)
    parts += [
        cursor((scale.low, scale.high), spots, dots, colours.line),
        still(label | labels(len(steps) - 1)) if reveal else Moving(label, labels),  # at the end of the full curves
    ]
    return Panel(
        (f"<b>{title or loss_name(race)}</b>", "each step, on a logarithmic axis"),
        parts,
        {"range": [0, race.steps * (1 + _ROOM)], "title": "step", "tickvals": _ticks(race.steps)},
        {
            "type": "log",
            "range": [float(np.log10(scale.low)), float(np.log10(scale.high))],
            "dtick": 1,
            "exponentformat": "power",
        },
    )


class _Scale:
    """The axis of the losses: fixed by the start, whatever the walks do."""

    def __init__(self, race: Race, decades: int) -> None:
        height = race.height or 1.0
        self.low = 10.0 ** (np.floor(np.log10(height)) - decades)
        self.high = _ABOVE * height

    def drawn(self, heights: Array) -> Array:
        """Heights for the picture: those beyond the axis are moved to its end."""
        return np.clip(heights, self.low, self.high)

    def apart(self, heights: Sequence[float]) -> list[float]:
        """Heights of labels, near the given ones and far enough from each other, none beyond the axis."""
        bottom, span = np.log10(self.low), np.log10(self.high / self.low)
        shares = (np.log10(heights) - bottom) / span
        order = np.argsort(shares, kind="stable")
        placed = shares[order]
        for lower, upper in pairwise(range(len(placed))):
            placed[upper] = max(placed[upper], placed[lower] + _APART)
        placed[-1] = min(placed[-1], 1.0 - _APART / 2)
        for upper, lower in pairwise(reversed(range(len(placed)))):
            placed[lower] = min(placed[lower], placed[upper] - _APART)
        found = np.empty_like(placed)
        found[order] = placed
        return (10.0 ** (bottom + found * span)).tolist()


def _ticks(steps: int) -> list[int]:
    """Round numbers from 0 to the last step."""
    wanted = steps / 5
    apart = next(each for each in (1, 2, 5, 10, 20, 25, 50, 100) if each >= wanted)
    return list(range(0, steps + 1, apart))
