"""Where the units of a layer stand on their activation, and how the slopes change from layer to layer."""

import numpy as np
import plotly.graph_objects as go

from backprop.activations import ACTIVATIONS
from backprop.explain.numbers import percent, text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout, faded
from pages.vanishing_gradients.numbers.units import LARGEST_SLOPE, Units

Array = np.ndarray

_BINS = 41
_MOST_RIDGES = 8
_OVERLAP = 0.9
_LEAST_REACH = 4.0


def z_and_slope(found: Units, layer: int, colours: Palette) -> go.Figure:
    """A histogram of z over the curve of the slope.

    Args:
        found: the hidden layers.
        layer: which, from 1.
        colours: of the theme.
    """
    z = found.z[layer - 1].ravel()
    reach = max(_LEAST_REACH, float(np.abs(z).max()))
    edges = np.linspace(-reach, reach, _BINS + 1)
    share = np.histogram(z, edges)[0] / z.size
    middles = (edges[1:] + edges[:-1]) / 2
    bars: Trace = {
        "type": "bar",
        "x": middles.tolist(),
        "y": plain(share / share.max()),
        "marker": {"color": faded(colours.accent, 0.55), "line": {"width": 0}},
        "text": [
            f"z near {text(float(at), 3)}<br>{percent(float(part))}" for at, part in zip(middles, share, strict=True)
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    curve = np.linspace(-reach, reach, 401)
    slopes = QUIET | {
        "mode": "lines",
        "x": plain(curve),
        "y": plain(ACTIVATIONS[found.activation].slope(curve)),
        "line": {"color": colours.slope, "width": 2.5},
    }
    words = (
        f"<b>z in layer {layer}</b>, all units and samples<br>"
        f'<span style="color:{colours.accent}">▮ z, tallest bar = 1</span> &#160; '
        f'<span style="color:{colours.slope}">── slope f′(z)</span>'
    )
    layout = base_layout(colours, 320) | {
        "xaxis": axis(colours, -reach, reach, "z"),
        "yaxis": axis(colours, 0, 1.08, dtick=0.25),
        "margin": {"l": 44, "r": 12, "t": 54, "b": 46},
        "bargap": 0.05,
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-36)],
    }
    return Figure(data=[bars, slopes], layout=layout)


def shown_layers(found: Units) -> list[int]:
    """The layers with a ridge, from 1: the first, the last, and some between them."""
    count = len(found.slope)
    return np.unique(np.linspace(1, count, min(count, _MOST_RIDGES)).round().astype(int)).tolist()


def slope_ridges(found: Units, chosen: int, colours: Palette) -> go.Figure:
    """How the slopes are distributed in several layers, the first at the bottom.

    Args:
        found: the hidden layers.
        chosen: the layer that stands out, from 1, if it is among those shown.
        colours: of the theme.
    """
    layers = shown_layers(found)
    bound = LARGEST_SLOPE[found.activation]
    edges = np.linspace(0.0, bound, _BINS)
    traces = []
    for row, layer in reversed(list(enumerate(layers))):
        share = np.histogram(found.slope[layer - 1], edges)[0] / found.slope[layer - 1].size
        ink = colours.accent if layer == chosen else colours.slope
        steps = row + _OVERLAP * share / share.max()
        traces.append(
            QUIET
            | {
                "mode": "lines",
                "fill": "toself",
                "fillcolor": faded(ink, 0.3),
                "x": [0.0, *np.repeat(edges, 2)[1:-1].tolist(), bound, 0.0],
                "y": [row, *plain(np.repeat(steps, 2)), row, row],
                "line": {"color": ink, "width": 1.2},
            }
        )
    upright = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": bound, "x1": bound, "layer": "below"}
    upright["line"] = {"color": colours.muted, "width": 1.5, "dash": "2px,3px"}
    words = f"<b>Slopes f′(z) by layer</b><br>tallest step of each layer alike &#160; ⋯ largest slope {text(bound, 3)}"
    layout = base_layout(colours, 320) | {
        "xaxis": axis(colours, -0.02 * bound, 1.04 * bound, "slope", dtick=bound / 5, zeroline=False),
        "yaxis": axis(colours, -0.1, len(layers) + 0.05, zeroline=False, tickvals=list(range(len(layers))))
        | {"ticktext": [str(layer) for layer in layers]},
        "margin": {"l": 44, "r": 12, "t": 54, "b": 46},
        "shapes": [upright],
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-36)],
    }
    return Figure(data=traces, layout=layout)
