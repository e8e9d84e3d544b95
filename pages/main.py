"""The first script of every run: page configuration and navigation, nothing else."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.story import STORY

# An entry of the app keeps the menu in a minimal toolbar; the menu has the choice between light and dark.
ABOUT = "**Backprop, step by step.** Nothing about training a small neural network is hidden."

st.set_page_config(page_title="Backprop, step by step", page_icon="🧮", layout="wide", menu_items={"About": ABOUT})

menus: dict[str, list[StreamlitPage]] = {}
for lesson in STORY:
    page = st.Page(lesson.script, title=lesson.title, url_path=lesson.path, default=not lesson.path)
    menus.setdefault(lesson.menu, []).append(page)
st.navigation(menus, position="top").run()
