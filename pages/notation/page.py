"""Notation: the glossary, generated from `backprop/notation.py`."""

import pandas as pd
import streamlit as st

from backprop.explain import latex as tex
from pages.notation.tables import glossary, losses_glossary
from pages.shared.layout import formula, markdown_table, prose
from pages.shared.state import read_link

read_link("notation", "notation/page.py", ())
st.title("Notation")
st.markdown(prose(__file__, "lead"))
signs = glossary()
in_code = "In code " + signs["name in code"] + ": " + signs["shape"] + "."
markdown_table(pd.DataFrame({"sign": signs["formula"], "meaning": signs["meaning"] + " " + in_code}))
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
# No table: a long formula needs the whole width of a phone.
losses = losses_glossary()
st.markdown("\n".join("- " + losses["name"] + ", one term: " + losses["one term"] + ". " + losses["convention"]))
