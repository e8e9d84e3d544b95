"""Vanishing and exploding gradients: what many layers make of the error signal, which factor does it, and the cures."""

import streamlit as st

from pages.shared.lesson import lesson
from pages.shared.scenes import choose
from pages.vanishing_gradients import cures, factors, maps, over_training, sizes, state

SCENES = {
    state.SIZES: sizes,
    state.FACTORS: factors,
    state.MAP: maps,
    state.TRAINING: over_training,
    state.CURES: cures,
}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK)
    with st.container(border=True):
        SCENES[scene].show(asked)
