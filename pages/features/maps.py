"""Scene 1: the map of each hidden unit, layer by layer, over training."""

from functools import partial

import streamlit as st

from backprop.explain.numbers import percent
from pages.features.compute import maps_film_of, maps_of
from pages.features.film_scene import film_scene
from pages.features.numbers.spirals import MAPS, UPDATES
from pages.features.state import FIRST, LAST, MAPS_STEP, SEED, SIMPLE
from pages.features.words import maps_alt, straight_text
from pages.shared.layout import prose

PAGE = __file__
_NARROWEST = 700


@st.fragment
def show(asked: bool) -> None:
    """Choosing a step reruns this fragment only."""
    seed = SEED.show()
    if asked and not _ask(seed):
        st.caption(prose(PAGE, "play hidden"))
    found, index = film_scene(
        "maps", _NARROWEST, MAPS_STEP, partial(maps_of, seed), partial(maps_film_of, seed), maps_alt
    )
    st.markdown(prose(PAGE, "maps", step=str(int(found.film.steps[index])), straight=straight_text(found, index)))
    st.caption(prose(PAGE, "maps how", updates=f"{UPDATES[MAPS]:,}"))


def _ask(seed: int) -> bool:
    first, *_, last = (float(each[-1]) for each in maps_of(seed, 0).straight)
    return SIMPLE.ask(PAGE, FIRST if first >= last else LAST, first=percent(first), last=percent(last))
