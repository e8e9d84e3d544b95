"""Backpropagation, step by step: one training step, down to a single multiplication."""

import streamlit as st

from pages.shared.state import misread, read_link, show_notes
from pages.step_through.compute import setup, told
from pages.step_through.details import details
from pages.step_through.share import share
from pages.step_through.sidebar import SHORT_NAMES, sidebar
from pages.step_through.stage import stage

said = read_link("step_through")
st.title("Backpropagation, step by step")
notes = st.container()
chosen = sidebar(said)
ready = setup(chosen.choices)
scene, moments = told(chosen.choices, chosen.k, chosen.sample, chosen.detail)
index, picked = stage(scene, moments)
details(chosen, ready, scene, moments, index, picked)
share()
with notes:
    show_notes([*misread(said, st.session_state.to_dict(), SHORT_NAMES), *ready.notes])
