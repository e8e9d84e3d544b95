"""The first script of every run: page configuration and navigation, nothing else."""

import streamlit as st

st.set_page_config(page_title="Backprop, step by step", page_icon="🧮", layout="wide")

st.navigation(
    {
        "Learn": [
            st.Page("home/page.py", title="Home", default=True),
            st.Page("step_through/page.py", title="Backpropagation, step by step", url_path="backprop"),
        ],
        "Reference": [
            st.Page("notation/page.py", title="Notation", url_path="notation"),
        ],
    },
    position="top",
).run()
