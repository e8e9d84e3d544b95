# pyright: reportArgumentType=false
"""Losses: conventions, closed-form values, and logits far out."""

import math
from fractions import Fraction

import numpy as np
import pytest

import backprop as bp
from backprop.activations import softplus
from backprop.losses import check_targets, log_softmax, loss_function
from tests.helpers import OUTPUTS_AND_LOSSES, near

SILENT = {"over": "raise", "invalid": "raise", "divide": "raise"}


def logit(p: Fraction) -> float:
    return math.log(p / (1 - p))


def of(name: str, output: str, z: list[list[float]], y: list[list[float]]):
    """Value, ∂L/∂a and δ of a loss."""
    loss, row, targets = bp.LOSSES[name], bp.ACTIVATIONS[output], np.array(y)
    logits = np.array(z)
    given = logits, row.f(logits), targets
    return float(loss.value(*given)), loss.da(*given), loss.delta(*given, row)


# Two samples, two outputs; errors ŷ − y of 1, −2, 3 and 0.
GUESSES, TARGETS = [[2.0, 1.0], [4.0, 5.0]], [[1.0, 3.0], [1.0, 5.0]]


def test_mse_is_the_mean_over_samples_and_outputs_without_a_half():
    value, da, delta = of("mse", "identity", GUESSES, TARGETS)
    assert value == (1 + 4 + 9 + 0) / 4
    assert da.tolist() == delta.tolist() == [[2 * 1 / 4, 2 * -2 / 4], [2 * 3 / 4, 0.0]]


def test_half_sse_is_half_the_sum_over_outputs_and_the_mean_over_samples():
    value, da, delta = of("half_sse", "identity", GUESSES, TARGETS)
    assert value == (1 + 4 + 9 + 0) / 2 / 2
    assert da.tolist() == delta.tolist() == [[1 / 2, -2 / 2], [3 / 2, 0.0]]


def test_huber_is_a_parabola_up_to_an_error_of_1_and_a_straight_line_beyond():
    value, da, delta = of("huber", "identity", GUESSES, TARGETS)
    assert value == (1 / 2 + 3 / 2 + 5 / 2 + 0) / 4
    assert da.tolist() == delta.tolist() == [[1 / 4, -1 / 4], [1 / 4, 0.0]]
    value, da, _ = of("huber", "identity", [[0.5, -0.25]], [[0.0, 0.0]])
    assert value == (1 / 8 + 1 / 32) / 2
    assert da.tolist() == [[0.5 / 2, -0.25 / 2]]


def test_log_loss_is_the_mean_surprise():
    """ŷ = ¾ and ¼ for the targets 1 and 1: surprises ln 4/3 and ln 4."""
    z = [[logit(Fraction(3, 4)), logit(Fraction(1, 4))]]
    value, da, delta = of("log_loss", "sigmoid", z, [[1.0, 1.0]])
    assert value == near((math.log(4 / 3) + math.log(4)) / 2, rel=1e-15)
    assert da[0] == near([-4 / 3 / 2, -4 / 2], rel=1e-15)
    assert delta[0] == near([-1 / 4 / 2, -3 / 4 / 2], rel=1e-15)


def test_log_loss_weighs_both_sides_of_a_soft_target():
    """y = 1/5, ŷ = ¾: −[⅕ ln ¾ + ⅘ ln ¼]."""
    value, da, delta = of("log_loss", "sigmoid", [[logit(Fraction(3, 4))]], [[0.2]])
    assert value == near(-(0.2 * math.log(3 / 4) + 0.8 * math.log(1 / 4)), rel=1e-15)
    assert da[0, 0] == near(0.8 * 4 - 0.2 * 4 / 3, rel=1e-14)
    assert delta[0, 0] == near(0.75 - 0.2, rel=1e-14)


def test_cross_entropy_sums_over_outputs_and_takes_the_mean_over_samples():
    """ŷ = 1/8, 2/8, 5/8 twice; once the third class is right, once it is half the first and half the second."""
    z = [[0.0, math.log(2), math.log(5)]] * 2
    value, da, delta = of("cross_entropy", "softmax", z, [[0.0, 0.0, 1.0], [0.5, 0.5, 0.0]])
    assert value == near((math.log(8 / 5) + 0.5 * math.log(8) + 0.5 * math.log(4)) / 2, rel=1e-15)
    assert da.ravel() == near([0, 0, -8 / 5 / 2, -8 / 2 / 2, -4 / 2 / 2, 0], rel=1e-14)
    expected = [1 / 16, 2 / 16, -3 / 16, (1 / 8 - 1 / 2) / 2, (2 / 8 - 1 / 2) / 2, 5 / 16]
    assert delta.ravel() == near(expected, rel=1e-14)


@pytest.mark.parametrize(("output", "name"), OUTPUTS_AND_LOSSES)
def test_a_batch_of_equal_samples_has_the_loss_of_one(output, name):
    z, y = [[0.3, -0.8]], [[0.25, 0.75]]
    assert of(name, output, z * 4, y * 4)[0] == near(of(name, output, z, y)[0], rel=1e-15)


@pytest.mark.parametrize(("output", "name"), OUTPUTS_AND_LOSSES)
def test_terms_over_the_divisor_are_the_loss(output, name):
    loss, z, y = bp.LOSSES[name], np.array([[0.3, -0.8], [1.0, 0.1]]), np.array([[0.25, 0.75], [1.0, 0.0]])
    terms = loss.term(z, bp.ACTIVATIONS[output].f(z), y)
    assert terms.shape == y.shape
    assert of(name, output, z.tolist(), y.tolist())[0] == near(terms.sum() / loss.divisor(y), rel=1e-15)


@pytest.mark.parametrize(("output", "name"), OUTPUTS_AND_LOSSES)
def test_delta_is_da_pulled_back_through_the_activation(output, name):
    """δ straight from the logits is the chain rule, only more exact."""
    z, y = [[0.3, -0.8], [1.0, 0.1]], [[0.25, 0.75], [1.0, 0.0]]
    _, da, delta = of(name, output, z, y)
    np.testing.assert_allclose(delta, bp.ACTIVATIONS[output].pull_back(np.array(z), da), rtol=1e-13)


@pytest.mark.parametrize(("output", "name"), OUTPUTS_AND_LOSSES)
def test_the_code_on_the_screen_computes_what_it_says(output, name):
    loss, row = bp.LOSSES[name], bp.ACTIVATIONS[output]
    z, y = np.array([[0.3, -0.8], [1.0, 0.1]]), np.array([[0.25, 0.75], [0.9, 0.1]])
    scope = {"np": np, "log_softmax": log_softmax, "z": z, "y": y, "a": row.f(z), "slope": row.slope(z)}
    exec(f"{loss.code}\n{loss.dcode}\n{loss.delta_code}", scope)
    value, da, delta = of(name, output, z.tolist(), y.tolist())
    assert scope["loss"] == near(value, rel=1e-14)
    np.testing.assert_allclose(scope["da"], da, rtol=1e-14)
    if row.elementwise or loss.dterm_dz:  # a squared loss on softmax needs the whole Jacobian, which is no one-liner
        np.testing.assert_allclose(scope["delta"], delta, rtol=1e-14)


# Far out ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z", "y", "value", "delta"),
    [
        (1000.0, 0.0, 1000.0, 1.0),
        (1000.0, 1.0, 0.0, 0.0),
        (-1000.0, 1.0, 1000.0, -1.0),
        (-1000.0, 0.0, 0.0, 0.0),
        (1000.0, 0.25, 750.0, 0.75),
    ],
)
def test_log_loss_is_exact_and_silent_at_1000(z, y, value, delta):
    with np.errstate(**SILENT):
        ours = of("log_loss", "sigmoid", [[z]], [[y]])
    assert (ours[0], ours[2].item()) == (value, delta)


def test_cross_entropy_is_exact_and_silent_at_1000():
    with np.errstate(**SILENT):
        value, _, delta = of("cross_entropy", "softmax", [[1000.0, -1000.0, 0.0]], [[0.0, 1.0, 0.0]])
    assert value == 2000.0
    assert delta.tolist() == [[1.0, -1.0, 0.0]]


def test_da_beyond_float64_is_infinite_with_the_right_sign_and_silent():
    """∂L/∂ŷ = −1/ŷ is −e¹⁰⁰⁰ here: no float64. δ is exact."""
    with np.errstate(**SILENT):
        _, da, delta = of("log_loss", "sigmoid", [[-1000.0, 1000.0]], [[1.0, 0.0]])
        assert da.tolist() == [[-math.inf, math.inf]]
        assert delta.tolist() == [[-0.5, 0.5]]
        _, da, _ = of("cross_entropy", "softmax", [[-1000.0, 1000.0]], [[1.0, 0.0]])
        assert da.tolist() == [[-math.inf, 0.0]]


def test_da_of_a_guess_that_is_right_is_finite():
    """The side of the target that has no weight would be 0 · ∞."""
    with np.errstate(**SILENT):
        assert of("log_loss", "sigmoid", [[-1000.0, 1000.0]], [[0.0, 1.0]])[1].tolist() == [[0.5, -0.5]]
        assert of("cross_entropy", "softmax", [[-1000.0, 1000.0]], [[0.0, 1.0]])[1].tolist() == [[0.0, -1.0]]


@pytest.mark.parametrize(("z", "y", "sign"), [(40.0, 1.0, -1), (-40.0, 0.0, 1)])
def test_log_loss_and_its_delta_keep_their_relative_precision_when_nearly_right(z, y, sign):
    """ŷ − y is 0 in float64 although both are known; the true difference is e⁻⁴⁰."""
    value, _, delta = of("log_loss", "sigmoid", [[z]], [[y]])
    assert value == near(math.log1p(math.exp(-40.0)), rel=1e-15)
    assert delta.item() == near(sign * math.exp(-40.0), rel=1e-14)


def test_cross_entropy_delta_keeps_its_relative_precision_when_nearly_right():
    _, _, delta = of("cross_entropy", "softmax", [[40.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    small = math.exp(-40.0)
    assert delta[0] == near([-small * (1 + math.e), small, small * math.e], rel=1e-13)


def test_softplus_and_log_softmax_against_the_math_module():
    z = np.array([-50.0, -1.0, 0.0, 2.0, 50.0])
    assert softplus(z) == near([math.log1p(math.exp(v)) for v in z], rel=1e-15)
    total = math.log(math.exp(1.0) + math.exp(2.0) + math.exp(4.0))
    assert log_softmax(np.array([1.0, 2.0, 4.0])) == near([1 - total, 2 - total, 4 - total], rel=1e-14)


# What fits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", bp.ACTIVATIONS)
def test_which_losses_fit_an_output(output):
    names = bp.losses_for(output)
    assert {"mse", "half_sse"} <= set(names)
    assert ("log_loss" in names) == (output == "sigmoid")
    assert ("cross_entropy" in names) == (output == "softmax")
    assert ("huber" in names) == (output not in ("sigmoid", "softmax"))
    for name in bp.LOSSES:
        if name in names:
            assert loss_function(name, output) is bp.LOSSES[name]
        else:
            with pytest.raises(ValueError, match="loss is"):
                loss_function(name, output)


@pytest.mark.parametrize(
    ("name", "output", "fits"),
    [("log_loss", "tanh", "sigmoid"), ("log_loss", "softmax", "sigmoid"), ("cross_entropy", "sigmoid", "softmax")],
)
def test_a_loss_that_does_not_fit_is_refused_with_what_does(name, output, fits):
    with pytest.raises(ValueError, match=f"loss is '{name}'.*with a {output} output: mse.*needs a {fits} output"):
        loss_function(name, output)


def test_targets_at_the_ends_are_allowed():
    check_targets(bp.LOSSES["log_loss"], np.array([[0.0, 1.0, 0.5]]))
    check_targets(bp.LOSSES["cross_entropy"], np.array([[0.0, 1.0], [0.1, 0.9], [1 / 3, 2 / 3]]))
    check_targets(bp.LOSSES["mse"], np.array([[-7.0, 9.0]]))
    check_targets(bp.LOSSES["half_sse"], np.array([[-7.0, 9.0]]))
