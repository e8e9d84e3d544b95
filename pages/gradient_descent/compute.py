"""Walks and where they lead, cached."""

import streamlit as st

from backprop.landscape.descent import Descent
from pages.gradient_descent import numbers as fate
from pages.gradient_descent.controls import Chosen

_AT_ONCE = 50


def walk_of(chosen: Chosen, taken: int) -> Descent:
    """The walk, at least one step longer than the steps taken, unless it breaks before."""
    return _walk(chosen, _AT_ONCE * (taken // _AT_ONCE + 1))


@st.cache_resource(max_entries=100, show_spinner=False)
def _walk(chosen: Chosen, steps: int) -> Descent:
    return fate.walk(chosen.surface, chosen.start, chosen.rate, steps)


@st.cache_resource(max_entries=200, show_spinner=False)
def fate_of(chosen: Chosen) -> fate.Fate:
    """Where the walk leads."""
    return fate.fate(chosen.surface, chosen.start, chosen.rate)
