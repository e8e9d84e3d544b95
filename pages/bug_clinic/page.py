"""The bug clinic: ten real bugs, each in a program that still runs, and the tests that find them."""

import streamlit as st

from pages.bug_clinic import all_ten, gradient_check, patient, state
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

SCENES = {state.PATIENT: patient, state.CHECK: gradient_check, state.ALL: all_ten}

with lesson(__file__, state.WIDGETS):
    scene, asked = choose(state.SCENE, state.ASK)
    with st.container(border=True):
        SCENES[scene].show(asked)
