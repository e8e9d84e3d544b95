"""Round and round: back, next, a whole round, until the loss is small. All of them move one number in the link."""

import streamlit as st

from pages.learning_cycle.numbers import FORWARD, PHASES, Cycle, end_of_round, place
from pages.learning_cycle.words.cycle import PHASE_NAMES

_WIDE = 240
"""Pixels of the button whose label changes, so that the others stay where they are."""


def walk(cycle: Cycle, key: str) -> int:
    """The buttons, and a slider over all presses; returns how many presses are shown.

    Args:
        cycle: what is walked through.
        key: of the slider, in the link.
    """
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        front = st.container(horizontal=True, gap="xsmall", width="content")
        presses = st.slider("Phases so far", 0, cycle.most, key=key, bind="query-params", label_visibility="collapsed")
    with front:
        _button("Back", "_back", key, max(presses - 1, 0), presses == 0, shortcut="Left")
        at_end = presses == cycle.most
        coming = PHASE_NAMES[presses % PHASES if not at_end else FORWARD].lower()
        label = "The end" if at_end else f":violet[Next: {coming}]"  # violet is the ink for the accent
        st.button(
            label,
            key="_next",
            type="primary",
            shortcut="Right",
            width=_WIDE,
            disabled=at_end,
            on_click=_go,
            args=(key, min(presses + 1, cycle.most)),
        )
        _button("Whole round", "_round", key, min(end_of_round(presses), cycle.most), at_end)
        _button("Until it is small", "_small", key, cycle.small, presses >= cycle.small)
    return presses


def where(cycle: Cycle, presses: int) -> str:
    """Round and phase in words."""
    here = place(presses)
    phase = "start" if here.phase is None else f"phase {here.phase + 1} of {PHASES}"
    return f"Round {here.round + 1} · {phase}"


def _button(label: str, key: str, moved: str, target: int, disabled: bool, shortcut: str | None = None) -> None:
    st.button(label, key=key, on_click=_go, args=(moved, target), disabled=disabled, shortcut=shortcut)


def _go(key: str, presses: int) -> None:
    st.session_state[key] = presses
