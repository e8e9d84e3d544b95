"""The visitor's own table: pasted or edited, with messages about faults, and kept while other data are looked at."""

from dataclasses import replace
from typing import Any

import streamlit as st

from backprop.data.own_data import read_table
from backprop.explain.training.differences import FIELD_HELP
from pages.playground import link
from pages.playground.state import TARGET, suit
from pages.shared.layout import prose
from pages.shared.state import plain


def table_of_ones_own(notes: list[str]) -> dict[str, Any]:
    """Widgets for a table; the visitor is told what cannot be read, and the typed text stays."""
    _, faults = link.carried_data()
    notes += faults
    state = st.session_state
    if "_data" not in state:
        state["_data"] = own_table()
    text = st.text_area("Table", key="_data", height=160, on_change=_other_table, help=FIELD_HELP["data"])
    target = replace(TARGET, then=_other_table).show()
    too_large = link.carry_data(text if text != EXAMPLE_TABLE else "")
    state[_KEPT_TABLE] = text if too_large else ""
    if too_large:
        st.caption(f"{plain(too_large)} The link does not carry these data: they are gone when you reload.")
    try:
        state[_CLASSES] = len(read_table(text, target).classes)
    except ValueError as error:
        st.error(prose(__file__, "bad table", fault=plain(f"{error}.")), icon=":material/table_rows:")
        notes.append(prose(__file__, "bad table", fault=f"{error}."))  # on a phone the sidebar is closed
        return {"data": EXAMPLE_TABLE}
    return {"data": text, "target": target}


_KEPT_TABLE, _CLASSES = "_own_table", "_own_classes"
"""Keys for a table that is too large for the link, and for the number of classes of the last readable table."""


def own_table() -> str:
    """The visitor's own table: from the link, or kept from before; else the example."""
    return link.carried_data()[0] or st.session_state.get(_KEPT_TABLE) or EXAMPLE_TABLE


def own_classes() -> int | None:
    """How many classes the table has; 0 for numbers, None where it cannot be read."""
    text, target = st.session_state.get("_data", own_table()), TARGET.value or ""
    try:
        return len(read_table(text, target).classes)
    except ValueError:
        return None


def _other_table() -> None:
    """Set what suits the table, if it changed from classes to numbers or from numbers to classes."""
    classes = own_classes()
    if classes is not None and bool(classes) != bool(st.session_state.get(_CLASSES, classes)):
        suit(classes, standardize=True, generous=False)


EXAMPLE_TABLE = """height,width,kind
4.2,1.1,long
4.8,0.9,long
5.1,1.3,long
4.4,1.2,long
1.2,3.9,wide
0.9,4.4,wide
1.4,4.1,wide
1.1,4.6,wide"""
