"""A page with a fault that shows when its button is pressed."""

import streamlit as st


def fail() -> None:
    raise RuntimeError("secret detail")


st.button("Press", on_click=fail)
