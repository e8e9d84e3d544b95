"""Backpropagation, step by step: one training step, down to a single multiplication."""

import streamlit as st

from pages.shared.state import misread, read_link, settle, settled_notes, show_notes
from pages.shared.story import foot
from pages.shared.widgets import short_names
from pages.step_through.compute import MOST_STEPS, setup, told
from pages.step_through.details import details
from pages.step_through.sidebar import beyond_the_end, sidebar
from pages.step_through.stage import stage
from pages.step_through.state import WIDGETS

said = read_link("step_through", "step_through/page.py", [row.key for row in WIDGETS], short_names(WIDGETS))
st.title("Backpropagation, step by step")
notes = st.container()
chosen = sidebar()
ready = setup(chosen.choices)
settle(said, [*ready.notes, *beyond_the_end(chosen)], k=chosen.k, loss=chosen.loss)
scene, moments = told(chosen.choices, chosen.k, chosen.sample, chosen.detail)
stage(scene, moments, final=chosen.k == MOST_STEPS or bool(chosen.divergence))
details(chosen, ready, scene, moments)
with notes:
    found = [*misread(said, st.session_state.to_dict()), *settled_notes(), *ready.notes]
    show_notes(list(dict.fromkeys(found)))
    if chosen.divergence:
        st.error(chosen.divergence)
    if ready.changed:
        st.caption(f"You have changed: {', '.join(ready.changed)}.")
foot("step_through")
