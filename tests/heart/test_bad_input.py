# pyright: reportArgumentType=false
"""Bad input is refused with one sentence: which field, which value, what is allowed."""

import numpy as np
import pytest

import backprop as bp
from backprop.checks import finite_array, freeze, invalid, number

NAN, INF = float("nan"), float("inf")
NET = bp.Network((2, 3, 1))
SOFTMAX = bp.Network((2, 3), output="softmax")
PARAMS = bp.initialize(NET, "xavier")
X, Y = [[0.1, 0.2], [0.3, 0.4]], [[0.0], [1.0]]


def step(net=NET, params=PARAMS, x=X, y=Y, loss="mse", **settings):
    return bp.trace_step(net, params, x, y, loss, **settings)


def soft(y, loss="cross_entropy"):
    return step(SOFTMAX, bp.initialize(SOFTMAX, "xavier"), X[:1], y, loss)


def with_weights(*weights):
    return bp.Parameters(weights, [np.zeros(np.shape(W)[-1]) for W in weights])


def runs(count: int) -> bp.Parameters:
    return bp.Parameters(
        [np.stack([W] * count) for W in PARAMS.weights], [np.stack([b] * count) for b in PARAMS.biases]
    )


# (what is done, field, value, what is allowed): the message must be "field is value; allowed: allowed"
TABLE = {
    # the network
    "no layers": (lambda: bp.Network(()), "sizes", "()", "at least two whole numbers from 1"),
    "one layer": (lambda: bp.Network((3,)), "sizes", "(3,)", "at least two"),
    "a layer of 0 units": (lambda: bp.Network((2, 0, 1)), "sizes", "(2, 0, 1)", "whole numbers from 1"),
    "a negative layer": (lambda: bp.Network((2, -1)), "sizes", "(2, -1)", "whole numbers from 1"),
    "half a unit": (lambda: bp.Network((2, 1.5)), "sizes", "(2, 1.5)", "whole numbers from 1"),
    "a layer of True units": (lambda: bp.Network((2, True)), "sizes", "(2, True)", "whole numbers from 1"),
    "sizes as text": (lambda: bp.Network("22"), "sizes", "'22'", "at least two"),
    "sizes of None": (lambda: bp.Network(None), "sizes", "None", "at least two"),
    "unknown activation": (lambda: bp.Network((1, 1, 1), "sigmod"), "hidden", "'sigmod'", "identity, sigmoid, tanh"),
    "activation of None": (lambda: bp.Network((1, 1), output=None), "output", "None", "identity, sigmoid, tanh"),
    "unknown output": (lambda: bp.Network((1, 1), output="Sigmoid"), "output", "'Sigmoid'", "softmax"),
    "unknown among many": (lambda: bp.Network((1,) * 4, ("relu", "elu")), "hidden", "'elu'", "relu, leaky_relu"),
    "too few activations": (lambda: bp.Network((1,) * 4, ("relu",)), "hidden", "('relu',)", "each of the 2 hidden"),
    "too many activations": (lambda: bp.Network((1, 1), ("relu",)), "hidden", "('relu',)", "each of the 0 hidden"),
    "hidden of None": (lambda: bp.Network((1, 1, 1), None), "hidden", "None", "one name, or one for each"),
    "softmax inside": (lambda: bp.Network((1, 2, 1), "softmax"), "hidden", "'softmax'", "leaky_relu"),
    "softmax of one": (lambda: bp.Network((1, 1), output="softmax"), "output", "'softmax'", "any but softmax"),
    # parameters
    "no parameters": (lambda: bp.Parameters([], []), "biases", "'0 arrays'", "at least 1"),
    "biases missing": (
        lambda: bp.Parameters([[[1.0]]], []),
        "biases",
        "'0 arrays'",
        "as many as there are weights (1)",
    ),
    "weights without columns": (lambda: bp.Parameters([[1.0]], [[1.0]]), "weights[0].shape", "(1,)", "fan_in, fan_out"),
    "a bias too many": (lambda: bp.Parameters([[[1.0]]], [[1.0, 2.0]]), "biases[0].shape", "(2,)", "(1,)"),
    "layers that do not meet": (
        lambda: with_weights(np.ones((2, 3)), np.ones((4, 1))),
        "weights[1].shape",
        "(4, 1)",
        "fan_in 3",
    ),
    "runs that do not meet": (
        lambda: bp.Parameters([np.ones((3, 2, 2)), np.ones((4, 2, 1))], [np.ones((3, 2)), np.ones((4, 1))]),
        "weights[1].shape",
        "(4, 2, 1)",
        "leading axes (3,)",
    ),
    "NaN weight": (lambda: with_weights([[1.0, NAN]]), "weights[0][0, 1]", "nan", "finite numbers only"),
    "infinite bias": (lambda: bp.Parameters([[[1.0]]], [[-INF]]), "biases[0][0]", "-inf", "finite numbers only"),
    "weight of text": (lambda: with_weights([["a"]]), "weights[0]", "[['a']]", "rectangular array of finite numbers"),
    "a weight set to NaN": (
        lambda: PARAMS.replace({bp.ParameterId(0, 1, 2): NAN}),
        "weights[0][1, 2]",
        "nan",
        "finite numbers only",
    ),
    "a weight set that is not there": (
        lambda: PARAMS.replace({bp.ParameterId(2, 0, 0): 1.0}),
        "parameter",
        "'w3.1.1'",
        "a weight or bias",
    ),
    "a bias set that is not there": (
        lambda: PARAMS.replace({bp.ParameterId(0, None, -1): 1.0}),
        "parameter",
        "'b1.0'",
        "a weight or bias",
    ),
    "parameters of another depth": (
        lambda: step(params=with_weights(np.ones((2, 1)))),
        "weights",
        "'1 layers'",
        "2 layers for sizes (2, 3, 1)",
    ),
    "parameters of another shape": (
        lambda: step(params=with_weights(np.ones((2, 4)), np.ones((4, 1)))),
        "weights[0].shape",
        "(2, 4)",
        "(2, 3) for sizes (2, 3, 1)",
    ),
    "several runs in one step": (lambda: step(params=runs(3)), "weights[0].shape", "(3, 2, 3)", "(2, 3)"),
    "one run with an axis in one step": (lambda: step(params=runs(1)), "weights[0].shape", "(1, 2, 3)", "(2, 3)"),
    "several runs in a check": (
        lambda: bp.check_gradients(NET, runs(3), X, Y, "mse"),
        "weights[0].shape",
        "(3, 2, 3)",
        "(2, 3)",
    ),
    # data
    "no samples": (lambda: step(x=np.empty((0, 2)), y=np.empty((0, 1))), "x", "array([]", "at least one"),
    "no features": (lambda: step(x=[[]]), "x", "[[]]", "at least one"),
    "no targets": (lambda: step(y=[]), "y", "[]", "at least one"),
    "a ragged x": (lambda: step(x=[[1.0, 2.0], [3.0]]), "x", "[[1.0, 2.0], [3.0]]", "rectangular array"),
    "x of text": (lambda: step(x=[["a", "b"]]), "x", "[['a', 'b']]", "finite numbers"),
    "x of digits": (lambda: step(x=[["1", "2"]], y=[[0.0]]), "x", "[['1', '2']]", "finite numbers"),
    "x of None": (lambda: step(x=None), "x", "nan", "finite numbers"),
    "x too large for float64": (lambda: step(x=[[10**400, 0]], y=[[0.0]]), "x", "[[1000", "finite numbers"),
    "complex x": (lambda: step(x=np.array([[1j, 0.0]]), y=[[0.0]]), "x", "array([[", "finite numbers"),
    "NaN in x": (lambda: step(x=[[0.1, 0.2], [NAN, 0.4]]), "x[1, 0]", "nan", "finite numbers only"),
    "infinity in y": (lambda: step(y=[[0.0], [INF]]), "y[1, 0]", "inf", "finite numbers only"),
    "one sample as a vector": (lambda: step(x=[0.1, 0.2]), "x.shape", "(2,)", "(n, 2): one row per sample"),
    "features that do not fit": (lambda: step(x=[[0.1]], y=[[0.0]]), "x.shape", "(1, 1)", "(n, 2)"),
    "x with an axis too many": (lambda: step(x=[X]), "x.shape", "(1, 2, 2)", "(n, 2)"),
    "another number of targets": (lambda: step(y=[[0.0]]), "y.shape", "(1, 1)", "(2, 1): one row per sample of x"),
    "targets as a vector": (lambda: step(y=[0.0, 1.0]), "y.shape", "(2,)", "(2, 1)"),
    "targets that do not fit": (lambda: step(y=[[0.0, 1.0]] * 2), "y.shape", "(2, 2)", "(2, 1)"),
    "bad data in a check": (lambda: bp.check_gradients(NET, PARAMS, [[0.1]], Y, "mse"), "x.shape", "(1, 1)", "(n, 2)"),
    # the loss
    "unknown loss": (lambda: step(loss="mae"), "loss", "'mae'", ", ".join(bp.LOSSES)),
    "loss of None": (lambda: step(loss=None), "loss", "None", "mse, half_sse"),
    "log_loss on tanh": (
        lambda: step(net=bp.Network((2, 3, 1), output="tanh"), loss="log_loss"),
        "loss",
        "'log_loss'",
        f"with a tanh output: {', '.join(bp.losses_for('tanh'))}. log_loss needs a sigmoid output",
    ),
    "log_loss on softmax": (lambda: soft([[0.0, 1.0, 0.0]], "log_loss"), "loss", "'log_loss'", "cross_entropy"),
    "cross_entropy on sigmoid": (lambda: step(loss="cross_entropy"), "loss", "'cross_entropy'", "needs a softmax"),
    "target above 1": (lambda: step(y=[[0.0], [1.5]], loss="log_loss"), "y[1, 0]", "1.5", "targets from 0 to 1"),
    "target below 0": (lambda: step(y=[[-0.1], [1.0]], loss="log_loss"), "y[0, 0]", "-0.1", "targets from 0 to 1"),
    "class target below 0": (lambda: soft([[-0.5, 0.5, 1.0]]), "y[0, 0]", "-0.5", "from 0 to 1 for cross_entropy"),
    "no distribution": (lambda: soft([[0.5, 0.5, 0.5]]), "y[0]", "[0.5, 0.5, 0.5]", "sum to 1 in each row"),
    # the optimizer
    "unknown optimizer": (lambda: bp.make_optimizer("SGD", 0.1), "optimizer", "'SGD'", "sgd, momentum, nesterov"),
    **{
        f"learning rate {repr(value)[:9]} of {name}": (
            lambda name=name, value=value: bp.make_optimizer(name, value),
            "learning_rate",
            repr(value)[:20],
            "a finite number above 0",
        )
        for name in bp.OPTIMIZERS
        for value in (0, 0.0, -0.1, NAN, INF, "0.1", None, True, 10**400)
    },
    "decay of 1": (lambda: bp.momentum(0.1, decay=1.0), "decay", "1.0", "from 0 up to, but not including, 1"),
    "negative decay": (lambda: bp.nesterov(0.1, decay=-0.5), "decay", "-0.5", "from 0 up to"),
    "decay of NaN": (lambda: bp.rmsprop(0.1, decay=NAN), "decay", "nan", "from 0 up to"),
    "decay of False": (lambda: bp.momentum(0.1, decay=False), "decay", "False", "from 0 up to"),
    "beta of 1": (lambda: bp.adam(0.1, beta2=1), "beta2", "1", "from 0 up to"),
    "epsilon of 0": (lambda: bp.adam(0.1, epsilon=0.0), "epsilon", "0.0", "a finite number above 0"),
    # initial values
    "unknown initializer": (
        lambda: bp.initialize(NET, "glorot"),
        "initializer",
        "'glorot'",
        "zeros, all-equal, normal",
    ),
    "negative seed": (lambda: bp.initialize(NET, "he", -1), "seed", "-1", "a whole number from 0"),
    "seed of 1.5": (lambda: bp.initialize(NET, "he", 1.5), "seed", "1.5", "a whole number from 0"),
    "seed of None": (lambda: bp.initialize(NET, "he", None), "seed", "None", "a whole number from 0"),
    # steps
    "frozen that is not there": (lambda: step(frozen=("W3",)), "frozen", "'W3'", "W1, b1, W2, b2"),
    "frozen in small letters": (lambda: step(frozen=("w1",)), "frozen", "'w1'", "W1, b1, W2, b2"),
    "frozen as text": (lambda: step(frozen="b1"), "frozen", "'b1'", "a tuple of names"),
    "negative steps": (lambda: bp.repeat_step(step(), -1), "steps", "-1", "a whole number from 0"),
    "steps of 1.5": (lambda: bp.repeat_step(step(), 1.5), "steps", "1.5", "a whole number from 0"),
    "no checkpoints": (lambda: bp.repeat_step(step(), 3, every=0), "every", "0", "a whole number from 1"),
    "checkpoints backwards": (lambda: bp.repeat_step(step(), 3, every=-1), "every", "-1", "a whole number from 1"),
    "before the first step": (lambda: bp.repeat_step(step(), 3).trace(-1), "step", "-1", "from 0 to 3"),
    "after the last step": (lambda: bp.repeat_step(step(), 3).trace(4), "step", "4", "from 0 to 3"),
    "between two steps": (lambda: bp.repeat_step(step(), 3).trace(1.5), "step", "1.5", "from 0 to 3"),
    "step of None": (lambda: bp.repeat_step(step(), 3).trace(None), "step", "None", "from 0 to 3"),
}


@pytest.mark.parametrize("name", TABLE)
def test_refused_with_field_value_and_what_is_allowed(name):
    act, field, value, allowed = TABLE[name]
    with pytest.raises(ValueError, match="; allowed: ") as caught:
        act()
    said, _, offered = str(caught.value).partition("; allowed: ")
    assert said.startswith(f"{field} is ")
    assert value in said
    assert allowed in offered


def test_a_long_value_is_shortened():
    with pytest.raises(ValueError, match="allowed") as caught:
        bp.make_optimizer("x" * 10_000, 0.1)
    assert len(str(caught.value)) < 200
    assert "..." in str(caught.value)


def test_one_form_for_every_refusal():
    assert str(invalid("field", "value", "this and that")) == "field is 'value'; allowed: this and that"


def test_numbers_of_numpy_are_numbers():
    assert number("n", np.float32(0.5), "any") == 0.5
    assert number("n", np.int64(3), "any") == 3.0
    assert type(number("n", np.float64(0.5), "any")) is float


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_limits_of_a_number_are_outside(value):
    with pytest.raises(ValueError, match="n is"):
        number("n", value, "between", above=0.0, below=1.0)


def test_checked_arrays_are_read_only_copies():
    own = np.ones(3)
    for copy in (finite_array("x", own), freeze(own)):
        assert not copy.flags.writeable
        assert not np.shares_memory(copy, own)
    assert own.flags.writeable
