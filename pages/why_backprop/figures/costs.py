"""What a gradient costs: bars for one network, and lines over networks of growing size."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.why_backprop.figures.bars import double_bars
from pages.why_backprop.figures.look import LOOKS, ink, line, log_axis
from pages.why_backprop.numbers.growth import GROWING, Growth
from pages.why_backprop.numbers.ways import BACKPROP
from pages.why_backprop.words import TITLES, seconds_text, times_text

Array = np.ndarray

_GROWTH_HEIGHT = 430


def times_backprop(
    ways: Sequence[str], counts: Mapping[str, float], seconds: Mapping[str, float], colours: Palette
) -> go.Figure:
    """Multiplications (filled) and time (hollow) of each way, as multiples of backpropagation.

    Args:
        ways: from top to bottom; backpropagation is one of them.
        counts: multiplications of each way over those of backpropagation.
        seconds: the time of each way; one that was not measured is left out.
        colours: of the theme.
    """
    unit = seconds[BACKPROP]
    pairs = [(counts[way], seconds.get(way, float("nan")) / unit) for way in ways]
    words = [
        (f"{times_text(counts[way])} ×", seconds_text(seconds[way]) if way in seconds else "not computed")
        for way in ways
    ]
    known = np.array([value for pair in pairs for value in pair if np.isfinite(value)])
    low, high = np.log10(known.min()) - 0.15, np.log10(known.max())
    across = log_axis(colours, low, high + 0.4 * (high - low), "times backpropagation")  # with room for the words
    names = [TITLES[way].replace(", ", ",<br>") for way in ways]
    inks = [ink(way, colours) for way in ways]
    return double_bars(names, pairs, words, inks, across, "■ multiplications   □ time, measured here", colours)


def growth(found: Growth, unit: str, exact: bool, colours: Palette) -> go.Figure:
    """The cost of each way over the number of parameters, both on logarithmic axes.

    Args:
        found: the numbers.
        unit: what they are.
        exact: whether to say with which power each grows; a time follows no power, as long as calls take most of it.
        colours: of the theme.
    """
    known = np.concatenate([values[np.isfinite(values)] for values in found.found.values()])
    low, high = np.log10(known.min()) - 0.3, np.log10(known.max()) + 0.4
    traces: list[Trace] = []
    notes = []
    for way in GROWING:
        values = found.found[way]
        there = np.isfinite(values)
        traces.append(
            QUIET
            | {
                "mode": "lines+markers",
                "x": found.parameters[there].tolist(),
                "y": plain(values[there]),
                "line": line(way, colours),
                "marker": {"symbol": LOOKS[way].symbol, "size": 9, "color": ink(way, colours)},
                "hoverinfo": "text",
                "hovertemplate": f"{TITLES[way]}<br>%{{x:,}} parameters<br>%{{y:.4g}} {unit}<extra></extra>",
            }
        )
        notes.append(_name(way, found, exact, colours))
    layout = base_layout(colours, _GROWTH_HEIGHT) | {
        "xaxis": log_axis(colours, 0.9, 4.45, "parameters"),
        "yaxis": log_axis(colours, low, high),
        "margin": {"l": 56, "r": 12, "t": 118, "b": 46},
        "annotations": [
            heading(
                f"<b>{unit.capitalize()}</b> of one gradient<br>{'<br>'.join(notes)}",
                0,
                1,
                colours,
                yshift=4,
                xshift=-48,
            )
        ],
    }
    return Figure(data=traces, layout=layout)


def _name(way: str, found: Growth, exact: bool, colours: Palette) -> str:
    """The name of a way, and the power with which it grows."""
    slope = found.slope(way)
    grows = f": P<sup>{text(slope, 3)}</sup>" if exact and np.isfinite(slope) else ""
    sign = {"circle": "●", "diamond": "◆", "triangle-up": "▲", "square": "■", "star": "★"}[LOOKS[way].symbol]
    return f'<span style="color:{ink(way, colours)}">{sign} {TITLES[way]}{grows}</span>'
