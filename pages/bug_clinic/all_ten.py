"""Scene 3: all ten bugs at once."""

import streamlit as st

from pages.bug_clinic.compute import finding_of
from pages.bug_clinic.controls import NARROWEST, seed_and_rate
from pages.bug_clinic.figures.curves import gallery
from pages.bug_clinic.numbers.program import CASES, HEALTHY
from pages.bug_clinic.state import CONVICTS, EIGHT, FIVE, TEN
from pages.bug_clinic.words import found_rows, gallery_alt, short
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__
_HEAD = ("bug", "loss at the end", "gradient check", "relative error", "other test")
_NARROWEST = 640
_CLOSE = 1.1
"""A loss that is at most this times the right one looks almost right."""
_ANSWERS = {10: TEN, 8: EIGHT, 5: FIVE}


def show(asked: bool) -> None:
    """The tests of all cases on the same data."""
    with st.grid(2, min_column_width=NARROWEST):
        seed, rate = seed_and_rate()
    found = {name: finding_of(name, seed, rate) for name in CASES}
    bugs = {name: one for name, one in found.items() if name != HEALTHY.name}
    passed = [CASES[name].title for name, one in bugs.items() if one.passes_check]
    numbers = {"count": str(len(bugs) - len(passed)), "passed": "; ".join(passed)}
    right = _ANSWERS.get(len(bugs) - len(passed), EIGHT)
    if asked and not CONVICTS.ask(PAGE, right, **numbers):
        st.caption(prose(PAGE, "hidden"))
        return
    healthy = found[HEALTHY.name].course.loss[-1]
    close = [one for one in bugs.values() if one.course.loss[-1] <= _CLOSE * healthy]
    lower = [one for one in close if one.course.loss[-1] < (2 - _CLOSE) * healthy]
    told = {
        "healthy": short(healthy),
        "close": str(len(close)),
        "lower": str(len(lower)),
        "share": f"{round(100 * (_CLOSE - 1))} %",
    }
    st.markdown(prose(PAGE, "all", **told, **numbers))
    with st.grid(1, wrap=False, min_column_width=_NARROWEST), st.container():
        picture(gallery(found, colours()), "gallery", gallery_alt(found))
        with st.expander("The numbers", expanded=True):  # in the box that scrolls, so that the keyboard can reach it
            st.markdown(words_table(_HEAD, found_rows(found)))
    st.markdown(prose(PAGE, "all told", **numbers))
