"""Scene 3: activation and gain as a map of what arrives in the first layer."""

import numpy as np
import streamlit as st

from backprop.activations import ACTIVATIONS as TABLE
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.vanishing_gradients.compute import map_of, sizes_of
from pages.vanishing_gradients.controls import chosen
from pages.vanishing_gradients.figures.ratio_map import power_text, ratio_picture
from pages.vanishing_gradients.numbers import deep as initials
from pages.vanishing_gradients.numbers.deep import ACTIVATIONS, Deep, gain_of
from pages.vanishing_gradients.numbers.ratio_map import GAINS, RatioMap
from pages.vanishing_gradients.numbers.theory import balanced_gain
from pages.vanishing_gradients.state import MOST_GAIN
from pages.vanishing_gradients.words import crossing, map_alt, short

PAGE = __file__
_NARROWEST = 760
_NAMES = {"Xavier": initials.XAVIER, "He": initials.HE, "−1 to 1": initials.UNIFORM, "sd 1": initials.NORMAL}


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    deep, _ = chosen()
    if asked and not _asked(deep.depth):
        st.caption(prose(PAGE, "hidden"))
        return
    st.markdown(prose(PAGE, "map"))
    found = map_of(deep.depth, deep.width)
    if found is None:
        return
    named = {title: gain_of(name, deep.width) for title, name in _NAMES.items()}
    with st.grid(1, wrap=False, min_column_width=_NARROWEST), st.container():
        figure = ratio_picture(found, deep.activation, deep.gain, named, colours())
        picture(figure, "map", map_alt(found))
        with st.expander("The numbers"):  # in the box that scrolls sideways, so that the keyboard can reach it
            shown = range(0, len(GAINS), 2)
            head = ("gain", *(short(GAINS[column]) for column in shown))
            rows = [
                [TABLE[name].title, *(power_text(row[column]) for column in shown)]
                for name, row in zip(ACTIVATIONS, found.log_ratio, strict=True)
            ]
            st.markdown(words_table(head, rows))
    st.markdown(f"{_told(deep, found)}\n\n{prose(PAGE, 'map why')}")


def _asked(depth: int) -> bool:
    needed = {TABLE[name].title: balanced_gain(name, depth) or 0.0 for name in ("sigmoid", "tanh", "relu")}
    right = max(needed, key=lambda title: needed[title])
    numbers = {title.lower(): short(gain) for title, gain in needed.items()}
    return MOST_GAIN.ask(PAGE, right, depth=str(depth), **numbers)


def _told(deep: Deep, found: RatioMap) -> str:
    row = ACTIVATIONS.index(deep.activation)
    balanced, measured = found.balanced[row], crossing(found.log_ratio[row])
    ratio = sizes_of(deep).ratio
    power = float(np.median(ratio))
    numbers = {"activation": TABLE[deep.activation].title, "gain": short(deep.gain), "power": short(power)}
    if balanced is None:
        return prose(PAGE, "map told outside", **numbers)
    where = f"near {short(measured)}" if measured is not None else "nowhere on this map"
    return prose(PAGE, "map told", balanced=short(balanced), measured=where, **numbers)
