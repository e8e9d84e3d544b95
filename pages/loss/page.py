"""Loss functions: the same predictions judged by MSE and by log loss."""

import streamlit as st

from pages.loss import state
from pages.loss.stage import stage
from pages.shared.lesson import lesson
from pages.shared.scenes import onward

with lesson(__file__, state.WIDGETS):
    with st.container(horizontal=True, vertical_alignment="center"):
        scene = state.SCENE.show()
        questions = state.ASK.show()
        onward(state.SCENE, scene)  # up here: below, it would leave the reader at the end of the next scene
    stage(scene, questions)
