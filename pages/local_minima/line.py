"""Scene 4: the straight line between two solutions, and after matching their units."""

import numpy as np
import streamlit as st

from pages.local_minima.compute import between_of, ends_of
from pages.local_minima.figures.lines import between_picture
from pages.local_minima.state import BETWEEN, FIRST, HIGH, LOW, MOST_SOLUTIONS, SECOND, WIDTH
from pages.local_minima.words import between_alt, matching_text, short
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose

PAGE = __file__
_LOW = 0.05
"""A rise of the loss below this is none."""


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    controls = st.container()
    units = int(WIDTH.show(controls))
    found = ends_of("tanh", "log_loss", units)
    if found is None:
        return
    solved = np.flatnonzero(found.solved)[:MOST_SOLUTIONS]
    if len(solved) < 2:
        st.markdown(prose(PAGE, "between few"))
        return
    with controls, st.grid(2, min_column_width=160):
        first, second = (int(row.show(high=len(solved))) for row in (FIRST, SECOND))
    lines = between_of(units, int(solved[first - 1]), int(solved[second - 1]), found)
    straight, matched = lines.barrier(lines.straight), lines.barrier(lines.matched)
    right = LOW if straight < _LOW else HIGH
    if asked and not BETWEEN.ask(PAGE, right, straight=short(straight), matched=short(matched)):
        st.caption(prose(PAGE, "hidden"))
        return
    picture(between_picture(lines, colours()), "between", between_alt(lines))
    far, near = map(short, lines.distances)
    st.markdown(prose(PAGE, "between told", far=far, near=near, matching=matching_text(lines)))
    st.markdown(prose(PAGE, "between note", parameters=str(found.net.parameter_count)))
