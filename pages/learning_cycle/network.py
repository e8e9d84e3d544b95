"""Scene 3: the smallest network, in the same four phases; and the way into the step-through."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.explain.step.alt import network_alt
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.moments import moments, phase_starts, tape
from backprop.figures.network.diagram import network_diagram
from backprop.figures.style import CONFIG
from backprop.notation import Names
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, NETWORK, UPDATE, Place, place
from pages.learning_cycle.shown import PAGE, convention, phase_words, rounds_chart, rounds_table
from pages.learning_cycle.walker import walk
from pages.learning_cycle.words.cycle import KEY_OF_PHASE, PHASE_NAMES, distance
from pages.learning_cycle.words.two_neurons import chain_lines
from pages.shared.layout import colours, prose

_DIGITS = 6
_NAMES = Names(NETWORK.example.net, NETWORK.example.names)
_SECTIONS = {FORWARD: "forward", ERROR: "error", BACKWARD: "backward", UPDATE: "update"}


@st.fragment
def scene() -> None:
    """Walking on runs this again, and nothing else."""
    presses = walk(NETWORK, "c_net")
    here = place(presses)
    shown = Scene(NETWORK.trace(here.round), 0, _NAMES)
    picture, words = st.columns(2, gap="medium")
    with picture:
        _diagram(shown, here.phase)
        rounds_chart(NETWORK, presses)
    with words:
        _words(presses, here.phase, shown)
    _inside(here, shown)
    rounds_table(NETWORK, presses)
    convention(NETWORK)


def _diagram(shown: Scene, phase: int | None) -> None:
    told = moments(shown.step, 0, "phase", _NAMES)
    moment = told[phase or 0]
    known = set() if phase is None else {quantity for _, quantity in tape(told, phase)}
    highlight = Highlight() if phase is None else moment.highlight
    figure = network_diagram(shown, moment.phase, known, highlight, colours())
    st.plotly_chart(figure, theme=None, key="network", config=CONFIG, alt=_alt(shown, phase, moment, known))


def _alt(shown: Scene, phase: int | None, moment: Moment, known: set) -> str:
    if phase is None:
        return "Two neurons in a row, before the first phase."
    return network_alt(shown, known, moment)


def _words(presses: int, phase: int | None, shown: Scene) -> None:
    step = shown.step
    if phase is None:
        phase_words(NETWORK, presses, "The start", "", prose(PAGE, "why start"), ())
        return
    count = len(list(step.net.parameter_ids()))
    side = distance(float(step.prediction[0, 0]), float(step.y[0, 0]))
    why = prose(PAGE, f"why network {_SECTIONS[phase]}", distance=side, count=str(count))
    lines = chain_lines(shown, phase)
    value = text(lines[-1].value, _DIGITS)
    result = {
        FORWARD: f"ŷ₁ = {value}",
        ERROR: f"L = {value}",
        BACKWARD: f"{count} gradients are known",
        UPDATE: f"{count} new values, for the next round",
    }[phase]
    phase_words(NETWORK, presses, PHASE_NAMES[phase], result, why, lines)


def _inside(here: Place, shown: Scene) -> None:
    """The same round, the same phase, in the step-through."""
    starts = phase_starts(moments(shown.step, 0, "operation", _NAMES))
    moment = starts[KEY_OF_PHASE[here.phase or FORWARD]] + 1
    st.page_link(
        "step_through/page.py",
        label=f"See round {here.round + 1} operation by operation",
        icon=":material/arrow_forward:",
        query_params={"example": NETWORK.example.title, "k": str(here.round), "moment": str(moment)},
    )
