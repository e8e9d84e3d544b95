"""The network with its numbers: what is known so far, what is being computed, what is chosen.

For any network it consists of one trace for units and click targets, one trace for all text, and a few shapes for the
edges, binned by sign and width.
"""

from collections.abc import Set

import plotly.graph_objects as go

from backprop.explain.step.moment import Highlight, Scene
from backprop.explain.step.quantities import Quantity
from backprop.figures.network import writing
from backprop.figures.network.edges import bands, edge_value, shapes, strokes
from backprop.figures.network.marks import edge_targets, marks_trace, rings, units
from backprop.figures.network.placement import placement
from backprop.figures.palette import Palette
from backprop.figures.style import CLICKABLE, Figure, base_layout
from backprop.network import ParameterId
from backprop.notation import Names


def narrowest(names: Names) -> int:
    """The least width in pixels at which the texts on a network's diagram do not overlap."""
    return placement(names).look.width


def network_diagram(
    scene: Scene,
    phase: str,
    known: Set[Quantity],
    highlight: Highlight,
    colours: Palette,
    selected: ParameterId | None = None,
) -> go.Figure:
    """The network at one moment of a training step.

    Args:
        scene: the step and the sample.
        phase: the phase of the moment: it decides what edges show (weights, gradients, updates).
        known: the numbers computed so far; everything else is blank.
        highlight: what is being computed; it gets a ring.
        colours: of the theme.
        selected: the weight or bias whose card is open.

    Returns:
        A figure whose click targets carry the address of a parameter in `customdata`.
    """
    placed = placement(scene.names)
    places, look = placed.places, placed.look
    middle = (places.rows - 1) / 2
    top, bottom = middle + look.above / look.row, -middle - look.below / look.row
    values = {edge: edge_value(scene, phase, known, edge) for edge in places.edges()}
    written = writing.written_edges(scene, placed, phase, known, highlight, selected)
    lines = [*bands(places, highlight, selected, colours), *strokes(values, colours)]
    marks = [
        *rings(scene, places, known, highlight, look.node, colours),
        *units(scene, places, known, look.node, colours),
        *edge_targets(scene, placed, known),
    ]
    labels = [
        *writing.layer_titles(scene, top, colours),
        *writing.bias_labels(scene, places, known, phase, look, colours),
        *writing.facts_below(scene, places, phase, known, look, colours),
        *writing.edge_labels(placed, written, colours),
        *writing.left_out(scene, places, colours),
        writing.legend(scene, bottom, phase, colours),
        *writing.unit_labels(scene, places, phase, known, highlight, look, colours),
    ]
    margin = look.side / look.column(scene.depth)
    fixed = {"visible": False, "fixedrange": True}
    layout = base_layout(colours, look.height(places.rows)) | CLICKABLE
    layout |= {
        "xaxis": {"range": [-margin, scene.depth + margin], **fixed},
        "yaxis": {"range": [bottom, top], **fixed},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "shapes": shapes(lines, placed, writing.gaps(placed, written)),
    }
    return Figure(data=[marks_trace(marks, colours), writing.writing_trace(labels, colours)], layout=layout)
