"""Contours of a loss over two weights, and where descents from many starts end."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.local_minima.numbers.neuron import HIGH, LOW, TARGETS, Basins, grid, value
from pages.local_minima.words import LETTERS, short

_PER_SIDE = 61
_HEIGHT = 470
_SYMBOLS = ("circle", "square", "diamond", "triangle-up")
_CHARACTERS = ("●", "■", "◆", "▲")
_ROOM = 0.12


def looks(colours: Palette) -> list[tuple[str, str, str]]:
    """Colour, marker and character of each minimum, the lowest first."""
    inks = (colours.accent, colours.slope, colours.input, colours.negative)
    return list(zip(inks, _SYMBOLS, _CHARACTERS, strict=True))


def ground_picture(found: Basins, ground: str, colours: Palette) -> go.Figure:
    """The picture.

    Args:
        found: the descents.
        ground: which targets.
        colours: of the theme.
    """
    ticks = np.linspace(LOW, HIGH, _PER_SIDE)
    z = value(grid(_PER_SIDE), TARGETS[ground]).reshape(_PER_SIDE, _PER_SIDE)
    contours: Trace = {
        "type": "contour",
        "x": plain(ticks),
        "y": plain(ticks),
        "z": np.round(z, 5).tolist(),
        "contours": {
            "coloring": "lines",
            "start": float(z.min()),
            "end": float(z.max()),
            "size": float(np.ptp(z)) / 18,
        },
        "colorscale": [[0, colours.muted], [1, colours.muted]],
        "line": {"width": 0.8},
        "showscale": False,
        "hoverinfo": "skip",
    }
    traces: list[Trace] = [contours]
    names = []
    for index, (ink, symbol, character) in enumerate(looks(colours)[: len(found.minima)]):
        here = found.starts[found.basin == index]
        letter = LETTERS[index]
        names.append(f'<span style="color:{ink}">{character} {letter} {short(found.losses[index])}</span>')
        traces.append(
            QUIET
            | {
                "mode": "markers",
                "x": plain(here[:, 0]) or [None],
                "y": plain(here[:, 1]) or [None],
                "marker": {"size": 6, "symbol": symbol, "color": ink, "opacity": 0.75},
            }
        )
    rest = found.starts[found.basin < 0]
    traces.append(
        QUIET
        | {
            "mode": "markers",
            "x": plain(rest[:, 0]) or [None],
            "y": plain(rest[:, 1]) or [None],
            "marker": {"size": 5, "symbol": "x-thin", "line": {"color": colours.muted, "width": 1}},
        }
    )
    traces.append(
        QUIET
        | {
            "mode": "markers+text",
            "x": plain(found.minima[:, 0]),
            "y": plain(found.minima[:, 1]),
            "text": [f"<b>{LETTERS[index]}</b>" for index in range(len(found.minima))],
            "textfont": {"size": 14, "color": colours.text},
            "marker": {"size": 24, "color": colours.background, "line": {"color": colours.text, "width": 2}},
        }
    )
    words = f"<b>Each mark is a start; it shows the minimum it reaches</b><br>{' &#160; '.join(names)}"
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, LOW - _ROOM, HIGH + _ROOM, "w₁", zeroline=False),
        "yaxis": axis(colours, LOW - _ROOM, HIGH + _ROOM, "w₂", zeroline=False),
        "margin": {"l": 48, "r": 10, "t": 54, "b": 46},
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-40)],
    }
    return Figure(data=traces, layout=layout)
