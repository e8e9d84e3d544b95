"""Backpropagation, step by step: one training step, down to a single multiplication."""

import streamlit as st

from pages.shared.state import misread, read_link, show_notes
from pages.step_through.compute import setup, told
from pages.step_through.details import details
from pages.step_through.sidebar import SHORT_NAMES, sidebar
from pages.step_through.stage import stage

said = read_link("step_through", "step_through/page.py", SHORT_NAMES)
st.title("Backpropagation, step by step")
about, notes = st.empty(), st.container()
chosen = sidebar()
ready = setup(chosen.choices)
about.caption(f"{ready.example.source}. {ready.example.note}")
scene, moments = told(chosen.choices, chosen.k, chosen.sample, chosen.detail)


@st.fragment
def walk() -> None:
    """Moving from moment to moment runs this again, and nothing else."""
    stage(scene, moments)


walk()
details(chosen, ready, scene, moments)
with notes:
    show_notes([*misread(said, st.session_state.to_dict()), *ready.notes])
