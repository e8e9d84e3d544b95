"""The learning cycle: one weight by hand, the same weight by its gradient, and the smallest network."""

import streamlit as st

from pages.learning_cycle import by_gradient, by_hand, network, state
from pages.shared.lesson import lesson
from pages.shared.scenes import onward

SCENES = {"hand": by_hand, "gradient": by_gradient, "network": network}
ONWARD = {"hand": "Now let the gradient do it", "gradient": "Now the smallest network"}

with lesson(__file__, state.WIDGETS):
    with st.container(horizontal=True, vertical_alignment="center"):
        scene = state.SCENE.show()
        asked = state.ASK.show()
        onward(state.SCENE, scene, ONWARD)  # up here: below, it would leave the reader at the end of the next scene
    if asked:
        SCENES[scene].ask()
    with st.container(border=True):
        SCENES[scene].show()
