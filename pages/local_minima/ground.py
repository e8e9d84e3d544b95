"""Scene 1: a loss over two weights with four minima, and which starts reach which of them."""

import streamlit as st

from backprop.explain.numbers import percent
from pages.local_minima.compute import basins_of
from pages.local_minima.figures.ground import ground_picture
from pages.local_minima.numbers import neuron
from pages.local_minima.numbers.neuron import MU, NOISE, PER_SIDE, PLAIN, RATE
from pages.local_minima.state import BASIN, HIGHEST, LOWEST, OTHER, SEED, SHAPE, WAY
from pages.local_minima.words import LETTERS, basins_alt, basins_rows, short
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__
_HEAD = ("minimum", "loss", "curvatures", "gradient descent", "this way")


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.container(horizontal=True):
        ground, way = SHAPE.show(), WAY.show()
        seed = int(SEED.show()) if way == NOISE else 0
    numbers = {"starts": str(PER_SIDE**2), "rate": short(RATE), "steps": f"{neuron.STEPS:,}"}
    st.markdown(prose(PAGE, "ground", **numbers))
    said = BASIN.pose(PAGE) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "hidden"))
        return
    answer = st.container()
    before = basins_of(ground, PLAIN, 0)
    found = basins_of(ground, way, seed) if before is not None else None
    if before is None or found is None:
        return
    if said is not None:
        best = int(found.shares.argmax())
        right = LOWEST if best == 0 else HIGHEST if best == len(found.minima) - 1 else OTHER
        told = {"best": LETTERS[best], "share": percent(float(found.shares[best])), "loss": short(found.losses[best])}
        told |= {"lowest": short(found.losses[0]), "lowest_share": percent(float(found.shares[0]))}
        with answer:
            BASIN.reveal(PAGE, said, right, "", **told)
    left, right_side = st.columns([3, 2], vertical_alignment="center")
    with left:
        picture(ground_picture(found, ground, colours()), "ground", basins_alt(found))
    shares = {"now": percent(float(found.shares[0])), "before": percent(float(before.shares[0]))}
    with right_side:
        st.markdown(prose(PAGE, f"ground {way}", mu=short(MU), noisy=f"{neuron.NOISY:,}", **shares))
        rows = basins_rows(found, before)
        head, rows = (_HEAD, rows) if way != PLAIN else (_HEAD[:-1], [row[:-1] for row in rows])
        st.markdown(words_table(head, rows))
        st.caption(prose(PAGE, "ground theory"))
