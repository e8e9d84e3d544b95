"""Beyond the training data: what makes the gap between training loss and test loss, and what closes it."""

import streamlit as st

from pages.generalization import capacity, cures, noise, random_labels, samples, state
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

SCENES = {
    state.CAPACITY: capacity,
    state.SIZE: samples,
    state.NOISY: noise,
    state.LABELS: random_labels,
    state.CURES: cures,
}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK)
    with st.container(border=True):
        SCENES[scene].show(asked)
