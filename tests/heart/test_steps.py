"""One training step as a whole, and the same step again and again."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.trace import Broken, first_broken
from tests.helpers import (
    arrays,
    assert_same,
    assert_same_parameters,
    near,
    random_data,
    random_parameters,
)

NET = bp.Network((2, 3, 2), "tanh")
LINE = bp.Network((1, 1), output="identity")
CHAIN = bp.Network((1, 1, 1), "identity", "identity")


def step_of(net=NET, n=4, seed=0, loss="mse", **settings) -> bp.StepTrace:
    return bp.trace_step(net, random_parameters(net, seed), *random_data(net, n, seed, loss), loss, **settings)


def assert_same_step(ours: bp.StepTrace, theirs: bp.StepTrace) -> None:
    """Every array and every number of two traces, bit for bit."""
    for left, right in zip(arrays(ours), arrays(theirs), strict=True):
        assert_same(left, right)
    assert (ours.loss, ours.state.count, ours.state_after.count) == (
        theirs.loss,
        theirs.state.count,
        theirs.state_after.count,
    )


def test_one_step_by_hand():
    """Two inputs, two hidden ReLU units, one linear output; one sample; L = ½(ŷ − y)²; learning rate ½.

    Every number below is a sum of powers of two, so float64 is exact and the test may say ==.
    """
    x, y = [[1.0, 2.0]], [[5.0]]
    W1, b1 = [[0.5, 1.0], [0.25, -1.0]], [0.5, 0.5]  # W[i][j] leads from unit i to unit j
    W2, b2 = [[2.0], [3.0]], [-1.0]
    net = bp.Network((2, 2, 1), hidden="relu", output="identity")
    step = bp.trace_step(net, bp.Parameters([W1, W2], [b1, b2]), x, y, "half_sse", bp.sgd(learning_rate=0.5))
    hidden, output = step.forward

    # Forward. Every unit: a weighted sum plus a bias, then its activation.
    #   z₁ = 1·½ + 2·¼ + ½ = 1.5          h₁ = max(0, 1.5) = 1.5     active
    #   z₂ = 1·1 + 2·(−1) + ½ = −0.5      h₂ = max(0, −0.5) = 0      not active
    #   ŷ  = 1.5·2 + 0·3 − 1 = 2
    assert hidden.z.tolist() == [[1.5, -0.5]]
    assert hidden.a.tolist() == [[1.5, 0.0]]
    assert output.z.tolist() == step.prediction.tolist() == [[2.0]]

    # Loss: the prediction is 3 too low.    L = ½ · 3² = 4.5
    assert step.loss == 4.5

    # Backward, output layer. The loss says ∂L/∂ŷ = ŷ − y = −3; a linear unit has slope 1, so δ = −3.
    #   ∂L/∂w = what came in · δ:   1.5 · −3 = −4.5  and  0 · −3 = 0;   ∂L/∂b = δ = −3
    assert step.backward[1].da.tolist() == step.backward[1].delta.tolist() == [[-3.0]]
    assert step.backward[1].dW.tolist() == [[-4.5], [0.0]]
    assert step.backward[1].db.tolist() == [-3.0]

    # Backward, hidden layer. The error comes back through the weights that led to ŷ: 2 · −3 = −6 and 3 · −3 = −9.
    # The first unit is active (slope 1) and passes it on. The second is not (slope 0): it is out of the game.
    assert step.backward[0].da.tolist() == [[-6.0, -9.0]]
    assert step.backward[0].slope.tolist() == [[1.0, 0.0]]
    assert step.backward[0].delta.tolist() == [[-6.0, 0.0]]
    #   ∂L/∂w(x₁ → h₁) = 1 · −6,   ∂L/∂w(x₂ → h₁) = 2 · −6: the same δ, another input
    assert step.backward[0].dW.tolist() == [[-6.0, 0.0], [-12.0, 0.0]]
    assert step.backward[0].db.tolist() == [-6.0, 0.0]

    # Update. Every parameter goes half its gradient downhill; where the gradient is 0, nothing moves.
    assert step.parameters_after.weights[0].tolist() == [[0.5 + 3.0, 1.0], [0.25 + 6.0, -1.0]]
    assert step.parameters_after.biases[0].tolist() == [0.5 + 3.0, 0.5]
    assert step.parameters_after.weights[1].tolist() == [[2.0 + 2.25], [3.0]]
    assert step.parameters_after.biases[1].tolist() == [-1.0 + 1.5]


# What a step holds --------------------------------------------------------------------------------------------------


def test_a_step_is_forward_then_backward_on_the_same_numbers():
    step = step_of(loss="log_loss")
    layers = bp.forward(NET, step.parameters, step.x)
    records = bp.backward(NET, step.parameters, layers, step.y, "log_loss")
    for ours, theirs in zip(arrays([step.forward, step.backward]), arrays([layers, records]), strict=True):
        assert_same(ours, theirs)
    assert_same(step.prediction, layers[-1].a)


def test_terms_over_the_divisor_are_the_loss():
    """mse of 4 samples and 2 outputs: 8 terms."""
    step = step_of()
    assert_same(step.loss_terms, (step.prediction - step.y) ** 2)
    assert step.loss == near(step.loss_terms.sum() / 8, rel=1e-15)
    assert type(step.loss) is float


def test_gradient_and_updates_have_the_shape_of_the_parameters():
    step = step_of()
    for layer in range(NET.depth):
        assert_same(step.gradient.weights[layer], step.backward[layer].dW)
        assert_same(step.gradient.biases[layer], step.backward[layer].db)
        assert_same(step.updates.weights[layer], step.update[layer].W)
        assert_same(step.updates.biases[layer], step.update[layer].b)


def test_the_update_is_what_is_added():
    step = step_of(optimizer=bp.adam(0.1))
    expected = step.parameters.map(np.add, step.updates)
    assert_same_parameters(step.parameters_after, expected)


def test_without_an_optimizer_it_is_gradient_descent_with_a_tenth():
    assert step_of().optimizer == bp.sgd(0.1)
    assert_same_step(step_of(), step_of(optimizer=bp.sgd(0.1)))


def test_a_step_may_take_up_what_the_optimizer_remembers():
    first = step_of(optimizer=bp.momentum(0.1))
    second = bp.trace_step(
        NET, first.parameters_after, first.x, first.y, "mse", first.optimizer, state=first.state_after
    )
    assert (first.state.count, second.state.count, second.state_after.count) == (0, 1, 2)
    expected = -0.1 * (0.9 * first.gradient.weights[0] + second.gradient.weights[0])
    np.testing.assert_allclose(second.update[0].W, expected, rtol=1e-14)


def test_all_gradients_first_then_all_updates():
    """The hidden layer's error comes back through the *old* output weights; the mistaken order gives another number."""
    example = bp.EXAMPLES["mazur"]
    step = example.trace()
    sent_back, slope = step.backward[1].delta, step.backward[0].slope
    right = step.x.T @ (sent_back @ step.parameters.weights[1].T * slope)
    mistaken = step.x.T @ (sent_back @ step.parameters_after.weights[1].T * slope)
    np.testing.assert_allclose(step.backward[0].dW, right, rtol=1e-14)
    np.testing.assert_allclose(step.update[0].W, -0.5 * right, rtol=1e-14)
    assert (np.abs(mistaken / right - 1) > 1e-3).all()


# Frozen arrays ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
@pytest.mark.parametrize("frozen", [(), ("b1",), ("W1", "b2"), ("W1", "b1", "W2", "b2")])
def test_frozen_arrays_do_not_move_and_all_others_do(name, frozen):
    first = step_of(optimizer=bp.make_optimizer(name, 0.1), frozen=frozen)
    last = bp.repeat_step(first, 5).trace(5)
    for layer in range(NET.depth):
        for kind, before, after in (
            ("W", first.parameters.weights[layer], last.parameters_after.weights[layer]),
            ("b", first.parameters.biases[layer], last.parameters_after.biases[layer]),
        ):
            held = f"{kind}{layer + 1}" in frozen
            assert (before == after).all() if held else (before != after).all()
            assert (getattr(last.update[layer], kind) == 0).all() == held


def test_gradients_of_frozen_arrays_are_computed_all_the_same():
    free, held = step_of(), step_of(frozen=("W1", "b2"))
    assert held.frozen == frozenset({"W1", "b2"})
    assert_same_parameters(held.gradient, free.gradient)


# Again and again ----------------------------------------------------------------------------------------------------


def by_hand(first: bp.StepTrace, steps: int) -> list[bp.StepTrace]:
    """Step 0 and `steps` more, each taken with the public function."""
    taken = [first]
    for _ in range(steps):
        last = taken[-1]
        taken.append(
            bp.trace_step(
                last.net,
                last.parameters_after,
                last.x,
                last.y,
                last.loss_name,
                last.optimizer,
                tuple(last.frozen),
                last.state_after,
            )
        )
    return taken


@pytest.mark.parametrize("every", [1, 4, 7, 25])
@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_every_step_of_a_history_is_the_step_taken_bit_for_bit(name, every):
    first = step_of(loss="log_loss", optimizer=bp.make_optimizer(name, 0.05), frozen=("b1",))
    history, taken = bp.repeat_step(first, 12, every=every), by_hand(first, 12)
    assert (history.last, history.broken) == (12, None)
    for k, step in enumerate(taken):
        assert_same_step(history.trace(k), step)
        assert history.losses[k] == step.loss


@given(st.integers(0, 30), st.integers(1, 12), st.data())
def test_looking_at_a_step_twice_shows_the_same(steps, every, data):
    history = bp.repeat_step(step_of(NET, n=1, optimizer=bp.adam(0.1)), steps, every)
    k = data.draw(st.integers(0, steps))
    assert len(history.losses) == history.last + 1 == steps + 1
    assert_same_step(history.trace(k), history.trace(k))
    assert history.trace(k).state.count == k


def test_no_more_steps_leave_the_first():
    first = step_of()
    history = bp.repeat_step(first, 0)
    assert history.losses.tolist() == [first.loss]
    assert_same_step(history.trace(0), first)


def test_a_history_may_start_in_the_middle_of_a_run():
    taken = by_hand(step_of(optimizer=bp.adam(0.1)), 8)
    later = bp.repeat_step(taken[3], 5, every=2)
    for k in range(6):
        assert_same_step(later.trace(k), taken[3 + k])


def test_training_lowers_the_loss():
    history = bp.repeat_step(step_of(optimizer=bp.sgd(0.5)), 200)
    assert (np.diff(history.losses) < 0).all()


# Diverging ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("learning_rate", [3.0, 1e3, 1e6, 1e150])
def test_a_diverging_run_keeps_its_last_finite_state(learning_rate):
    """A linear neuron takes steps so large that the loss leaves float64. No warning, no NaN on the way."""
    first = bp.trace_step(LINE, bp.Parameters([[[1.0]]], [[0.0]]), [[2.1]], [[4.0]], "mse", bp.sgd(learning_rate))
    history = bp.repeat_step(first, 2000, every=10)
    assert 0 < history.last + 1 == len(history.losses) < 2000
    assert np.isfinite(history.losses).all()
    assert (np.diff(history.losses) > 0).all()
    last = history.trace(history.last)
    assert last.parameters.is_finite()
    assert np.isfinite(last.prediction).all()
    assert last.loss == history.losses[-1]
    assert history.broken is not None
    assert history.broken == (
        first_broken(last, history.last)  # it broke in the step that is kept, behind its loss …
        or Broken(history.last + 1, None, "loss")  # … or the next loss is the first that is not finite
    )


def test_a_step_too_large_for_float64_names_the_weight():
    first = bp.trace_step(LINE, bp.Parameters([[[1.0]]], [[0.0]]), [[2.1]], [[4.0]], "mse", bp.sgd(1e308))
    history = bp.repeat_step(first, 10)
    assert (history.last, history.broken) == (0, Broken(0, 0, "W"))
    assert history.losses.tolist() == [first.loss]


def test_a_step_that_breaks_behind_its_loss_is_kept():
    """Step 1 still has a finite loss; its update has not. It is the last one to look at."""
    start = bp.Parameters([[[1.0]]], [[0.0]])
    first = bp.trace_step(LINE, start, [[1e-10]], [[0.0]], "mse", bp.sgd(1e175), frozen=("b1",))
    history = bp.repeat_step(first, 10)
    assert (history.last, history.broken) == (1, Broken(1, 0, "W"))
    assert history.trace(1).parameters.is_finite()
    assert history.trace(1).loss == history.losses[1] < np.inf


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_no_optimizer_warns_on_the_way_out(name):
    first = bp.trace_step(
        LINE, bp.Parameters([[[1.0]]], [[0.0]]), [[2.1]], [[4.0]], "mse", bp.make_optimizer(name, 1e300)
    )
    history = bp.repeat_step(first, 50)
    assert history.broken is not None
    assert np.isfinite(history.losses).all()


def with_chain(w1: float, w2: float, b1: float, x: list[list[float]], n: int) -> bp.StepTrace:
    params = bp.Parameters([[[w1]], [[w2]]], [[b1], [0.0]])
    return bp.trace_step(CHAIN, params, x, [[0.0]] * n, "half_sse", bp.sgd(1e-300))


def with_line(w: float, x: float, learning_rate: float) -> bp.StepTrace:
    return bp.trace_step(LINE, bp.Parameters([[[w]]], [[1.0]]), [[x]], [[0.0]], "half_sse", bp.sgd(learning_rate))


@pytest.mark.parametrize(
    ("make", "broken"),
    [
        (lambda: with_chain(1e200, 1e200, 0.0, [[1.0]], 1), Broken(3, 1, "z")),
        (lambda: with_line(1.0, 1e200, 0.1), Broken(3, None, "loss")),
        (lambda: with_chain(1e-50, 1e250, 0.0, [[1e-100]], 1), Broken(3, 0, "delta")),
        (lambda: with_line(1e-50, 1e200, 0.1), Broken(3, 0, "dW")),
        (lambda: with_chain(1.0, 3e208, 1e-108 / 3, [[0.0]] * 2, 2), Broken(3, 0, "db")),
        (lambda: with_line(1.0, 100.0, 1.7e308), Broken(3, 0, "W")),
        (lambda: with_line(1e10, 1e-10, 1.7e308), Broken(3, 0, "b")),
        (lambda: with_line(1.0, 1.0, 0.1), None),
    ],
)
def test_the_first_quantity_that_is_not_finite_is_named_in_order_of_computation(make, broken):
    step = make()
    if broken and broken.quantity == "b":  # only the bias leaves float64: the weight's own gradient is tiny
        assert np.isfinite(step.parameters_after.weights[0]).all()
    assert first_broken(step, 3) == broken


def test_an_activation_that_is_not_finite_is_named_too():
    """No activation of ours overflows at a finite z; the record is made by hand."""
    step = step_of()
    bad = dataclasses.replace(step.forward[1], a=step.forward[1].a * np.nan)
    assert first_broken(dataclasses.replace(step, forward=(step.forward[0], bad)), 5) == Broken(5, 1, "a")


def test_an_infinite_da_of_a_saturated_log_loss_is_no_break():
    """∂L/∂ŷ is beyond float64 there, δ is exact, and training goes on."""
    net = bp.Network((1, 1))
    first = bp.trace_step(net, bp.Parameters([[[1000.0]]], [[0.0]]), [[1.0]], [[0.0]], "log_loss", bp.sgd(1.0))
    assert np.isinf(first.backward[0].da).all()
    history = bp.repeat_step(first, 3)
    assert history.broken is None
    assert history.losses.tolist() == [1000.0, 998.0, 996.0, 994.0]
