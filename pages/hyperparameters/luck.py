"""Scene 3: the best settings of a search, with seeds that had no part in it."""

import streamlit as st

from pages.hyperparameters.compute import finalists_of
from pages.hyperparameters.figures.luck import luck_picture
from pages.hyperparameters.numbers.finalists import COUNT, NEW_SEEDS, difference
from pages.hyperparameters.numbers.selection import wins
from pages.hyperparameters.state import AGAIN, BUDGET, SEED
from pages.hyperparameters.words.luck import finalists_rows, how_many, luck_alt, luck_numbers
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__
NARROWEST = 220


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.grid(2, min_column_width=NARROWEST):
        budget, seed = int(BUDGET.show()), SEED.show()
    numbers = {"budget": str(budget), "seed": str(seed), "count": str(COUNT), "new": str(len(NEW_SEEDS))}
    st.markdown(prose(PAGE, "luck", **numbers))
    said = AGAIN.pose(PAGE, **numbers) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "results hidden"))
        return
    answer = st.container()
    found = finalists_of(budget, seed)
    if found is None:
        return
    apart = difference(found.losses[0], found.losses[1])
    numbers |= luck_numbers(found, apart)
    if said is not None:
        with answer:
            AGAIN.reveal(PAGE, said, how_many(int(wins(found.losses)[0])), **numbers)
    chart, told = st.columns([3, 2], vertical_alignment="center")
    with chart:
        picture(luck_picture(found, colours()), "luck", luck_alt(found))
    with told:
        lucky = "luck lucky" if 2 * found.lucky > COUNT else "luck unlucky"
        parts = ("luck told", lucky, "luck clear" if apart.clear else "luck unclear")
        st.markdown("\n".join(prose(PAGE, part, **numbers) for part in parts))
    with st.expander("The numbers"):
        head = ("setting", "in the search", "median and range", "wins")
        st.markdown(words_table(head, finalists_rows(found)))
