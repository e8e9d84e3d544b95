"""Measurements on this computer: once for all visitors, one at a time, with a progress bar and a button to stop."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import streamlit as st

from pages.shared.work import Progress, forget, worked
from pages.why_backprop.numbers import growth, large
from pages.why_backprop.numbers.growth import Growth
from pages.why_backprop.numbers.large import Timed, Trade

LOCK = Lock()
"""Whoever measures has it, so that two visitors do not slow each other down."""
GROWTH, GRADIENTS, TRADES = (f"why-backprop {name}" for name in ("growth", "gradients", "trades"))


def growing() -> Growth | None:
    """The time of each way in growing networks; None if the visitor has stopped it."""
    return _measured(GROWTH)


def gradients() -> tuple[Timed, ...] | None:
    """The gradient of larger and larger networks; None if the visitor has stopped it."""
    return _measured(GRADIENTS)


def trades() -> tuple[Trade, ...] | None:
    """Memory against time; None if the visitor has stopped it."""
    return _measured(TRADES)


_COMPUTE: Mapping[str, Callable[[Progress], Any]] = {
    GROWTH: growth.measured_growth,
    GRADIENTS: large.gradients,
    TRADES: large.trades,
}


def _measured(name: str) -> Any:
    return worked(name, _COMPUTE[name], "Measuring", "Measure", LOCK)


def again(*names: str) -> None:
    """A button that measures again."""
    st.button("Measure again", key="_again", icon=":material/refresh:", on_click=forget, args=names)
