"""The test loss of each seed before and after a cure."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout
from backprop.figures.ticks import decimal_ticks
from pages.generalization.numbers.cures import Cured

_ROW = 20


def before_and_after(found: Cured, colours: Palette) -> go.Figure:
    """A line from before (hollow) to after (filled) for each seed; dashed where the loss is higher after it.

    Args:
        found: the losses.
        colours: of the theme.
    """
    before, after = found.before.test, found.after.test
    known = np.log10(np.concatenate([before, after]))
    low, high = np.floor(2 * known.min()) / 2 - 0.05, np.ceil(2 * known.max()) / 2 + 0.05
    leads = (1, 2, 5) if high - low < 2 else (1,)
    rows = list(range(len(before)))
    lines = [
        QUIET
        | {
            "mode": "lines",
            "x": [each for row in rows if helped[row] for each in (*plain([before[row], after[row]]), None)] or [None],
            "y": [each for row in rows if helped[row] for each in (row, row, None)] or [None],
            "line": {"color": colours.muted, "width": 2, "dash": dash},
        }
        for helped, dash in ((after < before, "solid"), (after > before, "3px,3px"))
    ]
    marks = [
        QUIET
        | {
            "mode": "markers",
            "x": plain(values),
            "y": rows,
            "marker": {"size": 10, "color": fill, "line": {"color": ink, "width": 2}},
            "text": [f"seed {row}, {when}<br>test loss {value:.4g}" for row, value in enumerate(values)],
            "hoverinfo": "text",
        }
        for values, fill, ink, when in (
            (after, colours.accent, colours.accent, "after"),
            (before, "rgba(0,0,0,0)", colours.text, "before"),
        )
    ]
    after_mark = f'<span style="color:{colours.accent}">● after</span>'
    words = f"<b>Test loss</b> of each seed: ○ before &#160; {after_mark} &#160; ╌ higher"
    layout = base_layout(colours, 84 + _ROW * len(rows)) | {
        "xaxis": axis(
            colours,
            low,
            high,
            "test loss",
            type="log",
            **decimal_ticks(low, high, leads),
        ),
        "yaxis": axis(
            colours,
            len(rows) - 0.5,
            -0.5,
            "seed",
            tickvals=rows,
            showgrid=False,
            zeroline=False,
        ),
        "margin": {"l": 48, "r": 8, "t": 34, "b": 46},
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-40)],
    }
    return Figure(data=[*lines, *marks], layout=layout)
