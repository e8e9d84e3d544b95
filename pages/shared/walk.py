"""Buttons to go through something step by step: back, next, and further. All of them set one number in the link."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.shared.widgets import Number

_WIDE = 240
"""Fixed width, in pixels, of the button whose label changes, so that the other buttons do not move."""


def walk(number: Number, last: int, coming: Callable[[int], str], further: Callable[[int], Mapping[str, int]]) -> int:
    """The buttons, and a slider over all steps; returns the current step.

    Args:
        number: the row of the slider.
        last: the last step.
        coming: what the next press does, given the current step.
        further: the steps to which other buttons lead, by label, given the current step; a button that does not lead
            forward is disabled.
    """
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        front = st.container(horizontal=True, gap="xsmall", width="content")
        now = number.show(high=last)
    with front:
        _button("Back", "_back", number, max(now - 1, 0), now == 0, shortcut="Left")
        st.button(
            "The end" if now == last else f":violet[Next: {coming(now)}]",  # violet is the text colour on the accent
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
