"""Why backpropagation: what it saves, why, how exact it is, and what it asks for in return."""

import streamlit as st

from pages.shared.lesson import lesson
from pages.shared.scenes import choose
from pages.why_backprop import direction, five_ways, million, more_parameters, shared_paths, state, step_size

SCENES = {
    state.WAYS: five_ways,
    state.SHARED: shared_paths,
    state.GROWTH: more_parameters,
    state.STEP: step_size,
    state.DIRECTION: direction,
    state.LARGE: million,
}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK)
    with st.container(border=True):
        SCENES[scene].show(asked)
