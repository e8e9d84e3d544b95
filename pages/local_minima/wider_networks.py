"""Scene 5: wider networks get stuck less."""

import streamlit as st

from pages.local_minima.compute import stuck_of
from pages.local_minima.figures.lines import wider_picture
from pages.local_minima.numbers import wider
from pages.local_minima.numbers.wider import WIDTHS
from pages.local_minima.state import ACTIVATION, FEWER, FOUR, HALF, LOSS, MORE
from pages.local_minima.words import wider_alt, wider_rows
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__
_FAR, _HALF = 0.35, 0.8
"""Up to the first share of before it is far fewer, up to the second about half."""


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.container(horizontal=True):
        activation, loss = ACTIVATION.show(), LOSS.show()
    runs = str(wider.SEEDS)
    said = FOUR.pose(PAGE, runs=runs) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "hidden"))
        return
    answer = st.container()
    found = stuck_of(activation, loss)
    if found is None:
        return
    two, four = (int(found.counts[WIDTHS.index(width)]) for width in (2, 4))
    right = FEWER if four <= _FAR * two else HALF if four <= _HALF * two else MORE
    if said is not None:
        with answer:
            FOUR.reveal(PAGE, said, right, two=str(two), four=str(four), runs=runs)
    left, right_side = st.columns([3, 2], vertical_alignment="center")
    with left:
        picture(wider_picture(found, colours()), "wider", wider_alt(found))
    with right_side:
        st.markdown(words_table(("hidden units", f"stuck of {wider.SEEDS}", "95 % interval"), wider_rows(found)))
    ends = {"first": str(found.counts[0]), "last": str(found.counts[-1])}
    st.markdown(prose(PAGE, "wider told", **ends, least=str(WIDTHS[0]), most=str(WIDTHS[-1]), runs=runs))
