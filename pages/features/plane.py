"""Scene 2: the plane of the last hidden layer, where a straight cut is enough."""

import streamlit as st

from pages.features.compute import bent_of, plane_film_of
from pages.features.numbers.spirals import PLANE, UPDATES
from pages.features.state import NO, PLANE_STEP, SEED, STRAIGHT, YES
from pages.features.words import percent, plane_alt
from pages.shared.layout import colours, prose
from pages.shared.player import nearest, opening, places, play

PAGE = __file__
_NARROWEST = 340
_ENOUGH = 0.95
"""From this accuracy on a straight cut counts as enough."""


@st.fragment
def show(asked: bool) -> None:
    """Choosing a step reruns this fragment only."""
    seed = SEED.show()
    usual = bent_of(seed, 0)
    if asked and not _ask(seed):
        st.caption(prose(PAGE, "play hidden"))
    where = places("plane", _NARROWEST)
    step = PLANE_STEP.show(where.row)
    start = opening(step, usual.film.steps, 0)
    found = bent_of(seed, start)
    index = nearest(found.film.steps, step)
    alt = plane_alt(found, index)
    play(where, plane_film_of(seed, start, colours()), step, alt, PLANE_STEP.key, words=alt)
    right = percent(float(found.after[index]))
    st.markdown(prose(PAGE, "plane", step=str(int(found.film.steps[index])), before=percent(found.before), right=right))
    st.caption(prose(PAGE, "plane how", updates=f"{UPDATES[PLANE]:,}"))


def _ask(seed: int) -> bool:
    found = bent_of(seed, 0)
    end = float(found.after[-1])
    numbers = {"before": percent(found.before), "after": percent(end)}
    return STRAIGHT.ask(PAGE, YES if end >= _ENOUGH else NO, **numbers)
