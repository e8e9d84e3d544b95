"""Playground: train any small network, and travel through its training."""

import streamlit as st

from pages.playground import link
from pages.playground.actions import actions
from pages.playground.sidebar import SHORT_NAMES, sidebar
from pages.playground.stage import stage
from pages.playground.tabs import tabs
from pages.shared.layout import prose
from pages.shared.state import misread, read_link, show_notes

said = read_link("playground", "playground/page.py", SHORT_NAMES, link.PARAMETERS)
st.title("Playground")
lead, notes = st.empty(), st.container()
experiment, problems = sidebar()
shown, more = link.saved(link.SHOWN, experiment.data)
kept, still_more = link.saved(link.KEPT, experiment.data)
lead.caption(prose(__file__, "lead"))
with st.container(border=True):
    actions(experiment, shown, kept)
    run, updates = stage(experiment, shown)
tabs(run, updates, kept)
with notes:
    show_notes([*misread(said, st.session_state.to_dict()), *problems, *more, *still_more])
