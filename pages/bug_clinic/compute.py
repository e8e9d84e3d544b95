"""Runs and tests of the cases, kept for all visitors. Each takes a hundredth of a second."""

import streamlit as st

from pages.bug_clinic.numbers import clinic
from pages.bug_clinic.numbers.clinic import Finding


@st.cache_resource(max_entries=256, show_spinner=False)
def finding_of(name: str, seed: int, rate: float) -> Finding:
    """One case, run and tested."""
    return clinic.finding(name, seed, rate)
