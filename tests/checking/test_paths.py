"""Paths of the chain rule: along one the derivatives multiply, over all they add up to the gradient."""

from math import prod

import numpy as np
import pytest
from hypothesis import given

import backprop as bp
from backprop.checking.paths import count_paths
from tests.helpers import OUTPUTS_AND_LOSSES, cases, near, random_data, random_parameters


def assert_paths_sum_to_the_gradient(step: bp.StepTrace) -> None:
    for parameter in step.net.parameter_ids():
        all_paths = bp.paths(step, parameter)
        assert len(all_paths) == count_paths(step, parameter)
        gradient = step.gradient[parameter]
        assert sum(path.product for path in all_paths) == near(gradient, rel=1e-12, abs=1e-15), str(parameter)


def test_both_paths_of_mazurs_w1_by_hand():
    """w₁ reaches the loss through h₁ and then o₁ or o₂: x₁ · h₁(1 − h₁) · w₅ · δ₁ and x₁ · h₁(1 − h₁) · w₇ · δ₂."""
    step = bp.EXAMPLES["mazur"].trace()
    to_o1, to_o2 = bp.paths(step, bp.ParameterId(0, 0, 0))
    h1, delta = 0.593269992107, (0.138498561629, -0.038098236517)
    assert to_o1.units == (0, 0)
    assert to_o2.units == (0, 1)
    assert [factor.kind for factor in to_o1.factors] == ["input", "slope", "weight", "delta"]
    for path, weight, error in ((to_o1, 0.4, delta[0]), (to_o2, 0.5, delta[1])):
        assert [f.values.item() for f in path.factors] == near([0.05, h1 * (1 - h1), weight, error], rel=1e-10)
        assert path.product == near(0.05 * h1 * (1 - h1) * weight * error, rel=1e-10)
    assert to_o1.product + to_o2.product == near(0.000438568, abs=5e-10)


@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_paths_sum_to_the_gradient_of_every_weight_and_bias(output, loss, depth, n):
    net = bp.Network((2, 3, 2, 3, 2)[-depth - 1 :], ("tanh", "relu", "sigmoid")[: depth - 1], output)
    params, (x, y) = random_parameters(net, depth), random_data(net, n, depth, loss)
    assert_paths_sum_to_the_gradient(bp.trace_step(net, params, x, y, loss))


@given(cases(max_units=3, max_samples=3))
def test_paths_sum_to_the_gradient_of_any_network(case):
    assert_paths_sum_to_the_gradient(bp.trace_step(*case))


def test_every_path_is_there_once_and_its_factors_multiply_to_its_product():
    net = bp.Network((2, 2, 3, 2))
    step = bp.trace_step(net, random_parameters(net, 0), *random_data(net, 3, 0), "mse")
    all_paths = bp.paths(step, bp.ParameterId(0, None, 1))
    assert [path.units for path in all_paths] == [(1, i, j) for i in range(3) for j in range(2)]
    for path in all_paths:
        for sample in range(3):
            expected = prod(factor.values[sample] for factor in path.factors)
            assert path.products[sample] == near(expected, rel=1e-14)
        assert path.product == near(path.products.sum(), rel=1e-15)


def test_factors_say_where_they_come_from():
    net = bp.Network((2, 2, 3, 2))
    step = bp.trace_step(net, random_parameters(net, 0), *random_data(net, 3, 0), "mse")
    path = bp.paths(step, bp.ParameterId(0, 1, 0))[-1]
    assert [(factor.kind, factor.layer, factor.source, factor.unit) for factor in path.factors] == [
        ("input", 0, 1, 0),
        ("slope", 0, None, 0),
        ("weight", 1, 0, 2),
        ("slope", 1, None, 2),
        ("weight", 2, 2, 1),
        ("delta", 2, None, 1),
    ]
    expected = [step.x[:, 1], step.backward[0].slope[:, 0], [step.parameters.weights[1][0, 2]] * 3]
    expected += [step.backward[1].slope[:, 2], [step.parameters.weights[2][2, 1]] * 3, step.backward[2].delta[:, 1]]
    for factor, values in zip(path.factors, expected, strict=True):
        np.testing.assert_array_equal(factor.values, values)


def test_a_bias_has_the_constant_input_one():
    step = bp.EXAMPLES["mazur"].trace()
    (path,) = bp.paths(step, bp.ParameterId(1, None, 0))
    assert [factor.values.item() for factor in path.factors] == [1.0, step.backward[1].delta[0, 0]]
    assert path.factors[0].source is None


def test_an_output_weight_has_one_path():
    (path,) = bp.paths(bp.EXAMPLES["mazur"].trace(), bp.ParameterId(1, 0, 0))
    assert path.product == near(0.0821670406, abs=5e-11)


def test_up_to_the_stated_number_of_paths_and_not_one_more():
    net = bp.Network((1, 1, bp.MAX_PATHS, 1), "tanh", "identity")
    step = bp.trace_step(net, bp.initialize(net, "he"), [[1.0]], [[0.0]], "mse")
    assert len(bp.paths(step, bp.ParameterId(0, 0, 0))) == bp.MAX_PATHS

    net = bp.Network((1, 1, bp.MAX_PATHS + 1, 1), "tanh", "identity")
    step = bp.trace_step(net, bp.initialize(net, "he"), [[1.0]], [[0.0]], "mse")
    with pytest.raises(ValueError, match=rf"number of paths is {bp.MAX_PATHS + 1}; allowed: at most {bp.MAX_PATHS}"):
        bp.paths(step, bp.ParameterId(0, 0, 0))
    assert len(bp.paths(step, bp.ParameterId(1, 0, 7))) == 1


def test_a_parameter_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"parameter is 'w3\.1\.1'; allowed: a weight or bias of .*\(2, 2, 2\)"):
        bp.paths(bp.EXAMPLES["mazur"].trace(), bp.ParameterId(2, 0, 0))
