"""The best settings of a search with new seeds."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout
from pages.hyperparameters.numbers.finalists import NEW_SEEDS, Finalists
from pages.hyperparameters.words.settings import loss_text, setting_text

_ROW = 58
_LABEL = 0.34


def luck_picture(found: Finalists, colours: Palette) -> go.Figure:
    """For each setting a dot for each new seed, their median, and a cross where it stood in the search.

    Args:
        found: the settings.
        colours: of the theme.
    """
    rows = np.arange(len(found.settings))
    known = np.append(found.losses.ravel(), found.chosen_by)
    known = known[np.isfinite(known)]
    low, high = float(np.floor(10 * known.min() - 0.1) / 10), float(np.ceil(10 * known.max() + 0.1) / 10)
    losses = np.minimum(found.losses, high)
    runs = QUIET | {
        "mode": "markers",
        "x": plain(losses),
        "y": np.repeat(rows, losses.shape[1]).tolist(),
        "marker": {"size": 9, "color": "rgba(0,0,0,0)", "line": {"color": colours.muted, "width": 1.5}},
        "text": [
            f"seed {seed}: {loss_text(loss)}" for row in losses for seed, loss in zip(NEW_SEEDS, row, strict=True)
        ],
        "hoverinfo": "text",
    }
    middle = QUIET | {
        "mode": "markers",
        "x": plain(np.median(losses, axis=1)),
        "y": rows.tolist(),
        "marker": {
            "symbol": "line-ns",
            "size": 22,
            "color": colours.text,
            "line": {"color": colours.text, "width": 3},
        },
    }
    search = QUIET | {
        "mode": "markers",
        "x": plain(np.minimum(found.chosen_by, high)),
        "y": rows.tolist(),
        "marker": {
            "symbol": "x-thin",
            "size": 12,
            "color": colours.accent,
            "line": {"color": colours.accent, "width": 3},
        },
    }
    labels = [
        heading(
            f"<b>{place + 1}</b> &#160; {setting_text(setting)}",
            0,
            place - _LABEL,
            colours,
            yref="y",
            yanchor="middle",
            font={"size": 12, "color": colours.text},
        )
        for place, setting in enumerate(found.settings)
    ]
    words = (
        f'<b>Validation loss</b>: <span style="color:{colours.accent}">× in the search</span>'
        f"<br>○ each of {len(NEW_SEEDS)} new seeds &#160; ❘ their median"
    )
    layout = base_layout(colours, 104 + _ROW * len(rows)) | {
        "xaxis": axis(colours, low, high, "validation loss"),
        "yaxis": axis(colours, len(rows) - 0.6, -0.6, visible=False),
        "margin": {"l": 8, "r": 12, "t": 54, "b": 46},
        "annotations": [*labels, heading(words, 0, 1, colours, yshift=4)],
    }
    return Figure(data=[runs, middle, search], layout=layout)
