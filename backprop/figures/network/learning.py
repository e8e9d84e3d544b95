"""A network while it learns: its decision over the plane beside its loss."""

from functools import cache

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from backprop.figures.palette import Palette
from backprop.figures.style import base_layout
from backprop.network import Network, Parameters
from backprop.passes import forward

Array = np.ndarray

_CELLS = 41
_REACH = 1.3


def learning_picture(
    net: Network, params: Parameters, x: Array, y: Array, losses: Array, step: int, colours: Palette
) -> go.Figure:
    """Prediction over the plane with the data on it, and the loss up to now. Ranges depend on the whole run alone.

    Args:
        net: a network with two inputs and one output between 0 and 1.
        params: its parameters before training step `step`.
        x: points (n, 2).
        y: classes (n, 1) of 0 and 1.
        losses: the loss before each step of the whole run.
        step: the step that is shown.
        colours: of the theme.
    """
    figure = make_subplots(rows=1, cols=2, column_widths=[0.44, 0.56], horizontal_spacing=0.18)
    ticks, grid = _plane()
    surface = forward(net, params, grid)[-1].a.reshape(_CELLS, _CELLS)
    scale = [[0.0, colours.negative], [0.5, colours.background], [1.0, colours.positive]]
    figure.add_trace(
        go.Heatmap(
            x=ticks,
            y=ticks,
            z=(surface * 100).round().astype(np.int8),
            zmin=0,
            zmax=100,
            colorscale=scale,
            opacity=0.75,
            showscale=False,
            hovertemplate="prediction %{z} %<extra></extra>",
        ),
        row=1,
        col=1,
    )
    for label, symbol, colour in ((0, "diamond", colours.negative), (1, "circle", colours.positive)):
        inside = y[:, 0] == label
        marker = {"symbol": symbol, "size": 8, "color": colour, "line": {"color": colours.background, "width": 1}}
        figure.add_trace(
            go.Scatter(x=x[inside, 0], y=x[inside, 1], mode="markers", marker=marker, hoverinfo="skip"), row=1, col=1
        )
    figure.add_trace(
        go.Scatter(
            x=np.arange(step + 1),
            y=losses[: step + 1],
            mode="lines+markers",
            line={"color": colours.accent, "width": 3},
            marker={"size": [0] * step + [12], "color": colours.accent, "opacity": 1},  # where we are; alone at step 0
            cliponaxis=False,
            hovertemplate="step %{x}<br>loss %{y:.4f}<extra></extra>",
        ),
        row=1,
        col=2,
    )
    figure.update_layout(base_layout(colours, 300))
    figure.update_layout(margin={"l": 8, "r": 12, "t": 8, "b": 44})
    figure.update_xaxes(range=[-_REACH, _REACH], visible=False, constrain="domain", row=1, col=1)
    figure.update_yaxes(range=[-_REACH, _REACH], visible=False, scaleanchor="x", row=1, col=1)
    figure.update_xaxes(title="training step", range=[0, len(losses) - 1], color=colours.muted, row=1, col=2)
    figure.update_yaxes(title="loss", range=[0, 1.05 * float(losses.max())], color=colours.muted, row=1, col=2)
    figure.update_xaxes(gridcolor=colours.line, fixedrange=True)
    figure.update_yaxes(gridcolor=colours.line, fixedrange=True)
    return figure


@cache
def _plane() -> tuple[Array, Array]:
    """Ticks of one axis, and every point of the plane as a row."""
    ticks = np.linspace(-_REACH, _REACH, _CELLS)
    return ticks, np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
