"""The link to this moment, to copy."""

from urllib.parse import urlencode

import streamlit as st

from pages.shared.state import KEYS


def share() -> None:
    """Call at the end of the page: the link is complete only when all widgets have spoken."""
    query = {key: value for key, value in st.query_params.to_dict().items() if key in KEYS["step_through"]}
    with st.sidebar, st.popover("Share this moment", icon=":material/link:", width="stretch"):
        st.caption("This link opens exactly what you see.")
        st.code(f"{st.context.url}?{urlencode(query)}" if query else st.context.url, language=None, wrap_lines=True)
