"""Two curves in one picture: what each run predicts over one column."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.figures.film.parts import ends
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.figures.training.comparison.names import APART, KEPT, NOW, name_at_end
from backprop.figures.training.comparison.points import data_points, data_rows, hover_words
from backprop.figures.training.confusion import shortened
from backprop.figures.training.plane import over, ticks_of
from backprop.training.run import Run

Array = np.ndarray

_CURVE = 161


def curves(kept: Run, now: Run, colours: Palette) -> go.Figure:
    """Both fitted curves, and the data: once if they are the same for both runs."""
    (ticks,) = ticks_of((kept, now), _CURVE)
    same = np.array_equal(kept.data.dataset.x, now.data.dataset.x) and np.array_equal(kept.data.rows, now.data.rows)
    same = same and np.array_equal(kept.data.dataset.y, now.data.dataset.y)
    y = np.concatenate([run.data.dataset.y[:, 0] for run in (kept, now)])
    low, high = float(y.min()), float(y.max())
    room = 0.15 * (high - low or 1.0)
    traces: list[Trace] = []
    for run, colour in ((kept, colours.negative), (now, colours.muted))[same:]:
        rows, test = data_rows(run)
        places = np.stack([run.data.dataset.x[rows, 0], run.data.dataset.y[rows, 0]])
        traces.append(
            data_points(places, [colour] * len(rows), ["circle"] * len(rows), test, hover_words(run), colours)
        )
    tops = []
    for run, name, colour, dash in ((kept, KEPT, colours.negative, "3px,3px"), (now, NOW, colours.accent, "solid")):
        values = _fitted(run, ticks)
        end = float(np.nan_to_num(values[-1], nan=low))
        sign = " ↑" if end > high + room else " ↓" if end < low - room else ""
        tops.append((min(max(end, low - room), high + room), name + sign, colour))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": ticks.astype(np.float32),
                "y": values.clip(low - 100 * room, high + 100 * room).astype(np.float32),
                "name": name,
                "line": {"color": colour, "width": 3.5, "dash": dash},
                "hovertemplate": f"{name}: %{{y:.4g}}<extra></extra>",
            }
        )
    layout = base_layout(colours, 320)
    common = {"color": colours.muted, "gridcolor": faded(colours.line, 0.6), "zeroline": False, "fixedrange": True}
    layout |= {
        "xaxis": common | {"range": ends(ticks), "title": {"text": shortened(now.data.dataset.columns[0], 30)}},
        "yaxis": common
        | {
            "range": [low - room, high + room],
            "title": {"text": shortened(now.data.dataset.target, 30)},
            "automargin": True,
        },
        "margin": {"l": 52, "r": 52, "t": 12, "b": 46},
        "annotations": _curve_names(tops, high - low + 2 * room),
    }
    return Figure(data=traces, layout=layout)


def _fitted(run: Run, ticks: Array) -> Array:
    """Predictions in the data's own unit (count,)."""
    prediction = over(run, run.parameters_at(run.updates), (ticks,))[-1].a
    scaler = run.data.target_scaler
    with np.errstate(over="ignore"):  # a run may overflow before it diverges
        return prediction[:, 0] if scaler is None else scaler.undo(prediction)[:, 0]


def _curve_names(tops: list[tuple[float, str, str]], span: float) -> list[dict[str, Any]]:
    """Each name at the right end of its curve; the two names never overlap."""
    (first, *_), (second, *_) = tops
    shift = 9 if abs(first - second) < APART * span else 0
    signs = (1, -1) if first >= second else (-1, 1)
    return [
        name_at_end(name, colour, x=1, xref="paper", y=y, yshift=sign * shift)
        for (y, name, colour), sign in zip(tops, signs, strict=True)
    ]
