"""Local minima and saddles: where gradient descent ends, what holds it there, and the ways out."""

import streamlit as st

from pages.local_minima import equal, ground, line, state, wider_networks, xor_runs
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

SCENES = {
    state.GROUND: ground,
    state.XOR: xor_runs,
    state.EQUAL: equal,
    state.LINE: line,
    state.WIDER: wider_networks,
}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK, {state.GROUND: "Next: XOR, 200 times"})
    with st.container(border=True):
        SCENES[scene].show(asked)
