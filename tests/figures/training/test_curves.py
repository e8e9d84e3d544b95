# pyright: reportArgumentType=false
"""The loss over training, the size of the gradient in each layer, and the picture of a network that learns."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

import backprop as bp
from backprop.figures.palette import DARK, LIGHT
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
