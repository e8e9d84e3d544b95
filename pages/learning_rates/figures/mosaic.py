"""Many training runs as small pictures side by side, all moving together: a boundary or curve above a loss curve.

For any number of runs the figure has only a few traces: the pictures lie in the cells of one plane, and each trace
holds the same part of all pictures.
"""

from collections.abc import Sequence
from math import ceil

import numpy as np

from backprop.explain.numbers import text
from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.parts import with_points
from backprop.figures.film.remote import remote
from backprop.figures.palette import Palette
from backprop.figures.style import Trace, base_layout, faded
from pages.learning_rates.numbers.sweep_film import SweepFilm
from pages.learning_rates.words import GOOD, SIGNS, Pace

Array = np.ndarray

_COLUMNS = {1: 1, 2: 2, 3: 3, 4: 4, 6: 6, 8: 8, 12: 6, 16: 8, 32: 11, 64: 16}
"""Cells in a row, for up to this many runs."""
_SHORT, _FEWER = 8, 12
"""Characters of a learning rate and its symbol that fit over the smallest picture; cells in a row if there are more."""
_WORDS, _PICTURE, _CURVE, _GAP = 0.22, 1.0, 0.3, 0.1
"""Heights in a cell, in widths of its picture: words, picture, loss curve, and the gap between cells."""
_APART = 0.05
"""Gap between a picture and its loss curve."""
_FEW = 16
"""Up to this many runs the labels are words, not symbols."""
_MANY = 32
"""Up to this many runs a picture is wide enough for larger letters."""
_POINTS = {6: 120, 12: 80, 32: 40, 64: 24}
_WIDTH = 860
"""Usual width of the figure in pixels; its height is computed from it."""
_MARGIN = 8
"""Pixels above the pictures."""
_CURVE_POINTS = 60


def has_words(runs: int) -> bool:
    """Whether there is room for the label of each run in words, and not only for its symbol."""
    return runs <= _FEW


def _word_size(runs: int) -> int:
    """The largest font size that fits over a picture on a screen 1280 pixels wide, beside the sidebar."""
    return 13 if has_words(runs) else 12 if runs <= _MANY else 11


class _Cells:
    """The positions of the cells in the plane of the figure."""

    def __init__(self, words: Sequence[str]) -> None:
        runs = len(words)
        self.columns = min(runs, next((across for most, across in sorted(_COLUMNS.items()) if runs <= most), 16))
        if runs > _MANY and max(map(len, words)) > _SHORT:
            self.columns = _FEWER
        self.rows = ceil(runs / self.columns)
        self.height = _WORDS + _PICTURE + _CURVE + 2 * _GAP

    def corner(self, run: int) -> Array:
        """The lower left corner of a run's picture."""
        row, column = divmod(run, self.columns)
        return np.array([column * (1 + _GAP), -row * self.height - _WORDS - _PICTURE])

    @property
    def span(self) -> tuple[float, float]:
        return self.columns * (1 + _GAP) - _GAP, self.rows * self.height - _GAP


def mosaic(film: SweepFilm, labels: Sequence[Pace], colours: Palette, start: int = 0) -> AnimatedFigure:
    """All runs of a sweep at once.

    Args:
        film: the runs.
        labels: what to say of each run's learning rate.
        colours: of the theme.
        start: index of the frame to open at.
    """
    runs, (rates, kinds) = len(film.sweep), _said(film, labels)
    cells = _Cells([f"{rate} {kind}" for rate, kind in zip(rates, kinds, strict=True)])
    inks = [colours.text if label.kind == GOOD else colours.muted for label in labels]
    curves = _Curves(film, cells)
    still: list[Trace] = [_frames(runs, cells, colours), *_data(film, cells, colours), curves.lines(colours)]
    moving = len(still)
    look: Trace = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": colours.text, "width": 2}}
    dots: Trace = {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"size": 7 if runs <= _FEW else 5, "color": colours.accent},
    }
    words = _words(rates, kinds, labels, cells, inks)
    traces = [*still, look | with_points(_lines(film, cells, start)), dots | curves.cursors(start), words]
    frames = [
        {
            "name": str(int(step)),
            "data": [*({} for _ in still), with_points(_lines(film, cells, index)), curves.cursors(index), {}],
            "traces": list(range(moving + 3)),
        }
        for index, step in enumerate(film.steps)
    ]
    across, down = cells.span
    inner = round(_WIDTH / across * down)
    layout = base_layout(colours, inner + _MARGIN + 8)
    axis: Trace = {"visible": False, "fixedrange": True}
    layout |= {
        "xaxis": axis | {"range": [-_GAP / 2, across + _GAP / 2], "constrain": "domain"},
        "yaxis": axis
        | {"range": [-down, _GAP / 2], "scaleanchor": "x", "constrain": "domain", "constraintoward": "top"},
        "margin": {"l": 4, "r": 4, "t": _MARGIN, "b": 4},
    }
    if len(frames) > 1:
        layout |= {"updatemenus": [remote()]}
    return AnimatedFigure(traces, layout, frames)


def _frames(runs: int, cells: _Cells, colours: Palette) -> Trace:
    """A thin border round every picture, and a line below its loss curve."""
    gap, below = [np.nan, np.nan], -_APART - _CURVE
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0], gap, [0, below], [1, below], gap])
    places = np.concatenate([cells.corner(run) + square for run in range(runs)])
    return _path(places) | {"line": {"color": colours.line, "width": 1}}


def _path(places: Array) -> Trace:
    x, y = np.asarray(places, dtype=np.float32).T
    return {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": x, "y": y}


def _data(film: SweepFilm, cells: _Cells, colours: Palette) -> list[Trace]:
    """The same few samples in every picture; both classes differ in colour and symbol."""
    runs = len(film.sweep)
    most = next((count for limit, count in sorted(_POINTS.items()) if runs <= limit), 24)
    shown = np.unique(np.linspace(0, len(film.x) - 1, most).round().astype(int))
    points = film.x[shown] if film.is_plane else np.stack([film.x[shown, 0], film.y[shown]], axis=-1)
    kinds = film.y[shown] if film.is_plane else np.ones(len(shown))
    size = 6 if runs <= _FEW else 3
    traces = []
    for kind, symbol, colour in ((0, "diamond", colours.negative), (1, "circle", colours.positive)):
        inside = _inside(points[kinds == kind], film)
        if len(inside):
            places = np.concatenate([cells.corner(run) + inside for run in range(runs)])
            marker = {"symbol": symbol, "size": size, "color": faded(colour, 0.6)}
            traces.append(_path(places) | {"mode": "markers", "marker": marker})
    return traces


def _inside(places: Array, film: SweepFilm) -> Array:
    """Places of the data as places in a picture, from 0 to 1; those outside of it are moved to its border."""
    low, high = np.array(film.ranges).T
    return np.clip((places - low) / (high - low), 0.0, 1.0)


def _lines(film: SweepFilm, cells: _Cells, index: int) -> Trace:
    """What every run has learned at one frame."""
    pieces = []
    for run, line in enumerate(film.lines[index]):
        inside = cells.corner(run) + _inside(line, film)
        gap = np.full((*inside.shape[:-2], 1, 2), np.nan)
        pieces.append(np.concatenate([inside, gap], axis=-2).reshape(-1, 2))
    return {key: value for key, value in _path(np.concatenate(pieces)).items() if key in "xy"}


class _Curves:
    """The loss curves under the pictures, on one scale: from the lowest loss to ten times the highest first loss."""

    def __init__(self, film: SweepFilm, cells: _Cells) -> None:
        self.film, self.cells = film, cells
        losses = film.sweep.train_loss
        known = losses[np.isfinite(losses) & (losses > 0)]
        self.low = float(np.log10(known.min())) if len(known) else -1.0
        top = 10 * float(np.nanmax(losses[:, 0])) if np.isfinite(losses[:, 0]).any() else 1.0
        self.high = max(float(np.log10(top)) if top > 0 else 0.0, self.low + 0.1)

    def _places(self, run: int, at: Array) -> Array:
        """Places of the losses of a run, at some of the recorded steps."""
        steps = self.film.sweep.steps
        with np.errstate(divide="ignore", invalid="ignore"):
            height = (np.log10(self.film.sweep.train_loss[run, at]) - self.low) / (self.high - self.low)
        x = steps[at] / max(1, steps[-1])
        y = np.clip(height, 0.0, 1.0) * _CURVE - _CURVE - _APART
        return self.cells.corner(run) + np.stack([x, y], axis=-1)

    def lines(self, colours: Palette) -> Trace:
        last = len(self.film.sweep.steps) - 1
        at = np.unique(np.linspace(0, last, min(last + 1, _CURVE_POINTS)).round().astype(int))
        gap = np.full((1, 2), np.nan)
        places = [part for run in range(len(self.film.sweep)) for part in (self._places(run, at), gap)]
        return _path(np.concatenate(places)) | {"line": {"color": colours.accent, "width": 1.5}}

    def cursors(self, index: int) -> Trace:
        at = self.film.at[index : index + 1]
        places = np.concatenate([self._places(run, at) for run in range(len(self.film.sweep))])
        return {key: value for key, value in _path(places).items() if key in "xy"}


def _said(film: SweepFilm, labels: Sequence[Pace]) -> tuple[list[str], list[str]]:
    """Each learning rate, and its label or the symbol for it."""
    numbers = [run.learning_rate for run in film.sweep.experiments]
    rates = [text(rate, 2) for rate in numbers]
    if len(set(rates)) < len(set(numbers)):
        rates = [text(rate, 3) for rate in numbers]
    return rates, [label.kind if has_words(len(numbers)) else SIGNS[label.kind] for label in labels]


def _words(
    rates: Sequence[str], kinds: Sequence[str], labels: Sequence[Pace], cells: _Cells, inks: Sequence[str]
) -> Trace:
    """The learning rate and its label above each picture."""
    places = np.stack([cells.corner(run) + np.array([0.5, 1.02]) for run in range(len(rates))])
    return _path(places) | {
        "mode": "text",
        "text": [f"<b>{rate}</b> {kind}" for rate, kind in zip(rates, kinds, strict=True)],
        "textposition": "top center",
        "textfont": {"size": _word_size(len(rates)), "color": inks},
        "hovertext": [f"α = {rate}<br>{label.sentence}" for rate, label in zip(rates, labels, strict=True)],
        "hoverinfo": "text",
    }
