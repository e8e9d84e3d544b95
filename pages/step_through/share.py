"""The link to this moment, to copy."""

from urllib.parse import urlencode

import streamlit as st

from pages.shared.state import KEYS


def share() -> None:
    """Call at the end of the stage: the link is complete only when its widgets have spoken."""
    query = {key: value for key, value in st.query_params.to_dict().items() if key in KEYS["step_through"]}
    tab = st.session_state.get("tab")  # the tabs come after the stage, so the address bar may not know yet
    if tab is not None:
        query["tab"] = tab
    with st.popover("Share", icon=":material/link:"):
        st.caption("This link opens exactly what you see.")
        st.code(f"{st.context.url}?{urlencode(query)}" if query else st.context.url, language=None, wrap_lines=True)
