"""Scene 1: the visitor makes the loss small by hand, in place of the backward pass and the update."""

import numpy as np
import streamlit as st

from backprop.explain.numbers import text
from backprop.trace import StepTrace
from pages.learning_cycle.figures.circuit import circuit
from pages.learning_cycle.figures.valley import valley_picture
from pages.learning_cycle.numbers import ERROR, FORWARD, NEURON, SMALL, WEIGHT, by_hand, valley
from pages.learning_cycle.shown import BOUND, PAGE, convention
from pages.learning_cycle.state import BY_HAND, WAY
from pages.learning_cycle.words.alt import circuit_alt, valley_alt
from pages.learning_cycle.words.cycle import distance, neuron_lines
from pages.shared.formulas import lines_table, picture
from pages.shared.layout import colours, prose

_DIGITS = 4


def ask() -> None:
    """Ask in which direction the weight has to move at the start."""
    step = NEURON.trace(0)
    estimate, target = float(step.prediction[0, 0]), float(step.y[0, 0])
    down = step.gradient[WEIGHT] > 0
    WAY.ask(
        PAGE,
        "down" if down else "up",
        weight=text(step.parameters[WEIGHT]),
        distance=distance(estimate, target),
        prediction=text(estimate),
        target=text(target),
        way="smaller" if down else "larger",
    )


@st.fragment
def show() -> None:
    """The slider of the weight, and its effect."""
    weight = BY_HAND.show(label=prose(PAGE, "by hand", bound=BOUND))
    step = by_hand(weight)
    neuron, words, curve = st.columns(3, gap="medium")
    with neuron:
        picture(circuit(step, ERROR, "", colours(), by_hand=True), "circuit", circuit_alt(step, ERROR, by_hand=True))
    with words:
        _words(step)
    with curve:
        here = np.array([weight]), np.array([step.loss])
        picture(valley_picture(valley(), here, weight, colours()), "valley", valley_alt(valley(), here[1], weight))
    convention(NEURON)


def _words(step: StepTrace) -> None:
    """How close the estimate is to the target."""
    estimate, target = float(step.prediction[0, 0]), float(step.y[0, 0])
    kind = "exact" if step.loss == 0 else "small" if step.loss < SMALL else "large"
    off = text(abs(neuron_lines(step, ERROR)[0].value), _DIGITS)
    said = prose(PAGE, f"by hand {kind}", distance=distance(estimate, target), off=off, bound=BOUND)
    st.info(f"**L = {text(step.loss, _DIGITS)}**\n\n{said}")
    st.markdown(lines_table([*neuron_lines(step, FORWARD), *neuron_lines(step, ERROR)]))
