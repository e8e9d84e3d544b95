"""Differences of all parameters, that compute again only what changes, against moving one parameter by itself."""

import numpy as np
import pytest
from hypothesis import given

import backprop as bp
from backprop.checking import finite_differences as module
from backprop.checking.gradient_check import numeric_gradient
from tests.helpers import arrays, cases, random_data, random_parameters


def check(net, params, x, y, loss) -> None:
    found = bp.finite_differences(net, params, x, y, loss)
    step = bp.trace_step(net, params, x, y, loss)
    for parameter in net.parameter_ids():
        alone = numeric_gradient(step, parameter)
        assert bool(found.kink[parameter]) == alone.kink
        assert found.numeric[parameter] == pytest.approx(alone.value, rel=1e-9, abs=2 * alone.noise)


@given(cases())
def test_they_are_those_of_each_parameter_by_itself(case):
    check(*case)


@pytest.mark.parametrize("at_once", [1, 50, 400])
def test_however_many_units_are_moved_at_once(monkeypatch, at_once):
    net = bp.Network((3, 4, 2, 5, 2), "tanh", "softmax")
    params, (x, y) = random_parameters(net, 2), random_data(net, 6, 2, "cross_entropy")
    whole = bp.finite_differences(net, params, x, y, "cross_entropy")
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    parts = bp.finite_differences(net, params, x, y, "cross_entropy")
    for ours, theirs in zip(arrays(parts.numeric), arrays(whole.numeric), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)
    check(net, params, x, y, "cross_entropy")


def test_a_kink_is_marked_for_the_moved_unit_and_for_units_after_it():
    net = bp.Network((1, 1, 1), ("relu",), "relu")
    params = bp.Parameters([[[1.0]], [[1.0]]], [[0.0], [-1.0]])
    found = bp.finite_differences(net, params, np.array([[1.0]]), np.array([[1.0]]), "mse")
    assert [found.kink[each] for each in net.parameter_ids()] == [1.0, 1.0, 1.0, 1.0], "z of the output is 0"
    away = bp.finite_differences(net, params, np.array([[3.0]]), np.array([[1.0]]), "mse")
    assert [away.kink[each] for each in net.parameter_ids()] == [0.0] * 4


def test_a_large_number_moves_by_more():
    assert module.move(np.array([0.0, -1.0, 2.0, -1e6])).tolist() == [6e-6, 6e-6, 1.2e-5, 6.0]


def test_bad_values_are_refused_and_lists_are_taken():
    net = bp.Network((1, 1), output="identity")
    params = bp.Parameters([[[2.0]]], [[0.0]])
    found = bp.finite_differences(net, params, [[1.0]], [[1.0]], "mse")
    assert found.numeric[bp.ParameterId(0, 0, 0)] == pytest.approx(2.0, rel=1e-8)
    with pytest.raises(ValueError, match="loss"):
        bp.finite_differences(net, params, [[1.0]], [[1.0]], "cross_entropy")
    with pytest.raises(ValueError, match="x"):
        bp.finite_differences(net, params, [[1.0, 2.0]], [[1.0]], "mse")


def test_a_step_of_a_diverging_run_gives_no_warning():
    net = bp.Network((1, 1), output="identity")
    bp.finite_differences(net, bp.Parameters([[[1e200]]], [[0.0]]), [[1.0]], [[1.0]], "mse")
