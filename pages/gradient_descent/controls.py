"""The controls for α, the start and the number of steps: each one writes into widgets whose values are in the link."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.landscape.network_surfaces import ALL
from backprop.landscape.surfaces import Surface
from pages.gradient_descent.grounds import WRONG, usual
from pages.gradient_descent.numbers import FAR
from pages.gradient_descent.state import RATE, START, begin, to_step

RATES = (
    *(float(f"{lead}e{power}") for power in (-3, -2, -1) for lead in range(1, 10)),
    *(1.0, 1.1, 1.2, 1.3, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0),
)
"""The slider's own values."""
_MANY = 10
Kind = Literal["primary", "secondary"]


class Chosen(NamedTuple):
    """The values of the controls.

    Attributes:
        key: key of the curve or surface in `ALL`.
        rate: α.
        start: θ.
    """

    key: str
    rate: float
    start: tuple[float, ...]

    @property
    def surface(self) -> Surface:
        """The curve or surface."""
        return ALL[self.key]


def rate(slider: DeltaGenerator, box: DeltaGenerator, key: str) -> float:
    """α, by a slider or typed into a box. The link has the box's value; the slider adds a typed value to its own."""
    chosen = RATE.show(box, usual=usual(key).rate)
    st.session_state["_g_slider"] = chosen
    options = sorted({*RATES, chosen})
    slider.select_slider("Learning rate α", options, format_func=text, key="_g_slider", on_change=_slid)
    return chosen


def _slid() -> None:
    RATE.set(st.session_state["_g_slider"])


def start(places: Sequence[DeltaGenerator], surface: Surface) -> tuple[float, ...]:
    """Where the walk begins, one box for each parameter."""
    each = zip(places, START, surface.names, surface.ranges, surface.start, strict=False)
    return tuple(
        row.show(box, low=low, high=high, usual=value, label=f"Start {name}")
        for box, row, name, (low, high), value in each
    )


def start_at(places: Mapping[str, float], surface: Surface) -> None:
    """Begin at a place in the picture, rounded and within the limits of the boxes; for callbacks."""
    for row, name, (low, high) in zip(START, ("x", "y"), surface.ranges, strict=False):
        row.set(min(max(round(places[name], 2), low), high))
    to_step(0)


def buttons(place: DeltaGenerator, chosen: Chosen, taken: int, last: int) -> None:
    """Buttons back and forward, and a list of walks that go wrong; it shows a walk's title while that is chosen."""
    at_end = taken >= last
    now = (chosen.key, chosen.start, chosen.rate)
    st.session_state["_g_wrong"] = next((how.title for how in WRONG if (how.on, how.start, how.rate) == now), None)
    with place.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        _button("Back", "_g_back", taken - 1, taken == 0, shortcut="Left")
        label = "Next step" if at_end else ":violet[Next step]"  # a disabled button has no accent
        _button(label, "_g_next", taken + 1, at_end, shortcut="Right", kind="primary")
        _button(f"{_MANY} steps", "_g_many", min(taken + _MANY, last), at_end)
        _button("Start again", "_g_again", 0, taken == 0)
        st.selectbox(
            "Where it goes wrong",
            [how.title for how in WRONG],
            index=None,
            key="_g_wrong",
            placeholder="Where it goes wrong …",
            on_change=_go_wrong,
            label_visibility="collapsed",
            width=300,
        )


def _go_wrong() -> None:
    chosen = next((how for how in WRONG if how.title == st.session_state["_g_wrong"]), None)
    if chosen:
        begin(chosen)


def _button(
    label: str, key: str, target: int, disabled: bool, shortcut: str | None = None, kind: Kind = "secondary"
) -> None:
    st.button(label, key=key, on_click=to_step, args=(target,), type=kind, shortcut=shortcut, disabled=disabled)


def last_step(broken: int | None) -> int:
    """How many steps can be taken: up to the one whose numbers are too large to hold."""
    return FAR if broken is None else min(FAR, broken)
