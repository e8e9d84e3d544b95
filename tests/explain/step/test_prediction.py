"""Predictions close to 0 and 1: formulas and lines keep the digits, and beyond float64 z takes over."""

import re

import numpy as np
import pytest

import backprop as bp
from backprop.explain.step.moment import Moment
from backprop.explain.step.moments import moments
from tests.explain.reader import evaluate, sides
from tests.explain.step.test_code import namespace, run


def neuron(z: float, y: float) -> bp.StepTrace:
    """One sigmoid with pre-activation z."""
    return bp.trace_step(bp.Network((1, 1)), bp.Parameters([[[z]]], [[0.0]]), [[1.0]], [[y]], "log_loss")


def moment_of(step: bp.StepTrace, kind: str) -> Moment:
    return next(moment for moment in moments(step) if moment.main and moment.main.kind == kind)


Z = [-1000.0, -720.0, -400.0, -40.0, -16.0, -4.0, 0.3, 4.0, 16.0, 40.0, 400.0, 720.0, 1000.0]


@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("z", Z)
def test_loss_and_derivative_can_be_worked_out_from_what_is_printed(z, y):
    step = neuron(z, y)
    for kind, value in (
        ("term", step.loss),
        ("da", step.backward[0].da[0, 0]),
        ("delta", step.backward[0].delta[0, 0]),
    ):
        moment = moment_of(step, kind)
        ((shown, result),) = sides(moment.numbers)
        printed = evaluate(shown)
        tiny = 1e-15 if kind != "da" else 0.0  # what a pocket calculator loses in 1 − (a very small number)
        assert printed.low - tiny <= value * (1 + 1e-12) if value > 0 else printed.low - tiny <= value
        assert printed.high + tiny >= value * (1 - 1e-12) if value > 0 else printed.high + tiny >= value
        if abs(value) == np.inf:
            assert result.endswith(r"\infty}}")
            assert "e^{" in shown


@pytest.mark.parametrize("z", Z)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_formula_never_divides_by_nothing_and_never_takes_the_logarithm_of_0(z, y):
    for moment in moments(neuron(z, y)):
        assert r"\ln(0)" not in moment.numbers
        assert not re.search(r"\\frac\{[^}]*\}\{(?:0|1 - 1|1 - 0?)\}", moment.numbers)


def test_the_distance_from_1_is_a_number_of_its_own():
    """1/(1 − 0.982014) is 55.599 by hand, and 55.598 in truth: the printed digits must give the printed result."""
    numbers = moment_of(neuron(4.0, 0.0), "da").numbers
    assert r"\frac{1}{0.0179862}" in numbers
    assert "55.598" in numbers


@pytest.mark.parametrize("kind", ["term", "da"])
def test_where_z_takes_over_the_sentence_says_why(kind):
    assert "written with z" in moment_of(neuron(-1000.0, 0.0), kind).why
    assert "written with z" not in moment_of(neuron(-4.0, 0.0), kind).why


@pytest.mark.parametrize("z", Z)
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_the_lines_give_the_number_that_is_shown_beside_them(z, y):
    step = neuron(z, y)
    for kind, value in (("da", step.backward[0].da[0, 0]), ("slope", step.backward[0].slope[0, 0])):
        names = namespace(step) | {f"{kind}1": np.full((1, 1), np.nan)}
        run(moment_of(step, kind).code, names)
        np.testing.assert_allclose(names[f"{kind}1"][0, 0], value, rtol=1e-13, atol=0)


@pytest.mark.parametrize("z", [-30.0, -8.0, 0.5, 8.0, 30.0])
def test_the_line_of_a_tanh_gives_its_slope_in_saturation(z):
    step = bp.trace_step(bp.Network((1, 1), output="tanh"), bp.Parameters([[[z]]], [[0.0]]), [[1.0]], [[0.0]], "mse")
    names = namespace(step)
    run(moment_of(step, "slope").code, names)
    np.testing.assert_allclose(names["slope1"][0, 0], step.backward[0].slope[0, 0], rtol=1e-13, atol=0)


@pytest.mark.parametrize("score", [2.0, 40.0, 800.0, 2000.0])
@pytest.mark.parametrize("right", [0, 1])
def test_a_softmax_far_out_can_be_worked_out_too(score, right):
    net = bp.Network((1, 2), output="softmax")
    params = bp.Parameters([[[score, 0.0]]], [[0.0, 0.0]])
    step = bp.trace_step(net, params, [[1.0]], [np.eye(2)[right]], "cross_entropy")
    for moment in moments(step):
        if moment.main and moment.main.kind in ("a", "term", "da", "delta"):
            place = (0, moment.main.unit)
            value = {
                "a": step.prediction,
                "term": step.loss_terms,
                "da": step.backward[0].da,
                "delta": step.backward[0].delta,
            }[moment.main.kind][place]
            ((shown, _),) = sides(moment.numbers)
            printed = evaluate(shown)
            slack = 0.0 if abs(value) == np.inf else 1e-15 + 1e-12 * abs(value)
            assert printed.low <= value + slack
            assert value <= printed.high + slack
