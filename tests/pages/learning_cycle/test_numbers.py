"""The learning cycle: which press computes what, and that the rounds are the engine's own steps."""

import numpy as np
import pytest

import backprop as bp
from pages.learning_cycle.numbers import (
    BACKWARD,
    ERROR,
    FORWARD,
    NETWORK,
    NEURON,
    ONE_WEIGHT,
    REACH,
    SMALL,
    UPDATE,
    WEIGHT,
    Cycle,
    Place,
    by_hand,
    end_of_round,
    place,
    valley,
)
from tests.helpers import near

CYCLES = pytest.mark.parametrize("cycle", [NEURON, NETWORK], ids=["neuron", "network"])


def test_each_press_is_one_phase():
    assert place(0) == Place(0, None)
    assert [place(presses).phase for presses in range(1, 9)] == 2 * [FORWARD, ERROR, BACKWARD, UPDATE]
    assert [place(presses).round for presses in range(1, 9)] == 4 * [0] + 4 * [1]
    assert [end_of_round(presses) for presses in range(9)] == 4 * [4] + 4 * [8] + [12]


def test_the_neuron_by_hand_with_pencil_and_paper():
    """x = 1.5, y = 0.75, w = 1.5: ŷ = 2.25, error 1.5, L = ½ · 1.5² = 1.125, gradient 1.5 · 1.5, w − 0.2 · 2.25."""
    step = NEURON.trace(0)
    assert float(step.prediction[0, 0]) == 2.25
    assert step.loss == 1.125
    assert step.gradient[WEIGHT] == 2.25
    assert step.parameters_after[WEIGHT] == near(1.05)
    assert NEURON.trace(1).parameters[WEIGHT] == near(1.05)


def test_the_bias_of_the_neuron_stays_0():
    last = NEURON.trace(NEURON.rounds - 1)
    assert last.parameters_after[bp.ParameterId(0, None, 0)] == 0


@CYCLES
def test_rounds_are_the_steps_that_training_takes(cycle):
    step = cycle.example.trace()
    for index in range(cycle.rounds):
        assert cycle.losses[index] == step.loss
        assert all(cycle.trace(index).parameters[one] == step.parameters[one] for one in step.net.parameter_ids())
        step = step_after(step)
    assert len(cycle.losses) == cycle.rounds
    assert cycle.most == 4 * cycle.rounds


def step_after(step: bp.StepTrace) -> bp.StepTrace:
    """The step after a step."""
    return bp.trace_step(
        step.net,
        step.parameters_after,
        step.x,
        step.y,
        step.loss_name,
        step.optimizer,
        frozen=tuple(step.frozen),
    )


@CYCLES
def test_the_loss_falls_in_every_round_and_becomes_small_before_the_end(cycle):
    assert (np.diff(cycle.losses) < 0).all()
    here = place(cycle.small)
    assert here.phase == ERROR
    assert cycle.losses[here.round] < SMALL <= cycle.losses[here.round - 1]
    assert cycle.small < cycle.most


def test_a_cycle_whose_loss_never_is_small_goes_to_its_end():
    short = Cycle(ONE_WEIGHT, rounds=2)
    assert short.small == short.most == 8


@CYCLES
def test_a_loss_is_known_from_the_error_on(cycle):
    assert [cycle.seen(presses) for presses in range(8)] == [0, 0, 1, 1, 1, 1, 2, 2]
    assert cycle.seen(cycle.most) == cycle.rounds


def test_weights_round_by_round():
    weights = NEURON.weights(WEIGHT)
    assert len(weights) == NEURON.rounds
    np.testing.assert_allclose(weights[:3], [1.5, 1.05, 0.8025], rtol=1e-12)


def test_by_hand_is_the_neuron_with_another_weight():
    step = by_hand(0.5)
    assert step.loss == 0
    assert step.parameters[WEIGHT] == 0.5
    assert (step.x.item(), step.y.item()) == (ONE_WEIGHT.x.item(), ONE_WEIGHT.y.item())
    assert by_hand(REACH[1]).loss == near(0.5 * (2 * 1.5 - 0.75) ** 2)


@pytest.mark.parametrize("weight", [-1.001, 2.001, float("nan"), float("inf"), "1"])
def test_a_weight_out_of_reach_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        by_hand(weight)


def test_the_valley_is_the_loss_by_hand():
    weights, losses = valley(7)
    assert (weights[0], weights[-1]) == REACH
    np.testing.assert_allclose(losses, [by_hand(weight).loss for weight in weights], rtol=1e-12, atol=1e-15)


def test_the_start_and_all_rounds_are_within_reach():
    low, high = REACH
    assert all(low < weight < high for weight in NEURON.weights(WEIGHT))


def test_both_learn_from_the_same_sample():
    other = NETWORK.example
    assert (other.x.item(), other.y.item(), other.loss, other.learning_rate) == (
        ONE_WEIGHT.x.item(),
        ONE_WEIGHT.y.item(),
        ONE_WEIGHT.loss,
        ONE_WEIGHT.learning_rate,
    )
