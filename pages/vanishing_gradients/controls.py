"""The sliders that four scenes share."""

import streamlit as st

from pages.vanishing_gradients.numbers.deep import OWN, Deep, gain_of
from pages.vanishing_gradients.state import ACTIVATION, DEPTH, GAIN, INITIAL, SEED, WIDTH

_NARROWEST = 140


def chosen() -> tuple[Deep, int]:
    """Draw the sliders; the network that they describe, and the seed."""
    with st.grid(6 if INITIAL.value == INITIAL.options[OWN] else 5, min_column_width=_NARROWEST):
        activation, initial = ACTIVATION.show(), INITIAL.show()
        gain = float(GAIN.show()) if initial == OWN else 0.0
        depth, width, seed = int(DEPTH.show()), int(WIDTH.show()), SEED.show()
    return Deep(activation, gain or gain_of(initial, width), depth, width), int(seed)
