"""The other loss: the same forward pass under MSE and under the loss made for probabilities."""

import numpy as np
import pytest

import backprop as bp
from backprop.explain.step.comparison import LossComparison, compare_losses
from tests.explain.step.helpers import step_of
from tests.helpers import near


def comparison(key: str, sample: int = 0) -> LossComparison:
    found = compare_losses(step_of(key), sample)
    assert isinstance(found, LossComparison)
    return found


@pytest.mark.parametrize(
    ("key", "partner"),
    [
        ("mazur", "log_loss"),
        ("saturated-neuron", "log_loss"),
        ("log-loss-batch", "log_loss"),
        ("softmax-mse", "cross_entropy"),
    ],
)
def test_both_verdicts_are_what_a_step_with_that_loss_says(key, partner):
    step = step_of(key)
    y = step.y if partner == "log_loss" else step.y / step.y.sum(axis=1, keepdims=True)
    step = bp.trace_step(step.net, step.parameters, step.x, y, step.loss_name)
    sample = len(step.x) - 1
    found = compare_losses(step, sample)
    assert isinstance(found, LossComparison)
    squared = step.loss_name if step.loss_name in ("mse", "half_sse") else "mse"
    assert (found.output, found.trained) == (step.net.output, step.loss_name)
    for verdict, name in ((found.squared, squared), (found.logarithmic, partner)):
        other = bp.trace_step(step.net, step.parameters, step.x, y, name)
        assert verdict.loss.name == name
        assert verdict.value == other.loss
        np.testing.assert_array_equal(verdict.delta, other.backward[-1].delta[sample])
        np.testing.assert_array_equal(verdict.da, other.backward[-1].da[sample])
    np.testing.assert_array_equal(found.prediction, step.prediction[sample])
    np.testing.assert_array_equal(found.target, step.y[sample])


SIGMOIDS = ["mazur", "han-kamber", "xor-row", "saturated-neuron", "five-layer-chain", "log-loss", "log-loss-batch"]


@pytest.mark.parametrize("key", SIGMOIDS)
def test_the_law_of_the_ratio_holds_for_every_sigmoid_output(key):
    """δ under MSE over δ under log loss is 2ŷ(1 − ŷ): at most ½, and close to 0 where the unit is saturated.

    Under ½ squared the 2 is cancelled, and the number of outputs stays, over which log loss is a mean.
    """
    found, step = comparison(key), step_of(key)
    outputs = step.net.sizes[-1]
    number, sign = (outputs, r"\frac12\text{ squared}") if step.loss_name == "half_sse" else (2, r"\text{MSE}")
    shown = "" if number == 1 else rf"{number}\,"
    assert found.law == rf"\frac{{\delta_{{{sign}}}}}{{\delta_\text{{log}}}} = {shown}\hat y\,(1 - \hat y)"
    assert found.ratio == near(number * found.prediction * (1 - found.prediction), rel=1e-12)


def test_both_squared_losses_are_among_those_that_are_compared():
    assert {step_of(key).loss_name for key in SIGMOIDS} >= {"half_sse", "mse", "log_loss"}


def test_a_saturated_unit_still_learns_under_log_loss():
    found = comparison("saturated-neuron")
    assert found.ratio[0] == near(0.982013790038 * 0.017986209962, rel=1e-9)
    assert abs(found.squared.delta[0]) < 0.02 < 0.98 < abs(found.logarithmic.delta[0])


def test_softmax_has_no_short_law():
    net = bp.Network((2, 3), output="softmax")
    step = bp.trace_step(net, bp.initialize(net, "xavier"), [[1.0, 2.0]], [[0.0, 1.0, 0.0]], "mse")
    found = compare_losses(step, 0)
    assert isinstance(found, LossComparison)
    assert found.law == ""
    assert found.logarithmic.loss.name == "cross_entropy"


def test_no_ratio_where_both_are_zero():
    net = bp.Network((1, 1))
    step = bp.trace_step(net, bp.Parameters([[[0.0]]], [[0.0]]), [[1.0]], [[0.5]], "mse")
    found = compare_losses(step, 0)
    assert isinstance(found, LossComparison)
    assert np.isnan(found.ratio[0])


@pytest.mark.parametrize("output", [name for name in bp.ACTIVATIONS if name not in ("sigmoid", "softmax")])
def test_an_output_that_is_no_probability_has_no_other_loss(output):
    net = bp.Network((2, 1), output=output)
    step = bp.trace_step(net, bp.initialize(net, "xavier"), [[1.0, 2.0]], [[0.5]], "mse")
    sentence = compare_losses(step, 0)
    assert sentence == (
        f"An output with {bp.ACTIVATIONS[output].title} is no probability, so log loss has no meaning for it. "
        f"Losses that fit: {', '.join(bp.LOSSES[name].title for name in bp.losses_for(output))}."
    )


@pytest.mark.parametrize(
    ("output", "target", "title"),
    [
        ("sigmoid", [[1.5, 0.0]], "Log loss"),
        ("sigmoid", [[0.0, -0.1]], "Log loss"),
        ("softmax", [[0.5, 0.4]], "Cross-entropy"),
        ("softmax", [[1.5, -0.5]], "Cross-entropy"),
    ],
)
def test_targets_that_are_no_probabilities_have_no_other_loss(output, target, title):
    net = bp.Network((2, 2), output=output)
    step = bp.trace_step(net, bp.initialize(net, "xavier"), [[1.0, 2.0]], target, "mse")
    assert compare_losses(step, 0) == f"{title} needs targets that are probabilities; these targets are not."
