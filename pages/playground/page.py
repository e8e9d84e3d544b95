"""Playground: train any small network, and go to any step of its training."""

import streamlit as st

from pages.playground import link
from pages.playground.actions import actions
from pages.playground.opened import open_run
from pages.playground.own_table import own_table
from pages.playground.sidebar import sidebar
from pages.playground.stage import stage
from pages.playground.state import WIDGETS
from pages.playground.tabs import tabs
from pages.shared.layout import prose
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot
from pages.shared.widgets import short_names

opened = open_run()
said = read_link(
    "playground", "playground/page.py", [row.key for row in WIDGETS], short_names(WIDGETS), link.PARAMETERS
)
st.title("Playground")
lead, notes = st.empty(), st.container()
experiment, problems = sidebar()
table = experiment.data or own_table()  # for trainings that used it before
shown, more = link.saved(link.SHOWN, table)
kept, still_more = link.saved(link.KEPT, table)
lead.caption(prose(__file__, "lead"))
with st.container(border=True):
    actions(experiment, shown, kept)
    run, updates = stage(experiment, shown)
tabs(run, updates, kept)
with notes:
    heard = [*opened, *misread(said, st.session_state.to_dict()), *problems, *more, *still_more]
    show_notes(list(dict.fromkeys(heard)))  # both trainings can have the same fault
foot("playground")
