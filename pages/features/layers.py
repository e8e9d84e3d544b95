"""Scene 3: what a linear classifier reads in each layer, over training; before training the layers are random."""

import streamlit as st

from backprop.explain.numbers import percent
from pages.features.compute import probed_of
from pages.features.figures.digits import read_in_layers
from pages.features.numbers.digits import HIDDEN, Probed
from pages.features.state import BETTER, RANDOM, SEED, WORSE
from pages.features.words import read_alt
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose

PAGE = __file__


@st.fragment
def show(asked: bool) -> None:
    """Another seed reruns this fragment only."""
    seed = SEED.show()
    found = probed_of(seed)
    st.markdown(prose(PAGE, "read", units=str(HIDDEN[-1])))
    if asked and not _ask(found):
        return
    picture(read_in_layers(found, colours()), "read", read_alt(found))
    st.markdown(_told(found))


def _ask(found: Probed) -> bool:
    random = float(found.layers[-1][0])
    right = BETTER if random > found.inputs else WORSE
    return RANDOM.ask(PAGE, right, random=percent(random), pixels=percent(found.inputs))


def _told(found: Probed) -> str:
    numbers = {"random": percent(float(found.layers[-1][0])), "trained": percent(float(found.layers[-1][-1]))}
    numbers |= {"pixels": percent(found.inputs), "network": percent(float(found.network[-1])), "units": str(HIDDEN[-1])}
    return prose(PAGE, "read told", **numbers)
