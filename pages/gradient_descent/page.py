"""Gradient descent: which way is down, and how far to go."""

import streamlit as st

from pages.gradient_descent.grounds import SHORT_NAMES
from pages.gradient_descent.numbers import FAR, NEAR
from pages.gradient_descent.question import ask
from pages.gradient_descent.stage import stage
from pages.gradient_descent.words.fate import RULES, TITLES
from pages.shared.layout import prose
from pages.shared.predict import asking
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot

said = read_link("gradient_descent", "gradient_descent/page.py", SHORT_NAMES)
st.title("Gradient descent")
notes = st.container()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(prose(__file__, "question"), width="content")
    questions = asking("g_ask")
if questions:
    ask()
with st.container(border=True):
    stage()
with st.expander("How the verdict is decided"):
    st.markdown(prose(__file__, "rules", far=str(FAR), near=f"{NEAR:.1%}"))
    st.markdown("\n".join(f"1. **It {TITLES[kind]}:** {rule}" for kind, rule in RULES.items()))
st.header("Take away")
st.markdown(prose(__file__, "take away"))
foot("gradient_descent")
with notes:
    show_notes(misread(said, st.session_state.to_dict()))
