"""Scene 2: the same neuron, and now the gradient moves the weight; each press is one phase."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.trace import StepTrace
from pages.learning_cycle.figures.circuit import circuit
from pages.learning_cycle.figures.valley import descent_picture
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, NEURON, UPDATE, WEIGHT, place, valley
from pages.learning_cycle.shown import PAGE, SECTIONS, convention, phase_words, presses_of, rounds_table
from pages.learning_cycle.state import FALL, LESS, NEURON_PRESSES, SAME
from pages.learning_cycle.words.alt import circuit_alt, rounds_alt, valley_alt
from pages.learning_cycle.words.cycle import PHASE_NAMES, distance, drops, neuron_lines, slows, tells
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose

_DIGITS = 6


def ask() -> None:
    """Ask how the loss falls."""
    first, second, third = (text(drop, 4) for drop in drops(NEURON.losses)[:3])
    FALL.ask(PAGE, LESS if slows(NEURON.losses) else SAME, first=first, second=second, third=third)


@st.fragment
def show() -> None:
    """Moving on reruns this fragment only."""
    presses = presses_of(NEURON, NEURON_PRESSES)
    here = place(presses)
    step = NEURON.trace(here.round)
    neuron, words, curve = st.columns(3, gap="medium")
    with neuron:
        figure = circuit(step, here.phase, f"round {here.round + 1}", colours())
        picture(figure, "circuit", circuit_alt(step, here.phase))
    with words:
        _words(presses, here.phase, step)
    with curve:
        _descent(presses, here.phase, step)
    rounds_table(NEURON, presses)
    convention(NEURON)


def _words(presses: int, phase: int | None, step: StepTrace) -> None:
    if phase is None:
        weight = f"w = {text(step.parameters[WEIGHT], _DIGITS)}"
        phase_words(NEURON, presses, "The start", weight, prose(PAGE, "why start"), ())
        return
    lines = neuron_lines(step, phase)
    side = distance(float(step.prediction[0, 0]), float(step.y[0, 0]))
    why = prose(PAGE, f"why neuron {SECTIONS[phase]}", distance=side, tells=tells(step.gradient[WEIGHT]))
    phase_words(NEURON, presses, PHASE_NAMES[phase], _result(phase, step), why, lines)


def _result(phase: int, step: StepTrace) -> str:
    """The number that a phase computes."""
    value = text(neuron_lines(step, phase)[-1].value, _DIGITS)
    old = text(step.parameters[WEIGHT], _DIGITS)
    return {
        FORWARD: f"ŷ = {value}",
        ERROR: f"L = {value}",
        BACKWARD: f"∂L/∂w = {value}",
        UPDATE: f"w: {old} → {value}",
    }[phase]


def _descent(presses: int, phase: int | None, step: StepTrace) -> None:
    """The path down the loss curve, whose slope is the gradient; and the losses round by round."""
    seen, losses = NEURON.seen(presses), NEURON.losses
    weight = (step.parameters_after if phase == UPDATE else step.parameters)[WEIGHT]
    slope = step.gradient[WEIGHT] if phase in (BACKWARD, UPDATE) else None
    figure = descent_picture(valley(), NEURON.weights(WEIGHT), losses, seen, weight, colours(), slope)
    picture(figure, "descent", f"{valley_alt(valley(), losses[:seen], weight)} {rounds_alt(losses[:seen])}")
