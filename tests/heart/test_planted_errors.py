"""Errors planted on purpose, one formula at a time: each must be noticed.

A test that cannot fail proves nothing. Wrong gradients must make `check_gradients` disagree; wrong values, which
gradients computed from them may well agree with, must make the plain loops of `helpers` disagree.
"""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

import backprop as bp
from backprop.losses import loss_function
from tests.helpers import arrays, assert_same, disagreements, near, plain_updates, random_data, random_parameters

SEED = 4
"""Units and samples on both sides of every ReLU."""

SQUARE = bp.Network((3, 3, 3, 3), ("tanh", "sigmoid"), "identity")
"""Layers of equal size: a forgotten transpose still fits; with as many samples, so does a sum over the wrong axis."""


def case(net: bp.Network, loss: str, n: int = 4):
    return net, random_parameters(net, SEED), *random_data(net, n, SEED, loss), loss


def deep(hidden: str, output: str) -> bp.Network:
    return bp.Network((3, 3, 4, 3), hidden, output)


# Values and slopes of activations -----------------------------------------------------------------------------------

WRONG_NUMBERS: dict[str, Callable] = {
    "0.1 % too large": lambda right, z: right * 1.001,
    "0.001 added": lambda right, z: right + 1e-3,
    "wrong sign": lambda right, z: -right,
    "neighbours mixed up": lambda right, z: np.roll(right, 1, axis=-1),
    "samples mixed up": lambda right, z: np.roll(right, 1, axis=-2),
}


def plant_activation(monkeypatch, name: str, field: str, wrong: Callable) -> None:
    row = bp.ACTIVATIONS[name]
    right = getattr(row, field)
    monkeypatch.setitem(
        bp.ACTIVATIONS, name, dataclasses.replace(row, **{field: lambda z: wrong(right(np.asarray(z)), z)})
    )


def harmless(name: str, error: str) -> bool:
    """The identity has the same slope everywhere: there is nothing to mix up."""
    return name == "identity" and "mixed up" in error


SLOPE_ERRORS = [(name, error) for name in bp.HIDDEN_ACTIVATIONS for error in WRONG_NUMBERS if not harmless(name, error)]


@pytest.mark.parametrize(("name", "error"), SLOPE_ERRORS)
def test_a_wrong_slope_in_a_hidden_layer(monkeypatch, name, error):
    args = case(deep(name, "sigmoid"), "mse")
    assert bp.check_gradients(*args).agrees
    plant_activation(monkeypatch, name, "slope", WRONG_NUMBERS[error])
    assert not bp.check_gradients(*args).agrees
    assert "slope" in disagreements(*args)


@pytest.mark.parametrize(("name", "error"), SLOPE_ERRORS)
def test_a_wrong_slope_in_the_output_layer(monkeypatch, name, error):
    args = case(deep("tanh" if name != "tanh" else "sigmoid", name), "half_sse")
    assert bp.check_gradients(*args).agrees
    plant_activation(monkeypatch, name, "slope", WRONG_NUMBERS[error])
    assert not bp.check_gradients(*args).agrees


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_a_slope_taken_at_a_instead_of_z(monkeypatch, name):
    args, row = case(deep(name, "identity"), "mse"), bp.ACTIVATIONS[name]
    plant_activation(monkeypatch, name, "slope", lambda right, z: row.slope(row.f(z)))
    assert not bp.check_gradients(*args).agrees


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_a_slope_of_the_other_side(monkeypatch, name):
    args, row = case(deep(name, "identity"), "mse"), bp.ACTIVATIONS[name]
    plant_activation(monkeypatch, name, "slope", lambda right, z: row.slope(-z))
    assert not bp.check_gradients(*args).agrees


def test_a_softmax_that_forgets_its_neighbours(monkeypatch):
    """Only the diagonal of the Jacobian: what a beginner writes first."""
    args = case(deep("tanh", "softmax"), "mse")
    assert bp.check_gradients(*args).agrees
    monkeypatch.setitem(bp.ACTIVATIONS, "softmax", dataclasses.replace(bp.ACTIVATIONS["softmax"], elementwise=True))
    assert not bp.check_gradients(*args).agrees


@pytest.mark.parametrize("loss", ["mse", "half_sse"])
@pytest.mark.parametrize("error", WRONG_NUMBERS)
def test_a_softmax_pulled_back_wrongly(monkeypatch, loss, error):
    right = bp.Activation.pull_back

    def wrong(self, z, da):
        return WRONG_NUMBERS[error](right(self, z, da), z)

    args = case(deep("tanh", "softmax"), loss)
    assert bp.check_gradients(*args).agrees
    monkeypatch.setattr(bp.Activation, "pull_back", wrong)
    assert not bp.check_gradients(*args).agrees


def test_the_diagonal_of_softmax_is_held_by_the_plain_loops(monkeypatch):
    """It is shown and not used: finite differences of the loss cannot see it."""
    args = case(deep("tanh", "softmax"), "cross_entropy")
    plant_activation(monkeypatch, "softmax", "slope", WRONG_NUMBERS["0.1 % too large"])
    assert disagreements(*args) == {"slope"}


@pytest.mark.parametrize("error", WRONG_NUMBERS)
@pytest.mark.parametrize("name", bp.ACTIVATIONS)
def test_a_wrong_value_of_an_activation(monkeypatch, name, error):
    net = deep("sigmoid", name) if name == "softmax" else deep(name, "identity")
    args = case(net, "mse")
    assert disagreements(*args) == set()
    plant_activation(monkeypatch, name, "f", WRONG_NUMBERS[error])
    assert {"a", "loss"} <= disagreements(*args)


# Losses -------------------------------------------------------------------------------------------------------------

FITTING = {name: loss.fits[0] for name, loss in bp.LOSSES.items()} | {"half_sse": "tanh"}
ALSO_WRONG = {
    "without its factor 2": lambda right, z: right / 2,
    "with a factor 2": lambda right, z: 2 * right,
    "summed over samples": lambda right, z: right * right.shape[-2],
    "averaged over outputs": lambda right, z: right / right.shape[-1],
}
LOSS_ERRORS = WRONG_NUMBERS | ALSO_WRONG


def plant_loss(monkeypatch, name: str, field: str, wrong: Callable) -> None:
    right = getattr(bp.LOSSES[name], field)

    def planted(z, a, y):
        return wrong(right(z, a, y), z)

    monkeypatch.setitem(bp.LOSSES, name, dataclasses.replace(bp.LOSSES[name], **{field: planted}))


@pytest.mark.parametrize("error", LOSS_ERRORS)
@pytest.mark.parametrize("name", bp.LOSSES)
def test_a_wrong_derivative_of_a_loss(monkeypatch, name, error):
    """The one that δ of the output is computed from: by a, or straight from the logits."""
    args = case(deep("tanh", FITTING[name]), name)
    assert bp.check_gradients(*args).agrees
    plant_loss(monkeypatch, name, "dterm_dz" if bp.LOSSES[name].dterm_dz else "dterm", LOSS_ERRORS[error])
    assert not bp.check_gradients(*args).agrees


@pytest.mark.parametrize("error", LOSS_ERRORS)
@pytest.mark.parametrize("name", ["log_loss", "cross_entropy"])
def test_a_derivative_by_a_that_is_only_shown(monkeypatch, name, error):
    """δ comes from the logits, so only the plain loops can see a wrong ∂L/∂a of the output."""
    args = case(deep("tanh", FITTING[name]), name)
    plant_loss(monkeypatch, name, "dterm", LOSS_ERRORS[error])
    assert disagreements(*args) == {"da"}


def permutes(error: str) -> bool:
    """The sum of all terms does not notice when they change places; each single term does."""
    return "mixed up" in error


@pytest.mark.parametrize("error", LOSS_ERRORS)
@pytest.mark.parametrize("name", bp.LOSSES)
def test_a_wrong_value_of_a_loss(monkeypatch, name, error):
    args = case(deep("tanh", FITTING[name]), name)
    assert disagreements(*args) == set()
    plant_loss(monkeypatch, name, "term", LOSS_ERRORS[error])
    assert disagreements(*args) == ({"terms"} if permutes(error) else {"terms", "loss"})


@pytest.mark.parametrize("name", bp.LOSSES)
def test_a_wrong_convention_even_if_value_and_gradient_share_it(monkeypatch, name):
    """The differences agree: it is the gradient of that other loss. The plain loops know which one was meant."""
    args = case(deep("tanh", FITTING[name]), name)
    row = bp.LOSSES[name]
    monkeypatch.setitem(bp.LOSSES, name, dataclasses.replace(row, mean_over_outputs=not row.mean_over_outputs))
    assert bp.check_gradients(*args).agrees
    assert {"loss", "da", "delta", "dW", "db"} <= disagreements(*args)


# The backward pass --------------------------------------------------------------------------------------------------

RIGHT = {
    "handed back": lambda delta, W, here: delta @ W.T,
    "error signal": lambda da, slope, here: da * slope,
    "weights": lambda inputs, delta, here: inputs.T @ delta,
    "biases": lambda delta, here: delta.sum(axis=0),
}
"""The backward pass of the textbook, formula by formula; `here` is the layer's forward record."""


def textbook(net, params, layers, y, loss, **formulas):
    """`bp.backward` again, with formulas that can be replaced."""
    rule = RIGHT | formulas
    criterion, output = loss_function(loss, net.output), layers[-1]
    da = criterion.da(output.z, output.a, y)
    delta = criterion.delta(output.z, output.a, y, bp.ACTIVATIONS[net.output])
    records = []
    for index in reversed(range(net.depth)):
        here = layers[index]
        slope = bp.ACTIVATIONS[net.activations[index]].slope(here.z)
        if index < net.depth - 1:
            da = rule["handed back"](delta, params.weights[index + 1], here)
            delta = rule["error signal"](da, slope, here)
        dW, db = rule["weights"](here.inputs, delta, here), rule["biases"](delta, here)
        records.append(bp.LayerBackward(da, slope, delta, dW, db))
    return tuple(reversed(records))


BACKWARD_ERRORS = {
    "weights not transposed": ("handed back", lambda delta, W, here: delta @ W),
    "error not handed back": ("handed back", lambda delta, W, here: delta),
    "through absolute weights": ("handed back", lambda delta, W, here: delta @ np.abs(W).T),
    "through updated weights": ("handed back", lambda delta, W, here: delta @ (W - 0.1 * np.ones_like(W)).T),
    "slope forgotten": ("error signal", lambda da, slope, here: da),
    "slope squared": ("error signal", lambda da, slope, here: da * slope**2),
    "slope instead of error": ("error signal", lambda da, slope, here: slope),
    "activation instead of slope": ("error signal", lambda da, slope, here: da * here.a),
    "gradient transposed": ("weights", lambda inputs, delta, here: delta.T @ inputs),
    "mean instead of sum in dW": ("weights", lambda inputs, delta, here: inputs.T @ delta / len(delta)),
    "samples swapped in dW": ("weights", lambda inputs, delta, here: inputs[::-1].T @ delta),
    "first sample only in dW": ("weights", lambda inputs, delta, here: inputs[:1].T @ delta[:1]),
    "own activation as input": ("weights", lambda inputs, delta, here: here.a.T @ delta),
    "pre-activation as input": ("weights", lambda inputs, delta, here: here.z.T @ delta),
    "sign of dW": ("weights", lambda inputs, delta, here: -(inputs.T @ delta)),
    "mean instead of sum in db": ("biases", lambda delta, here: delta.mean(axis=0)),
    "first sample only in db": ("biases", lambda delta, here: delta[0]),
    "summed over units in db": ("biases", lambda delta, here: delta.sum(axis=1)),
    "sign of db": ("biases", lambda delta, here: -delta.sum(axis=0)),
    "biases forgotten": ("biases", lambda delta, here: np.zeros(delta.shape[1])),
}


def test_the_textbook_without_an_error_is_the_engine():
    net, params, x, y, loss = case(SQUARE, "mse")
    layers = bp.forward(net, params, x)
    pairs = zip(
        arrays(textbook(net, params, layers, y, loss)), arrays(bp.backward(net, params, layers, y, loss)), strict=True
    )
    for ours, theirs in pairs:
        assert_same(ours, theirs)


@pytest.mark.parametrize("error", BACKWARD_ERRORS)
def test_a_wrong_formula_in_the_backward_pass(monkeypatch, error):
    formula, wrong = BACKWARD_ERRORS[error]
    args = case(SQUARE, "mse", n=3)
    monkeypatch.setattr(
        "backprop.checking.gradient_check.backward", lambda *given: textbook(*given, **{formula: wrong})
    )
    assert not bp.check_gradients(*args).agrees


@pytest.mark.parametrize("layer", range(SQUARE.depth))
@pytest.mark.parametrize("name", ["dW", "db"])
@pytest.mark.parametrize("error", ["one number", "one NaN", "one zero"])
def test_one_wrong_number_in_one_array(monkeypatch, layer, name, error):
    def planted(*given):
        records = list(bp.backward(*given))
        array = getattr(records[layer], name).copy()
        array.flat[-1] = {"one number": array.flat[-1] * (1 + 1e-5), "one NaN": np.nan, "one zero": 0.0}[error]
        records[layer] = dataclasses.replace(records[layer], **{name: array})
        return tuple(records)

    args = case(SQUARE, "mse")
    monkeypatch.setattr("backprop.checking.gradient_check.backward", planted)
    assert not bp.check_gradients(*args).agrees


@pytest.mark.parametrize("quantity", ["da", "delta"])
@pytest.mark.parametrize("layer", range(SQUARE.depth - 1))
def test_one_wrong_error_signal_on_its_way_back(monkeypatch, layer, quantity):
    """A slip in one hidden layer spreads to the gradients before it."""
    net, params, x, y, loss = case(SQUARE, "mse")
    formula = {"da": "handed back", "delta": "error signal"}[quantity]
    target = bp.forward(net, params, x)[layer]

    def slip(first, second, here):
        right = RIGHT[formula](first, second, here)
        return right * (1.001 if np.array_equal(here.z, target.z) else 1.0)

    monkeypatch.setattr("backprop.checking.gradient_check.backward", lambda *given: textbook(*given, **{formula: slip}))
    assert not bp.check_gradients(net, params, x, y, loss).agrees


# Optimizers ---------------------------------------------------------------------------------------------------------


def wrong_momentum(g, averages, count):
    velocity = 0.9 * averages[0] + 0.1 * g
    return -0.1 * velocity, (velocity,)


def nesterov_without_looking_ahead(g, averages, count):
    velocity = 0.9 * averages[0] + g
    return -0.1 * velocity, (velocity,)


def rmsprop_with_epsilon_in_the_root(g, averages, count):
    square = 0.9 * averages[0] + 0.1 * g**2
    return -0.1 * g / np.sqrt(square + 1e-8), (square,)


def rmsprop_with_the_old_average(g, averages, count):
    square = 0.9 * averages[0] + 0.1 * g**2
    return -0.1 * g / (np.sqrt(averages[0]) + 1e-8), (square,)


def adam_rule(beta1=0.9, beta2=0.999, late=0, corrected=True):
    def rule(g, averages, count):
        mean, square = beta1 * averages[0] + (1 - beta1) * g, beta2 * averages[1] + (1 - beta2) * g**2
        m = mean / (1 - beta1 ** (count + late)) if corrected else mean
        s = square / (1 - beta2 ** (count + late)) if corrected else square
        return -0.1 * m / (np.sqrt(s) + 1e-8), (mean, square)

    return rule


OPTIMIZER_ERRORS = {
    "sgd: uphill": ("sgd", lambda g, averages, count: (0.1 * g, ())),
    "sgd: sign of the gradient only": ("sgd", lambda g, averages, count: (-0.1 * np.sign(g), ())),
    "momentum: averaged": ("momentum", wrong_momentum),
    "momentum: nothing remembered": ("momentum", lambda g, averages, count: (-0.1 * g, (g,))),
    "nesterov: no look ahead": ("nesterov", nesterov_without_looking_ahead),
    "rmsprop: ε under the root": ("rmsprop", rmsprop_with_epsilon_in_the_root),
    "rmsprop: the average before": ("rmsprop", rmsprop_with_the_old_average),
    "adam: no bias correction": ("adam", adam_rule(corrected=False)),
    "adam: counting from 2": ("adam", adam_rule(late=1)),
    "adam: β₁ and β₂ exchanged": ("adam", adam_rule(beta1=0.999, beta2=0.9)),
}


def agrees_with_the_papers(optimizer: bp.Optimizer) -> bool:
    gradients, ours = [0.5, -0.25, 2.0, 1e-4], []
    state = optimizer.init(bp.Parameters([[[0.0]]], [[0.0]]))
    for g in gradients:
        update, state = optimizer.update(bp.Parameters([[[g]]], [[g]]), state)
        ours.append(update.weights[0].item())
    return ours == near(plain_updates(optimizer.name, optimizer.learning_rate, gradients), rel=1e-12)


@pytest.mark.parametrize("adam", [adam_rule()])
def test_the_rule_that_errors_are_planted_in_is_right(adam):
    assert agrees_with_the_papers(dataclasses.replace(bp.adam(0.1), rule=adam))


@pytest.mark.parametrize("error", OPTIMIZER_ERRORS)
def test_a_wrong_update_rule(error):
    name, rule = OPTIMIZER_ERRORS[error]
    optimizer = bp.make_optimizer(name, 0.1)
    assert agrees_with_the_papers(optimizer)
    with np.errstate(divide="ignore"):
        assert not agrees_with_the_papers(dataclasses.replace(optimizer, rule=rule))
