"""The three scenes of the lesson, and the way from one to the next."""

from collections.abc import Mapping

import streamlit as st

BY_HAND, BY_GRADIENT, NETWORK = "1 By hand", "2 By the gradient", "3 A network"
SCENES = (BY_HAND, BY_GRADIENT, NETWORK)
SHORT_NAMES: Mapping[str, Mapping[str, str]] = {
    "c_scene": {"hand": BY_HAND, "gradient": BY_GRADIENT, "network": NETWORK, **{title[0]: title for title in SCENES}}
}
"""What a link may say instead of the title of a scene."""
_ON = {BY_HAND: "Now let the gradient do it", BY_GRADIENT: "Now the smallest network"}


def choose() -> str:
    """The scene that is shown."""
    chosen = st.segmented_control(
        "Scene",
        SCENES,
        default=BY_HAND,
        required=True,
        key="c_scene",
        bind="query-params",
        label_visibility="collapsed",
        wrap=True,
    )
    return chosen or BY_HAND


def onward(scene: str) -> None:
    """A button to the next scene; none after the last."""
    if scene in _ON:
        after = SCENES[SCENES.index(scene) + 1]
        st.button(_ON[scene], key="_onward", icon=":material/arrow_forward:", on_click=_go, args=(after,))


def _go(scene: str) -> None:
    st.session_state.c_scene = scene
