"""The first script of every run: page configuration and navigation, nothing else."""

import streamlit as st

# With an entry of its own the menu is shown even in a minimal toolbar, and with it the choice between light and dark.
ABOUT = "**Backprop, step by step.** Nothing about training a small neural network is hidden."

st.set_page_config(page_title="Backprop, step by step", page_icon="🧮", layout="wide", menu_items={"About": ABOUT})

st.navigation(
    {
        "Learn": [
            st.Page("home/page.py", title="Home", default=True),
            st.Page("step_through/page.py", title="Backpropagation, step by step", url_path="backprop"),
        ],
        "Explore": [
            st.Page("playground/page.py", title="Playground", url_path="playground"),
        ],
        "Reference": [
            st.Page("notation/page.py", title="Notation", url_path="notation"),
        ],
    },
    position="top",
).run()
