"""Published worked examples: each number beside ours, and where the source is wrong."""

import pytest

import backprop as bp
from backprop.checking.examples import mistaken_order_loss
from tests.helpers import arrays, near

COMPARISONS = [(example.key, comparison) for example in bp.EXAMPLES.values() for comparison in example.compare()]
NOT_AGREEING = {
    ("mazur", "loss after 1 step"): "differs",
    ("mazur", "loss after 10,000 steps"): "differs",
    ("han-kamber", "Err6 = −δ"): "rounded",
}


def verdict(example: bp.Example, label: str):
    return next(comparison for comparison in example.compare() if comparison.label == label)


@pytest.mark.parametrize(("key", "comparison"), COMPARISONS, ids=[f"{key}: {c.label}" for key, c in COMPARISONS])
def test_every_published_number_has_the_verdict_that_is_known(key, comparison):
    assert comparison.verdict == NOT_AGREEING.get((key, comparison.label), "agrees")
    unit = 10.0 ** -len(comparison.printed.partition(".")[2])
    off = abs(float(comparison.printed) - comparison.recomputed)
    limit = {"agrees": 0.5000011, "rounded": 1.5}.get(comparison.verdict)
    assert off > 1.5 * unit if limit is None else off <= limit * unit


@pytest.mark.parametrize(("key", "comparison"), COMPARISONS, ids=[f"{key}: {c.label}" for key, c in COMPARISONS])
def test_what_differs_is_explained_and_made_again_to_the_printed_digits(key, comparison):
    if comparison.verdict != "differs":
        assert (comparison.erratum, comparison.reproduced) == ("", None)
        return
    assert comparison.erratum.endswith(".")
    decimals = len(comparison.printed.partition(".")[2])
    assert f"{comparison.reproduced:.{decimals}f}" == comparison.printed


def test_mazurs_loss_after_one_step_came_from_the_mistaken_order():
    mazur = bp.EXAMPLES["mazur"]
    assert f"{mistaken_order_loss(mazur, 1):.9f}" == "0.291027924"
    assert f"{bp.repeat_step(mazur.trace(), 1).losses[1]:.9f}" == "0.291027774"
    assert mistaken_order_loss(mazur, 0) == mazur.trace().loss


def test_mazurs_last_loss_is_the_one_after_9999_steps_in_the_right_order():
    losses = bp.repeat_step(bp.EXAMPLES["mazur"].trace(), 10_000, every=10_000).losses
    assert f"{losses[9_999]:.10f}" == "0.0000351085"
    assert f"{losses[10_000]:.10f}" == "0.0000351019"
    comparison = verdict(bp.EXAMPLES["mazur"], "loss after 10,000 steps")
    assert (comparison.recomputed, comparison.reproduced) == (losses[10_000], losses[9_999])


def test_han_and_kambers_last_digit_was_lost_to_the_books_own_rounding():
    """With the printed O6 = 0.474 the book gets 0.474 · 0.526 · 0.526 = 0.1311; unrounded it is 0.13117."""
    comparison = verdict(bp.EXAMPLES["han-kamber"], "Err6 = −δ")
    assert f"{0.474 * (1 - 0.474) * (1 - 0.474):.4f}" == comparison.printed == "0.1311"
    assert comparison.recomputed == near(0.13117, abs=5e-6)


@pytest.mark.parametrize("example", bp.EXAMPLES.values(), ids=list(bp.EXAMPLES))
def test_every_example_can_be_stepped_and_checked(example):
    step = example.trace()
    assert step.optimizer == bp.sgd(example.learning_rate)
    assert step.frozen == frozenset(example.frozen)
    assert bp.check_gradients(example.net, example.parameters, example.x, example.y, example.loss).agrees
    assert bp.repeat_step(step, 3).losses[3] < step.loss


@pytest.mark.parametrize(("key", "example"), bp.EXAMPLES.items(), ids=list(bp.EXAMPLES))
def test_every_example_says_what_it_is(key, example):
    assert example.key == key
    assert all((example.title, example.source, example.note))
    assert all(example.net.has(parameter) for parameter in example.names)
    assert len(set(example.names.values())) == len(example.names)


@pytest.mark.parametrize("example", bp.EXAMPLES.values(), ids=list(bp.EXAMPLES))
def test_no_visitor_can_change_an_example_for_the_next(example):
    assert not any(array.flags.writeable for array in arrays(example))


@pytest.mark.parametrize("example", bp.EXAMPLES.values(), ids=list(bp.EXAMPLES))
def test_no_visitor_can_rename_the_parameters_of_an_example(example):
    with pytest.raises(TypeError):
        example.names[bp.ParameterId(0, 0, 0)] = "mine"
