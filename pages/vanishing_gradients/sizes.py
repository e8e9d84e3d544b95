"""Scene 1: how large activations and gradients are in each layer."""

import numpy as np
import streamlit as st

from backprop.activations import ACTIVATIONS
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.vanishing_gradients.compute import sizes_of, theory_of
from pages.vanishing_gradients.controls import chosen
from pages.vanishing_gradients.figures.profiles import activation_profile, gradient_profile
from pages.vanishing_gradients.numbers.deep import Deep, data
from pages.vanishing_gradients.numbers.sizes import Sizes
from pages.vanishing_gradients.numbers.theory import Theory
from pages.vanishing_gradients.state import ARRIVES
from pages.vanishing_gradients.words import arrives, learning, profile_alt, short, sizes_rows, times

PAGE = __file__
_RATE = 0.1
_HEAD = ("layer", "‖δ‖", "in theory", "‖∂L/∂W‖", "RMS of a", "in theory")


def show(asked: bool) -> None:
    """One network, both passes."""
    deep, seed = chosen()
    found, expected = sizes_of(deep), theory_of(deep)
    if asked and not _asked(deep, found, seed):
        st.caption(prose(PAGE, "hidden"))
        return
    back, forth = st.columns(2)
    middle = np.median(found.delta, axis=0)
    with back:
        alt = profile_alt(found.delta, middle[-1] * expected.delta, "‖δ‖", deep)
        picture(gradient_profile(found, expected, seed, colours()), "backward", alt)
    with forth:
        alt = profile_alt(found.a[:, :-1], expected.a, "Root mean square of the activations", deep)
        picture(activation_profile(found, expected, seed, colours()), "forward", alt)
    st.markdown(_told(found, expected))
    with st.expander("The numbers"):
        st.markdown(words_table(_HEAD, sizes_rows(found, expected)))
        st.caption(prose(PAGE, "sizes note", samples=str(len(data()[0]))))


def _asked(deep: Deep, found: Sizes, seed: int) -> bool:
    first, last, ratio = (float(each) for each in (found.delta[seed, 0], found.delta[seed, -1], found.ratio[seed]))
    steps = deep.depth - 1
    return ARRIVES.ask(
        PAGE,
        arrives(ratio),
        depth=str(deep.depth),
        activation=ACTIVATIONS[deep.activation].title,
        gain=short(deep.gain),
        times=times(ratio),
        first=short(first),
        last=short(last),
        seed=str(seed),
        steps=str(steps),
        each=short(ratio ** (1 / steps)),
    )


def _told(found: Sizes, expected: Theory) -> str:
    delta, a = (np.median(each, axis=0) for each in (found.delta, found.a))
    told = prose(
        PAGE,
        "sizes told",
        last=short(delta[-1]),
        first=short(delta[0]),
        theory=short(delta[-1] * expected.delta[0]),
        a_first=short(a[0]),
        a_last=short(a[-2]),
    )
    share = float(np.median(found.first_change(_RATE)))
    update = prose(PAGE, "sizes update", rate=short(_RATE), share=short(share))
    return f"{told} {update} {prose(PAGE, f'sizes {learning(share)}')}"
