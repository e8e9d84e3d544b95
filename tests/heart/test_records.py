"""Records refuse writing, and what a caller does to its own arrays reaches none of them."""

import dataclasses

import numpy as np
import pytest

import backprop as bp
from backprop.trace import Broken
from tests.helpers import arrays

NET = bp.Network((2, 3, 2), "tanh", "sigmoid")
X, Y = [[0.1, -0.2], [0.3, 0.4]], [[0.0, 1.0], [1.0, 0.0]]


def a_step() -> bp.StepTrace:
    return bp.trace_step(NET, bp.initialize(NET, "xavier", 1), X, Y, "log_loss", bp.adam(0.1), frozen=("b1",))


STEP = a_step()
HISTORY = bp.repeat_step(STEP, 30)
MAZUR = bp.EXAMPLES["mazur"]
RECORDS = {
    "StepTrace": STEP,
    "StepTrace of a History": HISTORY.trace(27),
    "LayerForward": STEP.forward[0],
    "LayerBackward": STEP.backward[0],
    "LayerUpdate": STEP.update[0],
    "gradient": STEP.gradient,
    "updates": STEP.updates,
    "Parameters": STEP.parameters,
    "parameters_after": STEP.parameters_after,
    "OptimizerState": STEP.state_after,
    "Optimizer": STEP.optimizer,
    "History": HISTORY,
    "Broken": Broken(0, 0, "W"),
    "GradientCheck": bp.check_gradients(NET, STEP.parameters, X, Y, "log_loss"),
    "Path": bp.paths(STEP, bp.ParameterId(0, 0, 0))[0],
    "Factor": bp.paths(STEP, bp.ParameterId(0, 0, 0))[0].factors[0],
    "Network": NET,
    "ParameterId": bp.ParameterId(0, 0, 0),
    "Names": bp.Names(NET),
    "Symbol": bp.GLOSSARY[0],
    "Example": MAZUR,
    "Published": MAZUR.published[0],
    "Comparison": bp.EXAMPLES["linear-neuron"].compare()[0],
    "Activation": bp.ACTIVATIONS["tanh"],
    "Loss": bp.LOSSES["mse"],
    "Initializer": bp.INITIALIZERS["he"],
}
EVERY = pytest.mark.parametrize("record", RECORDS.values(), ids=list(RECORDS))


@EVERY
def test_no_attribute_can_be_set(record):
    for field in dataclasses.fields(record):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, field.name, None)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(record, field.name)
    assert not hasattr(record, "__dict__")


@EVERY
def test_no_array_can_be_written(record):
    for array in arrays(record):
        assert array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array.copy()  # the same numbers: if this did not raise, no later test would suffer


def test_the_walk_over_a_record_meets_every_array():
    """So that the tests above look at all: 3 + 5 + 2 a layer; x, y and the terms; 4 for each set of parameters."""
    sets = 2 + 1 + 2 + 2  # parameters before and after; what Adam is given; its two averages before and after
    assert len(arrays(STEP)) == (3 + 5 + 2) * 2 + 3 + 4 * sets


# The caller's arrays ------------------------------------------------------------------------------------------------


def numbers(record) -> list[bytes]:
    return [array.tobytes() for array in arrays(record)]


def scribble(*own: np.ndarray) -> None:
    """The caller goes on working with its arrays: they are still writable."""
    for array in own:
        array[...] = 123.0


def test_parameters_are_a_copy():
    weights, biases = [np.ones((2, 3)), np.ones((3, 1))], [np.zeros(3), np.zeros(1)]
    params = bp.Parameters(weights, biases)
    before = numbers(params)
    scribble(*weights, *biases)
    assert numbers(params) == before


@pytest.mark.parametrize("make", [bp.Parameters, bp.Parameters.computed])
def test_lists_of_arrays_are_not_kept(make):
    weights, biases = [np.ones((2, 3))], [np.zeros(3)]
    params = make(weights, biases)
    weights.append(np.ones((3, 1)))
    scribble(weights[0], biases[0])
    assert (len(params.weights), params.weights[0].max()) == (1, 1.0)


def test_forward_copies_x():
    x = np.array(X)
    layers = bp.forward(NET, STEP.parameters, x)
    before = numbers(layers)
    scribble(x)
    assert numbers(layers) == before


def test_backward_leaves_y_alone():
    x, y = np.array(X), np.array(Y)
    records = bp.backward(NET, STEP.parameters, bp.forward(NET, STEP.parameters, x), y, "log_loss")
    before = numbers(records)
    scribble(x, y)
    assert numbers(records) == before


@pytest.mark.parametrize("output", ["identity", "relu"])
def test_not_even_an_activation_that_changes_nothing_shares_memory(output):
    net = bp.Network((2, 2), output=output)
    layer = bp.forward(net, bp.Parameters([np.eye(2)], [np.zeros(2)]), np.array(X))[0]
    assert not np.shares_memory(layer.a, layer.z)
    assert not np.shares_memory(layer.z, layer.inputs)


def test_trace_step_copies_x_and_y():
    x, y = np.array(X), np.array(Y)
    step = bp.trace_step(NET, STEP.parameters, x, y, "log_loss")
    before = numbers(step)
    scribble(x, y)
    assert numbers(step) == before


def test_a_history_is_taken_on_the_data_as_it_was():
    x, y = np.array(X), np.array(Y)
    history = bp.repeat_step(bp.trace_step(NET, STEP.parameters, x, y, "log_loss"), 5, every=2)
    before = numbers(history.trace(5))
    scribble(x, y)
    assert numbers(history.trace(5)) == before


def test_check_gradients_leaves_the_callers_arrays_alone():
    x, y = np.array(X), np.array(Y)
    bp.check_gradients(NET, STEP.parameters, x, y, "log_loss")
    assert (x.tolist(), y.tolist()) == (X, Y)
    scribble(x, y)


def test_an_optimizer_neither_keeps_nor_changes_the_gradient():
    gradient = STEP.gradient
    before = numbers(gradient)
    for make in bp.OPTIMIZERS.values():
        update, state = make(0.1).update(gradient, make(0.1).init(gradient))
        for ours in arrays([update, state]):
            assert not any(np.shares_memory(ours, theirs) for theirs in arrays(gradient))
    assert numbers(gradient) == before


def test_integer_input_becomes_float64():
    step = bp.trace_step(NET, STEP.parameters, np.array([[1, 0]]), np.array([[0, 1]]), "log_loss")
    assert {array.dtype for array in arrays(step)} == {np.dtype(np.float64)}
