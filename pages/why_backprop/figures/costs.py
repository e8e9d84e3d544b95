"""What a gradient costs: bars for one network, and lines over networks of growing size."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.why_backprop.figures.look import LOOKS, ink, line, log_axis
from pages.why_backprop.numbers.growth import GROWING, Growth
from pages.why_backprop.words import TITLES

Array = np.ndarray

_ROW = 58
_GROWTH_HEIGHT = 430


def times_backprop(
    ways: Sequence[str], counts: Mapping[str, float], times: Mapping[str, float], colours: Palette
) -> go.Figure:
    """Multiplications (filled) and time (hollow) of each way, as multiples of backpropagation.

    Args:
        ways: from top to bottom.
        counts: multiplications of each way over those of backpropagation.
        times: the same for the time; a way that was not measured is left out.
        colours: of the theme.
    """
    rows = list(range(len(ways)))
    names = [TITLES[way].replace(", ", ",<br>") for way in ways]
    both = [*counts.values(), *times.values()]
    low, high = np.log10(min(*both, 1.0)) - 0.15, np.log10(max(both)) + 0.75
    traces = [
        _bars(ways, [float(counts[way]) for way in ways], rows, -0.2, True, low, colours),
        _bars(ways, [float(times.get(way, np.nan)) for way in ways], rows, 0.2, False, low, colours),
    ]
    layout = base_layout(colours, 70 + _ROW * len(ways)) | {
        "xaxis": log_axis(colours, low, high, "times backpropagation"),
        "yaxis": axis(colours, len(ways) - 0.4, -0.6, zeroline=False, showgrid=False, tickvals=rows)
        | {"ticktext": names, "tickfont": {"size": 13, "color": colours.text}},
        "margin": {"l": 150, "r": 8, "t": 28, "b": 46},
        "annotations": [heading("<b>■ multiplications</b>   □ time, measured here", 0, 1, colours, yshift=4)],
        "barmode": "overlay",
    }
    return Figure(data=traces, layout=layout)


def _bars(
    ways: Sequence[str], values: list[float], rows: list[int], shift: float, filled: bool, low: float, colours: Palette
) -> Trace:
    inks = [ink(way, colours) for way in ways]
    bottom = 10.0**low
    return {
        "type": "bar",
        "orientation": "h",
        "base": bottom,
        "x": [value - bottom for value in plain(values)],
        "y": [row + shift for row in rows],
        "width": 0.34,
        "text": [f" {text(value, 3)} ×" if np.isfinite(value) else " not computed" for value in values],
        "textposition": "outside",
        "textfont": {"color": colours.text, "size": 13},
        "cliponaxis": False,
        "marker": {
            "color": inks if filled else colours.background,
            "line": {"color": inks, "width": 1.5},
        },
        "hoverinfo": "skip",
    }


def growth(found: Growth, unit: str, colours: Palette) -> go.Figure:
    """The cost of each way over the number of parameters, both on logarithmic axes.

    Args:
        found: the numbers.
        unit: what they are, as the title of the axis.
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
        notes.append(_name(way, found, colours))
    layout = base_layout(colours, _GROWTH_HEIGHT) | {
        "xaxis": log_axis(colours, 0.9, 4.45, "parameters"),
        "yaxis": log_axis(colours, low, high),
        "margin": {"l": 56, "r": 12, "t": 118, "b": 46},
        "annotations": [
            heading(f"<b>{unit.capitalize()}</b> for one gradient<br>" + "<br>".join(notes), 0, 1, colours, yshift=4)
        ],
    }
    return Figure(data=traces, layout=layout)


def _name(way: str, found: Growth, colours: Palette) -> str:
    """The name of a way, and the power with which it grows."""
    slope = found.slope(way)
    grows = f" grows like P<sup>{text(slope, 3)}</sup>" if np.isfinite(slope) else ""
    sign = {"circle": "●", "diamond": "◆", "triangle-up": "▲", "square": "■", "star": "★"}[LOOKS[way].symbol]
    return f'<span style="color:{ink(way, colours)}">{sign} {TITLES[way]}{grows}</span>'
