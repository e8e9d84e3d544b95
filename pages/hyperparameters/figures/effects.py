"""The loss by the values of each choice, and the share of the variance that each choice explains."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import percent
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout
from backprop.figures.ticks import decimal_ticks
from pages.hyperparameters.figures.looks import loss_ends
from pages.hyperparameters.numbers.full import AXES, Full
from pages.hyperparameters.numbers.space import CHOICES
from pages.hyperparameters.words.settings import TITLES, loss_text, value_text

_ROW = 19


def effects_picture(found: Full, colours: Palette) -> go.Figure:
    """For each value of each choice the median loss over all others, and a line from the 10th to the 90th percentile.

    Args:
        found: the full grid.
        colours: of the theme.
    """
    low, high = loss_ends(found.loss)
    rows, labels, spreads, notes = [], [], [], []
    row = 0
    for choice, values in zip(CHOICES, AXES, strict=True):
        words = f"<b>{TITLES[choice]}</b>"
        notes.append(heading(words, 0, row, colours, yref="y", yanchor="middle", xshift=4, font={"size": 13}))
        for value, losses in zip(values, found.values_of(choice), strict=True):
            row += 1
            rows.append(row)
            labels.append(value_text(value))
            spreads.append(np.quantile(losses, (0.1, 0.5, 0.9)))
        row += 1.4
    ends = np.array(spreads)
    lines = QUIET | {
        "mode": "lines",
        "x": [each for low_, _, high_ in ends for each in (*plain([low_, high_]), None)],
        "y": [each for place in rows for each in (place, place, None)],
        "line": {"color": colours.muted, "width": 2},
    }
    dots = QUIET | {
        "mode": "markers",
        "x": plain(ends[:, 1]),
        "y": rows,
        "marker": {"size": 10, "color": colours.accent},
        "text": [
            f"{label}: median {loss_text(middle)}<br>10 % below {loss_text(low_)}, 10 % above {loss_text(high_)}"
            for label, (low_, middle, high_) in zip(labels, ends, strict=True)
        ],
        "hoverinfo": "text",
    }
    dot = f'<span style="color:{colours.accent}">● median</span>'
    top = heading(f"<b>Validation loss</b>: {dot} &#160; ━ middle 80 %", 0, 1, colours, yshift=4, xshift=-40)
    layout = base_layout(colours, round(90 + _ROW * row)) | {
        "xaxis": axis(colours, low, high, "validation loss", type="log", **decimal_ticks(low, high, (1,))),
        "yaxis": axis(colours, row - 0.8, -0.8, tickvals=rows, ticktext=labels, showgrid=False, zeroline=False),
        "margin": {"l": 52, "r": 8, "t": 34, "b": 46},
        "annotations": [*notes, top],
    }
    return Figure(data=[lines, dots], layout=layout)


def shares_picture(found: Full, colours: Palette) -> go.Figure:
    """A bar for each choice, and one for the combinations.

    Args:
        found: the full grid.
        colours: of the theme.
    """
    values = [*(float(share) for share in found.shares), found.rest]
    names = [*(TITLES[choice] for choice in CHOICES), "combinations"]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": plain(values),
        "y": list(range(len(values))),
        "width": 0.6,
        "marker": {"color": [colours.accent] * len(CHOICES) + [colours.muted]},
        "text": [percent(value) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    ticks = [0.0, 0.5, 1.0]
    layout = base_layout(colours, 280) | {
        "xaxis": axis(colours, 0, 1.12, tickvals=ticks, ticktext=[percent(tick) for tick in ticks]),
        "yaxis": axis(
            colours,
            len(values) - 0.5,
            -0.5,
            tickvals=list(range(len(values))),
            ticktext=names,
            showgrid=False,
            zeroline=False,
        ),
        "margin": {"l": 108, "r": 8, "t": 34, "b": 30},
        "annotations": [heading("<b>Share of the variance</b> of log₁₀(loss)", 0, 1, colours, yshift=4, xshift=-100)],
    }
    return Figure(data=[bars], layout=layout)
