"""Measurements on this computer: once for all visitors, one at a time, with a progress bar and a button to stop."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import streamlit as st

from pages.why_backprop.numbers import growth, large
from pages.why_backprop.numbers.growth import Growth
from pages.why_backprop.numbers.large import Timed, Trade

Progress = Callable[[float], None]

LOCK = Lock()
"""Whoever measures has it, so that two visitors do not slow each other down."""
_known: dict[str, Any] = {}


def growing() -> Growth | None:
    """The time of each way in growing networks; None if the visitor has stopped it."""
    return _measured("growth")


def gradients() -> tuple[Timed, ...] | None:
    """The gradient of larger and larger networks; None if the visitor has stopped it."""
    return _measured("gradients")


def trades() -> tuple[Trade, ...] | None:
    """Memory against time; None if the visitor has stopped it."""
    return _measured("trades")


_COMPUTE: Mapping[str, Callable[[Progress], Any]] = {
    "growth": growth.measured_growth,
    "gradients": large.gradients,
    "trades": large.trades,
}


def _measured(name: str) -> Any:
    found = _known.get(name)
    if found is not None:
        return found
    if name in st.session_state.get("_stopped", ()):
        st.button("Measure", key="_measure", on_click=_forget, args=(name,))
        return None
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, "Waiting for another measurement …" if LOCK.locked() else "Measuring …")
        st.button("Stop measuring", key=f"_stop_{name}", icon=":material/stop:", on_click=_stop, args=(name,))

    def progress(share: float) -> None:
        bar.progress(share, f"Measuring … {share:.0%}")  # a press of the button ends the script here

    with LOCK:
        found = _known.get(name) or _COMPUTE[name](progress)
        _known[name] = found
    place.empty()
    return found


def again(*names: str) -> None:
    """A button that measures again."""
    st.button("Measure again", key="_again", icon=":material/refresh:", on_click=_forget, args=names)


def _stop(name: str) -> None:
    st.session_state["_stopped"] = {*st.session_state.get("_stopped", ()), name}


def _forget(*names: str) -> None:
    st.session_state["_stopped"] = {*st.session_state.get("_stopped", ())} - {*names}
    for name in names:
        _known.pop(name, None)
