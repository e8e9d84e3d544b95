"""A lesson in scenes: one scene is shown at a time, and a button leads to the next one."""

from collections.abc import Mapping

import streamlit as st

from pages.shared.widgets import Choice, Switch

NO_LABELS: Mapping[str, str] = {}


def scenes(key: str, titles: Mapping[str, str]) -> Choice:
    """The row of the choice between scenes.

    Args:
        key: in the link.
        titles: of the scenes in order, by name; each is shown with its number.
    """
    numbered = {name: f"{number} {title}" for number, (name, title) in enumerate(titles.items(), start=1)}
    by_number = {str(number): title for number, title in enumerate(numbered.values(), start=1)}
    return Choice(key=key, label="Scene", options=numbered, bare=True, also=by_number)


def choose(choice: Choice, ask: Switch, labels: Mapping[str, str] = NO_LABELS) -> tuple[str, bool]:
    """The bar above the card: the scenes, whether to ask first, and the button to the next scene.

    The button is up here: below, it would leave the reader at the end of the next scene.

    Args:
        choice: of the scenes.
        ask: the switch of the questions.
        labels: as in `onward`.

    Returns:
        The name of the scene, and whether to ask.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        scene, asked = choice.show(), ask.show()
        onward(choice, scene, labels)
    return scene, asked


def onward(choice: Choice, scene: str, labels: Mapping[str, str] = NO_LABELS) -> None:
    """A button to the next scene; none after the last.

    Args:
        choice: of the scenes.
        scene: the one that is shown.
        labels: of the button, for scenes where it says more than the next title.
    """
    names = list(choice.options)
    if scene != names[-1]:
        after = names[names.index(scene) + 1]
        label = labels.get(scene, f"Next: {choice.options[after].partition(' ')[2].lower()}")
        st.button(label, key="_onward", icon=":material/arrow_forward:", on_click=choice.set, args=(after,))
