"""The lessons in the order in which they tell one story, and the way from each to its neighbours."""

from typing import NamedTuple

import streamlit as st


class Lesson(NamedTuple):
    """A page of the story.

    Attributes:
        key: its name in `state.KEYS`.
        title: in the navigation and on links.
        path: in the address bar; "" for the first page.
    """

    key: str
    title: str
    path: str

    @property
    def script(self) -> str:
        """Its file, as the navigation has it."""
        return f"{self.key}/page.py"


STORY = (
    Lesson("home", "Home", ""),
    Lesson("learning_cycle", "The learning cycle", "learning-cycle"),
    Lesson("loss", "Loss functions", "loss"),
    Lesson("gradient_descent", "Gradient descent", "gradient-descent"),
    Lesson("step_through", "Backpropagation, step by step", "backprop"),
    Lesson("learning_rates", "Learning rates", "learning-rates"),
    Lesson("optimizers", "Optimizers", "optimizers"),
    Lesson("playground", "Playground", "playground"),
)


def foot(key: str) -> None:
    """Links to the lesson before and the lesson after, at the end of a page."""
    keys = [lesson.key for lesson in STORY]
    here = keys.index(key)
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if here > 0:
            before = STORY[here - 1]
            st.page_link(before.script, label=f"Back: {before.title}", icon=":material/arrow_back:")
        if here + 1 < len(STORY):
            after = STORY[here + 1]
            st.page_link(
                after.script, label=f"Next: {after.title}", icon=":material/arrow_forward:", icon_position="right"
            )
