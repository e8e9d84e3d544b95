"""The first script of every run: page configuration and navigation, nothing else."""

import streamlit as st

from pages.shared.story import STORY

# With an entry of its own the menu is shown even in a minimal toolbar, and with it the choice between light and dark.
ABOUT = "**Backprop, step by step.** Nothing about training a small neural network is hidden."

st.set_page_config(page_title="Backprop, step by step", page_icon="🧮", layout="wide", menu_items={"About": ABOUT})

*learn, explore = [
    st.Page(lesson.script, title=lesson.title, url_path=lesson.path, default=not lesson.path) for lesson in STORY
]
st.navigation(
    {
        "Learn": learn,
        "Explore": [explore],
        "Reference": [st.Page("notation/page.py", title="Notation", url_path="notation")],
    },
    position="top",
).run()
