"""Time and memory of one gradient up to a million parameters, and memory against time."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.why_backprop.figures.bars import double_bars
from pages.why_backprop.figures.look import log_axis
from pages.why_backprop.numbers.large import FLOAT, Timed, Trade
from pages.why_backprop.words import bytes_text, every_text, seconds_text

_HEIGHT = 340
_LEFT, _RIGHT = [0.0, 0.44], [0.58, 1.0]


def time_and_memory(steps: Sequence[Timed], colours: Palette) -> go.Figure:
    """On the left the time of a gradient, on the right its memory, both over the number of parameters."""
    sizes = [step.parameters for step in steps]
    seconds = [step.seconds for step in steps]
    kept, gradients = [step.kept for step in steps], [FLOAT * size for size in sizes]
    traces = [
        _line(sizes, seconds, colours.accent, "solid", "circle", [seconds_text(one) for one in seconds]),
        _line(sizes, kept, colours.accent, "solid", "circle", [bytes_text(one) for one in kept]) | _SECOND,
        _line(sizes, gradients, colours.muted, "6px,4px", "square", [bytes_text(one) for one in gradients]) | _SECOND,
    ]
    low, high = _ends(seconds)
    least, most = _ends([*kept, *gradients])
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": log_axis(colours, 2.8, 6.2, "parameters", domain=_LEFT),
        "yaxis": log_axis(colours, low, high),
        "xaxis2": log_axis(colours, 2.8, 6.2, "parameters", domain=_RIGHT, anchor="y2"),
        "yaxis2": log_axis(colours, least, most, anchor="x2"),
        "margin": {"l": 52, "r": 12, "t": 68, "b": 46},
        "annotations": [
            heading("<b>Seconds</b> of one gradient", 0, 1, colours, yshift=4),
            heading(
                f'<b>Bytes</b><br><span style="color:{colours.accent}">● kept: z and a</span><br>'
                f'<span style="color:{colours.muted}">■ the gradient</span>',
                *(_RIGHT[0], 1, colours),
                yshift=4,
            ),
        ],
    }
    return Figure(data=traces, layout=layout)


_SECOND: Trace = {"xaxis": "x2", "yaxis": "y2"}


def memory_for_time(trades: Sequence[Trade], colours: Palette) -> go.Figure:
    """For each k: memory (filled) and time (hollow), both as multiples of keeping everything."""
    whole = trades[0]
    pairs = [(trade.kept / whole.kept, trade.seconds / whole.seconds) for trade in trades]
    words = [(bytes_text(trade.kept), seconds_text(trade.seconds)) for trade in trades]
    names = [every_text(trade.every) for trade in trades]
    most = 1.35 * max(max(pair) for pair in pairs)  # with room for the words behind the bars
    across = axis(colours, 0.0, most, "times keeping everything", nticks=5)
    return double_bars(
        names,
        pairs,
        words,
        [colours.accent] * len(trades),
        across,
        "■ memory for z and a   □ time of one gradient",
        colours,
    )


def _line(x: Sequence[float], y: Sequence[float], colour: str, dash: str, symbol: str, words: Sequence[str]) -> Trace:
    return QUIET | {
        "mode": "lines+markers",
        "x": list(x),
        "y": plain(y),
        "line": {"color": colour, "width": 2.5, "dash": dash},
        "marker": {"color": colour, "size": 8, "symbol": symbol},
        "text": list(words),
        "hoverinfo": "text",
        "hovertemplate": "%{x:,} parameters<br>%{text}<extra></extra>",
    }


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return float(np.log10(min(values))) - 0.2, float(np.log10(max(values))) + 0.3
