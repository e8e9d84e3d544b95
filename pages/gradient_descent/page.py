"""Gradient descent: which way is down, and how far to go."""

import streamlit as st

from pages.gradient_descent import state
from pages.gradient_descent.numbers import FAR, NEAR
from pages.gradient_descent.question import ask
from pages.gradient_descent.stage import stage
from pages.gradient_descent.words.fate import RULES, TITLES
from pages.shared.layout import prose
from pages.shared.lesson import lesson

with lesson(__file__, state.WIDGETS, beside=state.ASK):
    if state.ASK.value:
        ask()
    with st.container(border=True):
        stage()
    with st.expander("How the verdict is decided"):
        st.markdown(prose(__file__, "rules", far=str(FAR), near=f"{NEAR:.1%}"))
        st.markdown("\n".join(f"1. **It {TITLES[kind]}:** {rule}" for kind, rule in RULES.items()))
