"""The step at which a film opens: what the film's slider does, for the keyboard and for the link."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.layout import prose

_PAGE = __file__
_WIDTH = 240


def step_box(place: DeltaGenerator, last: int) -> int:
    """The box, in its place below the film; returns the step that it says."""
    if st.session_state.get("r_step", 0) > last:
        st.session_state.r_step = last
    return place.number_input(
        "Step to look at",
        0,
        last,
        key="r_step",
        bind="query-params",
        width=_WIDTH,
        help="The film opens there. 0 is the start.",
    )


def say_nearest(place: DeltaGenerator, start: int, shown: int) -> None:
    """Where the film opens, if it has no picture of the step that was asked for.

    Of large networks and of long runs not every step is kept, and where both runs broke there is nothing to show.
    """
    if shown != start:
        place.caption(prose(_PAGE, "nearest", step=f"{start:,}", shown=f"{shown:,}"))
