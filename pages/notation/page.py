"""Notation: the glossary, generated from `backprop/notation.py`."""

import streamlit as st

from backprop import tables
from backprop.explain import latex as tex
from pages.shared.layout import formula, markdown_table, prose
from pages.shared.state import read_link

read_link("notation", "notation/page.py")
st.title("Notation")
st.markdown(prose(__file__, "lead"))
markdown_table(tables.glossary())
st.header("Names of weights and units")
st.markdown(prose(__file__, "names"))
st.header("The three factors")
st.markdown(prose(__file__, "factors"))
formula(
    r"\frac{\partial L}{\partial w} = "
    + r" \cdot ".join(
        (
            tex.upstream(r"\underbrace{\frac{\partial L}{\partial a}}_{\text{from the loss}}"),
            tex.slope(r"\underbrace{f'(z)}_{\text{local slope}}"),
            tex.entering(r"\underbrace{a_\text{prev}}_{\text{input}}"),
        )
    )
)
st.header("Losses")
markdown_table(tables.losses_glossary())
