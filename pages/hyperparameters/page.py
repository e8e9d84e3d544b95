"""Choosing hyperparameters: a search on a budget, which choice matters, how much is luck, and what to believe."""

import streamlit as st

from pages.hyperparameters import grid_or_random, judged, luck, matters, state
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

SCENES = {
    state.SEARCH: grid_or_random,
    state.MATTERS: matters,
    state.LUCK: luck,
    state.JUDGED: judged,
}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK)
    with st.container(border=True):
        SCENES[scene].show(asked)
