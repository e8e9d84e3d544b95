"""What is written on a network diagram: in units, beside them, on edges, and around."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from backprop.explain.moment import Highlight, Scene
from backprop.explain.numbers import signed, text
from backprop.explain.quantities import Quantity
from backprop.figures.geometry import Edge, Geometry, Look
from backprop.figures.style import Trace
from backprop.network import ParameterId
from backprop.notation import subscript
from backprop.palette import Palette

_COLUMN, _LABEL_WIDTH, _LINE = 190, 76, 15
"""In pixels, for small networks: about the distance of two layers, the width of a label, the height of its lines."""
_EDGE_MEANING = {
    "forward": "weights",
    "loss": "weights",
    "backward": "gradients",
    "update": "updates",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of writing: where, what, and how large."""

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
    """The unit whose output is the third factor of the gradient being computed, if one is.

    Where a unit hands back blame along the same edge, all its gradients are known, that of its bias as the last.
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
        number = "" if value is None else text(value, 4 if look.node >= 54 else 3)
        if node == entering:
            number = _ink(f"<b>{number}</b>", colours.input)
        body = f"<b>{scene.names.unit(*node)}</b><br>{number or ' '}"
        labels.append(Label(*places.node(*node), body, look.font, colours.text))
    return labels


def facts_below(
    scene: Scene, places: Geometry, phase: str, known: Set[Quantity], look: Look, colours: Palette
) -> list[Label]:
    """Lines below each unit: its target, z, and in the backward pass ∂L/∂a, slope and δ."""
    gap = (look.node / 2 + 8) / look.row
    labels = []
    for node in places.nodes():
        if node[0] == 0 or look.facts == 0:
            continue
        x, y = places.node(*node)
        body = "<br>".join(_facts(scene, phase, known, node, colours)[: look.facts])
        labels.append(Label(x, y - gap, body, look.font - 1, colours.muted, "bottom center"))
    return labels


def _facts(scene: Scene, phase: str, known: Set[Quantity], node: tuple[int, int], colours: Palette) -> list[str]:
    """What to write below a unit, the most important first; the chain rule's factors in their colours."""
    layer, unit = node[0] - 1, node[1]

    def fact(kind: str, label: str, write: Callable[[float, int], str] = signed) -> list[str]:
        quantity = Quantity(kind, layer, unit)
        return [f"{label} {write(scene.value(quantity), 4)}"] if quantity in known else []

    target = [f"target {text(float(scene.step.y[scene.sample, unit]), 4)}"] if scene.is_output(layer) else []
    if phase in ("backward", "update"):
        da = [_ink(line, colours.upstream) for line in fact("da", "∂L/∂a")]
        slope = [_ink(line, colours.slope) for line in fact("slope", "slope", text)]
        return [*fact("delta", "δ"), *da, *slope, *target]
    return [*target, *fact("z", "z", text)]


def bias_labels(
    scene: Scene, places: Geometry, known: Set[Quantity], phase: str, look: Look, colours: Palette
) -> list[Label]:
    """The bias above each unit, with its gradient or new value once known."""
    if look.facts == 0:
        return []
    labels = []
    for node_layer, unit in places.nodes():
        if node_layer == 0:
            continue
        x, y = places.node(node_layer, unit)
        body = _parameter_text(
            scene, ParameterId(node_layer - 1, None, unit), phase, known, joint=" · " if scene.depth <= 3 else "<br>"
        )
        gap = (look.node / 2 + 8) / look.row
        labels.append(Label(x, y + gap, body, look.font - 2, colours.muted, "top center"))
    return labels


def _parameter_text(scene: Scene, parameter: ParameterId, phase: str, known: Set[Quantity], joint: str = "<br>") -> str:
    """A parameter's short name and value, and below it the gradient or the new value once known."""
    name = scene.names.parameter(parameter)
    if parameter not in scene.names.published:
        name = f"b{subscript(parameter.target + 1)}" if parameter.is_bias else name.partition("⁽")[0]
    lines = [f"<b>{name}</b> {text(scene.step.parameters[parameter], 4)}"]
    gradient, new = (
        Quantity(kind, parameter.layer, parameter.target, parameter.source) for kind in ("gradient", "new")
    )
    if phase == "update" and new in known:
        lines.append(f"→ {text(scene.value(new), 4)}")
    elif phase in ("backward", "update") and gradient in known:
        lines.append(f"∂ {signed(scene.value(gradient), 4)}")
    return joint.join(lines)


def written_edges(
    scene: Scene,
    places: Geometry,
    phase: str,
    known: Set[Quantity],
    highlight: Highlight,
    selected: ParameterId | None,
) -> dict[Edge, str]:
    """What is written on edges: on all of a layer where it fits, else on those in use and the chosen one."""
    used = set(highlight.edges) if len(highlight.edges) <= 8 else set()
    if selected is not None and selected.source is not None:
        used.add((selected.layer, selected.source, selected.target))
    return {
        edge: _parameter_text(scene, ParameterId(*edge), phase, known)
        for edge in places.edges()
        if places.labels_fit(edge[0]) or edge in used
    }


def _crowded(places: Geometry) -> bool:
    """A long chain has no room for writing between its units, but above them."""
    return places.rows == 1 and places.net.depth > 2


def gaps(places: Geometry, written: Mapping[Edge, str], look: Look) -> dict[Edge, float]:
    """For each edge with a label, which share of it the label covers, each way from the label's middle."""
    return {} if _crowded(places) else {edge: _covered(places, edge, look, body) for edge, body in written.items()}


def _covered(places: Geometry, edge: Edge, look: Look, body: str) -> float:
    (_, start), (_, end) = places.ends(edge)
    rise = abs(start - end) * look.row
    across = _LABEL_WIDTH / 2 / _COLUMN
    return across if rise == 0 else min(across, (_LINE * (body.count("<br>") + 1) / 2 + 3) / rise)


def edge_labels(
    scene: Scene, places: Geometry, written: Mapping[Edge, str], look: Look, colours: Palette
) -> list[Label]:
    """What is written on edges; over the units where a long chain has no room between them."""
    lift = (look.node / 2 + 46) / look.row if _crowded(places) else 0.0
    size = look.font - 1 if scene.depth <= 3 else 10
    spots = {edge: places.along(edge) for edge in written}
    return [Label(spots[edge][0], spots[edge][1] + lift, body, size, colours.text) for edge, body in written.items()]


def layer_titles(scene: Scene, top: float, colours: Palette) -> list[Label]:
    """The name of each layer above it, with its activation."""
    titles = ["input"]
    for layer in range(scene.depth):
        name = scene.names.layer(layer + 1).replace(" layer", "") if scene.depth > 3 else scene.names.layer(layer + 1)
        titles.append(f"{name}<br>{scene.activation(layer).title}")
    size = 12 if scene.depth <= 3 else 11
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
    """What the edges show, and how signs look."""
    body = (
        f"Lines show {_EDGE_MEANING[phase]}: "
        f"<span style='color:{colours.positive}'>━ plus</span>  "
        f"<span style='color:{colours.negative}'>┅ minus</span>, wider is larger"
    )
    return Label(scene.depth / 2, bottom, body, 11, colours.muted, "top center")


def writing_trace(labels: list[Label], colours: Palette) -> Trace:
    """All labels as one trace: an annotation each takes the browser several times as long.

    A glow in the colour of the page keeps what is written on a line readable.
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
