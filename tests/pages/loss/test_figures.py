"""The pictures of two losses: numbers where they belong, the chosen loss strong, ranges that stay."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from backprop.explain.numbers import text
from backprop.explain.step.comparison import LossComparison, compare_losses
from backprop.figures.palette import DARK, LIGHT
from pages.loss.figures.classes import class_bars
from pages.loss.figures.data import PLACES, is_cut, squares, surprises
from pages.loss.figures.extremes import EDGE, far_out
from pages.loss.figures.extremes import PLACES as FAR
from pages.loss.figures.race import EVERY, POINTS, replayed
from pages.loss.figures.shapes import ratio, shapes
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.classes import judged_classes
from pages.loss.numbers.data import MOST_B, MOST_W, TARGETS, along, fitted
from pages.loss.numbers.extremes import clipped, from_logits, naive
from pages.loss.numbers.neuron import judged, shape
from pages.loss.numbers.race import CONFIDENT, PACES, SAME_RATE, UPDATES, race
from tests.figures.films import assert_none_is_empty

Z = np.linspace(-6.0, 6.0, 41)
ENDS = [(0.0, 0.0), (MOST_W, MOST_B), (-MOST_W, MOST_B), (0.8, 0.4)]


def ranges(figure: go.Figure) -> dict[str, Any]:
    layout = figure.to_dict()["layout"]
    return {name: axis["range"] for name, axis in layout.items() if "axis" in name}


def words(figure: Any) -> str:
    return "\n".join(note.text for note in figure.layout.annotations)


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def on_data(loss: str, w: float, b: float, colours: Any = LIGHT) -> go.Figure:
    draw = squares if loss == MSE else surprises
    return draw(fitted(loss, w, b), (PLACES, along(loss, w, b, PLACES)), colours)


def curves(z: float, y: float, loss: str) -> go.Figure:
    here = {name: shape(name, y, np.array([z])) for name in BOTH}
    return shapes({name: shape(name, y, Z) for name in BOTH}, here, loss, y, LIGHT)


def area(x: list[float], y: list[float]) -> float:
    """Of a closed polygon."""
    return 0.5 * abs(sum(x[i] * y[i + 1] - x[i + 1] * y[i] for i in range(len(x) - 1)))


def pieces(trace: Any) -> list[tuple[list[float], list[float]]]:
    """The polygons of a trace with gaps."""
    found: list[tuple[list[float], list[float]]] = [([], [])]
    for x, y in zip(trace.x, trace.y, strict=True):
        if x is None:
            found.append(([], []))
        else:
            found[-1][0].append(x)
            found[-1][1].append(y)
    return [piece for piece in found if piece[0]]


@pytest.mark.parametrize(("w", "b"), ENDS)
def test_the_area_of_each_square_is_its_term_and_the_average_square_the_loss(w, b):
    step = fitted(MSE, w, b)
    boxes, _, points, average = traces(on_data(MSE, w, b))
    np.testing.assert_allclose([area(*box) for box in pieces(boxes)], step.loss_terms[:, 0], rtol=1e-3, atol=1e-8)
    (box,) = pieces(average)
    assert area(*box) == pytest.approx(step.loss, rel=1e-9)
    for x, y in (*pieces(boxes), box):
        assert max(x) - min(x) == pytest.approx(max(y) - min(y), rel=1e-3, abs=1e-8), "a square"
    np.testing.assert_array_equal(points.y, TARGETS[MSE][:, 0])


def test_squares_are_square_on_the_screen():
    layout: Any = on_data(MSE, 1.0, 0.0).layout
    assert layout.yaxis.scaleanchor == "x"
    assert layout.yaxis2.scaleanchor == "x2"
    widths = [
        (axis.range[1] - axis.range[0]) / (axis.domain[1] - axis.domain[0]) for axis in (layout.xaxis, layout.xaxis2)
    ]
    assert widths[0] == pytest.approx(widths[1], rel=0.002), "both rooms have the same scale"


def test_the_average_square_always_has_room():
    for w in (-MOST_W, MOST_W):
        for b in (-MOST_B, MOST_B):
            figure: Any = on_data(MSE, w, b)
            low, high = figure.layout.xaxis2.range
            assert low <= min(traces(figure)[3].x)
            assert max(traces(figure)[3].x) <= high


def test_it_is_told_where_squares_are_cut():
    assert is_cut(fitted(MSE, -MOST_W, -MOST_B))
    assert not is_cut(fitted(MSE, 0.0, 0.0))
    for w, b in ENDS:
        figure: Any = on_data(MSE, w, b)
        boxes, (left, right), (low, high) = traces(figure)[0], figure.layout.xaxis.range, figure.layout.yaxis.range
        inside = all(left <= x <= right for x in boxes.x if x is not None)
        inside = inside and all(low <= y <= high for y in boxes.y if y is not None)
        assert is_cut(fitted(MSE, w, b)) != inside


def test_bars_are_surprises_and_always_fit():
    for w, b in [*ENDS, (-MOST_W, -MOST_B)]:
        figure: Any = on_data(LOG, w, b)
        step = fitted(LOG, w, b)
        bars, average, words = traces(figure)[3:]
        np.testing.assert_allclose(bars.y, step.loss_terms[:, 0], rtol=1e-4)
        assert set(average.y) == {step.loss}
        assert all(y > step.loss - 1e-3 or y + 1.5 < step.loss for y in words.y), "the average strikes no number out"
        assert list(words.text) == [text(float(value), 3) for value in step.loss_terms[:, 0]]
        assert max(bars.y) < figure.layout.yaxis2.range[1]
        given = [abs(end - foot) for foot, end in (piece[1] for piece in pieces(traces(figure)[0]))]
        np.testing.assert_allclose(given, np.exp(-step.loss_terms[:, 0]), rtol=1e-6)


@pytest.mark.parametrize("loss", BOTH)
def test_nothing_jumps_while_the_line_is_dragged(loss):
    assert len({str(ranges(on_data(loss, w, b))) for w, b in ENDS}) == 1


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", [-6.0, 0.0, 1.5, 6.0])
def test_the_point_is_on_all_curves(z, y, loss):
    figure = curves(z, y, loss)
    points = [trace for trace in traces(figure) if trace.mode == "markers"]
    other = LOG if loss == MSE else MSE
    assert len(points) == 4
    for trace, across, up in zip(points, "azaz", ("value", "value", "da", "delta"), strict=True):
        for index, name in enumerate((other, loss)):
            here = shape(name, y, np.array([z]))
            assert trace.x[index] == getattr(here, across)[0]
            assert trace.customdata[index] == getattr(here, up)[0]
            beyond = trace.y[index] != getattr(here, up)[0]
            assert ("triangle" in trace.marker.symbol[index]) == beyond
            if not beyond:
                low, high = sorted(ranges(figure)[trace.yaxis.replace("y", "yaxis")])
                assert low <= trace.y[index] <= high
    assert ("▲" in words(figure) or "▼" in words(figure)) == (abs(shape(LOG, y, np.array([z])).da[0]) > 12)


def test_the_chosen_loss_is_strong_and_solid_and_on_top():
    for loss in BOTH:
        lines = [trace for trace in traces(curves(1.0, 0.0, loss)) if trace.mode == "lines"]
        for below, above in zip(lines[::2], lines[1::2], strict=True):
            assert above.line.width > below.line.width
            assert (above.line.dash, above.line.color) == ("solid", LIGHT.accent)
            assert below.line.dash != "solid"
        assert f"<b>{'MSE' if loss == MSE else 'Log loss'}</b>" in words(curves(1.0, 0.0, loss))


def test_the_ratio():
    for z in (-6.0, 0.0, 4.0):
        comparison = compare_losses(judged(z, 0.0, MSE), 0)
        assert isinstance(comparison, LossComparison)
        law, half, _, point, bars = traces(ratio(comparison, MSE, LIGHT))
        a = comparison.prediction[0]
        assert (point.x[0], point.y[0]) == (a, comparison.ratio[0])
        assert comparison.ratio[0] == pytest.approx(2 * a * (1 - a))
        np.testing.assert_allclose(law.y, 2 * np.array(half.y), rtol=1e-4)
        np.testing.assert_allclose(bars.y, [abs(comparison.squared.delta[0]), abs(comparison.logarithmic.delta[0])])


@pytest.mark.parametrize("pace", PACES)
def test_every_frame_shows_the_race_as_far_as_it_is(pace):
    courses = race(pace, 0.15, CONFIDENT)
    figure: Any = replayed(courses, LOG, 0, LIGHT)
    assert_none_is_empty(figure)
    ordered = sorted(courses, key=lambda course: course.loss == LOG)
    assert [int(frame.name) for frame in figure.frames] == list(range(0, UPDATES + 1, EVERY))
    for frame in figure.frames[::6]:
        at = int(frame.name)
        _, *ways, dots = frame.data[:4]
        for way, course, x, y in zip(ways, ordered, dots.x, dots.y, strict=True):
            assert max(way.x) == at == x, "nothing of what is to come"
            np.testing.assert_allclose(way.y, course.prediction[: at + 1 : POINTS], rtol=1e-4)
            assert y == pytest.approx(course.prediction[at], rel=1e-4)
        slides = frame.data[-1]
        np.testing.assert_allclose(slides.x, [course.z[at] for course in ordered], rtol=1e-4)
        if at < UPDATES:
            np.testing.assert_allclose(slides.y, [course.moved[at] for course in ordered], rtol=1e-4)
    start = [len(trace.x) for trace in figure.data[1:3]]
    assert start == [1, 1], "it opens before the first update"
    low, high = figure.layout.yaxis2.range
    assert low < 0 < max(course.moved.max() for course in courses) < high


@pytest.mark.parametrize("start", [0, 3, 150, 299, UPDATES])
def test_the_race_opens_where_it_is_asked_to(start):
    courses = race(SAME_RATE, 0.15, CONFIDENT)
    figure: Any = replayed(courses, MSE, start, LIGHT)
    assert start in figure.steps
    ordered = sorted(courses, key=lambda course: course.loss == MSE)
    for way, course in zip(figure.data[1:3], ordered, strict=True):
        assert way.x[-1] == start
        assert way.y[-1] == pytest.approx(course.prediction[start], rel=1e-4)


@pytest.mark.parametrize("loss", BOTH)
def test_class_bars(loss):
    step = judged_classes((6.0, -6.0, 0.5), 1, loss)
    figure: Any = class_bars(step, 1, LIGHT)
    shares, deltas = traces(figure)
    np.testing.assert_array_equal(shares.y, step.prediction[0])
    np.testing.assert_array_equal(deltas.y, step.backward[0].delta[0])
    assert [("true" in name) for name in figure.layout.xaxis.ticktext] == [False, True, False]


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_textbook_line_ends_with_a_cross(y):
    ways = {"naive": naive(FAR, y).value, "clipped": clipped(FAR, y).value, "exact": from_logits(FAR, y).value}
    drawn = traces(far_out(ways, (40.0, float(from_logits(np.array([40.0]), y).value[0])), True, LIGHT))
    lines = {trace.name: trace for trace in drawn if trace.mode == "lines"}
    assert max(lines["naive"].x) < 37 < EDGE == max(lines["exact"].x)
    crosses = [trace for trace in drawn if trace.mode == "markers" and trace.marker.symbol == "x"]
    assert len(crosses) == 1
    assert list(crosses[0].x) == [max(lines["naive"].x)]


@pytest.mark.parametrize(("z", "symbol"), [(40, "circle"), (1000, "triangle-right"), (-1000, "triangle-left")])
def test_what_is_beyond_the_picture_stands_at_its_edge(z, symbol):
    point = traces(far_out({"MSE": shape(MSE, 0.0, FAR).value}, (float(z), 1.0), False, LIGHT))[-1]
    assert point.marker.symbol == symbol
    assert abs(point.x[0]) <= EDGE


def test_dark_is_as_light_but_for_the_colours():
    light, dark = (on_data(MSE, 1.0, 0.0, colours).to_json() for colours in (LIGHT, DARK))
    assert light != dark
    assert LIGHT.accent not in str(dark)
