"""Scene 3: two hidden units that begin alike."""

import streamlit as st

from pages.local_minima.compute import alike_of
from pages.local_minima.figures.lines import alike_losses, apart
from pages.local_minima.numbers import symmetry
from pages.local_minima.numbers.symmetry import tolerance
from pages.local_minima.state import ALIKE, APART, SAME, SIZE, UNITS
from pages.local_minima.words import alike_alt, short
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose

PAGE = __file__
_CLOSE = 0.01
"""Units that are nearer than this are called the same."""


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.grid(2, min_column_width=200):
        size, seed = float(SIZE.show()), int(UNITS.show())
    numbers = {"size": "nothing" if size == 0 else short(size), "steps": f"{symmetry.STEPS:,}"}
    said = ALIKE.pose(PAGE, **numbers) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "hidden"))
        return
    answer = st.container()
    found = alike_of(seed)
    if found is None:
        return
    one = next(each for each in found if each.size == size)
    last = float(one.distance[-1])
    if said is not None:
        right = SAME if last < _CLOSE else APART
        case = "same" if last == 0 else "close" if last < _CLOSE else "different"
        with answer:
            ALIKE.reveal(PAGE, said, right, case, **numbers, distance=short(last))
    left, right_side = st.columns(2)
    with left:
        picture(apart(found, size, colours()), "apart", alike_alt(found))
    with right_side:
        picture(alike_losses(found, size, colours()), "losses", alike_alt(found))
    least, most = float(one.eigenvalues[0]), float(one.eigenvalues[-1])
    why = prose(PAGE, "equal saddle" if least < -tolerance() else "equal no saddle")
    st.markdown(prose(PAGE, "equal told", loss=short(one.loss[-1]), least=short(least), most=short(most), why=why))
    st.caption(prose(PAGE, "equal source"))
