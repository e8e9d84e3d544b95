"""The learning rates that can be chosen, and how they are said."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.learning_rates.numbers.rate_grid import geometric_rates

_PER_DECADE = ("1", "1.3", "1.8", "2.4", "3.2", "4.2", "5.6", "7.5")
RATES: tuple[float, ...] = tuple(float(f"{lead}e{power}") for power in range(-5, 4) for lead in _PER_DECADE)
"""Eight to each power of ten, nearly the same factor apart."""

_ENDS: tuple[float, ...] = tuple(float(f"1e{power}") for power in range(-5, 5))
"""Where a range of learning rates can begin or end."""
_LOWEST, _HIGHEST = 0.01, 100.0


def said(rate: float) -> str:
    """A learning rate without a power of ten, so that a link that says it can be read as a number."""
    return np.format_float_positional(rate, trim="-")


def range_of_rates(columns: Sequence[DeltaGenerator], count: int) -> tuple[float, ...]:
    """The ends of the range, each in a column, and as many learning rates between them."""
    low, high = columns
    least = low.selectbox(
        "Lowest α", _ENDS[:-1], _ENDS.index(_LOWEST), said, key="r_least", bind="query-params", on_change=_make_room
    )
    above = [rate for rate in _ENDS if rate > least]
    if st.session_state.get("r_most") in above:  # its default depends on the lowest, so the link has to be told
        st.session_state.r_most = st.session_state.r_most
    usual = above.index(_HIGHEST) if _HIGHEST in above else 0
    most = high.selectbox("Highest α", above, usual, said, key="r_most", bind="query-params")
    return geometric_rates(least, most, count)


def _make_room() -> None:
    """The highest rate stays above the lowest."""
    least = st.session_state.r_least
    if st.session_state.get("r_most", _HIGHEST) <= least:
        st.session_state.r_most = _ENDS[_ENDS.index(least) + 1]
