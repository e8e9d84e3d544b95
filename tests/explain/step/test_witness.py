# pyright: reportArgumentType=false
"""The second method beside every derivative: it agrees, or says why it cannot be compared."""

import numpy as np
import pytest

import backprop as bp
from backprop.explain.step.quantities import Quantity, of_parameter
from backprop.explain.step.witness import AGREES, BEYOND, KINK, SMALL, summarize, witness
from tests.explain.step.helpers import SMALL as SMALL_NETWORKS
from tests.explain.step.helpers import diverged, scene_of, step_of, told


@pytest.mark.parametrize("key", [key for key in SMALL_NETWORKS if key not in ("saturated", "tiny", "large", "beyond")])
def test_the_second_method_agrees_with_every_derivative(key):
    """∂L/∂a of hidden layers, slopes, δ and gradients: to six digits, or to what rounding leaves of them."""
    step = step_of(key)
    sample = len(step.x) - 1
    kinds = set()
    for moment in told(key, "operation", sample):
        for quantity in moment.reveals:
            found = witness(step, sample, quantity)
            if found is None:
                output = quantity.layer == step.net.depth - 1
                assert quantity.kind not in ("slope", "delta", "gradient")
                assert quantity.kind != "da" or output
                continue
            ours = scene_of(key, sample).value(quantity)
            assert found.other == pytest.approx(ours, rel=1e-6, abs=1e-9), quantity
            assert found.verdict in (AGREES, SMALL)
            assert found.digits >= 2 or found.verdict == SMALL
            kinds.add(quantity.kind)
    assert kinds == {"slope", "delta", "gradient"} | ({"da"} if step.net.depth > 1 else set())


@pytest.mark.parametrize("key", ["saturated", "tiny", "beyond"])
def test_what_is_compared_agrees_to_two_digits_or_more(key):
    """Whatever rounding hides is not called a disagreement of 0 or 1 digits."""
    step, seen = step_of(key), set()
    for moment in told(key):
        found = witness(step, 0, moment.main) if moment.main else None
        if found is not None:
            assert found.verdict in (AGREES, SMALL)
            assert found.digits >= 2 or found.verdict == SMALL, moment.title
            seen.add(found.verdict)
    assert seen == ({AGREES} if key == "beyond" else {AGREES, SMALL})


@pytest.mark.parametrize("kind", ["product", "z", "a", "term", "share", "update", "new"])
def test_what_is_no_derivative_has_no_second_method(kind):
    assert witness(step_of("mazur"), 0, Quantity(kind, 1, 0, 0)) is None


def at_a_kink() -> bp.StepTrace:
    """z₁ = 0 for a ReLU: slope 0 by convention, while the difference says ½."""
    net = bp.Network((1, 2, 1), "relu", "identity")
    params = bp.Parameters([[[1.0, 1.0]], [[1.0], [1.0]]], [[-1.0, 0.0], [0.0]])
    return bp.trace_step(net, params, [[1.0]], [[0.0]], "mse")


def test_at_a_kink_the_difference_is_not_called_a_disagreement():
    step = at_a_kink()
    slope = witness(step, 0, Quantity("slope", 0, 0))
    assert slope is not None
    assert (slope.verdict, slope.other, slope.digits) == (KINK, 0.5, 0)
    for quantity in (Quantity("delta", 0, 0), Quantity("gradient", 0, 0, 0), Quantity("gradient", 0, 0)):
        found = witness(step, 0, quantity)
        assert found is not None
        assert found.verdict == KINK
    for quantity in (Quantity("delta", 0, 1), Quantity("gradient", 0, 1, 0), Quantity("da", 0, 0)):
        found = witness(step, 0, quantity)
        assert found is not None
        assert found.verdict == AGREES


@pytest.mark.parametrize(("key", "rate", "k"), [("linear-neuron", None, 10_000), ("mazur", 1e6, 10)])
def test_below_what_rounding_allows_there_is_nothing_to_compare(key, rate, k):
    first = bp.EXAMPLES[key].trace()
    if rate is not None:
        rule = bp.sgd(rate)
        first = bp.trace_step(first.net, first.parameters, first.x, first.y, first.loss_name, rule, tuple(first.frozen))
    run = bp.repeat_step(first, k)
    step = run.trace(run.last)
    verdicts = set()
    for parameter in step.net.parameter_ids():
        found = witness(step, 0, of_parameter("gradient", parameter))
        assert found is not None
        assert found.verdict == SMALL or found.digits >= 2
        verdicts.add(found.verdict)
    assert SMALL in verdicts


def test_a_wrong_gradient_is_never_excused_as_small():
    """Planted: three times the true gradient, far above what rounding does."""
    step = step_of("mazur")
    wrong = [
        bp.LayerBackward(layer.da, layer.slope, 3 * layer.delta, 3 * layer.dW, layer.db) for layer in step.backward
    ]
    fields = {name: getattr(step, name) for name in step.__dataclass_fields__} | {"backward": tuple(wrong)}
    planted = bp.StepTrace(**fields)
    for quantity in (Quantity("delta", 1, 0), Quantity("gradient", 1, 0, 0), Quantity("gradient", 0, 0, 0)):
        found = witness(planted, 0, quantity)
        assert found is not None
        assert (found.verdict, found.digits) == (AGREES, 0)


def test_numbers_that_are_not_finite_have_no_second_method():
    found = witness(diverged(), 0, Quantity("gradient", 0, 0, 0))
    assert found is not None
    assert found.verdict == BEYOND


def checked(step: bp.StepTrace) -> bp.GradientCheck:
    return bp.check_gradients(step.net, step.parameters, step.x, step.y, step.loss_name)


@pytest.mark.parametrize("key", [key for key in SMALL_NETWORKS if key != "large"])
def test_the_summary_is_true_of_every_row_of_the_table(key):
    step = step_of(key)
    check = checked(step)
    about = summarize(check)
    assert about.rows == step.net.parameter_count
    assert about.kinked == 0
    assert about.digits is None or about.digits >= 2
    worth_it = 0
    for parameter in step.net.parameter_ids():
        ours, other = check.analytic[parameter], check.numeric[parameter]
        largest = max(abs(ours), abs(other))
        if ours == other or largest >= 100 * check.noise:
            worth_it += 1
            assert about.digits is not None
            assert abs(ours - other) <= 0.5 * 10.0 ** (1 - about.digits) * largest
        else:
            assert abs(ours - other) <= check.noise
    assert about.small == about.rows - worth_it


def test_the_summary_counts_kinks_and_nothing_twice():
    about = summarize(checked(at_a_kink()))
    assert (about.rows, about.kinked, about.small) == (7, 2, 0)
    assert about.digits is not None
    assert about.digits >= 6


def test_a_summary_of_nothing_to_compare():
    zeros = bp.Network((1, 1), "tanh", "identity")
    step = bp.trace_step(zeros, bp.Parameters([[[1.0]]], [[1e-13]]), [[1.0]], [[1.0]], "mse")
    about = summarize(checked(step))
    assert (about.small, about.digits) == (2, None)
    assert np.isfinite(about.noise)
