"""Scene 1: make the loss small yourself. You are the backward pass and the update."""

import numpy as np
import streamlit as st

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.trace import StepTrace
from pages.learning_cycle.figures.circuit import circuit
from pages.learning_cycle.figures.valley import valley_picture
from pages.learning_cycle.numbers import ERROR, FORWARD, NEURON, REACH, SMALL, WEIGHT, by_hand, valley
from pages.learning_cycle.shown import PAGE, bound, convention, lines_table
from pages.learning_cycle.words.alt import circuit_alt, valley_alt
from pages.learning_cycle.words.cycle import distance, neuron_lines
from pages.shared.layout import colours, prose

_STEP = 0.01
_DIGITS = 4


@st.fragment
def scene() -> None:
    """The slider, and what it does."""
    start = NEURON.example.parameters[WEIGHT]
    label = prose(PAGE, "by hand", bound=bound())
    weight = st.slider(label, *REACH, start, _STEP, key="c_w", bind="query-params")
    step = by_hand(weight)
    neuron, words, curve = st.columns(3, gap="medium")
    with neuron:
        figure = circuit(step, ERROR, "", colours(), by_hand=True)
        st.plotly_chart(figure, theme=None, key="circuit", config=CONFIG, alt=circuit_alt(step, ERROR, by_hand=True))
    with words:
        _words(step)
    with curve:
        here = np.array([weight]), np.array([step.loss])
        figure = valley_picture(valley(), here, weight, colours())
        st.plotly_chart(figure, theme=None, key="valley", config=CONFIG, alt=valley_alt(valley(), here[1], weight))
    convention(NEURON)


def _words(step: StepTrace) -> None:
    """How close it is."""
    estimate, target = float(step.prediction[0, 0]), float(step.y[0, 0])
    kind = "exact" if step.loss == 0 else "small" if step.loss < SMALL else "large"
    error = neuron_lines(step, ERROR)[0].value
    said = prose(
        PAGE, f"by hand {kind}", distance=distance(estimate, target), off=text(abs(error), _DIGITS), bound=bound()
    )
    st.info(f"**L = {text(step.loss, _DIGITS)}**\n\n{said}")
    st.markdown(lines_table([*neuron_lines(step, FORWARD), *neuron_lines(step, ERROR)]))
