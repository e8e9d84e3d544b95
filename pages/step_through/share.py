"""The link to this moment, to copy."""

from urllib.parse import urlencode

import streamlit as st

from pages.step_through.state import WIDGETS
from pages.step_through.tab_names import FIRST


@st.fragment
def share() -> None:
    """Call after the stage, because the link needs the values of its widgets.

    The link is built when the visitor opens it, and not with every moment.
    """
    known = {row.key for row in WIDGETS}
    query = {key: value for key, value in st.query_params.to_dict().items() if key in known}
    tab = st.session_state.get("tab", query.pop("tab", FIRST))  # the tabs are drawn later: the query may be old
    query |= {"tab": tab} if tab != FIRST else {}
    with st.popover("Share", icon=":material/link:", key="share", on_change="rerun"):
        st.caption("This link opens exactly what you see.")
        st.code(f"{st.context.url}?{urlencode(query)}" if query else st.context.url, language=None, wrap_lines=True)
