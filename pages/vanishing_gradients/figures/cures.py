"""Losses of five seeds before and after some cures."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.powers import ends, positive, power_axis
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.vanishing_gradients.numbers.sizes import Sizes
from pages.vanishing_gradients.numbers.training import Course

Array = np.ndarray

_HEIGHT = 340
_LEAST, _MOST = 1e-4, 1e2
"""Losses beyond these are drawn at the edge."""
_POINTS = 150


def losses(before: Course, after: Course, colours: Palette) -> go.Figure:
    """All loss curves on a logarithmic axis; ▲ where a run diverges.

    Args:
        before, after: the trainings of the same seeds.
        colours: of the theme.
    """
    updates = before.loss.shape[1] - 1
    guess = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": np.log(2), "y1": np.log(2), "layer": "below"}
    guess["line"] = {"color": colours.muted, "width": 1.5, "dash": "2px,3px"}
    words = (
        f'<b>Log loss</b> of {len(before.loss)} seeds: <span style="color:{colours.negative}">╌ before</span> &#160; '
        f'<span style="color:{colours.accent}">── after</span><br>⋯ ln 2: guessing ½ for every sample'
        f"{' &#160; ▲ diverges' if any(before.broken) or any(after.broken) else ''}"
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0, updates, "training step", zeroline=False),
        "yaxis": power_axis(colours, np.log10(_LEAST) - 0.1, np.log10(_MOST) + 0.1),
        "margin": {"l": 52, "r": 12, "t": 54, "b": 46},
        "shapes": [guess],
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    traces = [
        *_curves(before, colours.negative, "6px,4px"),
        *_curves(after, colours.accent, "solid"),
    ]
    return Figure(data=traces, layout=layout)


def _curves(course: Course, ink: str, dash: str) -> list[Trace]:
    steps = np.unique(np.linspace(0, course.loss.shape[1] - 1, _POINTS).round().astype(int))
    x: list[float | None] = []
    y: list[float | None] = []
    for loss in course.loss:
        x += [*steps.tolist(), None]
        y += [*positive(np.clip(loss[steps], _LEAST, _MOST)), None]
    lines = QUIET | {"mode": "lines", "x": x, "y": y, "line": {"color": ink, "width": 1.8, "dash": dash}}
    at = [int(np.isfinite(loss).sum()) for loss in course.loss if np.isnan(loss[-1])]
    broken = QUIET | {
        "mode": "markers",
        "x": at or [None],
        "y": [_MOST] * len(at) or [None],
        "marker": {"symbol": "triangle-up", "size": 12, "color": ink},
        "cliponaxis": False,
    }
    return [lines, broken]


def starts(before: Sizes, after: Sizes, colours: Palette) -> go.Figure:
    """‖∂L/∂W‖ of each layer before the first update, without and with the cures; medians over the seeds."""
    values = [np.median(each.gradient, axis=0) for each in (before, after)]
    layers = list(range(1, len(values[0]) + 1))
    low, high = ends(*values)
    looks = ((colours.negative, "6px,4px", "diamond"), (colours.accent, "solid", "circle"))
    traces = [
        QUIET
        | {
            "mode": "lines+markers",
            "x": layers,
            "y": positive(each),
            "line": {"color": ink, "width": 2, "dash": dash},
            "marker": {"size": 6, "color": ink, "symbol": symbol},
        }
        for each, (ink, dash, symbol) in zip(values, looks, strict=True)
    ]
    words = (
        f'<b>‖∂L/∂W‖ at the start</b>, median<br><span style="color:{colours.negative}">◆ before</span> &#160; '
        f'<span style="color:{colours.accent}">● after</span>'
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0.5, len(layers) + 0.5, "layer", zeroline=False, nticks=8),
        "yaxis": power_axis(colours, low, high),
        "margin": {"l": 52, "r": 12, "t": 54, "b": 46},
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=traces, layout=layout)
