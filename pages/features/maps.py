"""Scene 1: the map of each hidden unit, layer by layer, over training."""

import streamlit as st

from pages.features.compute import maps_film_of, maps_of
from pages.features.numbers.spirals import MAPS, UPDATES
from pages.features.state import FIRST, LAST, MAPS_STEP, SEED, SIMPLE
from pages.features.words import maps_alt, percent, straight_text
from pages.shared.layout import colours, prose
from pages.shared.player import nearest, opening, places, play

PAGE = __file__
_NARROWEST = 700


@st.fragment
def show(asked: bool) -> None:
    """Choosing a step reruns this fragment only."""
    seed = SEED.show()
    usual = maps_of(seed, 0)
    if asked and not _ask(seed):
        st.caption(prose(PAGE, "play hidden"))
    where = places("maps", _NARROWEST)
    step = MAPS_STEP.show(where.row)
    start = opening(step, usual.film.steps, 0)
    found = maps_of(seed, start)
    index = nearest(found.film.steps, step)
    alt = maps_alt(found, index)
    play(where, maps_film_of(seed, start, colours()), step, alt, MAPS_STEP.key, words=alt)
    st.markdown(prose(PAGE, "maps", step=str(int(found.film.steps[index])), straight=straight_text(found, index)))
    st.caption(prose(PAGE, "maps how", updates=f"{UPDATES[MAPS]:,}"))


def _ask(seed: int) -> bool:
    first, *_, last = (percent(float(each[-1])) for each in maps_of(seed, 0).straight)
    straight = [float(each[-1]) for each in maps_of(seed, 0).straight]
    right = FIRST if straight[0] >= straight[-1] else LAST
    return SIMPLE.ask(PAGE, right, first=first, last=last)
