"""The lines of the learning cycle: they typeset, the arithmetic is right, and the numbers are the engine's."""

import numpy as np
import pytest

from backprop.explain.lines import Line
from backprop.explain.numbers import latex
from backprop.explain.step.moment import PHASES as KEYS
from backprop.explain.step.moment import Scene
from backprop.network import ParameterId
from backprop.notation import Names
from pages.learning_cycle.numbers import (
    BACKWARD,
    ERROR,
    FORWARD,
    NETWORK,
    NEURON,
    PHASES,
    UPDATE,
    WEIGHT,
    by_hand,
    valley,
)
from pages.learning_cycle.words.alt import circuit_alt, rounds_alt, valley_alt
from pages.learning_cycle.words.cycle import KEY_OF_PHASE, PHASE_NAMES, distance, drops, neuron_lines, slows, tells
from pages.learning_cycle.words.two_neurons import chain_lines, gradients_text
from tests.explain.reader import evaluate, faults

NAMES = Names(NETWORK.example.net, NETWORK.example.names)


def scene(index: int) -> Scene:
    return Scene(NETWORK.trace(index), 0, NAMES)


def every_line() -> list[Line]:
    steps = [*(NEURON.trace(index) for index in range(NEURON.rounds)), *map(by_hand, (-1.0, -0.37, 0.0, 0.5, 2.0))]
    lines = [line for step in steps for phase in range(PHASES) for line in neuron_lines(step, phase)]
    scenes = [scene(index) for index in range(NETWORK.rounds)]
    return lines + [line for each in scenes for phase in range(PHASES) for line in chain_lines(each, phase)]


def test_every_formula_typesets():
    for line in every_line():
        for body in (line.sign, line.symbols, line.numbers):
            assert faults(body) == [], body


def test_a_pocket_calculator_gets_the_same():
    checked = 0
    for line in every_line():
        if line.numbers:
            body = line.numbers.replace(r"\text{tanh}", "f")
            assert evaluate(body, {"f": np.tanh}).meets(evaluate(latex(line.value))), line
            checked += 1
        assert line.numbers or line.symbols, "a number needs a reason"
    assert checked > 200


@pytest.mark.parametrize("index", [0, 3, NEURON.rounds - 1])
def test_the_lines_of_the_neuron_hold_the_numbers_of_the_step(index):
    step = NEURON.trace(index)
    values = [[line.value for line in neuron_lines(step, phase)] for phase in range(PHASES)]
    error = step.prediction.item() - step.y.item()
    assert values == [
        [step.prediction.item()],
        [error, step.loss],
        [step.backward[0].da.item(), step.backward[0].dW.item()],
        [step.parameters_after[WEIGHT]],
    ]
    assert step.backward[0].delta.item() == step.backward[0].da.item(), "its slope of 1 may be left out"


@pytest.mark.parametrize("index", [0, 5, NETWORK.rounds - 1])
def test_the_lines_of_the_network_hold_the_numbers_of_the_step(index):
    step = NETWORK.trace(index)
    first, second = step.backward
    values = [[line.value for line in chain_lines(scene(index), phase)] for phase in range(PHASES)]
    assert values == [
        [step.forward[0].z.item(), step.forward[0].a.item(), step.prediction.item()],
        [step.prediction.item() - step.y.item(), step.loss],
        [part.item() for part in (second.delta, second.dW, second.db, first.delta, first.dW, first.db)],
        [step.parameters_after[parameter] for parameter in step.net.parameter_ids()],
    ]
    assert step.forward[1].z.item() == step.prediction.item(), "the output is linear: ŷ is its weighted sum"


def test_every_phase_has_a_name_here_and_in_the_step_through():
    assert [PHASE_NAMES[phase] for phase in (FORWARD, ERROR, BACKWARD, UPDATE)] == [
        "Forward pass",
        "Error",
        "Backward pass",
        "Update",
    ]
    assert tuple(KEY_OF_PHASE[phase] for phase in range(PHASES)) == KEYS


@pytest.mark.parametrize(("weight", "way"), [(2.0, "down"), (0.51, "down"), (0.49, "up"), (-1.0, "up")])
def test_what_a_gradient_tells_is_what_the_update_does(weight, way):
    step = by_hand(weight)
    assert tells(step.gradient[WEIGHT]).endswith(f"w has to go {way}.")
    moved = step.parameters_after[WEIGHT] - weight
    assert (moved < 0) == (way == "down")


def test_a_gradient_of_0_tells_that_nothing_moves():
    step = by_hand(0.5)
    assert tells(step.gradient[WEIGHT]).startswith("It is 0")
    assert step.parameters_after[WEIGHT] == 0.5


def test_sides_of_the_target():
    assert [distance(value, 1.0) for value in (2.0, 1.0, -3.0)] == [
        "above the target",
        "on the target",
        "below the target",
    ]


def test_the_pace_of_a_loss():
    assert drops(np.array([1.0, 0.5, 0.25])) == [0.5, 0.25]
    assert slows(np.array([1.0, 0.5, 0.25]))
    assert not slows(np.array([3.0, 2.0, 1.0]))
    assert slows(NEURON.losses)


def test_all_gradients_in_one_line():
    line = gradients_text(NETWORK.trace(0), NETWORK.example.names)
    assert line.count("∂L/∂") == 4
    assert "∂L/∂w₂ = −0.6781" in line
    assert NETWORK.trace(0).gradient[ParameterId(1, 0, 0)] == pytest.approx(-0.6781, abs=5e-5)


# What the pictures say ----------------------------------------------------------------------------------------------


def test_the_circuit_tells_what_is_known_and_no_more():
    step = NEURON.trace(0)
    assert circuit_alt(step, None) == "One neuron in its learning cycle. Before the first phase: w = 1.5."
    assert circuit_alt(step, FORWARD).endswith("Forward pass: w = 1.5, ŷ = 2.25.")
    assert circuit_alt(step, BACKWARD).endswith("w = 1.5, ŷ = 2.25, L = 1.125, ∂L/∂w = 2.25.")
    assert "w = 1.05, " in circuit_alt(step, UPDATE)
    assert "by hand" in circuit_alt(by_hand(1.0), ERROR, by_hand=True)


def test_the_valley_and_the_rounds_tell_their_numbers():
    said = valley_alt(valley(), np.array([]), 1.5)
    assert "lowest point 0 at w = 0.5." in said
    assert said.endswith("The weight is 1.5. No loss is known yet.")
    assert valley_alt(valley(), np.array([2.0, 1.125]), 1.5).endswith("Last known loss 1.125.")
    assert rounds_alt(np.array([])).endswith("none is known yet.")
    assert rounds_alt(np.array([0.5])).endswith("0.5 in round 1.")
    assert rounds_alt(np.array([0.5, 0.25])).endswith("from 0.5 in round 1 to 0.25 in round 2.")
