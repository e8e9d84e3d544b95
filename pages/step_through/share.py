"""The link to this moment, to copy."""

from urllib.parse import urlencode

import streamlit as st

from pages.shared.state import KEYS

FIRST_TAB = "Gradients"


def share() -> None:
    """Call at the end of the stage: the link is complete only when its widgets have spoken."""
    query = {key: value for key, value in st.query_params.to_dict().items() if key in KEYS["step_through"]}
    tab = st.session_state.get("tab", query.pop("tab", FIRST_TAB))  # the tabs come later: the query may be behind
    query |= {"tab": tab} if tab != FIRST_TAB else {}
    with st.popover("Share", icon=":material/link:"):
        st.caption("This link opens exactly what you see.")
        st.code(f"{st.context.url}?{urlencode(query)}" if query else st.context.url, language=None, wrap_lines=True)
