"""The marks of a network diagram: units, the ring around what is being computed, and what can be clicked."""

from collections.abc import Set
from dataclasses import dataclass

from backprop.explain.numbers import text
from backprop.explain.step.moment import Highlight, Scene
from backprop.explain.step.quantities import Quantity
from backprop.figures.network.geometry import Edge, Geometry
from backprop.figures.network.placement import Placement
from backprop.figures.palette import Palette
from backprop.figures.style import Trace, faded
from backprop.network import ParameterId

_CLEAR = "rgba(0,0,0,0)"
_RING = 16
"""How much larger than a unit its ring is, in pixels."""
_TARGET = 26
"""Size of the click target on an edge, in pixels."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the diagram.

    Attributes:
        x, y: its place.
        size: its diameter in pixels.
        fill: its colour.
        border: width of its border in pixels.
        address: the parameter that a click chooses, written as in links; "" for none.
        hover: its hover text.
    """

    x: float
    y: float
    size: int
    fill: str
    border: float
    address: str
    hover: str


def rings(
    scene: Scene, places: Geometry, known: Set[Quantity], highlight: Highlight, node_size: int, colours: Palette
) -> list[Mark]:
    """A ring around each unit that is being computed. It has the unit's hover text, because it lies over its border.

    Units left out share one place, so they share one ring: many transparent rings would add up to a solid disc.
    """
    soft = faded(colours.accent, 0.35)
    return [
        Mark(*place, node_size + _RING, soft, 0, _bias(node), _node_hover(scene, known, node))
        for place, node in {places.node(*node): node for node in highlight.nodes}.items()
    ]


def units(scene: Scene, places: Geometry, known: Set[Quantity], node_size: int, colours: Palette) -> list[Mark]:
    """The units: the hover text shows everything known, a click chooses the unit's bias."""
    return [
        Mark(*places.node(*node), node_size, colours.background, 1.5, _bias(node), _node_hover(scene, known, node))
        for node in places.nodes()
    ]


def _bias(node: tuple[int, int]) -> str:
    """The address of a unit's bias; an input has none."""
    layer, unit = node
    return "" if layer == 0 else str(ParameterId(layer - 1, None, unit))


def _node_hover(scene: Scene, known: Set[Quantity], node: tuple[int, int]) -> str:
    node_layer, unit = node
    lines = [f"<b>{scene.names.unit(*node)}</b>, {scene.names.layer(node_layer)}"]
    if node_layer == 0:
        return "<br>".join([*lines, f"input {text(float(scene.step.x[scene.sample, unit]))}"])
    for kind in ("z", "a", "da", "slope", "delta"):
        quantity = Quantity(kind, node_layer - 1, unit)
        if quantity in known:
            lines.append(f"{scene.text(quantity)} = {text(scene.value(quantity))}")
    return "<br>".join(lines)


def edge_targets(scene: Scene, placed: Placement, known: Set[Quantity]) -> list[Mark]:
    """Invisible marks on the edges, because lines cannot be clicked."""
    return [
        Mark(*placed.along(edge), _TARGET, _CLEAR, 0, str(ParameterId(*edge)), _edge_hover(scene, known, edge))
        for edge in placed.places.edges()
    ]


def _edge_hover(scene: Scene, known: Set[Quantity], edge: Edge) -> str:
    layer, source, target = edge
    parameter = ParameterId(layer, source, target)
    ends = " to ".join(scene.names.ends(parameter))
    lines = [
        f"<b>{scene.names.parameter(parameter)}</b>, from {ends}",
        f"value {text(scene.step.parameters[parameter])}",
    ]
    for kind, word in (("gradient", "gradient"), ("update", "update"), ("new", "new value")):
        quantity = Quantity(kind, layer, target, source)
        if quantity in known:
            lines.append(f"{word} {text(scene.value(quantity))}")
    return "<br>".join(lines)


def marks_trace(marks: list[Mark], colours: Palette) -> Trace:
    """All marks as one trace, the last on top: every trace costs the browser time."""
    bright = {"marker": {"opacity": 1}}  # a click must not fade what was not clicked
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.x for mark in marks],
        "y": [mark.y for mark in marks],
        "marker": {
            "size": [mark.size for mark in marks],
            "color": [mark.fill for mark in marks],
            "opacity": 1,
            "line": {"color": colours.muted, "width": [mark.border for mark in marks]},
        },
        "customdata": [mark.address for mark in marks],
        "hovertext": [mark.hover for mark in marks],
        "hoverinfo": "text",
        "selected": bright,
        "unselected": bright,
    }
