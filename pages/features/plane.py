"""Scene 2: the plane of the last hidden layer, where a straight cut is enough."""

from functools import partial

import streamlit as st

from backprop.explain.numbers import percent
from pages.features.compute import bent_of, plane_film_of
from pages.features.film_scene import film_scene
from pages.features.numbers.spirals import PLANE, UPDATES
from pages.features.state import NO, PLANE_STEP, SEED, STRAIGHT, YES
from pages.features.words import plane_alt
from pages.shared.layout import prose

PAGE = __file__
_NARROWEST = 340
_ENOUGH = 0.95
"""From this accuracy on a straight cut counts as enough."""


@st.fragment
def show(asked: bool) -> None:
    """Choosing a step reruns this fragment only."""
    seed = SEED.show()
    if asked and not _ask(seed):
        st.caption(prose(PAGE, "play hidden"))
    found, index = film_scene(
        "plane", _NARROWEST, PLANE_STEP, partial(bent_of, seed), partial(plane_film_of, seed), plane_alt
    )
    right = percent(float(found.after[index]))
    st.markdown(prose(PAGE, "plane", step=str(int(found.film.steps[index])), before=percent(found.before), right=right))
    st.caption(prose(PAGE, "plane how", updates=f"{UPDATES[PLANE]:,}"))


def _ask(seed: int) -> bool:
    found = bent_of(seed, 0)
    end = float(found.after[-1])
    numbers = {"before": percent(found.before), "after": percent(end)}
    return STRAIGHT.ask(PAGE, YES if end >= _ENOUGH else NO, **numbers)
