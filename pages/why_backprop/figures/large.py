"""Time and memory of one step up to a million parameters, and memory against time."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.why_backprop.figures.look import log_axis
from pages.why_backprop.numbers.large import FLOAT, Step, Trade
from pages.why_backprop.words import bytes_text, seconds_text

_HEIGHT = 340
_LEFT, _RIGHT = [0.0, 0.44], [0.58, 1.0]


def time_and_memory(steps: Sequence[Step], colours: Palette) -> go.Figure:
    """On the left the time of a step, on the right its memory, both over the number of parameters."""
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
            heading("<b>Seconds</b> of one step", 0, 1, colours, yshift=4),
            heading(
                f'<b>Bytes</b><br><span style="color:{colours.accent}">● kept for the backward pass</span><br>'
                f'<span style="color:{colours.muted}">■ the gradient itself</span>',
                *(_RIGHT[0], 1, colours),
                yshift=4,
            ),
        ],
    }
    return Figure(data=traces, layout=layout)


_SECOND: Trace = {"xaxis": "x2", "yaxis": "y2"}


def memory_for_time(trades: Sequence[Trade], colours: Palette) -> go.Figure:
    """For each k: the memory on the left, the time on the right, both as shares of keeping everything."""
    whole = trades[0]
    names = ["all" if trade.every == 1 else f"every {trade.every}th" for trade in trades]
    names = [name.replace("2th", "2nd") for name in names]
    rows = list(range(len(trades)))
    shares = (
        ("x", [trade.kept / whole.kept for trade in trades], [bytes_text(trade.kept) for trade in trades]),
        ("x2", [trade.seconds / whole.seconds for trade in trades], [seconds_text(trade.seconds) for trade in trades]),
    )
    traces: list[Trace] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": plain(values),
            "y": rows,
            "width": 0.6,
            "text": [f" {said}" for said in words],
            "textposition": "outside",
            "textfont": {"color": colours.text, "size": 13},
            "cliponaxis": False,
            "marker": {"color": colours.accent if across == "x" else colours.slope},
            "hoverinfo": "skip",
            "xaxis": across,
            "yaxis": "y" if across == "x" else "y2",
        }
        for across, values, words in shares
    ]
    memory, time = (1.5 * max(values) for _, values, _ in shares)  # room for the words behind the bars
    hidden = {"showticklabels": False, "showgrid": False}
    down = axis(colours, len(trades) - 0.4, -0.6, zeroline=False, tickvals=rows) | {
        "ticktext": names,
        "showgrid": False,
    }
    layout = base_layout(colours, 60 + 36 * len(trades)) | {
        "xaxis": axis(colours, 0, memory, domain=_LEFT) | hidden,
        "yaxis": down,
        "xaxis2": axis(colours, 0, time, domain=_RIGHT, anchor="y2") | hidden,
        "yaxis2": down | {"anchor": "x2"},
        "margin": {"l": 76, "r": 12, "t": 28, "b": 8},
        "annotations": [
            heading("<b>Memory</b> for z and a", 0, 1, colours, yshift=4),
            heading("<b>Time</b> of one step", _RIGHT[0], 1, colours, yshift=4),
        ],
    }
    return Figure(data=traces, layout=layout)


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
