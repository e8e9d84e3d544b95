"""The six scenes of the lesson, the way from one to the next, and the toggle between the two losses."""

from collections.abc import Mapping

import streamlit as st

from backprop.losses import LOSSES
from pages.loss.numbers import BOTH, MSE
from pages.shared.titles import key_of

DATA, CURVES, PASS, RACE, CLASSES, EXTREMES = SCENES = (
    "1 On data",
    "2 As curves",
    "3 One forward pass",
    "4 Confidently wrong",
    "5 Many classes",
    "6 At 0 and 1",
)
TITLES: Mapping[str, str] = {loss: LOSSES[loss].title for loss in BOTH}
_WORDS = ("data", "curves", "pass", "wrong", "classes", "extremes")
SHORT_NAMES: Mapping[str, Mapping[str, str]] = {
    "l_scene": {**dict(zip(_WORDS, SCENES, strict=True)), **{title[0]: title for title in SCENES}},
    "l_loss": TITLES,
}
"""What a link may say instead of a title."""
_WIDE = 420
"""Pixels of the toggle: the first thing to press is the largest."""


def choose() -> str:
    """The scene that is shown."""
    chosen = st.segmented_control(
        "Scene",
        SCENES,
        default=DATA,
        required=True,
        key="l_scene",
        bind="query-params",
        label_visibility="collapsed",
        wrap=True,
    )
    return chosen or DATA


def judge() -> str:
    """The loss that judges: its name in `LOSSES`."""
    chosen = st.segmented_control(
        "Judged by",
        list(TITLES.values()),
        default=TITLES[MSE],
        required=True,
        key="l_loss",
        bind="query-params",
        on_change=_other_loss,
        width=_WIDE,
    )
    return key_of(TITLES, chosen, MSE)


def _other_loss() -> None:
    """Under it some questions have another answer."""
    for key in ("l_twice", "l_most", "l_others"):
        st.session_state[key] = None


def onward(scene: str) -> None:
    """A button to the next scene; none after the last."""
    if scene != SCENES[-1]:
        after = SCENES[SCENES.index(scene) + 1]
        st.button(
            f"Next: {after[2:].lower()}", key="_onward", icon=":material/arrow_forward:", on_click=_go, args=(after,)
        )


def _go(scene: str) -> None:
    st.session_state.l_scene = scene
