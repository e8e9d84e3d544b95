"""The paths that share each δ, on the network; and paths against multiplications as the network gets deeper."""

import numpy as np
import plotly.graph_objects as go

from backprop.checking.operations import shared_by
from backprop.figures.network.geometry import geometry
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from backprop.network import Network
from pages.why_backprop.figures.look import log_axis
from pages.why_backprop.numbers.reuse import MOST_LAYERS, Depths
from pages.why_backprop.words import short_count

_ROW, _HEIGHT = 52, 300


def shared_paths(net: Network, back: int, colours: Palette) -> go.Figure:
    """The network with the number of paths through each unit whose δ is known.

    Args:
        net: the network.
        back: how many layers the backward pass has reached, the output first.
        colours: of the theme.
    """
    places, shared = geometry(net), shared_by(net)
    reached = set(range(net.depth - back, net.depth))
    edges: dict[bool, Trace] = {}
    for known in (False, True):
        inside = [places.ends(edge) for edge in places.edges() if (edge[0] in reached) == known]
        edges[known] = QUIET | {
            "mode": "lines",
            "x": [x for (one, _), (other, _) in inside for x in (one, other, None)],
            "y": [y for (_, one), (_, other) in inside for y in (one, other, None)],
            "line": {"color": colours.accent if known else colours.line, "width": 1.5 if known else 1},
        }
    units = places.nodes()
    spots = [places.node(*unit) for unit in units]
    known = [layer - 1 in reached for layer, _ in units]
    newest = [back > 0 and layer - 1 == net.depth - back for layer, _ in units]
    circles = QUIET | {
        "mode": "markers+text",
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "text": [
            short_count(shared[layer - 1]) if there else "" for (layer, _), there in zip(units, known, strict=True)
        ],
        "textfont": {
            "size": 12,
            "color": [colours.background if new else colours.text for new in newest],
        },
        "marker": {
            "size": 40,
            "opacity": 1,
            "color": [colours.accent if new else colours.background for new in newest],
            "line": {"color": [colours.accent if there else colours.muted for there in known], "width": 1.5},
        },
        "cliponaxis": False,
    }
    half = (places.rows - 1) / 2
    names = ["input", *map(str, range(1, net.depth)), "output"]
    layout = base_layout(colours, _ROW * places.rows + 92) | {
        "xaxis": axis(colours, -0.35, net.depth + 0.35, "layer", tickvals=list(range(net.depth + 1)), zeroline=False)
        | {"ticktext": names, "showgrid": False},
        "yaxis": axis(colours, -half - 0.6, half + 0.6) | {"visible": False},
        "margin": {"l": 16, "r": 16, "t": 28, "b": 46},
        "annotations": [
            heading("<b>In each unit: how many paths share its δ</b>", 0, 1, colours, yshift=4, xshift=-10)
        ],
    }
    return Figure(data=[edges[False], edges[True], circles], layout=layout)


def over_depth(found: Depths, layers: int, colours: Palette) -> go.Figure:
    """Multiplications, path by path and by backpropagation, over the number of hidden layers.

    Args:
        found: the counts.
        layers: the depth to mark.
        colours: of the theme.
    """
    lines = (
        (found.one_by_one, colours.negative, "6px,4px", "path by path"),
        (found.backprop, colours.accent, "solid", "by backpropagation"),
    )
    traces: list[Trace] = []
    for values, colour, dash, name in lines:
        traces.append(
            QUIET
            | {
                "mode": "lines+markers",
                "x": found.layers.tolist(),
                "y": plain(values),
                "line": {"color": colour, "width": 2.5, "dash": dash},
                "marker": {"color": colour, "opacity": 1, "size": [12 if at == layers else 5 for at in found.layers]},
                "hoverinfo": "text",
                "hovertemplate": f"hidden layers: %{{x}}<br>%{{y:.4g}} {name}<extra></extra>",
            }
        )
    names = ((colours.negative, "╌╌ path by path"), (colours.accent, "━━ backpropagation"))
    key = "  ".join(f'<span style="color:{ink}">{name}</span>' for ink, name in names)
    high = float(np.log10(max(found.one_by_one.max(), found.backprop.max())))
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0.5, MOST_LAYERS + 0.5, "hidden layers", tickvals=[1, 5, 10, 15, 20], zeroline=False),
        "yaxis": log_axis(colours, 0.0, high + 0.5),
        "margin": {"l": 48, "r": 8, "t": 50, "b": 46},
        "annotations": [heading(f"<b>Multiplications</b> for one sample<br>{key}", 0, 1, colours, yshift=4)],
    }
    return Figure(data=traces, layout=layout)
