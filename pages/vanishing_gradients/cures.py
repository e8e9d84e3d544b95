"""Scene 5: a network of 30 layers that does not learn, and what cures it."""

import numpy as np
import streamlit as st

from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.vanishing_gradients.compute import sizes_of, treated
from pages.vanishing_gradients.figures.cures import losses, starts
from pages.vanishing_gradients.numbers.cures import (
    DEPTH,
    LEARNED,
    LIMIT,
    RATE,
    SEEDS,
    UPDATES,
    VANISHING,
    WIDTH,
    Cures,
    dead_units,
    learned,
    way,
)
from pages.vanishing_gradients.numbers.training import Course
from pages.vanishing_gradients.state import ADAM, ALL, CLIP, LEARN, MATCHED, NONE, PATIENT, RELU, SMALLER, SOME
from pages.vanishing_gradients.words import cures_alt, cures_rows, cures_text, short, starts_alt

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    patient = PATIENT.show()
    with st.container(horizontal=True):
        relu = RELU.show() if patient == VANISHING else False
        chosen = Cures(relu, MATCHED.show(), CLIP.show(), SMALLER.show(), ADAM.show())
    sick = way(patient, Cures())
    who = prose(PAGE, f"cures {patient}", gain=short(sick.deep.gain), rate=short(RATE))
    st.markdown(prose(PAGE, "cures", patient=who, depth=str(DEPTH), width=str(WIDTH), updates=str(UPDATES)))
    name = cures_text(chosen, way(patient, chosen).deep.activation)
    numbers = {"cures": name, "learned": short(LEARNED), "updates": str(UPDATES)}
    said = LEARN.pose(PAGE, **numbers) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "hidden"))
        return
    answer = st.container()
    before = treated(patient, Cures())
    after = treated(patient, chosen) if before is not None else None
    if before is None or after is None:
        return
    counts = {"before": str(learned(before)), "after": str(learned(after))}
    if said is not None:
        with answer:
            right = NONE if learned(after) == 0 else ALL if learned(after) == len(SEEDS) else SOME
            LEARN.reveal(PAGE, said, right, **numbers, **counts)
    left, right_side = st.columns([3, 2])
    with left:
        picture(losses(before, after, colours()), "losses", cures_alt(before, after))
    with right_side:
        first, second = (sizes_of(way(patient, each).deep) for each in (Cures(), chosen))
        picture(starts(first, second, colours()), "starts", starts_alt(first, second))
    told = "cures told" if chosen != Cures() else "cures none"
    st.markdown(prose(PAGE, told, **numbers, **counts, guess=short(np.log(2))))
    st.markdown(_costs(patient, chosen, after))
    with st.expander("The numbers"):
        st.markdown(words_table(("loss at the end", "before", "after"), cures_rows(before, after)))


def _costs(patient: str, chosen: Cures, after: Course) -> str:
    net = way(patient, chosen).deep.net
    numbers = {"limit": f"{LIMIT:g}", "parameters": f"{net.parameter_count:,}"}
    numbers |= {"dead": str(dead_units(way(patient, chosen), after)), "units": f"{len(SEEDS) * WIDTH * (DEPTH - 1):,}"}
    on = {
        "relu": chosen.relu,
        "matched": chosen.initial,
        "clip": chosen.clip,
        "smaller": chosen.smaller,
        "adam": chosen.adam,
        "residual": True,
    }
    return "\n".join(f"- {prose(PAGE, f'cost {name}', **numbers)}" for name, shown in on.items() if shown)
