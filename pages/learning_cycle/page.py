"""The learning cycle: one weight by hand, the same weight by its gradient, and the smallest network."""

import streamlit as st

from pages.learning_cycle import by_gradient, by_hand, network, state
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

SCENES = {"hand": by_hand, "gradient": by_gradient, "network": network}
ONWARD = {"hand": "Now let the gradient do it", "gradient": "Now the smallest network"}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK, ONWARD)
    if asked:
        SCENES[scene].ask()
    with st.container(border=True):
        SCENES[scene].show()
