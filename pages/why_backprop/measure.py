"""Measurements on this computer: made once, with a progress bar, and a button to stop."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import streamlit as st

from pages.why_backprop.numbers import growth, large
from pages.why_backprop.numbers.growth import Growth
from pages.why_backprop.numbers.large import Step, Trade

Progress = Callable[[float], None]

_known: dict[str, Any] = {}
_lock = Lock()


def growing() -> Growth | None:
    """The time of each way in growing networks; None if the visitor has stopped it."""
    return _measured("growth")


def steps() -> list[Step] | None:
    """The step of larger and larger networks; None if the visitor has stopped it."""
    return _measured("steps")


def trades() -> list[Trade] | None:
    """Memory against time; None if the visitor has stopped it."""
    return _measured("trades")


_COMPUTE: Mapping[str, Callable[[Progress], Any]] = {
    "growth": growth.measured_growth,
    "steps": large.steps,
    "trades": large.trades,
}


def _measured(name: str) -> Any:
    """The result of one measurement: one at a time, so that two visitors do not slow each other down."""
    if name in _known:
        return _known[name]
    if st.session_state.get("_stopped") == name:
        st.button("Measure", key="_measure", on_click=_forget, args=(name,))
        return None
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, "Measuring …")
        st.button("Stop", key=f"_stop_{name}", icon=":material/stop:", on_click=_stop, args=(name,))

    def progress(share: float) -> None:
        bar.progress(share, f"Measuring … {share:.0%}")  # a press of Stop ends the script here

    with _lock:
        if name not in _known:
            _known[name] = _COMPUTE[name](progress)
    place.empty()
    return _known[name]


def again(*names: str) -> None:
    """A button that measures again."""
    st.button("Measure again", key="_again", icon=":material/refresh:", on_click=_forget, args=names)


def _stop(name: str) -> None:
    st.session_state["_stopped"] = name


def _forget(*names: str) -> None:
    st.session_state.pop("_stopped", None)
    for name in names:
        _known.pop(name, None)
