"""Optimizers: five update rules from one start, what each remembers, and where each loses."""

import streamlit as st

from pages.optimizers import state
from pages.optimizers.compute import Found, raced
from pages.optimizers.controls import controls
from pages.optimizers.losing import every_ground, losing, set_up
from pages.optimizers.one_step import one_step
from pages.optimizers.stage import results, stage
from pages.shared.lesson import lesson


@st.fragment
def film_and_step(found: Found, asked: bool) -> None:
    """Choosing a step, or an optimizer to look into, reruns this fragment only.

    Everything that reveals the outcome is shown after the visitor's answer.
    """
    with st.container(border=True):
        told = stage(found, asked)
    if told:
        results(found)
    st.header(f"Step {state.STEP.value or 0:,} in numbers")
    one_step(found)
    if told:
        st.header("Where each one loses")
        losing()
        every_ground(found.settings)


set_up()
with lesson(__file__, state.WIDGETS):
    settings, asked = controls()
    film_and_step(raced(settings), asked)
