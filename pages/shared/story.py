"""The lessons in the order in which they tell one story, and links from each to its neighbours."""

from typing import NamedTuple

import streamlit as st

LEARNS, WHY, CHALLENGES, VARIATIONS = "How it learns", "Why it matters", "Challenges", "Variations"
EXPLORE, REFERENCE = "Explore", "Reference"
"""The menus of the navigation: the parts of the story, and what stands beside it.

Pages for reference are left out where one lesson links to the next.
"""
PARTS = (LEARNS, WHY, CHALLENGES, VARIATIONS)
"""The parts of the story, in order."""


class Lesson(NamedTuple):
    """A page of the story.

    Attributes:
        key: the name of its folder.
        title: in the navigation and on links.
        path: in the address bar; "" for the first page.
        menu: the part of the story that it belongs to, and where it is found in the navigation.
    """

    key: str
    title: str
    path: str
    menu: str = LEARNS

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
    Lesson("why_backprop", "One pass instead of thousands", "why-backprop", WHY),
    Lesson("features", "What hidden units learn", "features", WHY),
    Lesson("generalization", "Beyond the training data", "generalization", WHY),
    Lesson("vanishing_gradients", "Vanishing and exploding gradients", "vanishing-gradients", CHALLENGES),
    Lesson("local_minima", "Local minima and saddles", "local-minima", CHALLENGES),
    Lesson("learning_rates", "Learning rates", "learning-rates", CHALLENGES),
    Lesson("hyperparameters", "Choosing hyperparameters", "hyperparameters", CHALLENGES),
    Lesson("bug_clinic", "Bug clinic", "bug-clinic", CHALLENGES),
    Lesson("optimizers", "Optimizers", "optimizers", VARIATIONS),
    Lesson("playground", "Playground", "playground", EXPLORE),
    Lesson("notation", "Notation", "notation", REFERENCE),
)


def lesson_of(key: str) -> Lesson:
    """The lesson in a folder."""
    return next(lesson for lesson in STORY if lesson.key == key)


def open_in(key: str, label: str, **said: str) -> None:
    """A link into another lesson, at exactly this state.

    Args:
        key: of the lesson.
        label: of the link.
        said: the values of its widgets, by their keys.
    """
    st.page_link(lesson_of(key).script, label=label, icon=":material/arrow_forward:", query_params=said)


def foot(key: str) -> None:
    """Links to the lesson before and the lesson after, at the end of a page."""
    told = [lesson for lesson in STORY if lesson.menu != REFERENCE]
    here = told.index(lesson_of(key))
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if here > 0:
            before = told[here - 1]
            st.page_link(before.script, label=f"Back: {before.title}", icon=":material/arrow_back:")
        if here + 1 < len(told):
            after = told[here + 1]
            st.page_link(
                after.script, label=f"Next: {after.title}", icon=":material/arrow_forward:", icon_position="right"
            )
