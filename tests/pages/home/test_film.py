# pyright: reportArgumentType=false
"""The film of the first page, against steps taken on their own."""

from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.data.toy_sets import xor
from backprop.figures.palette import DARK, LIGHT
from pages.home.figures import learning_film
from pages.home.numbers import STEPS, film, history, right
from tests.figures.films import assert_all_clickable_take_part, assert_none_is_empty, dots, shown


@pytest.mark.parametrize("step", [0, 1, 37, STEPS])
def test_a_frame_is_the_network_before_that_step(step):
    net = bp.Network((2, 4, 1), "tanh", "sigmoid")
    x, y = xor(samples=120, seed=1)
    taken = bp.trace_step(net, bp.initialize(net, "xavier", 3), x, y, "log_loss", bp.adam(0.1))
    for _ in range(step):
        taken = bp.trace_step(net, taken.parameters_after, x, y, "log_loss", bp.adam(0.1), state=taken.state_after)
    found = film()
    for layer in range(net.depth):
        np.testing.assert_array_equal(found.weights[layer][step], taken.parameters.weights[layer])
        np.testing.assert_array_equal(found.biases[layer][step], taken.parameters.biases[layer])
    assert found.train_at[step] == pytest.approx(taken.loss, rel=1e-12)
    plane = found.plane
    assert plane is not None
    for row, column in ((0, 0), (5, 20), (24, 24)):
        expected = bp.forward(net, taken.parameters, np.array([[plane.x[column], plane.y[row]]]))[-1].a.item()
        assert plane.prediction[step, row, column, 0] == pytest.approx(expected, rel=1e-6, abs=1e-7)


def test_it_learns():
    first, last = history().trace(0), history().trace(STEPS)
    assert last.loss < first.loss / 5
    assert right(first) < right(last) == len(last.x)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_step_has_a_frame_and_the_film_is_quickly_sent(colours):
    figure: Any = learning_film(film(), colours)
    assert figure.steps == tuple(range(STEPS + 1))
    assert_all_clickable_take_part(figure)
    assert_none_is_empty(figure)
    assert len(figure.to_json()) < 700_000
    axes = [figure.layout[name] for name in figure.layout if name.startswith(("xaxis", "yaxis"))]
    assert all(axis.fixedrange and len(axis.range) == 2 for axis in axes), "nothing jumps while it learns"
    for step in (0, 40, STEPS):
        assert {x for x, _ in dots(figure, shown(figure, step))} == {step}
