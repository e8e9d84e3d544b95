# pyright: reportArgumentType=false
"""The pictures of the learning cycle: what is known is there, what is not is blank, and nothing jumps."""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from backprop.figures.palette import DARK, LIGHT
from pages.learning_cycle.figures.circuit import circuit
from pages.learning_cycle.figures.valley import descent_picture, rounds_picture, valley_picture
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, NEURON, PHASES, UPDATE, WEIGHT, by_hand, valley

PLACES = (None, FORWARD, ERROR, BACKWARD, UPDATE)


def draw(phase: int | None, index: int = 1, **more: Any) -> Any:
    return circuit(NEURON.trace(index), phase, f"round {index + 1}", LIGHT, **more)


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def corners(figure: Any) -> dict[str, str]:
    """What stands in each circle, by its name."""
    found = (re.fullmatch(r"<b>(.+)</b><br>(.*)", body) for body in traces(figure)[1].text)
    return {match[1]: match[2].strip() for match in found if match}


def words(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations if note.text]


def test_each_phase_fills_one_circle():
    known = [sum(bool(number) for number in corners(draw(phase)).values()) for phase in PLACES]
    assert known == [1, 2, 3, 4, 4]


def test_the_numbers_are_those_of_the_round():
    assert corners(draw(BACKWARD)) == {"w": "1.05", "ŷ": "1.575", "L": "0.34031", "∂L/∂w": "+1.2375"}
    assert corners(draw(UPDATE))["w"] == "0.8025<br>was 1.05"


@pytest.mark.parametrize("phase", PLACES)
def test_one_side_is_marked_and_the_ring_is_where_it_leads(phase):
    figure = draw(phase)
    arrows = [note for note in figure.layout.annotations if note.showarrow]
    marked = [note for note in arrows if note.arrowcolor == LIGHT.accent]
    assert len(arrows) == PHASES
    assert len(marked) == (phase is not None)
    ring = traces(figure)[0].x[0], traces(figure)[0].y[0]
    if marked:
        assert (marked[0].x, marked[0].y) == ring
        assert sum(word.startswith("<b>") for word in words(figure)) == 1, "not by colour alone"
    assert sorted(word.strip("<b>")[0] for word in words(figure) if word != "round 2") == ["1", "2", "3", "4"]


def test_the_sides_make_one_ring():
    arrows = [note for note in draw(ERROR).layout.annotations if note.showarrow]
    starts, ends = ({(a.ax, a.ay) for a in arrows}, {(a.x, a.y) for a in arrows})
    assert starts == ends
    assert len(starts) == PHASES


def test_by_hand_the_way_back_is_yours():
    figure = circuit(by_hand(0.7), ERROR, "", DARK, by_hand=True)
    assert corners(figure)["∂L/∂w"] == ""
    assert [word for word in words(figure) if word.endswith("by you")] == [
        "3 Backward pass<br>by you",
        "4 Update<br>by you",
    ]
    assert traces(figure)[0].x[0] == 0.0


@pytest.mark.parametrize("presses", range(8))
def test_the_valley_shows_the_way_so_far(presses):
    seen = NEURON.seen(presses)
    way = NEURON.weights(WEIGHT)[:seen], NEURON.losses[:seen]
    curve, tangent, before, here, mark = traces(valley_picture(valley(), way, 1.05, LIGHT))
    np.testing.assert_allclose(curve.y, valley()[1])
    assert len(tangent.x) == 0
    assert [*before.x, *here.x] == [*way[0]]
    assert [*before.y, *here.y] == [*way[1]]
    assert (mark.x, mark.y) == ((1.05,), (0.0,))


@pytest.mark.parametrize("weight", [-1.0, 0.0, 0.5, 1.5, 2.0])
def test_the_tangent_has_the_slope_of_the_gradient(weight):
    step = by_hand(weight)
    slope = step.gradient[WEIGHT]
    figure = valley_picture(valley(), (np.array([weight]), np.array([step.loss])), weight, LIGHT, slope)
    (x0, x1), (y0, y1) = traces(figure)[1].x, traces(figure)[1].y
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-12)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((weight, step.loss))
    assert "slope" in figure.layout.annotations[0].text


def test_nothing_jumps():
    empty = np.array([])
    one = valley_picture(valley(), (empty, empty), 1.5, LIGHT)
    other = valley_picture(valley(), (NEURON.weights(WEIGHT), NEURON.losses), 0.5, LIGHT, 0.1)
    first, last = (rounds_picture(NEURON.losses, seen, LIGHT) for seen in (0, NEURON.rounds))
    for before, after in ((one, other), (first, last), (draw(None), draw(UPDATE))):
        assert before.layout.xaxis.range == after.layout.xaxis.range
        assert before.layout.yaxis.range == after.layout.yaxis.range
        assert before.layout.height == after.layout.height
        assert len(before.data) == len(after.data)
    assert first.layout.yaxis.range[1] > NEURON.losses.max()


def test_the_rounds_seen_so_far():
    line, before, here = traces(rounds_picture(NEURON.losses, 3, LIGHT))
    assert list(line.x) == [1, 2, 3]
    assert list(line.y) == [*NEURON.losses[:3]]
    assert (len(before.x), list(here.x)) == (2, [3])
    assert len(traces(rounds_picture(NEURON.losses, 0, LIGHT))[0].x) == 0


@pytest.mark.parametrize("presses", [0, 1, 3, 8, NEURON.most])
def test_valley_and_rounds_in_one_picture(presses):
    seen = NEURON.seen(presses)
    weights = NEURON.weights(WEIGHT)
    slope = 0.25 if presses == 3 else None
    both = descent_picture(valley(), weights, NEURON.losses, seen, 1.05, LIGHT, slope)
    upper = valley_picture(valley(), (weights[:seen], NEURON.losses[:seen]), 1.05, LIGHT, slope)
    lower = rounds_picture(NEURON.losses, seen, LIGHT)
    assert [(t.x, t.y) for t in traces(both)] == [(t.x, t.y) for figure in (upper, lower) for t in traces(figure)]
    assert both.layout.height == upper.layout.height + lower.layout.height
    assert both.layout.yaxis2.range == lower.layout.yaxis.range
    assert both.layout.yaxis.domain[0] > both.layout.yaxis2.domain[1]
    assert len(both.layout.annotations) == (slope is not None)
