"""Optimizers: five update rules from one start, what each remembers, and where each loses."""

import streamlit as st

from pages.optimizers.choices import GROUNDS, MODES, Settings
from pages.optimizers.compute import Found, raced
from pages.optimizers.losing import every_ground, losing, set_up
from pages.optimizers.one_step import one_step
from pages.optimizers.rates import ground_and_mode, learning_rates
from pages.optimizers.sidebar import sidebar
from pages.optimizers.stage import results, stage
from pages.shared.layout import prose
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot

set_up()
said = read_link("optimizers", "optimizers/page.py", {"o_ground": GROUNDS, "o_rates": MODES})
st.title("Optimizers")
notes = st.container()
st.markdown(prose(__file__, "question"))


@st.fragment
def film_and_step(found: Found, asked: bool) -> None:
    """Choosing a step, or an optimizer to look into, runs this again and nothing else.

    What tells who is lowest comes after the answer.
    """
    with st.container(border=True):
        told = stage(found, asked)
    if told:
        results(found)
    st.header(f"Step {st.session_state.get('o_step', 0):,} in numbers")
    one_step(found)
    if told:
        st.header("Where each one loses")
        losing()
        every_ground(found.settings)


ground, mode, asked = ground_and_mode()
alpha, by_hand = learning_rates(mode)
common = sidebar(ground)
settings = Settings(ground, mode, alpha, by_hand, common.who, common.steps, common.momentum, common.start, common.seed)
film_and_step(raced(settings), asked)
st.header("Take away")
st.markdown(prose(__file__, "take away"))
foot("optimizers")
with notes:
    show_notes(misread(said, st.session_state.to_dict()))
