"""Scene 4: chosen on validation data, judged once on test data."""

import streamlit as st

from pages.hyperparameters.compute import judged_of
from pages.hyperparameters.figures.judged import judged_picture
from pages.hyperparameters.numbers.judging import TRIALS
from pages.hyperparameters.numbers.space import NEW
from pages.hyperparameters.state import HONEST, SEED, SIZE
from pages.hyperparameters.words.judged import compared, judged_alt, judged_numbers, judged_rows, ways_rows
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__
NARROWEST = 220


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.grid(2, min_column_width=NARROWEST):
        size, seed = int(SIZE.show()), SEED.show()
    numbers = {"trials": str(TRIALS), "size": str(size), "samples": f"{NEW:,}"}
    st.markdown(prose(PAGE, "judged", **numbers))
    said = HONEST.pose(PAGE, **numbers) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "results hidden"))
        return
    answer = st.container()
    found = judged_of(seed, size)
    if found is None:
        return
    numbers |= judged_numbers(found)
    right = compared(float(found.optimism[-1]))
    if said is not None:
        with answer:
            HONEST.reveal(PAGE, said, right, right, **numbers)
    chart, told = st.columns([3, 2], vertical_alignment="center")
    with chart:
        picture(judged_picture(found, colours()), "judged", judged_alt(found))
        with st.expander("The numbers"):
            head = ("trials", "validation", "test", "difference (at most)")
            st.markdown(words_table(head, judged_rows(found)))
    with told:
        st.markdown(prose(PAGE, "judged told", **numbers))
        st.markdown(words_table(("chosen by", "promises", "test error"), ways_rows(found)))
        st.markdown(prose(PAGE, "ways"))
