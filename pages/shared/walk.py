"""Walking through something step by step: back, on, and further. Each button moves one number in the link."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.shared.widgets import Number

_WIDE = 240
"""Pixels of a button whose label changes, so that the others stay where they are."""


def walk(number: Number, last: int, coming: Callable[[int], str], further: Callable[[int], Mapping[str, int]]) -> int:
    """The buttons, and a slider over all of it; returns how far it is.

    Args:
        number: the row of the slider.
        last: the end.
        coming: from how far it is to what the next press does.
        further: from how far it is to where other buttons lead, by label; one that leads nowhere is disabled.
    """
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        front = st.container(horizontal=True, gap="xsmall", width="content")
        now = number.show(high=last)
    with front:
        _button("Back", "_back", number, max(now - 1, 0), now == 0, shortcut="Left")
        st.button(
            "The end" if now == last else f":violet[Next: {coming(now)}]",  # violet is the ink for the accent
            key="_next",
            type="primary",
            shortcut="Right",
            width=_WIDE,
            disabled=now == last,
            on_click=number.set,
            args=(min(now + 1, last),),
        )
        for place, (label, target) in enumerate(further(now).items()):
            _button(label, f"_further{place}", number, min(target, last), now >= min(target, last))
    return now


def _button(label: str, key: str, number: Number, target: int, disabled: bool, shortcut: str | None = None) -> None:
    st.button(label, key=key, on_click=number.set, args=(target,), disabled=disabled, shortcut=shortcut)
