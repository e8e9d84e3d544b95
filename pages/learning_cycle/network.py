"""Scene 3: the smallest network, in the same four phases; and a link to the step-through."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.explain.step.alt import network_alt
from backprop.explain.step.moment import Highlight, Scene
from backprop.explain.step.moments import moments, phase_starts, tape
from backprop.figures.network.diagram import network_diagram
from backprop.notation import Names
from pages.learning_cycle.figures.valley import rounds_picture
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, NETWORK, UPDATE, Place, place
from pages.learning_cycle.shown import PAGE, SECTIONS, convention, phase_words, presses_of, rounds_table
from pages.learning_cycle.state import ALL, MOVED, NETWORK_PRESSES, SOME
from pages.learning_cycle.words.alt import rounds_alt
from pages.learning_cycle.words.cycle import KEY_OF_PHASE, PHASE_NAMES, distance
from pages.learning_cycle.words.two_neurons import chain_lines, gradients_text
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose
from pages.shared.story import open_in

_NAMES = Names(NETWORK.example.net, NETWORK.example.names)


def ask() -> None:
    """Ask how many parameters one update changes."""
    step = NETWORK.trace(0)
    moves = all(step.parameters_after[one] != step.parameters[one] for one in step.net.parameter_ids())
    MOVED.ask(PAGE, ALL if moves else SOME, gradients=gradients_text(step, NETWORK.example.names))


@st.fragment
def show() -> None:
    """Moving on reruns this fragment only."""
    presses = presses_of(NETWORK, NETWORK_PRESSES)
    here = place(presses)
    shown = Scene(NETWORK.trace(here.round), 0, _NAMES)
    left, right = st.columns(2, gap="medium")
    with left:
        _diagram(shown, here.phase)
        losses, seen = NETWORK.losses, NETWORK.seen(presses)
        picture(rounds_picture(losses, seen, colours()), "rounds", rounds_alt(losses[:seen]))
    with right:
        _words(presses, here.phase, shown)
    _inside(here, shown)
    rounds_table(NETWORK, presses)
    convention(NETWORK)


def _diagram(shown: Scene, phase: int | None) -> None:
    told = moments(shown.step, 0, "phase", _NAMES)
    moment = told[phase or 0]
    known = set() if phase is None else {quantity for _, quantity in tape(told, phase)}
    highlight = Highlight() if phase is None else moment.highlight
    alt = "Two neurons in a row, before the first phase." if phase is None else network_alt(shown, known, moment)
    picture(network_diagram(shown, moment.phase, known, highlight, colours()), "network", alt)


def _words(presses: int, phase: int | None, shown: Scene) -> None:
    step = shown.step
    if phase is None:
        phase_words(NETWORK, presses, "The start", "", prose(PAGE, "why start"), ())
        return
    count = len(list(step.net.parameter_ids()))
    side = distance(float(step.prediction[0, 0]), float(step.y[0, 0]))
    why = prose(PAGE, f"why network {SECTIONS[phase]}", distance=side, count=str(count))
    lines = chain_lines(shown, phase)
    value = text(lines[-1].value, 6)
    result = {
        FORWARD: f"ŷ₁ = {value}",
        ERROR: f"L = {value}",
        BACKWARD: f"{count} gradients are known",
        UPDATE: f"{count} new values, for the next round",
    }[phase]
    phase_words(NETWORK, presses, PHASE_NAMES[phase], result, why, lines)


def _inside(here: Place, shown: Scene) -> None:
    """A link to the same round and phase in the step-through."""
    starts = phase_starts(moments(shown.step, 0, "operation", _NAMES))
    moment = starts[KEY_OF_PHASE[here.phase or FORWARD]] + 1
    label = f"See round {here.round + 1} operation by operation"
    open_in("step_through", label, example=NETWORK.example.title, k=str(here.round), moment=str(moment))
