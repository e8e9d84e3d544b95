"""What the winner promises and what it keeps, against the number of trials."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import percent
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout, faded
from pages.hyperparameters.numbers.judging import COUNTS, DRAWS, Judged, most_optimism
from pages.hyperparameters.words.judged import error_text, means

_HEIGHT = 400
_TOP = 0.5
_TICKS = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]


def judged_picture(judged: Judged, colours: Palette) -> go.Figure:
    """Validation error and test error of the winner, and how low theory lets the mean validation error be.

    Args:
        judged: the winners.
        colours: of the theme.
    """
    places = list(range(len(COUNTS)))
    promised, kept = means(judged)
    low, high = np.quantile(judged.promised, (0.1, 0.9), axis=0)
    band: Trace = QUIET | {
        "mode": "none",
        "fill": "toself",
        "fillcolor": faded(colours.accent, 0.14),
        "x": [*places, *places[::-1]],
        "y": [*plain(low), *plain(high[::-1])],
    }
    validation = _line(promised, colours.accent, colours.accent, "solid", "validation error")
    test = _line(kept, colours.text, colours.background, "6px,4px", "test error")
    floor = np.maximum(kept - [most_optimism(count, judged.size) for count in COUNTS], 0)
    bound: Trace = QUIET | {
        "mode": "lines",
        "x": places[1:],
        "y": plain(floor[1:]),
        "line": {"color": colours.muted, "width": 1.5, "dash": "2px,3px"},
    }
    accent = f'<span style="color:{colours.accent}">● validation</span>'
    words = (
        f"<b>Error of the winner</b>: {accent} &#160; ○ test",
        f"mean of {DRAWS} draws; band: the middle 80 %",
        "⋯ theory: the mean is not below this line",
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(
            colours,
            -0.4,
            len(places) - 0.6,
            "trials that the winner is chosen from",
            tickvals=places,
            ticktext=[str(count) for count in COUNTS],
            showgrid=False,
            zeroline=False,
        ),
        "yaxis": axis(colours, -0.01, _TOP, tickvals=_TICKS, ticktext=[percent(tick) for tick in _TICKS]),
        "margin": {"l": 48, "r": 8, "t": 74, "b": 46},
        "annotations": [heading("<br>".join(words), 0, 1, colours, yshift=4, xshift=-40)],
    }
    return Figure(data=[band, bound, validation, test], layout=layout)


def _line(values: np.ndarray, ink: str, fill: str, dash: str, name: str) -> Trace:
    return QUIET | {
        "mode": "lines+markers",
        "x": list(range(len(values))),
        "y": plain(values),
        "line": {"color": ink, "width": 2.5, "dash": dash},
        "marker": {"size": 9, "color": fill, "line": {"color": ink, "width": 2}},
        "text": [f"{count} trials<br>{name} {error_text(value)}" for count, value in zip(COUNTS, values, strict=True)],
        "hoverinfo": "text",
    }
