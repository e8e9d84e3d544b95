"""Losses of many runs, distances of two units, losses between solutions, and shares over widths."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.powers import ends, positive, power_axis
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.local_minima.numbers import wider
from pages.local_minima.numbers.paths import TICKS, Between
from pages.local_minima.numbers.symmetry import Alike
from pages.local_minima.numbers.wider import WIDTHS, Stuck
from pages.local_minima.numbers.xor import Ends
from pages.local_minima.words import short

Array = np.ndarray

_HEIGHT = 340
_MARGIN = {"l": 52, "r": 12, "t": 54, "b": 46}
_DASHES = ("2px,3px", "6px,4px", "10px,4px", "solid")
_MOST_POINTS = 200


def end_losses(found: Ends, levels: Sequence[float], chosen: int, colours: Palette) -> go.Figure:
    """A mark for each run: ● solved, ✕ stuck; the levels that theory gives are dashed.

    Args:
        found: the ends.
        levels: of the loss.
        chosen: the run with a ring.
        colours: of the theme.
    """
    runs = np.arange(len(found.loss))
    top = max(levels) * 1.12
    shown = np.minimum(np.nan_to_num(found.loss, nan=top), top)
    traces: list[Trace] = [
        QUIET
        | {
            "mode": "markers",
            "x": runs[which].tolist() or [None],
            "y": plain(shown[which]) or [None],
            "marker": {"size": 7, "symbol": symbol, "color": ink},
            "text": [f"run {run}<br>loss {short(float(found.loss[run]))}" for run in runs[which]],
            "hoverinfo": "text",
        }
        for which, symbol, ink in ((found.solved, "circle", colours.accent), (~found.solved, "x", colours.negative))
    ]
    ring = {"size": 16, "symbol": "circle-open", "color": colours.text, "line": {"width": 2}}
    traces.append(QUIET | {"mode": "markers", "x": [chosen], "y": plain([shown[chosen]]), "marker": ring})
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level, "layer": "below"}
        | {"line": {"color": colours.muted, "width": 1.2, "dash": "6px,4px"}}
        for level in levels
    ]
    words = (
        f'<b>Loss at the end of each run</b><br><span style="color:{colours.accent}">● solved</span> &#160; '
        f'<span style="color:{colours.negative}">✕ stuck</span> &#160; ╌╌ levels in theory'
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, -3, len(runs) + 2, "run (its seed)", zeroline=False),
        "yaxis": axis(colours, -0.02, top, zeroline=False, tickvals=list(levels))
        | {"ticktext": [short(level) for level in levels]},
        "margin": _MARGIN,
        "shapes": lines,
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=traces, layout=layout)


def apart(found: Sequence[Alike], chosen: float, colours: Palette) -> go.Figure:
    """How far apart both units are over training, on a logarithmic axis; 0 has no place there.

    Args:
        found: one training for each first distance.
        chosen: the first distance in the accent.
        colours: of the theme.
    """
    low, high = ends(*(one.distance for one in found))
    return _over_training(
        found, chosen, [one.distance for one in found], (low, high), "Distance of both units", colours
    )


def alike_losses(found: Sequence[Alike], chosen: float, colours: Palette) -> go.Figure:
    """The losses of the same trainings; arguments as above."""
    low, high = ends(*(one.loss for one in found))
    return _over_training(found, chosen, [one.loss for one in found], (low, high), "Log loss", colours)


def _over_training(
    found: Sequence[Alike],
    chosen: float,
    values: Sequence[Array],
    reach: tuple[float, float],
    title: str,
    colours: Palette,
) -> go.Figure:
    steps = np.unique(np.linspace(0, len(values[0]) - 1, _MOST_POINTS).round().astype(int))
    traces = []
    for one, each, dash in zip(found, values, _DASHES, strict=True):
        own = one.size == chosen
        line = {"color": colours.accent if own else colours.muted, "width": 3 if own else 1.5, "dash": dash}
        traces.append(QUIET | {"mode": "lines", "x": steps.tolist(), "y": positive(each[steps]), "line": line})
    signs = ("⋯", "╌", "╌╌", "──")
    names = " &#160; ".join(f"{sign} {short(one.size)}" for one, sign in zip(found, signs, strict=True))
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0, len(values[0]) - 1, "training step", zeroline=False),
        "yaxis": power_axis(colours, *reach),
        "margin": _MARGIN,
        "annotations": [
            heading(f"<b>{title}</b>, by how far they differ at first<br>{names}", 0, 1, colours, yshift=4, xshift=-44)
        ],
    }
    return Figure(data=traces, layout=layout)


def between_picture(found: Between, colours: Palette) -> go.Figure:
    """The loss along both lines.

    Args:
        found: the lines.
        colours: of the theme.
    """
    top = 1.1 * float(max(found.straight.max(), found.matched.max()))
    looks = ((found.straight, colours.negative, "6px,4px"), (found.matched, colours.accent, "solid"))
    traces = [
        QUIET
        | {
            "mode": "lines",
            "x": plain(TICKS),
            "y": plain(values),
            "line": {"color": ink, "width": 2.5, "dash": dash},
            "text": [f"t = {short(t)}<br>loss {short(value)}" for t, value in zip(TICKS, values, strict=True)],
            "hoverinfo": "text",
        }
        for values, ink, dash in looks
    ]
    uprights = [
        {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
        | {"line": {"color": colours.muted, "width": 1.2}}
        for at in (0, 1)
    ]
    words = (
        f'<b>Log loss on the straight line</b><br><span style="color:{colours.negative}">╌╌ as trained</span> &#160; '
        f'<span style="color:{colours.accent}">── units matched</span>'
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(
            colours, float(TICKS[0]), float(TICKS[-1]), "t: 0 is the first solution, 1 the second", zeroline=False
        ),
        "yaxis": axis(colours, -0.02 * top, top),
        "margin": _MARGIN,
        "shapes": uprights,
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=traces, layout=layout)


def wider_picture(found: Stuck, colours: Palette) -> go.Figure:
    """The share of stuck runs with its 95 % interval.

    Args:
        found: the shares.
        colours: of the theme.
    """
    places = list(range(len(WIDTHS)))
    above, below = 100 * (found.high - found.shares), 100 * (found.shares - found.low)
    points = QUIET | {
        "mode": "markers",
        "x": places,
        "y": plain(100 * found.shares),
        "marker": {"size": 11, "color": colours.accent},
        "error_y": {
            "array": plain(above),
            "arrayminus": plain(below),
            "color": colours.accent,
            "thickness": 2,
            "width": 6,
        },
        "text": [
            f"{width} units<br>{count} of {wider.SEEDS}" for width, count in zip(WIDTHS, found.counts, strict=True)
        ],
        "hoverinfo": "text",
    }
    words = f"<b>Stuck runs</b> in % of {wider.SEEDS} seeds<br>● share, │ 95 % interval (Wilson)"
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, -0.5, len(places) - 0.5, "hidden units", zeroline=False, tickvals=places)
        | {"ticktext": [str(width) for width in WIDTHS]},
        "yaxis": axis(colours, -2, max(20.0, 110 * float(found.high.max()))),
        "margin": _MARGIN,
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=[points], layout=layout)
