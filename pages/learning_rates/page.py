"""Learning rates: one network, one start, many step sizes."""

import streamlit as st

from pages.learning_rates import state
from pages.learning_rates.by_rate import by_rate
from pages.learning_rates.head_to_head import head_to_head
from pages.learning_rates.local_bound import local_bound
from pages.learning_rates.maps import maps
from pages.learning_rates.side_by_side import side_by_side
from pages.learning_rates.sidebar import sidebar
from pages.learning_rates.words import RULES, SIGNS
from pages.shared.layout import prose
from pages.shared.lesson import lesson


@st.fragment
def stage() -> None:
    """Choosing a view or a learning rate reruns this fragment only.

    A widget that two views share must stay at one place on the page. If it disappears at one place and comes back at
    another, the browser removes its value from the link, as if the widget itself were gone.
    """
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            view = state.VIEW.show()
            asked = view == state.HEAD_TO_HEAD and state.ASK.show()
        controls = st.container()  # the same place in all views
        if view == state.HEAD_TO_HEAD:
            head_to_head(common.experiment, asked, controls)
        elif view == state.SIDE_BY_SIDE:
            side_by_side(common.experiment, controls)
        elif view == state.BY_RATE:
            by_rate(common.experiment, controls)
        elif view == state.LOCAL_BOUND:
            local_bound(common.experiment, controls)
        else:
            maps(common.experiment, controls)


with lesson(__file__, state.WIDGETS) as notes:
    common = sidebar()
    notes.extend(common.notes)
    stage()
    with st.expander("How a run gets its label"):
        st.markdown(prose(__file__, "rules"))
        st.markdown("\n".join(f"1. **{kind}** ({SIGNS[kind]}): {rule}" for kind, rule in RULES.items()))
