"""What hidden units learn: simple cuts first, combinations later, until a straight cut is enough."""

import streamlit as st

from pages.features import layers, maps, plane, state, unit
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

SCENES = {state.MAPS: maps, state.PLANE: plane, state.READ: layers, state.UNITS: unit}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK)
    with st.container(border=True):
        SCENES[scene].show(asked)
