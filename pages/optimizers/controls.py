"""The controls: the loss surface and the learning rates above the stage, all other settings in the sidebar."""

import streamlit as st

from backprop.landscape.surfaces import SURFACES
from pages.optimizers.choices import BY_HAND, CAST, NETWORK, ONE_FOR_ALL, Settings
from pages.optimizers.state import ALPHA, ALPHAS, ASK, GROUND, MODE, MOMENTUM, SEED, START, STEPS, TAKES_PART


def controls() -> tuple[Settings, bool]:
    """Draw the controls and read them; also returns whether to ask a question first."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        ground, mode, asked = GROUND.show(), MODE.show(), ASK.show()
    rates = {}  # only the widgets that the mode needs are drawn
    if mode == ONE_FOR_ALL:
        rates["alpha"] = float(ALPHA.show())
    elif mode == BY_HAND:
        rates["by_hand"] = tuple(
            float(row.show(column)) for row, column in zip(ALPHAS.values(), st.columns(len(CAST)), strict=True)
        )
    with st.sidebar:
        steps = int(STEPS.show())
        start, seed = (None, int(SEED.show())) if ground == NETWORK else (_start(ground), 0)
        momentum = float(MOMENTUM.show())
        st.markdown("Who takes part")
        who = tuple(name for name, row in TAKES_PART.items() if row.show())
        if not who:
            st.caption("Nobody is chosen, so all take part.")
    return Settings(
        ground, mode, who=who or CAST, steps=steps, momentum=momentum, start=start, seed=seed, **rates
    ), asked


def _start(ground: str) -> tuple[float, float] | None:
    """The start; None for the surface's own start."""
    surface = SURFACES[ground]
    w1, w2 = (
        float(row.show(low=low, high=high, usual=usual, label=f"Start {name}"))
        for row, name, (low, high), usual in zip(START, surface.names, surface.ranges, surface.start, strict=True)
    )
    return None if (w1, w2) == surface.start else (w1, w2)
