"""The network diagram: what its traces say, at every moment. Traces are asserted, never pixels."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.checking.examples import TWO_NEURONS
from backprop.explain.numbers import text
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.moments import moments, tape
from backprop.explain.step.quantities import Quantity
from backprop.figures.network.boxes import text_size
from backprop.figures.network.diagram import narrowest, network_diagram
from backprop.figures.network.geometry import geometry
from backprop.figures.palette import DARK, LIGHT, Palette
from backprop.network import ParameterId
from backprop.steps import repeat_step
from tests.explain.step.helpers import diverged, scene_of, step_of, told

DRAWN = (*bp.EXAMPLES, "softmax-cross-entropy", "deep", "log-loss-batch")
each_drawn = pytest.mark.parametrize("key", DRAWN)


def draw(
    scene: Scene, all_moments: tuple[Moment, ...], index: int, selected: ParameterId | None = None, colours=LIGHT
) -> Any:
    """The diagram as the page draws it at one moment."""
    known = {quantity for _, quantity in tape(all_moments, index)}
    moment = all_moments[index]
    return network_diagram(scene, moment.phase, known, moment.highlight, colours, selected)


@cache
def frame(key: str, index: int) -> Any:
    """The diagram at one operation of a step."""
    return draw(scene_of(key), told(key), index)


def film(key: str, every: int = 4) -> list[tuple[int, Any]]:
    """Some operations of a step, the first and the last among them."""
    last = len(told(key)) - 1
    return [(index, frame(key, index)) for index in (*range(0, last, every), last)]


def large(*sizes: int, hidden: str = "tanh") -> tuple[Scene, tuple[Moment, ...]]:
    """A network of that size in all its moments, layer by layer."""
    net = bp.Network(sizes, hidden, "identity")
    rng = np.random.default_rng(1)
    step = bp.trace_step(
        net, bp.initialize(net, "normal", 1), rng.normal(size=(1, sizes[0])), np.ones((1, sizes[-1])), "mse"
    )
    return Scene(step, 0, bp.Names(net)), moments(step, 0, "layer")


# Finding the traces by what they are for ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Marks:
    """Some marks of the diagram, column by column."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    customdata: tuple[str, ...]
    hovertext: tuple[str, ...]
    size: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One bin of edges: a path, and how it looks."""

    path: str
    line: Any


def marks(figure: Any) -> Any:
    (trace,) = (trace for trace in figure.data if trace.mode == "markers")
    return trace


def _some(figure: Any, wanted: Callable[[str, float], bool]) -> Marks:
    """Marks by fill and width of the border."""
    trace = marks(figure)
    looks = zip(trace.marker.color, trace.marker.line.width, strict=True)
    places = [index for index, look in enumerate(looks) if wanted(*look)]
    columns = (trace.x, trace.y, trace.customdata, trace.hovertext, trace.marker.size)
    return Marks(*(tuple(column[place] for place in places) for column in columns))


def nodes(figure: Any) -> Marks:
    return _some(figure, lambda fill, border: border > 0)


def targets(figure: Any) -> Marks:
    return _some(figure, lambda fill, border: fill == "rgba(0,0,0,0)")


def ring(figure: Any) -> Marks:
    return _some(figure, lambda fill, border: fill.startswith("rgba") and fill != "rgba(0,0,0,0)")


def node_texts(figure: Any) -> list[str]:
    """What is written in each unit."""
    inside = {(x, y): line for x, y, line in writing(figure)}
    return [inside[spot] for spot in zip(nodes(figure).x, nodes(figure).y, strict=True)]


def _lines(figure: Any) -> list[Line]:
    assert all((shape.type, shape.layer) == ("path", "below") for shape in figure.layout.shapes)
    return [Line(shape.path, shape.line) for shape in figure.layout.shapes]


def edge_lines(figure: Any) -> list[Line]:
    """Lines that carry a value or its absence; not the soft bands under them."""
    return [line for line in _lines(figure) if not line.line.color.startswith("rgba")]


def bands(figure: Any) -> list[Line]:
    return [line for line in _lines(figure) if line.line.color.startswith("rgba")]


def pieces(line: Line) -> list[tuple[float, ...]]:
    """(x0, y0, x1, y1) of every piece of a line that leaves out its labels."""
    found = re.findall("M([^L]+)L([^M]+)", line.path)
    assert "".join(f"M{start}L{end}" for start, end in found) == line.path
    return [tuple(float(number) for point in piece for number in point.split(",")) for piece in found]


def segments(trace: Line) -> set[tuple[float, ...]]:
    """(x0, y0, x1, y1) of every edge, from unit to unit: one that leaves room for its label comes in two pieces."""
    found: set[tuple[float, ...]] = set()
    rest = iter(pieces(trace))
    for x0, y0, x1, y1 in rest:
        if x1.is_integer():
            found.add((x0, y0, x1, y1))
            continue
        x2, y2, x3, y3 = next(rest)
        assert x0 < x1 < x2 < x3
        slopes = [(y - y0) / (x - x0) for x, y in ((x1, y1), (x2, y2), (x3, y3))]
        assert slopes == pytest.approx([slopes[0]] * 3, abs=1e-4)
        found.add((x0, y0, x3, y3))
    return found


def segment(net: bp.Network, edge: tuple[int, int, int]) -> tuple[float, ...]:
    layer, source, target = edge
    places = geometry(net)
    return (*places.node(layer, source), *places.node(layer + 1, target))


def writing(figure: Any) -> list[tuple[float, float, str]]:
    """Place and text of all that is written beside units and edges."""
    found = [(note.x, note.y, str(note.text)) for note in figure.layout.annotations]
    for trace in figure.data:
        if trace.mode == "text":
            found += zip(trace.x, trace.y, map(str, trace.text), strict=True)
    return found


def texts(figure: Any) -> list[str]:
    """Everything that can be read on the figure."""
    found = [str(annotation.text) for annotation in figure.layout.annotations]
    for trace in figure.data:
        for part in (trace.text, trace.hovertext):
            found += [part] if isinstance(part, str) else [str(each) for each in part or ()]
    return found


def numbers_in(line: str) -> set[str]:
    """The numbers that stand in a text, as written."""
    return set(re.findall(r"−?\d+(?:\.\d+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", line))


def numbers(figure: Any) -> set[str]:
    return {number for line in texts(figure) for number in numbers_in(line)}


# How much there is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(1, 1), (2, 2, 2), (3, 8, 8, 8, 8, 2), (16,) * 8, (9, 1), (1, 16, 1)], ids=str)
def test_two_traces_and_few_shapes_for_any_size(sizes):
    scene, all_moments = large(*sizes)
    for index in range(0, len(all_moments), 3):
        figure = draw(scene, all_moments, index)
        assert len(figure.data) == 2
        assert len(figure.layout.shapes) <= 11
        assert not figure.layout.images


@each_drawn
def test_the_payload_of_an_example_is_small(key):
    assert max(len(figure.to_json().encode()) for _, figure in film(key, every=12)) < 40_000


def test_the_payload_of_a_large_network_is_reasonable():
    scene, all_moments = large(*[16] * 6)
    figures = (draw(scene, all_moments, index) for index in (0, len(all_moments) // 2, len(all_moments) - 1))
    assert max(len(figure.to_json().encode()) for figure in figures) < 120_000


@each_drawn
def test_nothing_jumps_between_moments(key):
    """Ranges, height and the places of units and click targets are the same from the first moment to the last."""
    first, *rest = (figure for _, figure in film(key))
    for figure in rest:
        assert figure.layout.xaxis.range == first.layout.xaxis.range
        assert figure.layout.yaxis.range == first.layout.yaxis.range
        assert figure.layout.height == first.layout.height
        for find in (nodes, targets):
            assert (find(figure).x, find(figure).y) == (find(first).x, find(first).y)
    low, high = first.layout.yaxis.range
    assert all(low < y < high for y in nodes(first).y)
    low, high = first.layout.xaxis.range
    assert all(low < x < high for x in nodes(first).x)


# What can be clicked ------------------------------------------------------------------------------------------------


@each_drawn
def test_every_weight_has_one_click_target_on_its_own_edge(key):
    net = step_of(key).net
    weights = {str(p): p for p in net.parameter_ids() if not p.is_bias}
    trace = targets(frame(key, 0))
    assert sorted(trace.customdata) == sorted(weights)
    for x, y, address in zip(trace.x, trace.y, trace.customdata, strict=True):
        parameter = weights[address]
        x0, y0, x1, y1 = segment(net, (parameter.layer, parameter.source or 0, parameter.target))
        assert x0 < x < x1
        assert y == pytest.approx(y0 + (x - x0) / (x1 - x0) * (y1 - y0))


@each_drawn
def test_click_targets_of_one_layer_keep_apart(key):
    trace = targets(frame(key, 0))
    assert len(set(zip(trace.x, trace.y, strict=True))) == len(trace.x)
    assert min(trace.size) >= 24


def test_an_edge_leaves_room_for_its_label():
    """In Mazur's network every weight has a label: no line runs through it, and each is read where it is clicked."""
    for _, figure in film("mazur"):
        spots = set(zip(targets(figure).x, targets(figure).y, strict=True))
        written = {(x, y) for x, y, line in writing(figure) if line.startswith("<b>w")}
        assert spots == written
        for trace in edge_lines(figure):
            for x0, y0, x1, y1 in pieces(trace):
                for x, y in spots:
                    on_the_line = (y - y0) * (x1 - x0) == pytest.approx((y1 - y0) * (x - x0), abs=1e-9)
                    assert not (on_the_line and x0 < x < x1)


@each_drawn
def test_a_click_on_a_unit_means_its_bias_and_on_an_input_nothing(key):
    net = step_of(key).net
    trace = nodes(frame(key, 0))
    expected = [""] * net.sizes[0]
    expected += [f"b{layer}.{unit + 1}" for layer in range(1, net.depth + 1) for unit in range(net.sizes[layer])]
    assert list(trace.customdata) == expected
    assert {ParameterId.parse(address) for address in expected if address} == {
        p for p in net.parameter_ids() if p.is_bias
    }


def test_a_click_fades_nothing():
    trace = marks(frame("mazur", 0))
    assert trace.selected.marker.opacity == trace.unselected.marker.opacity == 1


def test_a_finger_can_scroll_over_it():
    """Streamlit would turn "no dragging" into panning, so the figure says something that only Plotly understands."""
    figure = frame("mazur", 0)
    for plain in (figure.to_dict(), json.loads(figure.to_json())):
        assert plain["layout"]["dragmode"] == "off"
        assert plain["layout"]["template"]["layout"]["dragmode"] is False
    assert figure.layout.clickmode == "event+select"
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange


# What is blank and what is shown ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["mazur", "han-kamber", "softmax-cross-entropy", "chain"])
def test_blank_until_computed(key):
    """Before its moment no text of the figure holds a unit's activation; from then on the unit shows it."""
    scene, all_moments = scene_of(key), told(key)
    net = scene.step.net
    units = [(layer, unit) for layer in range(net.depth) for unit in range(net.sizes[layer + 1])]
    for layer, unit in units:
        quantity = Quantity("a", layer, unit)
        moment_of_it = next(i for i, moment in enumerate(all_moments) if quantity in moment.reveals)
        shown = {text(scene.value(quantity), significant) for significant in (4, 9)}
        for index in range(moment_of_it + 6):
            figure = frame(key, index)
            place = sum(net.sizes[: layer + 1]) + unit
            label = node_texts(figure)[place]
            if index < moment_of_it:
                assert not shown & numbers(figure)
                assert re.sub("<.*?>", "", label).strip() == scene.unit(layer, unit)
            else:
                assert shown & numbers_in(label)


@each_drawn
def test_gradients_and_new_values_appear_with_their_moment(key):
    scene, all_moments = scene_of(key), told(key)
    weights = [p for p in scene.step.net.parameter_ids() if not p.is_bias]
    for index, figure in film(key, every=8):
        known = {quantity for _, quantity in tape(all_moments, index)}
        hovers = dict(zip(targets(figure).customdata, targets(figure).hovertext, strict=True))
        words = {"gradient": "gradient", "update": "update", "new": "new value"}
        for parameter, kind in product(weights, words):
            quantity = Quantity(kind, parameter.layer, parameter.target, parameter.source)
            lines = hovers[str(parameter)].split("<br>")
            assert (f"{words[kind]} {text(scene.value(quantity))}" in lines) == (quantity in known)
            assert lines[0].startswith(f"<b>{scene.names.parameter(parameter)}</b>, from ")
            assert lines[1] == f"value {text(scene.step.parameters[parameter])}"


@each_drawn
def test_a_unit_tells_on_hover_all_that_is_known_of_it_and_no_more(key):
    scene, all_moments = scene_of(key), told(key)
    net = scene.step.net
    for index, figure in film(key):
        known = {quantity for _, quantity in tape(all_moments, index)}
        hovers = list(nodes(figure).hovertext)[net.sizes[0] :]
        units = [(layer, unit) for layer in range(net.depth) for unit in range(net.sizes[layer + 1])]
        for (layer, unit), hover in zip(units, hovers, strict=True):
            for kind in ("z", "a", "da", "slope", "delta"):
                quantity = Quantity(kind, layer, unit)
                line = f"{scene.text(quantity)} = {text(scene.value(quantity))}"
                assert (line in hover.split("<br>")) == (quantity in known)


@each_drawn
def test_a_ring_is_around_what_is_being_computed(key):
    net, all_moments = step_of(key).net, told(key)
    for index, figure in film(key):
        moment = all_moments[index]
        expected = [geometry(net).node(*node) for node in moment.highlight.nodes]
        assert list(zip(ring(figure).x, ring(figure).y, strict=True)) == expected
        assert min(ring(figure).size, default=99) > max(nodes(figure).size)
        used = {each for band in bands(figure) for each in segments(band)}
        assert used == {segment(net, edge) for edge in moment.highlight.edges}


def test_the_ring_over_the_edge_of_a_unit_tells_and_chooses_what_the_unit_does():
    for _, figure in film("mazur"):
        inside = dict(zip(zip(nodes(figure).x, nodes(figure).y, strict=True), nodes(figure).hovertext, strict=True))
        for x, y, address, hover in zip(
            *(getattr(ring(figure), n) for n in ("x", "y", "customdata", "hovertext")), strict=True
        ):
            assert hover == inside[x, y]
            assert address == nodes(figure).customdata[nodes(figure).hovertext.index(hover)]


def test_the_chosen_weight_has_a_band_and_a_label():
    scene, all_moments = large(4, 4, 1)
    chosen = ParameterId(0, 2, 3)
    band = bands(draw(scene, all_moments, 0, chosen))[-1]
    assert segments(band) == {segment(scene.step.net, (0, 2, 3))}
    name = "w₃₄"
    assert any(name in line for *_, line in writing(draw(scene, all_moments, 0, chosen)))
    empty = draw(scene, all_moments, 1)
    assert not any(name in line for *_, line in writing(empty))
    assert segment(scene.step.net, (0, 2, 3)) not in {
        each for line in bands(empty) if line.line.width == 9 for each in segments(line)
    }


@pytest.mark.parametrize("chosen", [ParameterId(0, None, 1), ParameterId(1, 0, 0), None])
def test_whatever_is_chosen_the_figure_is_drawn(chosen):
    assert draw(scene_of("mazur"), told("mazur"), 3, chosen).data


@pytest.mark.parametrize("key", ["mazur", "deep"])
def test_the_input_has_its_colour_only_while_it_is_a_factor(key):
    """The third factor of ∂L/∂w is marked in the unit that it comes from; a share of blame, w · δ, has no input."""
    net, inked = step_of(key).net, 0
    for index, moment in enumerate(told(key)):
        shown = [LIGHT.input in label for label in node_texts(frame(key, index))]
        main = moment.main
        if main and main.kind == "gradient" and main.source is not None:
            assert shown.index(True) == sum(net.sizes[: main.layer]) + main.source
            assert sum(shown) == 1
            inked += 1
        else:
            assert not any(shown)
    assert inked == sum(not parameter.is_bias for parameter in net.parameter_ids())


# Signs --------------------------------------------------------------------------------------------------------------


def value_of_edge(scene: Scene, phase: str, known: set[Quantity], edge: tuple[int, int, int]) -> float | None:
    layer, source, target = edge
    if phase in ("forward", "loss"):
        return scene.step.parameters[ParameterId(layer, source, target)]
    quantity = Quantity("gradient" if phase == "backward" else "update", layer, target, source)
    return scene.value(quantity) if quantity in known else None


@each_drawn
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_sign_by_dash_and_colour_and_size_by_width(key, colours: Palette):
    scene, all_moments = scene_of(key), told(key)
    net = scene.step.net
    edges = [(p.layer, p.source or 0, p.target) for p in net.parameter_ids() if not p.is_bias]
    signs = set()
    for index in range(0, len(all_moments), 8):
        figure = draw(scene, all_moments, index, colours=colours)
        known = {quantity for _, quantity in tape(all_moments, index)}
        where = {each: trace for trace in edge_lines(figure) for each in segments(trace)}
        assert sum(len(segments(trace)) for trace in edge_lines(figure)) == len(edges)
        widths = []
        for edge in edges:
            value = value_of_edge(scene, all_moments[index].phase, known, edge)
            line = where[segment(net, edge)].line
            if not value:
                assert (line.color, line.width, line.dash) == (colours.line, 1, "solid")
                continue
            assert line.color == (colours.positive if value > 0 else colours.negative)
            assert (line.dash == "solid") == (value > 0)
            widths.append((abs(value), line.width))
            signs.add(value > 0)
        ordered = [width for _, width in sorted(widths)]
        assert ordered == sorted(ordered)
        assert all(width > 1 for width in ordered)
    assert signs


def test_both_signs_are_among_those_tested():
    lines = edge_lines(frame("deep", 0))
    assert {trace.line.dash for trace in lines} == {"solid", "5px,3px"}
    assert {trace.line.color for trace in lines} == {LIGHT.positive, LIGHT.negative}


def test_the_legend_says_what_lines_mean_in_each_phase():
    words = {"forward": "weights", "loss": "weights", "backward": "gradients", "update": "updates"}
    for index, figure in film("mazur"):
        moment = told("mazur")[index]
        (legend,) = (line for *_, line in writing(figure) if line.startswith("Lines show"))
        assert legend.startswith(f"Lines show {words[moment.phase]}: ")
        assert "plus" in legend
        assert "minus" in legend


@pytest.mark.parametrize("granularity", ["phase", "neuron"])
def test_numbers_that_are_no_longer_finite_are_drawn_as_unknown(granularity):
    """Infinite and undefined gradients have neither sign nor width; whatever is finite beside them keeps its own."""
    step = diverged()
    scene = Scene(step, 0, bp.Names(step.net))
    all_moments = moments(step, 0, granularity)
    for index in range(len(all_moments)):
        figure = draw(scene, all_moments, index)
        assert sum(len(segments(trace)) for trace in edge_lines(figure)) == 8


# Room for every label -----------------------------------------------------------------------------------------------

SMALL_NETWORKS = [
    (1, 1),
    (2, 1),
    (3, 3),
    (1, 3, 1),
    (2, 2, 1),
    (2, 2, 2),
    (2, 3, 1),
    (3, 2, 1),
    (2, 3, 2),
    (2, 4, 1),
    (1, 1, 1, 1),
    (2, 2, 2, 2),
    (1,) * 7,
    (1,) * 8,
]
CROWDED_NETWORKS = [
    (3, 3, 3),
    (2, 3, 3, 1),
    (2,) * 5,
    (2, 3, 3, 3, 3, 3, 3, 1),
    (4, 4, 4),
    (8, 8, 8),
    (16, 16),
    (2, 12, 1),
]

# Of Source Sans, measured in Chromium, in hundredths of the font's size.
ADVANCES = {
    **dict.fromkeys("0123456789+−×∂δ", 50),
    **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻", 37),
    **dict.fromkeys(".,", 25),
    **dict.fromkeys("⁽⁾", 26),
    " ": 20,
    "w": 78,
    "b": 57,
    "θ": 55,
    "→": 62,
    "/": 35,
    "L": 49,
    "a": 50,
}


@dataclass(frozen=True)
class Rectangle:
    """What a piece of writing covers, in pixels from the lower left corner of the figure."""

    body: str
    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: "Rectangle", slack: float) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > slack and along > slack


def rectangles(figure: Any, width: float) -> list[Rectangle]:
    """Everything that is written on a figure of that width."""
    (trace,) = (trace for trace in figure.data if trace.mode == "text")
    (left, right), (bottom, top), height = figure.layout.xaxis.range, figure.layout.yaxis.range, figure.layout.height
    found = []
    for x, y, body, position, size in zip(
        trace.x, trace.y, trace.text, trace.textposition, trace.textfont.size, strict=True
    ):
        lines = re.sub("<(?!br).*?>", "", body).split("<br>")
        half = max(sum(ADVANCES.get(sign, 50) for sign in line) for line in lines) * size / 200
        tall = 1.3 * size * len(lines)
        across, along = (x - left) / (right - left) * width, (y - bottom) / (top - bottom) * height
        low = along - {"middle center": tall / 2, "bottom center": tall, "top center": 0.0}[position]
        found.append(Rectangle(body, across - half, across + half, low, low + tall))
    return found


def edge_labels(figure: Any, width: float) -> list[Rectangle]:
    (trace,) = (trace for trace in figure.data if trace.mode == "text")
    written = zip(rectangles(figure, width), trace.textposition, strict=True)
    return [label for label, position in written if position == "middle center" and label.body.startswith("<b>w")]


def beside(figure: Any, width: float) -> list[Rectangle]:
    """What is written over and under units, without the titles of layers and the legend."""
    (trace,) = (trace for trace in figure.data if trace.mode == "text")
    written = zip(rectangles(figure, width), trace.textposition, strict=True)
    low, high = figure.layout.yaxis.range
    heights = dict(zip(trace.text, trace.y, strict=True))
    return [label for label, position in written if position != "middle center" and low < heights[label.body] < high]


def covers_one(label: Rectangle, units: list[tuple[float, float, float]], slack: float) -> bool:
    """Whether a label lies on a unit, of which place and size are given in pixels."""
    for across, along, size in units:
        near = min(max(across, label.left), label.right), min(max(along, label.bottom), label.top)
        if (near[0] - across) ** 2 + (near[1] - along) ** 2 < (size / 2 - slack) ** 2:
            return True
    return False


def units(figure: Any, width: float) -> list[tuple[float, float, float]]:
    """Place and size of each unit in pixels."""
    (left, right), (bottom, top), height = figure.layout.xaxis.range, figure.layout.yaxis.range, figure.layout.height
    drawn = nodes(figure)
    return [
        ((x - left) / (right - left) * width, (y - bottom) / (top - bottom) * height, size)
        for x, y, size in zip(drawn.x, drawn.y, drawn.size, strict=True)
    ]


def check_room(figure: Any, width: float) -> None:
    """No weight's label may lie on another one, on a unit, or on what is written beside a unit."""
    slack = 3.0  # a long number may touch its neighbour's line box, not its signs
    labels, near_units, circles = edge_labels(figure, width), beside(figure, width), units(figure, width)
    for index, label in enumerate(labels):
        others = [*labels[index + 1 :], *near_units]
        assert [other.body for other in others if label.meets(other, slack)] == [], f"on {label.body} at {width} px"
        assert not covers_one(label, circles, slack), f"{label.body} lies on a unit at {width} px"


def sized(*sizes: int, granularity: str = "operation") -> tuple[Scene, tuple[Moment, ...]]:
    """A network as the page makes it from sizes alone."""
    net = bp.Network(sizes, "tanh", "sigmoid")
    x = np.resize([1.0, 0.0], (1, sizes[0]))
    step = bp.trace_step(net, bp.initialize(net, "xavier", 0), x, np.ones((1, sizes[-1])), "log_loss", bp.sgd(0.5))
    return Scene(step, 0, bp.Names(net)), moments(step, 0, granularity)


@pytest.mark.parametrize("key", bp.EXAMPLES)
def test_the_labels_of_an_example_keep_apart(key):
    scene = scene_of(key)
    for _, figure in film(key, every=3):
        assert len(edge_labels(figure, 500)) == len(targets(figure).x), "every weight is labelled"
        for wider in (1.0, 1.4, 2.5):
            check_room(figure, wider * narrowest(scene.names))


@pytest.mark.parametrize("sizes", SMALL_NETWORKS, ids=str)
def test_the_labels_of_a_small_network_keep_apart(sizes):
    scene, all_moments = sized(*sizes)
    for index in (*range(0, len(all_moments) - 1, 5), len(all_moments) - 1):
        figure = draw(scene, all_moments, index)
        assert len(edge_labels(figure, 500)) == len(targets(figure).x), "every weight is labelled"
        for wider in (1.0, 1.4, 2.5):
            check_room(figure, wider * narrowest(scene.names))


@pytest.mark.parametrize("sizes", CROWDED_NETWORKS, ids=str)
def test_a_crowded_network_shows_labels_where_there_is_room(sizes):
    scene, all_moments = sized(*sizes, granularity="neuron")
    shown = 0
    for index in range(0, len(all_moments), max(len(all_moments) // 20, 1)):
        figure = draw(scene, all_moments, index, ParameterId(0, 0, 0))
        shown += len(edge_labels(figure, 500))
        for wider in (1.0, 1.4, 2.5):
            check_room(figure, wider * narrowest(scene.names))
    assert shown, "the weights in use have labels"


def test_a_moment_that_uses_many_edges_names_none_of_them():
    scene, all_moments = sized(2, 12, 2, granularity="phase")
    for index in range(len(all_moments)):
        assert edge_labels(draw(scene, all_moments, index), 500) == []
        (chosen,) = edge_labels(draw(scene, all_moments, index, ParameterId(0, 0, 0)), 500)
        assert chosen.body.startswith("<b>w₁,₁⁽¹⁾</b>")


def test_the_check_of_labels_notices():
    figure = draw(*sized(2, 3, 1), 40)
    check_room(figure, 326)
    with pytest.raises(AssertionError):
        check_room(figure, 200)


def test_a_small_network_fits_a_phone_and_a_deep_one_a_projector():
    assert {narrowest(bp.Names(bp.Network(sizes))) for sizes in ((1, 1), (2, 2, 2), (3, 3, 3), (2, 3, 1))} == {326}
    for sizes in (*SMALL_NETWORKS, *CROWDED_NETWORKS, (1,) * 6, (8,) * 8, (16,) * 8):
        assert narrowest(bp.Names(bp.Network(sizes))) <= 457


@pytest.mark.parametrize("key", ["deep", "five-layer-chain", "log-loss-batch", "han-kamber", "mazur"])
def test_no_two_parameters_have_the_same_name_on_a_diagram(key):
    names = step_of(key).net, scene_of(key).names
    figure = frame(key, 0)
    found = re.findall("<b>([wbθ].*?)</b>", " ".join(line for *_, line in writing(figure)))
    assert len(found) == len(set(found))
    assert set(found) <= {names[1].parameter(parameter) for parameter in names[0].parameter_ids()}


# Large networks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "shown"), [(1, 1), (8, 8), (9, 7), (12, 7), (16, 7)])
def test_above_eight_units_a_layer_is_summarised(size, shown):
    scene, all_moments = large(2, size, 1)
    figure = draw(scene, all_moments, 0)
    in_column = [x for x in nodes(figure).x if x == 1]
    assert len(in_column) == shown
    gaps = [line for *_, line in writing(figure) if "more" in line]
    assert gaps == ([f"⋮<br>{size - shown} more"] if size > 8 else [])
    assert len(targets(figure).customdata) == 2 * shown + shown
    assert f"b1.{size}" in nodes(figure).customdata


def test_up_to_four_hidden_layers_of_eight_every_weight_can_be_clicked():
    scene, all_moments = large(8, 8, 8, 8, 8, 8)
    figure = draw(scene, all_moments, 0)
    assert len(targets(figure).customdata) == 5 * 64
    assert not any("more" in line for *_, line in writing(figure))


def test_a_unit_that_is_left_out_is_ringed_at_the_gap():
    scene, _ = large(2, 12, 1)
    figure = network_diagram(scene, "forward", set(), Highlight(((1, 9),), ((0, 1, 9),)), LIGHT)
    ((x, y, _),) = (note for note in writing(figure) if "more" in note[2])
    assert (ring(figure).x, ring(figure).y) == ((x,), (y,))
    assert bands(figure) == []


def test_units_that_are_left_out_share_one_ring():
    """Each is half transparent: one for each unit would be a solid disc."""
    scene, all_moments = large(2, 16, 2)
    for index in range(len(all_moments)):
        figure = draw(scene, all_moments, index)
        spots = list(zip(ring(figure).x, ring(figure).y, strict=True))
        assert len(spots) == len(set(spots))
    everything = Highlight(tuple((1, unit) for unit in range(16)))
    assert len(ring(network_diagram(scene, "forward", set(), everything, LIGHT)).x) == 8


# Pure ---------------------------------------------------------------------------------------------------------------


def test_the_figure_is_a_pure_function():
    scene, all_moments = scene_of("mazur"), told("mazur")
    known = {quantity for _, quantity in tape(all_moments, 30)}
    before = set(known)
    one, other = (
        network_diagram(scene, "backward", known, all_moments[30].highlight, LIGHT, ParameterId(1, 0, 0)).to_json()
        for _ in range(2)
    )
    assert one == other
    assert known == before


def test_no_colour_is_outside_the_palette():
    for colours in (LIGHT, DARK):
        palette = {getattr(colours, name).lower() for name in colours.__slots__}
        for index in (0, 20, 40, len(told("mazur")) - 1):
            plain = draw(scene_of("mazur"), told("mazur"), index, ParameterId(1, 0, 0), colours).to_dict()
            plain["layout"].pop("template")
            used = {match.lower() for match in re.findall(r"#[0-9A-Fa-f]{6}\b", str(plain))}
            assert used <= palette
            assert len(used) >= 5


def test_small_numbers_below_the_output_stay_inside_the_narrowest_figure():
    names = bp.Names(TWO_NEURONS.net, TWO_NEURONS.names)
    history = repeat_step(TWO_NEURONS.trace(), 100)
    for number in range(100):
        scene = Scene(history.trace(number), 0, names)
        phases = moments(scene.step, 0, "phase", names)
        index = [moment.phase for moment in phases].index("backward")
        figure = network_diagram(scene, "backward", {key for _, key in tape(phases, index)}, Highlight(), LIGHT)
        below = [line for x, y, body in writing(figure) if x == 2 and y < 0 for line in body.split("<br>")]
        facts = [line for line in below if line.startswith(("δ", "<span"))]
        assert len(facts) == 3
        assert max(text_size(line, 11)[0] for line in facts) <= 72
    assert 0 < abs(history.trace(99).backward[-1].delta[0, 0]) < 1e-6
