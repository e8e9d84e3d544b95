"""Update rules: closed forms, the plain loops of `helpers`, and what an optimizer remembers."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.optimizers import joint_rule
from tests.helpers import arrays, assert_same_parameters, near, plain_updates, random_parameters

NET = bp.Network((2, 3, 1))
GRADIENTS = (0.5, -0.25, 2.0, 0.0, -3.0, 1e-3)


def updates(optimizer: bp.Optimizer, gradients) -> list[float]:
    """What the optimizer adds to one weight, step by step; a bias gets the same gradients."""
    state, steps = optimizer.init(bp.Parameters([[[0.0]]], [[0.0]])), []
    for g in gradients:
        update, state = optimizer.update(bp.Parameters([[[g]]], [[g]]), state)
        assert update.weights[0].item() == update.biases[0].item()
        steps.append(update.weights[0].item())
    return steps


def test_sgd_goes_against_the_gradient():
    assert updates(bp.sgd(0.5), [2.0, -4.0]) == [-1.0, 2.0]


def test_momentum_sums_what_it_remembers():
    """Decay ½ and the constant gradient 1: velocities 1, 3/2, 7/4, … = 2 − 2^(1 − t)."""
    expected = [float(-Fraction(1, 4) * (2 - Fraction(2) ** (1 - t))) for t in range(1, 8)]
    assert updates(bp.momentum(0.25, decay=0.5), [1.0] * 7) == expected


def test_nesterov_looks_one_step_ahead():
    """Decay ½ and the constant gradient 1: g + μv with the velocities above."""
    expected = [float(-Fraction(1, 4) * (1 + Fraction(1, 2) * (2 - Fraction(2) ** (1 - t)))) for t in range(1, 8)]
    assert updates(bp.nesterov(0.25, decay=0.5), [1.0] * 7) == expected


def test_rmsprop_divides_by_the_root_of_the_mean_square():
    """Constant gradient g, decay ¾: s = g²(1 − (¾)ᵗ), so the step is α / √(1 − (¾)ᵗ), whatever g is."""
    expected = [-0.1 / math.sqrt(1 - 0.75**t) for t in range(1, 6)]
    assert updates(bp.rmsprop(0.1, decay=0.75, epsilon=1e-300), [7.0] * 5) == near(expected, rel=1e-14)


def test_rmsprop_adds_epsilon_outside_the_root():
    assert updates(bp.rmsprop(1.0, decay=0.0, epsilon=0.5), [2.0]) == [-2.0 / (2.0 + 0.5)]


def test_adam_with_a_constant_gradient_takes_steps_of_alpha():
    """With bias correction m̂ = g and ŝ = g² from the first step on."""
    assert updates(bp.adam(0.1, epsilon=1e-300), [-7.0] * 6) == near([0.1] * 6, rel=1e-13)


def test_adam_adds_epsilon_outside_the_root():
    assert updates(bp.adam(1.0, epsilon=0.5), [2.0])[0] == near(-2.0 / (2.0 + 0.5), rel=1e-14)


def test_adam_second_step_by_hand():
    """β₁ = ½, β₂ = ¾, g = 1 then 3: m = ½, 7/4; s = ¼, 39/16; m̂ = 7/3; ŝ = (39/16)/(7/16) = 39/7."""
    step = updates(bp.adam(1.0, beta1=0.5, beta2=0.75, epsilon=1e-300), [1.0, 3.0])[1]
    assert step == near(-(7 / 3) / math.sqrt(39 / 7), rel=1e-14)


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_the_usual_settings_are_those_of_the_papers(name):
    ours = updates(bp.make_optimizer(name, 0.3), GRADIENTS)
    assert ours == near(plain_updates(name, 0.3, list(GRADIENTS)), rel=1e-13)


@given(st.sampled_from(tuple(bp.OPTIMIZERS)), st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=12))
def test_any_gradients_agree_with_plain_python(name, gradients):
    ours = updates(bp.make_optimizer(name, 0.01), gradients)
    assert ours == near(plain_updates(name, 0.01, gradients), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_every_weight_and_bias_is_treated_alone(name):
    optimizer, params = bp.make_optimizer(name, 0.2), random_parameters(NET, 0)
    gradients = [random_parameters(NET, seed) for seed in (1, 2, 3)]
    update, state = params, optimizer.init(params)
    for gradient in gradients:
        update, state = optimizer.update(gradient, state)
    for parameter in NET.parameter_ids():
        alone = plain_updates(name, 0.2, [gradient[parameter] for gradient in gradients])
        assert update[parameter] == near(alone[-1], rel=1e-13)


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_updating_is_pure(name):
    """The same state and gradient give the same answer; neither is changed."""
    optimizer, gradient = bp.make_optimizer(name, 0.2), random_parameters(NET, 1)
    _, state = optimizer.update(gradient, optimizer.init(gradient))
    before = [array.copy() for array in arrays(state)]
    once, after_once = optimizer.update(gradient, state)
    twice, after_twice = optimizer.update(gradient, state)
    assert_same_parameters(once, twice)
    assert (state.count, after_once.count, after_twice.count) == (1, 2, 2)
    assert all((old == new).all() for old, new in zip(before, arrays(state), strict=True))


@pytest.mark.parametrize(
    ("name", "keeps"),
    [
        ("sgd", ()),
        ("momentum", ("velocity",)),
        ("nesterov", ("velocity",)),
        ("rmsprop", ("square",)),
        ("adagrad", ("square",)),
        ("adam", ("mean", "square")),
    ],
)
def test_what_is_remembered_starts_at_zero(name, keeps):
    optimizer = bp.make_optimizer(name, 0.1)
    state = optimizer.init(random_parameters(NET, 0))
    assert optimizer.keeps == keeps
    assert (state.count, len(state.averages)) == (0, len(keeps))
    assert all((array == 0).all() for array in arrays(state))


def test_the_state_holds_the_averages_by_name():
    """First step with g = 2: mean (1 − β₁) g = 0.2, square (1 − β₂) g² = 0.004."""
    optimizer = bp.adam(0.1)
    gradient = bp.Parameters([[[2.0]]], [[2.0]])
    _, state = optimizer.update(gradient, optimizer.init(gradient))
    held = dict(zip(optimizer.keeps, (average.weights[0].item() for average in state.averages), strict=True))
    assert held == near({"mean": 0.2, "square": 0.004}, rel=1e-13)


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_no_gradient_no_step(name):
    assert updates(bp.make_optimizer(name, 0.1), [0.0, 0.0]) == [0.0, 0.0]


@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_optimizers_with_equal_settings_are_equal(name):
    optimizer = bp.make_optimizer(name, 0.1)
    assert (optimizer.name, optimizer.learning_rate) == (name, 0.1)
    assert optimizer == bp.OPTIMIZERS[name](0.1)
    assert hash(optimizer) == hash(bp.OPTIMIZERS[name](0.1))
    assert optimizer != bp.make_optimizer(name, 0.2)


def test_settings_are_kept_by_name():
    assert dict(bp.adam(0.1, 0.8, 0.9, 1e-6).settings) == {"beta1": 0.8, "beta2": 0.9, "epsilon": 1e-6}
    assert bp.momentum(0.1, decay=0.5) != bp.momentum(0.1, decay=0.6)


# One rule for many runs ---------------------------------------------------------------------------------------------

SIZE = 4
"""Parameters of each run."""


def spread(values: np.ndarray) -> np.ndarray:
    return np.repeat(values, SIZE)


def assert_joint_is_apart(optimizers: list[bp.Optimizer]) -> None:
    """Five updates of all runs by one rule, and run by run."""
    rng, joint = np.random.default_rng(0), joint_rule(optimizers, spread)
    size = SIZE * len(optimizers)
    averages = tuple(np.zeros(size) for _ in optimizers[0].keeps)
    apart = [tuple(np.zeros(SIZE) for _ in one.keeps) for one in optimizers]
    for count in range(1, 6):
        gradient = rng.standard_normal(size)
        update, averages = joint(gradient, averages, count)
        for run, optimizer in enumerate(optimizers):
            own = slice(SIZE * run, SIZE * (run + 1))
            expected, apart[run] = optimizer.rule(gradient[own], apart[run], count)
            assert update[own].tobytes() == expected.tobytes()
            assert all(all_[own].tobytes() == one.tobytes() for all_, one in zip(averages, apart[run], strict=True))


@pytest.mark.parametrize("rates", [(0.1,), (0.1, 0.1), (0.1, 3.0, 1e-5)])
@pytest.mark.parametrize("name", bp.OPTIMIZERS)
def test_a_joint_rule_is_each_runs_own_to_the_last_bit(name, rates):
    assert_joint_is_apart([bp.make_optimizer(name, rate) for rate in rates])


@pytest.mark.parametrize("make", [bp.momentum, bp.nesterov, bp.rmsprop])
def test_runs_may_have_settings_of_their_own(make):
    assert_joint_is_apart([make(0.1, decay) for decay in (0.0, 0.5, 0.9)])
    assert_joint_is_apart([make(rate, decay) for rate, decay in ((0.1, 0.5), (0.2, 0.5), (0.3, 0.7))])


def test_runs_of_adam_may_have_settings_of_their_own():
    """The powers of β may be rounded another way: close, but not to the last bit."""
    optimizers = [bp.adam(0.1, 0.5, 0.9, 1e-8), bp.adam(0.2, 0.9, 0.999, 1e-4)]
    joint, zeros = joint_rule(optimizers, spread), np.zeros(2 * SIZE)
    gradient = np.random.default_rng(0).standard_normal(2 * SIZE)
    update, _ = joint(gradient, (zeros, zeros), 7)
    for run, optimizer in enumerate(optimizers):
        own = slice(SIZE * run, SIZE * (run + 1))
        expected, _ = optimizer.rule(gradient[own], (zeros[own], zeros[own]), 7)
        assert update[own] == near(expected, rel=1e-13)


def test_rules_of_two_kinds_do_not_go_together():
    with pytest.raises(ValueError, match=r"optimizers is \['adam', 'sgd'\]; allowed: all of one name"):
        joint_rule([bp.sgd(0.1), bp.adam(0.1)], spread)


def test_no_runs_have_no_joint_rule():
    with pytest.raises(ValueError, match=r"optimizers is \[\]; allowed: all of one name"):
        joint_rule([], spread)
