"""The sidebar: what all optimizers have in common, and who takes part."""

from dataclasses import dataclass

import streamlit as st

from backprop.landscape.surfaces import SURFACES
from pages.optimizers.choices import (
    CAST,
    FEWEST_STEPS,
    MOST_STEPS,
    NETWORK,
    USUAL_MOMENTUM,
    USUAL_STEPS,
)
from pages.optimizers.figures import mark
from pages.optimizers.words.race import TITLES


@dataclass(frozen=True, slots=True)
class Common:
    """What the sidebar says; the attributes as in `Settings`."""

    who: tuple[str, ...]
    steps: int
    momentum: float
    start: tuple[float, float] | None
    seed: int


def forget_answer() -> None:
    """Another race is another question."""
    st.session_state.o_guess = None


def sidebar(ground: str) -> Common:
    """Draw the sidebar, and read it."""
    with st.sidebar:
        steps = st.number_input(
            "Steps",
            FEWEST_STEPS,
            MOST_STEPS,
            USUAL_STEPS,
            5,
            key="o_steps",
            bind="query-params",
            on_change=forget_answer,
        )
        start, seed = (None, _seed()) if ground == NETWORK else (_start(ground), 0)
        momentum = st.slider(
            "Momentum μ",
            0.0,
            0.99,
            USUAL_MOMENTUM,
            0.01,
            key="o_mu",
            bind="query-params",
            on_change=forget_answer,
            help="How much of the velocity is left in the next step; for Momentum and Nesterov.",
        )
        st.markdown("Who takes part")
        chosen = tuple(name for name in CAST if _takes_part(name))
        if not chosen:
            st.caption("Nobody is chosen, so all take part.")
    return Common(chosen or CAST, int(steps), float(momentum), start, seed)


def _takes_part(name: str) -> bool:
    return st.checkbox(
        f"{mark(name)} {TITLES[name]}", True, key=f"o_{name}", bind="query-params", on_change=forget_answer
    )


def _seed() -> int:
    return int(
        st.number_input(
            "Seed",
            0,
            999_999,
            0,
            key="o_seed",
            bind="query-params",
            on_change=forget_answer,
            help="Decides the data and the initial weights.",
        )
    )


def _start(ground: str) -> tuple[float, float] | None:
    """The start; None for the surface's own."""
    surface = SURFACES[ground]
    found = []
    places = zip(("o_w1", "o_w2"), surface.names, surface.ranges, surface.start, strict=True)
    for key, name, (low, high), usual in places:
        if key in st.session_state:  # its default depends on the surface, so the link has to be told
            said = st.session_state[key]
            st.session_state[key] = said if low <= said <= high else usual
        value = st.number_input(
            f"Start {name}",
            low,
            high,
            usual,
            0.1,
            "%g",
            key=key,
            bind="query-params",
            on_change=forget_answer,
        )
        found.append(float(value))
    return None if tuple(found) == surface.start else (found[0], found[1])
