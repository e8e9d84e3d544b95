"""The stage: controls, the picture of the walk, and the step in numbers beside it."""

import streamlit as st

from backprop.landscape.network_surfaces import ALL
from pages.gradient_descent import controls, state
from pages.gradient_descent.captions import verdict, words
from pages.gradient_descent.compute import fate_of, walk_of
from pages.gradient_descent.controls import Chosen
from pages.gradient_descent.picture import network_picture, picture, view
from pages.gradient_descent.tables import walk_table
from pages.shared.layout import formula_text


@st.fragment
def stage() -> None:
    """Every control reruns this fragment only."""
    on, slider = st.columns([4, 6], gap="medium")
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    front = row.container(width="content")
    key = state.ON.show(on)
    seen = view(row, ALL[key].dimensions)
    left, right = st.columns([6, 5], gap="medium")
    rate_box, *start_boxes, taken_box = st.columns(ALL[key].dimensions + 2)
    chosen = Chosen(key, controls.rate(slider, rate_box, key), controls.start(start_boxes, ALL[key]))
    end = fate_of(chosen)
    last = controls.last_step(end.broken)
    taken = state.TAKEN.show(taken_box, high=last)
    controls.buttons(front, chosen, taken, last)
    walk, surface = walk_of(chosen, taken), chosen.surface
    with left:
        st.caption(f"{formula_text(f'L = {surface.latex}')} · {surface.meaning}")
        picture(walk, taken, seen)
        verdict(surface, end)
    with right:
        words(walk, taken)
        network_picture(key, walk, taken)
    if state.TABLE.show():
        digits = st.column_config.NumberColumn(format="%.6g")
        frame = walk_table(walk, taken)
        columns = {str(name): digits for name in frame.columns[1:]}
        st.dataframe(frame, hide_index=True, column_config=columns, alt="The steps so far.")
