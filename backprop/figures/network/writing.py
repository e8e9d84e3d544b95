"""The text on a network diagram: in units, beside them, on edges, and around the network."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from backprop.explain.numbers import signed, text
from backprop.explain.step.moment import Highlight, Scene
from backprop.explain.step.quantities import Quantity
from backprop.figures.network.boxes import text_size
from backprop.figures.network.geometry import Edge, Geometry, Look
from backprop.figures.network.placement import ABOVE, BELOW, WIDER, Placement, label_digits
from backprop.figures.palette import Palette
from backprop.figures.style import Trace
from backprop.network import ParameterId

_MOST_IN_USE = 8
"""If a moment uses more edges than this, as a whole phase does, labels on some of them would tell nothing."""
_EDGE_MEANING = {
    "forward": "weights",
    "loss": "weights",
    "backward": "gradients",
    "update": "updates",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A text: where, what, and how large."""

    x: float
    y: float
    body: str
    size: int
    colour: str
    position: str = "middle center"


def _activation(scene: Scene, known: Set[Quantity], node: tuple[int, int]) -> float | None:
    node_layer, unit = node
    if node_layer == 0:
        return float(scene.step.x[scene.sample, unit])
    quantity = Quantity("a", node_layer - 1, unit)
    return scene.value(quantity) if quantity in known else None


def _entering(phase: str, known: Set[Quantity], highlight: Highlight) -> tuple[int, int] | None:
    """The unit whose output is the third factor of the gradient being computed; None if no gradient is.

    A moment may use the same edge to send w · δ back. Then all gradients of the unit at its end are known already; the
    last of them is that of the bias.
    """
    if phase != "backward" or len(highlight.edges) != 1:
        return None
    layer, source, target = highlight.edges[0]
    done = Quantity("gradient", layer, target) in known
    return (layer, source) if (layer + 1, target) in highlight.nodes and not done else None


def _ink(body: str, colour: str) -> str:
    return f"<span style='color:{colour}'>{body}</span>"


def unit_labels(
    scene: Scene,
    places: Geometry,
    phase: str,
    known: Set[Quantity],
    highlight: Highlight,
    look: Look,
    colours: Palette,
) -> list[Label]:
    """In each unit its name, and its activation once known."""
    entering = _entering(phase, known, highlight)
    labels = []
    for node in places.nodes():
        value = _activation(scene, known, node)
        number = "" if value is None else text(value, look.digits)
        if node == entering:
            number = _ink(f"<b>{number}</b>", colours.input)
        body = f"<b>{scene.names.unit(*node)}</b><br>{number or ' '}"
        labels.append(Label(*places.node(*node), body, look.font, colours.text))
    return labels


def facts_below(
    scene: Scene, places: Geometry, phase: str, known: Set[Quantity], look: Look, colours: Palette
) -> list[Label]:
    """Lines below each unit: its target, z, and in the backward pass ∂L/∂a, slope and δ."""
    gap = (look.node / 2 + BELOW) / look.row
    labels = []
    for node in places.nodes():
        if node[0] == 0 or look.facts == 0:
            continue
        x, y = places.node(*node)
        body = "<br>".join(_facts(scene, phase, known, node, look, colours)[: look.facts])
        labels.append(Label(x, y - gap, body, look.small, colours.muted, "bottom center"))
    return labels


def _facts(
    scene: Scene, phase: str, known: Set[Quantity], node: tuple[int, int], look: Look, colours: Palette
) -> list[str]:
    """What to write below a unit, the most important first; the chain rule's factors in their colours."""
    layer, unit = node[0] - 1, node[1]

    def fact(kind: str, label: str, write: Callable[[float, int], str] = signed) -> list[str]:
        quantity = Quantity(kind, layer, unit)
        return [_fitting(label, scene.value(quantity), look, write)] if quantity in known else []

    target = [f"target {text(float(scene.step.y[scene.sample, unit]), look.digits)}"] if scene.is_output(layer) else []
    if phase in ("backward", "update"):
        da = [_ink(line, colours.upstream) for line in fact("da", "∂L/∂a")]
        slope = [_ink(line, colours.slope) for line in fact("slope", "slope", text)]
        return [*fact("delta", "δ"), *da, *slope, *target]
    return [*target, *fact("z", "z", text)]


def _fitting(label: str, value: float, look: Look, write: Callable[[float, int], str]) -> str:
    """A line below a unit, with as many digits as fit into the narrowest figure."""
    lines = [f"{label} {write(value, digits)}" for digits in range(look.digits, 0, -1)]
    return next((line for line in lines if text_size(line, look.small)[0] <= 2 * look.side), lines[-1])


def bias_labels(
    scene: Scene, places: Geometry, known: Set[Quantity], phase: str, look: Look, colours: Palette
) -> list[Label]:
    """The bias above each unit, with its gradient or new value once known."""
    if look.facts == 0:
        return []
    gap = (look.node / 2 + ABOVE) / look.row
    labels = []
    for node_layer, unit in places.nodes():
        if node_layer == 0:
            continue
        x, y = places.node(node_layer, unit)
        body = _parameter_text(scene, ParameterId(node_layer - 1, None, unit), phase, known, look)
        labels.append(Label(x, y + gap, body, look.small, colours.muted, "top center"))
    return labels


def _parameter_text(scene: Scene, parameter: ParameterId, phase: str, known: Set[Quantity], look: Look) -> str:
    """A parameter's name and value, and below it the gradient or the new value once known."""
    digits = label_digits(scene.names, look)
    lines = [f"<b>{scene.names.parameter(parameter)}</b> {text(scene.step.parameters[parameter], digits)}"]
    gradient, new = (
        Quantity(kind, parameter.layer, parameter.target, parameter.source) for kind in ("gradient", "new")
    )
    if phase == "update" and new in known:
        lines.append(f"→ {text(scene.value(new), digits)}")
    elif phase in ("backward", "update") and gradient in known:
        lines.append(f"∂ {signed(scene.value(gradient), digits)}")
    return "<br>".join(lines)


def written_edges(
    scene: Scene,
    placed: Placement,
    phase: str,
    known: Set[Quantity],
    highlight: Highlight,
    selected: ParameterId | None,
) -> dict[Edge, str]:
    """The labels of edges: all of a layer where they fit, else those of the chosen edge and of edges in use."""
    chosen = [] if selected is None or selected.source is None else [(selected.layer, selected.source, selected.target)]
    used = highlight.edges if len(highlight.edges) <= _MOST_IN_USE else ()
    shown = [edge for edge in (*chosen, *used) if edge in placed.spots]
    always = [edge for edge in placed.spots if edge[0] in placed.labelled]
    return placed.apart(
        {edge: _parameter_text(scene, ParameterId(*edge), phase, known, placed.look) for edge in (*always, *shown)}
    )


def gaps(placed: Placement, written: Mapping[Edge, str]) -> dict[Edge, float]:
    """For each edge with a label on it, the share of it that the label covers to each side of the label's middle."""
    return {edge: _covered(placed, edge, body) for edge, body in written.items() if not placed.spots[edge].lift}


def _covered(placed: Placement, edge: Edge, body: str) -> float:
    (_, start), (_, end) = placed.places.ends(edge)
    width, height = text_size(body, placed.look.small)
    across = (width / 2 + 3) / placed.look.column(placed.places.net.depth) / WIDER
    rise = abs(start - end) * placed.look.row
    return across if rise == 0 else min(across, (height / 2 + 3) / rise)


def edge_labels(placed: Placement, written: Mapping[Edge, str], colours: Palette) -> list[Label]:
    """The labels of edges: on them, or above or below them where there is no room."""
    return [Label(*placed.label(edge), body, placed.look.small, colours.text) for edge, body in written.items()]


def layer_titles(scene: Scene, top: float, colours: Palette) -> list[Label]:
    """The name of each layer above it, with its activation."""
    titles = ["input"]
    for layer in range(scene.depth):
        name = scene.names.layer(layer + 1).replace(" layer", "") if scene.depth > 3 else scene.names.layer(layer + 1)
        titles.append(f"{name}<br>{scene.activation(layer).title}")
    size = 11 if scene.depth <= 4 else 10
    return [Label(layer, top, title, size, colours.muted, "bottom center") for layer, title in enumerate(titles)]


def left_out(scene: Scene, places: Geometry, colours: Palette) -> list[Label]:
    """How many units of a summarised layer are left out."""
    labels = []
    for layer, column in enumerate(places.columns):
        if None in column:
            missing = scene.step.net.sizes[layer] - (len(column) - 1)
            labels.append(Label(*places.node(layer, None), f"⋮<br>{missing} more", 11, colours.muted))
    return labels


def legend(scene: Scene, bottom: float, phase: str, colours: Palette) -> Label:
    """What the edges show, and how plus and minus look."""
    body = (
        f"Lines show {_EDGE_MEANING[phase]}: "
        f"<span style='color:{colours.positive}'>━ plus</span>  "
        f"<span style='color:{colours.negative}'>┅ minus</span>, wider is larger"
    )
    return Label(scene.depth / 2, bottom, body, 11, colours.muted, "top center")


def writing_trace(labels: list[Label], colours: Palette) -> Trace:
    """All labels as one trace: one annotation for each would take the browser several times as long.

    A glow in the colour of the page keeps text on a line readable.
    """
    shown = [label for label in labels if label.body]
    glow = ", ".join([f"0 0 3px {colours.background}"] * 4)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [label.x for label in shown],
        "y": [label.y for label in shown],
        "text": [label.body for label in shown],
        "textposition": [label.position for label in shown],
        "textfont": {
            "size": [label.size for label in shown],
            "color": [label.colour for label in shown],
            "shadow": glow,
        },
        "hoverinfo": "skip",
    }
