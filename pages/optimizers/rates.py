"""The most prominent controls: the ground, and how the learning rates are chosen."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.landscape.surfaces import SURFACES
from pages.optimizers.choices import BY_HAND, CAST, GROUNDS, MODES, NETWORK, ONE_FOR_ALL, OWN_BEST, RATES, USUAL_RATE
from pages.optimizers.sidebar import forget_answer
from pages.optimizers.words.race import TITLES
from pages.shared.layout import prose
from pages.shared.predict import asking
from pages.shared.titles import key_of

_PAGE = __file__


def ground_and_mode() -> tuple[str, str, bool]:
    """What to run on, how the learning rates are chosen, and whether to ask first."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        title = st.selectbox(
            "Loss surface",
            list(GROUNDS.values()),
            list(GROUNDS).index("ravine"),
            key="o_ground",
            bind="query-params",
            on_change=_new_ground,
            width=200,
        )
        mode = st.segmented_control(
            "Learning rates",
            list(MODES.values()),
            default=OWN_BEST,
            required=True,
            key="o_rates",
            bind="query-params",
            on_change=forget_answer,
            help=prose(_PAGE, "rates help"),
        )
        asked = asking("o_ask")
    return key_of(GROUNDS, title, "ravine"), mode or OWN_BEST, asked


def learning_rates(mode: str) -> tuple[float, tuple[float, ...]]:
    """One α for all, and one for each; only what the mode needs can be seen."""
    alpha, by_hand = USUAL_RATE, (0.1,) * len(CAST)
    if mode == ONE_FOR_ALL:
        alpha = st.select_slider(
            "α of all", RATES, USUAL_RATE, _said, key="o_alpha", bind="query-params", on_change=forget_answer
        )
    if mode == BY_HAND:
        columns = st.columns(len(CAST))
        by_hand = tuple(_rate(name, column) for name, column in zip(CAST, columns, strict=True))
    return alpha, by_hand


def _rate(name: str, column: DeltaGenerator) -> float:
    return float(
        column.number_input(
            f"α of {TITLES[name]}",
            1e-6,
            1e6,
            0.1,
            0.01,
            "%g",
            key=f"o_a_{name}",
            bind="query-params",
            on_change=forget_answer,
        )
    )


def _said(rate: float) -> str:
    return text(rate, 3)


def _new_ground() -> None:
    """Another ground has a start of its own."""
    forget_answer()
    ground = key_of(GROUNDS, st.session_state.o_ground, "ravine")
    if ground != NETWORK:
        st.session_state.o_w1, st.session_state.o_w2 = SURFACES[ground].start
