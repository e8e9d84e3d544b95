"""Scene 4: one unit of a network that reads digits: its weights, what excites it, and what is lost without it."""

import streamlit as st

from backprop.explain.numbers import text
from backprop.figures.training.pictures import weight_pictures
from pages.features.compute import digits_of, removed_of
from pages.features.figures.digits import lost, pictures
from pages.features.numbers.digits import Removed, exciting
from pages.features.state import LAYER, LITTLE, LOST, MUCH, SEED, SOME, UNIT
from pages.features.words import digits_alt, lost_alt, points_text, suffers, tenths
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose

PAGE = __file__


@st.fragment
def show(asked: bool) -> None:
    """Every control reruns this fragment only."""
    seed = SEED.show()
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    layer = int(LAYER.show(left))
    unit = UNIT.show(right)
    run = digits_of(seed)
    if layer == 1:
        st.markdown(prose(PAGE, "unit weights"))
        picture(weight_pictures(run.parameters_at(run.updates), colours()), "weights", prose(PAGE, "unit weights"))
        found = exciting(run, unit - 1)
        st.markdown(prose(PAGE, "unit exciting", unit=str(unit)))
        pixels = run.data.dataset.x[found.rows]
        picture(pictures(found, pixels, colours()), "exciting", digits_alt(found.classes.tolist()))
    removed = removed_of(seed, layer - 1)
    if asked and not _ask(removed):
        return
    picture(lost(removed, unit - 1, colours()), "lost", lost_alt(removed))
    numbers = {
        "points": points_text(removed, unit - 1),
        "unit": str(unit),
        "layer": str(layer),
        "whole": tenths(removed.whole),
    }
    without = tenths(float(removed.without[unit - 1]))
    st.markdown(prose(PAGE, "unit removed", without=without, suffers=suffers(removed, unit - 1), **numbers))


def _ask(found: Removed) -> bool:
    points = 100 * float(found.whole - found.without.min())
    right = LITTLE if points < 1 else SOME if points <= 3 else MUCH
    unit = str(int(found.without.argmin()) + 1)
    return LOST.ask(PAGE, right, points=text(points, 2), units=str(len(found.without)), unit=unit)
