"""Weights set by hand: a table to edit, and the same edits as the text that the link carries."""

import streamlit as st

from backprop import tables
from backprop.explain.step.moment import Scene
from backprop.network import Network, ParameterId
from pages.shared.layout import prose
from pages.shared.setups import Setup
from pages.shared.textforms import LARGEST, read_weights, write_weights


def _edited(net: Network, addresses: list[str]) -> None:
    """Put the cells that were edited into the link."""
    values = _by_hand(net)
    for row, cells in st.session_state["weights_table"]["edited_rows"].items():
        if cells.get("value") is not None:
            values[ParameterId.parse(addresses[int(row)])] = float(cells["value"])
    st.session_state.weights = write_weights(values)


def _by_hand(net: Network) -> dict[ParameterId, float]:
    try:
        return read_weights(st.session_state.get("weights", ""), net)
    except ValueError:
        return {}


def _reset() -> None:
    st.session_state.weights = ""


def editor(setup: Setup, scene: Scene) -> None:
    """The table, the text, and a button that brings the original weights back."""
    st.markdown(prose(__file__, "weights by hand"))
    frame = tables.weights(scene.step.net, setup.first.parameters, scene.names)
    st.data_editor(
        frame,
        key="weights_table",
        num_rows="fixed",
        hide_index=True,
        disabled=["parameter", "from", "to"],
        column_config={
            "value": st.column_config.NumberColumn(
                "value before step 0", min_value=-LARGEST, max_value=LARGEST, format="%.9g", required=True
            )
        },
        on_change=_edited,
        args=(scene.step.net, list(frame.index)),
        alt="All weights and biases, to be edited.",
    )
    st.button(
        "Back to the original weights", key="reset", icon=":material/undo:", on_click=_reset, disabled=not setup.edited
    )
