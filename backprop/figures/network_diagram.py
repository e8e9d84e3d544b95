"""The network with its numbers: what is known so far, what is being computed, what is chosen."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from math import isfinite

import plotly.graph_objects as go

from backprop.explain.moment import Highlight, Scene
from backprop.explain.numbers import signed, text
from backprop.explain.quantities import Quantity
from backprop.figures.geometry import Geometry, geometry
from backprop.figures.style import Figure, base_layout
from backprop.network import ParameterId
from backprop.notation import subscript
from backprop.palette import Palette

Edge = tuple[int, int, int]
Trace = dict[str, object]
_COLUMN, _LABEL_WIDTH, _LINE = 190, 76, 15
"""In pixels, for small networks: about the distance of two layers, the width of a label, the height of its lines."""
_WIDTHS = (1.5, 2.5, 3.5, 5.0)
_EDGE_MEANING = {
    "forward": "weights",
    "loss": "weights",
    "backward": "gradients",
    "update": "updates",
}


@dataclass(frozen=True, slots=True)
class _Label:
    """A piece of writing: where, what, and how large."""

    x: float
    y: float
    body: str
    size: int
    colour: str
    position: str = "middle center"


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes that depend on how crowded the diagram is, in pixels.

    Attributes:
        node: diameter of a unit.
        font: size of the text in a unit.
        facts: how many lines there are below a unit.
        row: distance of two units in a column.
        above, below: room over the highest and under the lowest unit's centre.
    """

    node: int
    font: int
    facts: int
    row: int
    above: int
    below: int

    def height(self, rows: int) -> int:
        """Height of the whole figure."""
        return self.above + self.below + self.row * (rows - 1)


def _look(places: Geometry) -> _Look:
    rows, depth = places.rows, places.net.depth
    if rows == 1:
        return _Look(66, 13, 3, 100, 165, 150) if depth <= 3 else _Look(54, 11, 3, 100, 165, 150)
    if rows <= 2 and depth <= 3:
        return _Look(66, 13, 3, 205, 95, 125)
    if rows <= 3 and depth <= 4:
        return _Look(58, 12, 2, 140, 90, 95)
    if rows <= 5 and depth <= 5:
        return _Look(48, 11, 1, 96, 85, 75)
    return _Look(40, 10, 0, 58, 75, 55)


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
    places = geometry(scene.step.net)
    look = _look(places)
    values = {edge: _edge_value(scene, phase, known, edge) for edge in places.edges()}
    middle = (places.rows - 1) / 2
    top, bottom = middle + look.above / look.row, -middle - look.below / look.row
    written = _written_edges(scene, places, phase, known, highlight, selected)
    gaps = {} if _crowded(places) else {edge: _gap(places, edge, look, body) for edge, body in written.items()}
    labels = [
        *_layer_titles(scene, top, colours),
        *_bias_labels(scene, places, known, phase, look, colours),
        *_facts_below(scene, places, phase, known, look, colours),
        *_edge_labels(scene, places, written, look, colours),
        *_gaps(scene, places, colours),
        _legend(scene, bottom, phase, colours),
    ]
    traces = [
        *_underlays(places, highlight, selected, gaps, colours),
        *_edge_lines(places, values, gaps, colours),
        _ring(places, highlight, look, colours),
        _nodes(scene, places, known, look, colours, _entering(phase, known, highlight)),
        _writing(labels, colours),
        _edge_targets(scene, places, known),
    ]
    margin = 0.32 if scene.depth <= 3 else 0.45
    fixed = {"visible": False, "fixedrange": True}
    layout = base_layout(colours, look.height(places.rows)) | {
        "xaxis": {"range": [-margin, scene.depth + margin], **fixed},
        "yaxis": {"range": [bottom, top], **fixed},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    }
    return Figure(data=traces, layout=layout)


def _edge_value(scene: Scene, phase: str, known: Set[Quantity], edge: Edge) -> float | None:
    """What an edge shows: its weight, gradient or update; None while that is not known."""
    layer, source, target = edge
    if phase in ("forward", "loss"):
        return scene.step.parameters[ParameterId(layer, source, target)]
    kind = "gradient" if phase == "backward" else "update"
    quantity = Quantity(kind, layer, target, source)
    return scene.value(quantity) if quantity in known else None


def _line(
    edges: Iterable[Edge], places: Geometry, gaps: Mapping[Edge, float]
) -> tuple[list[float | None], list[float | None]]:
    """Many edges as one line, separated by None; an edge with a label leaves room for it."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for edge in edges:
        layer, source, target = edge
        (x0, y0), (x1, y1) = places.node(layer, source), places.node(layer + 1, target)
        middle, gap = places.share(edge), gaps.get(edge, 0.0)
        for start, end in ((0.0, middle - gap), (middle + gap, 1.0)) if gap else ((0.0, 1.0),):
            xs += [x0 + start * (x1 - x0), x0 + end * (x1 - x0), None]
            ys += [y0 + start * (y1 - y0), y0 + end * (y1 - y0), None]
    return xs, ys


def _gap(places: Geometry, edge: Edge, look: _Look, body: str) -> float:
    """Which share of an edge its label covers, each way from the label's middle."""
    layer, source, target = edge
    rise = abs(places.node(layer, source)[1] - places.node(layer + 1, target)[1]) * look.row
    across = _LABEL_WIDTH / 2 / _COLUMN
    return across if rise == 0 else min(across, (_LINE * (body.count("<br>") + 1) / 2 + 3) / rise)


def _scatter(**properties: object) -> Trace:
    """A trace as plain data: Plotly checks it once, when the figure is made."""
    return {"type": "scatter", **properties}


def _lines(edges: Iterable[Edge], places: Geometry, gaps: Mapping[Edge, float], **line: object) -> Trace:
    xs, ys = _line(edges, places, gaps)
    return _scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _underlays(
    places: Geometry,
    highlight: Highlight,
    selected: ParameterId | None,
    gaps: Mapping[Edge, float],
    colours: Palette,
) -> list[Trace]:
    """A soft band under the edges that are being used, and one under the chosen edge."""
    shown = set(places.edges())
    used = [edge for edge in highlight.edges if edge in shown]
    chosen = []
    if selected is not None and selected.source is not None:
        edge = (selected.layer, selected.source, selected.target)
        chosen = [edge] if edge in shown else []
    soft, strong = _faded(colours.accent, 0.25), _faded(colours.accent, 0.45)
    return [_lines(used, places, gaps, color=soft, width=14), _lines(chosen, places, gaps, color=strong, width=9)]


def _faded(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _edge_lines(
    places: Geometry, values: dict[Edge, float | None], gaps: Mapping[Edge, float], colours: Palette
) -> list[Trace]:
    """Edges binned by sign and width: solid for plus, dashed for minus, thin and grey where nothing is known."""
    known = {edge: value for edge, value in values.items() if value and isfinite(value)}
    largest = max(map(abs, known.values()), default=0.0)
    bins: dict[tuple[bool, float], list[Edge]] = {}
    blank = [edge for edge in values if edge not in known]
    for edge, value in known.items():
        size = min(int(abs(value) / largest * len(_WIDTHS)), len(_WIDTHS) - 1)
        bins.setdefault((value > 0, _WIDTHS[size]), []).append(edge)
    traces = [_lines(blank, places, gaps, color=colours.line, width=1)]
    for (positive, width), edges in sorted(bins.items()):
        colour = colours.positive if positive else colours.negative
        dash = "solid" if positive else "5px,3px"
        traces.append(_lines(edges, places, gaps, color=colour, width=width, dash=dash))
    return traces


def _ring(places: Geometry, highlight: Highlight, look: _Look, colours: Palette) -> Trace:
    spots = [places.node(*node) for node in highlight.nodes]
    return _scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        mode="markers",
        marker={"size": look.node + 16, "color": _faded(colours.accent, 0.35), "line": {"width": 0}},
        hoverinfo="skip",
    )


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


def _nodes(
    scene: Scene,
    places: Geometry,
    known: Set[Quantity],
    look: _Look,
    colours: Palette,
    entering: tuple[int, int] | None,
) -> Trace:
    """The units: name and activation inside, everything known on hover; a click chooses the unit's bias."""
    nodes = places.nodes()
    spots = [places.node(*node) for node in nodes]
    labels = []
    for node in nodes:
        value = _activation(scene, known, node)
        number = "" if value is None else text(value, 4 if look.node >= 54 else 3)
        if node == entering:
            number = _ink(f"<b>{number}</b>", colours.input)
        labels.append(f"<b>{scene.names.unit(*node)}</b><br>{number or ' '}")
    return _scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        mode="markers+text",
        text=labels,
        textfont={"size": look.font, "color": colours.text},
        marker={
            "size": look.node,
            "color": colours.background,
            "opacity": 1,
            "line": {"color": colours.muted, "width": 1.5},
        },
        customdata=["" if layer == 0 else str(ParameterId(layer - 1, None, unit)) for layer, unit in nodes],
        hovertext=[_node_hover(scene, known, node) for node in nodes],
        hoverinfo="text",
        **_stay_bright(),
    )


def _stay_bright() -> dict[str, object]:
    """A click must not fade the points that were not clicked."""
    return {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


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


def _facts_below(
    scene: Scene, places: Geometry, phase: str, known: Set[Quantity], look: _Look, colours: Palette
) -> list[_Label]:
    """Lines below each unit: its target, z, and in the backward pass ∂L/∂a, slope and δ."""
    gap = (look.node / 2 + 4) / look.row
    labels = []
    for node in places.nodes():
        if node[0] == 0 or look.facts == 0:
            continue
        x, y = places.node(*node)
        body = "<br>".join(_facts(scene, phase, known, node, colours)[: look.facts])
        labels.append(_Label(x, y - gap, body, look.font - 1, colours.muted, "bottom center"))
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


def _edge_targets(scene: Scene, places: Geometry, known: Set[Quantity]) -> Trace:
    """Invisible markers on the edges: lines cannot be clicked."""
    edges = places.edges()
    spots = [places.along(edge) for edge in edges]
    return _scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        mode="markers",
        marker={"size": 26, "color": "rgba(0,0,0,0)", "line": {"width": 0}},
        customdata=[str(ParameterId(layer, source, target)) for layer, source, target in edges],
        hovertext=[_edge_hover(scene, known, edge) for edge in edges],
        hoverinfo="text",
        **_stay_bright(),
    )


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


def _writing(labels: list[_Label], colours: Palette) -> Trace:
    """All text that is not in a unit, as one trace: an annotation each takes the browser several times as long.

    A glow in the colour of the page keeps what is written on a line readable.
    """
    shown = [label for label in labels if label.body]
    glow = ", ".join([f"0 0 3px {colours.background}"] * 4)
    return _scatter(
        x=[label.x for label in shown],
        y=[label.y for label in shown],
        mode="text",
        text=[label.body for label in shown],
        textposition=[label.position for label in shown],
        textfont={
            "size": [label.size for label in shown],
            "color": [label.colour for label in shown],
            "shadow": glow,
        },
        hoverinfo="skip",
    )


def _layer_titles(scene: Scene, top: float, colours: Palette) -> list[_Label]:
    titles = ["input"]
    for layer in range(scene.depth):
        name = scene.names.layer(layer + 1).replace(" layer", "") if scene.depth > 3 else scene.names.layer(layer + 1)
        titles.append(f"{name}<br>{scene.activation(layer).title}")
    size = 12 if scene.depth <= 3 else 11
    return [_Label(layer, top, title, size, colours.muted, "bottom center") for layer, title in enumerate(titles)]


def _bias_labels(
    scene: Scene, places: Geometry, known: Set[Quantity], phase: str, look: _Look, colours: Palette
) -> list[_Label]:
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
        gap = (look.node / 2 + 5) / look.row
        labels.append(_Label(x, y + gap, body, look.font - 2, colours.muted, "top center"))
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


def _written_edges(
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


def _edge_labels(
    scene: Scene, places: Geometry, written: Mapping[Edge, str], look: _Look, colours: Palette
) -> list[_Label]:
    lift = (look.node / 2 + 46) / look.row if _crowded(places) else 0.0
    size = look.font - 1 if scene.depth <= 3 else 10
    spots = {edge: places.along(edge) for edge in written}
    return [_Label(spots[edge][0], spots[edge][1] + lift, body, size, colours.text) for edge, body in written.items()]


def _gaps(scene: Scene, places: Geometry, colours: Palette) -> list[_Label]:
    """How many units of a summarised layer are left out."""
    labels = []
    for layer, column in enumerate(places.columns):
        if None in column:
            missing = scene.step.net.sizes[layer] - (len(column) - 1)
            labels.append(_Label(*places.node(layer, None), f"⋮<br>{missing} more", 11, colours.muted))
    return labels


def _legend(scene: Scene, bottom: float, phase: str, colours: Palette) -> _Label:
    """What the edges show, and how signs look."""
    body = (
        f"Lines show {_EDGE_MEANING[phase]}: "
        f"<span style='color:{colours.positive}'>━ plus</span>  "
        f"<span style='color:{colours.negative}'>┅ minus</span>, wider is larger"
    )
    return _Label(scene.depth / 2, bottom, body, 11, colours.muted, "top center")
