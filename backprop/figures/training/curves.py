"""Curves over training: the loss with a cursor, and the gradient size of each layer."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.style import base_layout
from backprop.notation import Names
from backprop.trace import StepTrace

_HEIGHT = 240


def loss_curve(losses: np.ndarray, cursor: int, colours: Palette, steps: np.ndarray | None = None) -> go.Figure:
    """The loss before training steps, with a cursor on one of them.

    The loss axis is logarithmic where the losses span more than a factor of 20 and none is 0.

    Args:
        losses: one for each step shown (m,).
        cursor: index into them.
        colours: of the theme.
        steps: which steps they are (m,); None for 0, 1, 2, …
    """
    figure = go.Figure(layout=base_layout(colours, _HEIGHT))
    steps = np.arange(len(losses)) if steps is None else steps
    shown = _thinned(len(losses))
    figure.add_trace(
        go.Scatter(
            x=steps[shown],
            y=losses[shown],
            mode="lines+markers" if len(losses) <= 40 else "lines",
            line={"color": colours.positive, "width": 2},
            hovertemplate="step %{x}<br>loss %{y:.9g}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[steps[cursor]],
            y=[losses[cursor]],
            mode="markers",
            marker={"size": 14, "color": colours.accent, "line": {"color": colours.background, "width": 2}},
            hovertemplate="step %{x}<br>loss %{y:.9g}<extra></extra>",
        )
    )
    smallest, largest = float(losses.min()), float(losses.max())
    figure.update_yaxes(title="loss", **_scale(0 < 20 * smallest < largest))
    figure.update_xaxes(title="training step")
    figure.update_layout(margin={"l": 60, "r": 12, "t": 12, "b": 44})
    return figure


def _scale(logarithmic: bool) -> dict[str, Any]:
    """A logarithmic axis with one tick for each power of ten, or a linear one."""
    return {"type": "log", "dtick": 1, "exponentformat": "power"} if logarithmic else {"type": "linear"}


def _thinned(count: int, most: int = 500) -> np.ndarray:
    """Indices of at most `most` points, first and last included: a longer line looks the same."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def gradient_sizes(step: StepTrace, names: Names, colours: Palette) -> go.Figure:
    """Root mean square of ∂L/∂W in each layer, as bars from the first layer to the last."""
    sizes = step.gradient_sizes
    labels = [names.layer(layer + 1) for layer in range(step.net.depth)]
    figure = go.Figure(layout=base_layout(colours, _HEIGHT))
    figure.add_trace(
        go.Bar(
            x=labels, y=list(sizes), marker={"color": colours.positive}, hovertemplate="%{x}<br>%{y:.6g}<extra></extra>"
        )
    )
    positive = [size for size in sizes if size > 0]
    wide = bool(positive) and len(positive) == len(sizes) and max(positive) > 20 * min(positive)
    figure.update_yaxes(title="RMS of ∂L/∂W", **_scale(wide))
    figure.update_layout(margin={"l": 60, "r": 12, "t": 12, "b": 44}, bargap=0.5)
    return figure
