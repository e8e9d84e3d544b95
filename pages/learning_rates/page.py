"""Learning rates: one network, one start, many step sizes."""

import streamlit as st

from pages.learning_rates.by_rate import by_rate
from pages.learning_rates.head_to_head import head_to_head
from pages.learning_rates.local_bound import local_bound
from pages.learning_rates.maps import maps
from pages.learning_rates.rates import range_of_rates
from pages.learning_rates.side_by_side import side_by_side
from pages.learning_rates.sidebar import SHORT_NAMES, sidebar
from pages.learning_rates.words import RULES, SIGNS
from pages.shared.layout import prose
from pages.shared.predict import asking
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot

_VIEWS = ("Head to head", "Side by side", "Loss against α", "Local bound", "Maps")
_COUNTS, _USUAL_COUNT = (6, 12, 32, 64), 12
_OF_CURVE, _OF_MAP = 41, 12

link = read_link("learning_rates", "learning_rates/page.py", SHORT_NAMES)
st.title("Learning rates")
notes = st.container()
st.markdown(prose(__file__, "question"))
common = sidebar()


@st.fragment
def stage() -> None:
    """Choosing what to see, or a learning rate, runs this again and nothing else.

    Where a widget leaves one place on the page and comes back at another, the browser forgets to say its value in the
    link: it takes what has left for the widget itself.
    """
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            view = st.segmented_control(
                "View",
                _VIEWS,
                default=_VIEWS[0],
                wrap=True,
                required=True,
                key="r_view",
                bind="query-params",
                label_visibility="collapsed",
            )
            view = view or _VIEWS[0]  # a link may choose none
            asked = view == _VIEWS[0] and asking("r_ask")
        controls = st.container()  # a widget that two views share has to be at one place in both
        if view == "Head to head":
            head_to_head(common.experiment, asked, controls)
        elif view == "Side by side":
            first, *others = controls.columns([2, 1, 1])
            count = first.pills(
                "How many", _COUNTS, default=_USUAL_COUNT, required=True, key="r_count", bind="query-params"
            )
            side_by_side(common.experiment, range_of_rates(others, count or _USUAL_COUNT))
        elif view == "Loss against α":
            first, low, high, last = controls.columns([2, 1, 1, 3])
            by_rate(common.experiment, range_of_rates((low, high), _OF_CURVE), (first, last))
        elif view == "Local bound":
            local_bound(common.experiment, controls)
        else:
            first, *others = controls.columns([2, 1, 1])
            maps(common.experiment, range_of_rates(others, _OF_MAP), first)


stage()
with st.expander("How a run gets its label"):
    st.markdown(prose(__file__, "rules"))
    st.markdown("\n".join(f"1. **{kind}** ({SIGNS[kind]}): {rule}" for kind, rule in RULES.items()))
st.header("Take away")
st.markdown(prose(__file__, "take away"))
foot("learning_rates")
with notes:
    show_notes([*misread(link, st.session_state.to_dict()), *common.notes])
