"""What hidden units learn: simple cuts first, combinations later, until a straight cut is enough."""

import streamlit as st

from pages.features import layers, maps, plane, state, unit
from pages.shared.lesson import lesson
from pages.shared.scenes import onward

SCENES = {state.MAPS: maps, state.PLANE: plane, state.READ: layers, state.UNITS: unit}

with lesson(__file__, state.WIDGETS):
    with st.container(horizontal=True, vertical_alignment="center"):
        scene = state.SCENE.show()
        asked = state.ASK.show()
        onward(state.SCENE, scene)
    with st.container(border=True):
        SCENES[scene].show(asked)
