# pyright: reportArgumentType=false
"""Central differences agree with backpropagation everywhere, and say where they mean nothing."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given

import backprop as bp
from backprop.checking.gradient_check import TOLERANCE, numeric_da, numeric_delta, numeric_gradient, numeric_slope
from tests.helpers import (
    LAYERS_AND_LOSSES,
    OUTPUTS_AND_LOSSES,
    arrays,
    cases,
    in_turn,
    near,
    random_data,
    random_parameters,
)

SIZES = {1: (3, 2), 2: (2, 4, 3), 3: (3, 2, 4, 2), 4: (2, 3, 4, 3, 3)}


def relative(ours: float, theirs: float) -> float:
    return abs(ours - theirs) / max(abs(ours), abs(theirs), 1e-3)


@pytest.mark.parametrize(
    ("hidden", "output", "loss", "depth", "n"), in_turn(LAYERS_AND_LOSSES, list(product(SIZES, (1, 5))))
)
def test_every_activation_loss_and_depth_agrees(hidden, output, loss, depth, n):
    net = bp.Network(SIZES[depth], hidden, output)
    params, (x, y) = random_parameters(net, depth + n), random_data(net, n, depth + n, loss)
    check = bp.check_gradients(net, params, x, y, loss)
    assert not any(array.any() for array in arrays(check.kink))
    assert check.agrees
    assert check.max_relative_error <= 1e-6


@given(cases(max_units=5))
def test_any_network_agrees(case):
    assert bp.check_gradients(*case).agrees


def test_the_report_is_number_by_number():
    """L = (wx + b − y)² with w = 1, b = 0, x = 2, y = 5: ∂L/∂w = 2 · −3 · 2 = −12, ∂L/∂b = −6."""
    net = bp.Network((1, 1), output="identity")
    check = bp.check_gradients(net, bp.Parameters([[[1.0]]], [[0.0]]), [[2.0]], [[5.0]], "mse")
    assert (check.analytic.weights[0].item(), check.analytic.biases[0].item()) == (-12.0, -6.0)
    assert check.numeric.weights[0].item() == near(-12.0, rel=1e-9)
    assert check.numeric.biases[0].item() == near(-6.0, rel=1e-9)
    assert check.relative_error.weights[0].item() < TOLERANCE == 1e-6


def test_the_numeric_gradient_owes_nothing_to_the_backward_pass(monkeypatch):
    net = bp.Network((2, 3, 2))
    params, (x, y) = random_parameters(net, 0), random_data(net, 3, 0)
    honest = bp.check_gradients(net, params, x, y, "mse")
    silenced = lambda *args: tuple(  # noqa: E731
        bp.LayerBackward(*(np.zeros_like(a) for a in arrays(record))) for record in bp.backward(*args)
    )
    monkeypatch.setattr("backprop.checking.gradient_check.backward", silenced)
    check = bp.check_gradients(net, params, x, y, "mse")
    assert not check.agrees
    for ours, theirs in zip(arrays(check.numeric), arrays(honest.analytic), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


def test_large_parameters_are_moved_by_more():
    """A move of 6e-6 would be lost at w = 1e12. L = (w − 1e12 + 1)², so ∂L/∂w = 2."""
    net = bp.Network((1, 1), output="identity")
    check = bp.check_gradients(net, bp.Parameters([[[1e12]]], [[0.0]]), [[1.0]], [[1e12 - 1.0]], "mse")
    assert check.numeric.weights[0].item() == near(2.0, rel=1e-6)


def test_more_parameters_than_one_chunk_holds():
    net = bp.Network((20, 20, 10), "tanh", "identity")
    params, (x, y) = random_parameters(net, 0), random_data(net, 2, 0)
    assert net.parameter_count > 512
    assert bp.check_gradients(net, params, x, y, "mse").agrees


# Kinks --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", ["relu", "leaky_relu"])
def test_a_unit_on_its_kink_is_marked_and_left_out(hidden):
    """z₁ = 1·1 + 0 − 1 = 0 sits on the kink; the second unit with z = 2 does not matter."""
    net = bp.Network((1, 2, 1), hidden, "identity")
    params = bp.Parameters([[[1.0, 1.0]], [[1.0], [1.0]]], [[-1.0, 1.0], [0.0]])
    check = bp.check_gradients(net, params, [[1.0]], [[0.0]], "mse")
    assert check.kink[bp.ParameterId(0, 0, 0)] == check.kink[bp.ParameterId(0, None, 0)] == 1
    assert check.relative_error[bp.ParameterId(0, 0, 0)] > 0.1
    assert check.agrees


@pytest.mark.parametrize("z", [2e-6, -2e-6])
def test_only_the_moves_that_cross_the_kink_are_marked(z):
    """z₁ = ±2e-6 is nearer to 0 than the move of 6e-6, for its own weight and bias alone."""
    net = bp.Network((1, 2, 1), "relu", "identity")
    params = bp.Parameters([[[1.0, 1.0]], [[1.0], [1.0]]], [[z - 1.0, 1.0], [0.0]])
    check = bp.check_gradients(net, params, [[1.0]], [[0.0]], "mse")
    marked = {str(parameter) for parameter in net.parameter_ids() if check.kink[parameter]}
    assert marked == {"w1.1.1", "b1.1"}
    assert check.agrees


def test_a_unit_on_its_kink_that_is_not_moved_marks_nothing():
    """A silent unit, z = 0 whatever the others do: the parameters of its neighbour can be checked all the same."""
    net = bp.Network((1, 2, 1), "relu", "identity")
    params = bp.Parameters([[[0.0, 1.0]], [[1.0], [1.0]]], [[0.0, 1.0], [0.0]])
    check = bp.check_gradients(net, params, [[1.0]], [[0.0]], "mse")
    marked = {str(parameter) for parameter in net.parameter_ids() if check.kink[parameter]}
    assert marked == {"w1.1.1", "b1.1"}
    assert check.agrees


def test_smooth_units_have_no_kink():
    net = bp.Network((1, 2, 1), "tanh", "identity")
    check = bp.check_gradients(net, bp.initialize(net, "zeros"), [[1.0]], [[0.5]], "mse")
    assert not any(array.any() for array in arrays(check.kink))


# Far out ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("z", [-1000.0, -40.0, 40.0, 1000.0])
def test_log_loss_agrees_and_is_silent_far_out(z, target):
    net = bp.Network((1, 1))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        check = bp.check_gradients(net, bp.Parameters([[[z]]], [[0.0]]), [[1.0]], [[target]], "log_loss")
    assert check.agrees


@pytest.mark.parametrize("target", [[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]])
def test_cross_entropy_agrees_and_is_silent_far_out(target):
    net = bp.Network((1, 3), output="softmax")
    params = bp.Parameters([[[1000.0, -1000.0, 0.0]]], [[0.0, 0.0, 0.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert bp.check_gradients(net, params, [[1.0]], [target], "cross_entropy").agrees


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh"])
def test_saturated_hidden_units_agree_and_are_silent(hidden):
    net = bp.Network((2, 2, 1), hidden)
    params = bp.Parameters([[[1000.0, -1000.0], [1.0, 1.0]], [[1.0], [-1.0]]], [[0.0, 0.0], [0.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert bp.check_gradients(net, params, [[1.0, 0.0]], [[1.0]], "log_loss").agrees


def test_a_nan_gradient_never_agrees(monkeypatch):
    """NaN compares as neither larger nor smaller: the largest error must not step over it, in whatever array it is."""
    net = bp.Network((2, 3, 2))
    params, (x, y) = random_parameters(net, 0), random_data(net, 3, 0)
    for layer in range(net.depth):
        for name in ("dW", "db"):

            def broken(*args, layer=layer, name=name):
                records = list(bp.backward(*args))
                fields = {slot: getattr(records[layer], slot) for slot in bp.LayerBackward.__slots__}
                records[layer] = bp.LayerBackward(**fields | {name: fields[name] * np.nan})
                return tuple(records)

            monkeypatch.setattr("backprop.checking.gradient_check.backward", broken)
            assert not bp.check_gradients(net, params, x, y, "mse").agrees, f"{name} of layer {layer}"


def test_a_loss_beyond_float64_raises_no_warning():
    """What a diverging run leaves behind may still be looked at."""
    net = bp.Network((1, 1), output="identity")
    check = bp.check_gradients(net, bp.Parameters([[[1.0]]], [[0.0]]), [[1e200]], [[4.0]], "mse")
    assert not check.agrees


def test_single_numbers_beyond_float64_raise_no_warning_either():
    net = bp.Network((1, 1, 1), "identity", "identity")
    params = bp.Parameters([[[1.0]], [[1e160]]], [[0.0], [0.0]])
    step = bp.trace_step(net, params, [[1.0]], [[0.0]], "mse")
    for layer in range(net.depth):
        for witness in (numeric_delta, numeric_da, numeric_slope):
            witness(step, layer, 0, 0)


# Single intermediate numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_da_slope_and_delta_have_a_witness_too(output, loss):
    net = bp.Network((2, 3, 2, 2), ("tanh", "leaky_relu"), output)
    params, (x, y) = random_parameters(net, 4), random_data(net, 2, 4, loss)
    step = bp.trace_step(net, params, x, y, loss)
    for layer, record in enumerate(step.backward):
        for sample, unit in np.ndindex(record.delta.shape):
            place = (layer, sample, unit)
            assert relative(numeric_delta(step, *place).value, record.delta[sample, unit]) < 1e-6, f"delta at {place}"
            assert relative(numeric_slope(step, *place).value, record.slope[sample, unit]) < 1e-6, f"slope at {place}"
            da = numeric_da(step, *place)
            if layer == net.depth - 1:
                assert da is None
            else:
                assert da is not None
                assert relative(da.value, record.da[sample, unit]) < 1e-6, f"da at {place}"


@pytest.mark.parametrize("z", [0.0, 3e-6, -3e-6, 1.0])
def test_single_numbers_say_when_their_move_crosses_a_kink(z):
    """Both the unit's own z and everything that a parameter moves."""
    net = bp.Network((1, 1, 1), "relu", "identity")
    step = bp.trace_step(net, bp.Parameters([[[1.0]], [[1.0]]], [[0.0], [0.0]]), [[z]], [[1.0]], "mse")
    crosses = abs(z) < 6e-6
    assert numeric_slope(step, 0, 0, 0).kink == numeric_delta(step, 0, 0, 0).kink == crosses
    assert numeric_gradient(step, bp.ParameterId(0, None, 0)).kink == crosses
    assert not numeric_gradient(step, bp.ParameterId(1, 0, 0)).kink
    assert not numeric_delta(step, 1, 0, 0).kink
    da = numeric_da(step, 0, 0, 0)
    assert da is not None
    assert not da.kink


@given(cases(max_units=4))
def test_rounding_moves_a_difference_by_less_than_it_says(case):
    """Where the derivative is 0 to begin with: a parameter that no loss depends on."""
    net, params, x, y, loss = case
    silent = params.replace({parameter: 0.0 for parameter in net.parameter_ids() if parameter.layer == net.depth - 1})
    step = bp.trace_step(net, silent, x, y, loss)
    for parameter in net.parameter_ids():
        if parameter.layer < net.depth - 1:
            difference = numeric_gradient(step, parameter)
            assert abs(difference.value) <= difference.noise
