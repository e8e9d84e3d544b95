# pyright: reportArgumentType=false
"""The loss over training, the size of the gradient in each layer, and the picture of a network that learns."""

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

import backprop as bp
from backprop.data.toy_sets import xor
from backprop.figures.network.learning import learning_picture
from backprop.figures.palette import DARK, LIGHT, palette
from backprop.figures.style import CONFIG
from backprop.figures.training.curves import gradient_sizes, loss_curve
from tests.explain.step.helpers import diverged, scene_of, step_of

FALLING = np.geomspace(1.0, 1e-4, 10_001)


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


@pytest.mark.parametrize(
    "losses",
    [
        np.array([0.5]),
        np.full(30, 0.25),
        np.zeros(30),
        np.array([1.0, 0.5, 0.0]),
        np.array([1e-300, 1e300]),
        np.linspace(1.0, 0.5, 41),
        FALLING,
    ],
    ids=["one", "constant", "zeros", "to zero", "huge", "short of a decade", "long"],
)
def test_the_loss_curve_is_drawn_for_any_losses(losses):
    before = losses.copy()
    for cursor in (0, len(losses) - 1):
        line, point = traces(loss_curve(losses, cursor, LIGHT))
        assert len(line.x) == len(line.y) <= 500
        assert (line.x[0], line.x[-1]) == (0, len(losses) - 1)
        assert (line.y[0], line.y[-1]) == (losses[0], losses[-1])
        assert (tuple(point.x), tuple(point.y)) == ((cursor,), (losses[cursor],))
    np.testing.assert_array_equal(losses, before)


def test_a_long_run_is_thinned_and_every_point_is_true():
    line, point = traces(loss_curve(FALLING, 4_321, LIGHT))
    assert len(line.x) == 500
    assert list(line.x) == sorted(set(line.x))
    np.testing.assert_array_equal(line.y, FALLING[np.array(line.x)])
    assert point.y[0] == FALLING[4_321]
    assert max(np.diff(line.x)) <= 21
    assert len(loss_curve(FALLING, 0, LIGHT).to_json()) < 40_000


def test_a_short_run_is_drawn_in_full():
    losses = np.linspace(1.0, 0.9, 500)
    line, _ = traces(loss_curve(losses, 0, LIGHT))
    np.testing.assert_array_equal(line.y, losses)


@pytest.mark.parametrize(
    ("losses", "scale"),
    [([1.0, 0.06], "linear"), ([1.0, 0.04], "log"), ([1.0, 0.0], "linear"), ([0.0, 0.0], "linear"), ([2.0], "linear")],
)
def test_the_axis_is_logarithmic_where_the_losses_span_much_and_none_is_zero(losses, scale):
    assert loss_curve(np.array(losses), 0, LIGHT).layout.yaxis.type == scale


@pytest.mark.parametrize("key", ["mazur", "deep", "wide", "five-layer-chain", "all-frozen"])
def test_gradient_sizes_from_the_first_layer_to_the_last(key):
    step, names = step_of(key), scene_of(key).names
    (bars,) = traces(gradient_sizes(step, names, LIGHT))
    assert list(bars.y) == [pytest.approx(np.sqrt(np.mean(layer.dW**2))) for layer in step.backward]
    assert list(bars.x) == [names.layer(layer) for layer in range(1, step.net.depth + 1)]


def test_a_vanishing_gradient_is_seen_on_a_logarithmic_axis():
    step, names = step_of("five-layer-chain"), scene_of("five-layer-chain").names
    assert gradient_sizes(step, names, LIGHT).layout.yaxis.type == "log"
    assert gradient_sizes(step_of("linear-neuron"), scene_of("linear-neuron").names, LIGHT).layout.yaxis.type == (
        "linear"
    )


def test_gradients_that_are_zero_or_not_finite_are_drawn_too():
    net = bp.Network((1, 2, 1), "relu", "identity")
    dead = bp.trace_step(net, bp.Parameters([[[-1.0, -1.0]], [[1.0], [1.0]]], [[0, 0], [0]]), [[1.0]], [[1.0]], "mse")
    for step in (dead, diverged()):
        figure = gradient_sizes(step, bp.Names(step.net), DARK)
        assert figure.layout.yaxis.type == "linear"
        assert len(traces(figure)[0].y) == 2


# The picture on the first page --------------------------------------------------------------------------------------


def learning(step: int, steps: int = 20, colours=LIGHT) -> Any:
    net = bp.Network((2, 4, 1), "tanh", "sigmoid")
    x, y = xor(samples=40, seed=1)
    run = bp.repeat_step(bp.trace_step(net, bp.initialize(net, "xavier", 3), x, y, "log_loss", bp.adam(0.1)), steps)
    trace = run.trace(step)
    return learning_picture(trace.net, trace.parameters, trace.x, trace.y, run.losses, step, colours)


def test_the_plane_shows_the_prediction_in_percent_and_every_point_once():
    net = bp.Network((2, 4, 1), "tanh", "sigmoid")
    figure = learning(0)
    plane, zeros, ones, loss = figure.data
    params = bp.initialize(net, "xavier", 3)
    for row, column in ((0, 0), (5, 30), (40, 40)):
        point = np.array([[plane.x[column], plane.y[row]]])
        prediction = bp.forward(net, params, point)[-1].a.item()
        assert plane.z[row][column] == pytest.approx(100 * prediction, abs=0.51)
    assert (plane.zmin, plane.zmax) == (0, 100)
    x, y = xor(samples=40, seed=1)
    for trace, label in ((zeros, 0), (ones, 1)):
        np.testing.assert_array_equal(np.column_stack([trace.x, trace.y]), x[y[:, 0] == label])
    assert zeros.marker.symbol != ones.marker.symbol
    assert list(loss.x) == [0]


def test_nothing_jumps_while_it_learns():
    first, middle, last = (learning(step) for step in (0, 10, 20))
    for figure in (middle, last):
        for axis in ("xaxis", "yaxis", "xaxis2", "yaxis2"):
            assert figure.layout[axis].range == first.layout[axis].range
        assert figure.layout.height == first.layout.height
    assert [len(figure.data[3].x) for figure in (first, middle, last)] == [1, 11, 21]
    for figure in (first, middle, last):
        *before, here = figure.data[3].marker.size
        assert set(before) <= {0}, "one mark, where we are"
        assert here > 8
        assert "markers" in figure.data[3].mode
    assert first.layout.yaxis2.range[1] > max(last.data[3].y)
    assert len(last.to_json()) < 40_000


# All figures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_are_transparent_in_the_colours_of_the_theme_and_cannot_be_dragged(theme):
    colours = palette(theme)
    figures = [
        loss_curve(FALLING, 3, colours),
        gradient_sizes(step_of("mazur"), scene_of("mazur").names, colours),
        learning(1, 2, colours),
    ]
    for figure in figures:
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert figure.layout.font.color == colours.text
        assert figure.layout.dragmode is False
        assert figure.layout.showlegend is False
        assert figure.layout.transition.duration is None, "even one of 0 makes the browser draw everything again"
        assert all(figure.layout[axis].fixedrange for axis in ("xaxis", "yaxis"))
        assert go.Figure(json.loads(figure.to_json())).layout.height == figure.layout.height


def test_the_mode_bar_and_the_zoom_are_off():
    assert CONFIG["displayModeBar"] is False
    assert CONFIG["scrollZoom"] is False
    assert CONFIG["doubleClick"] is False
