"""Scene 2: a full grid, and which choice explains its losses."""

import streamlit as st

from backprop.explain.numbers import percent
from pages.hyperparameters.compute import full_of
from pages.hyperparameters.figures.effects import effects_picture, shares_picture
from pages.hyperparameters.figures.pairs import pairs_picture
from pages.hyperparameters.figures.parallel import parallel_picture
from pages.hyperparameters.numbers.full import AXES, Full, settings
from pages.hyperparameters.numbers.space import CHOICES, experiment
from pages.hyperparameters.state import ACROSS, EACH, EXPLAINS, PAIRS, SEED, TOGETHER, UP, VIEW
from pages.hyperparameters.words import matters as words
from pages.hyperparameters.words.settings import TITLES, loss_text
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    numbers = {"count": str(len(settings())), "product": " · ".join(str(len(values)) for values in AXES)}
    data = experiment(settings()[0], 0).prepare()
    numbers |= {"train": str(len(data.x)), "validation": str(len(data.x_test))}
    told, slider = st.columns([3, 2], vertical_alignment="center")
    told.markdown(prose(PAGE, "full", **numbers))
    seed = SEED.show(slider)
    said = EXPLAINS.pose(PAGE) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "results hidden"))
        return
    answer = st.container()
    found = full_of(seed)
    if found is None:
        return
    if said is not None:
        with answer:
            top = words.largest(found)
            share = percent(float(found.shares.max()))
            EXPLAINS.reveal(PAGE, said, TITLES[top], top=TITLES[top], share=share, rest=percent(found.rest))
    {EACH: _each, PAIRS: _pairs, TOGETHER: _together}[VIEW.show()](found)


def _each(found: Full) -> None:
    effects, shares = st.columns([3, 2])
    with effects:
        picture(effects_picture(found, colours()), "effects", words.effects_alt(found))
        with st.expander("The numbers"):
            head = ("choice", "value", "median", "middle 80 %")
            st.markdown(words_table(head, words.effects_rows(found)))
    with shares:
        picture(shares_picture(found, colours()), "shares", words.shares_alt(found))
        st.markdown(prose(PAGE, "shares", factors=words.factors_text(found)))
        with st.expander("The shares as a table"):
            st.markdown(words_table(("choice", "share"), words.shares_rows(found)))


def _pairs(found: Full) -> None:
    with st.grid(2, min_column_width=150):
        across = ACROSS.show()
        others = [choice for choice in CHOICES if choice != across]
        up = UP.show(among=others, usual="depth" if "depth" in others else others[0])
    picture(pairs_picture(found, across, up, colours()), "pairs", words.pairs_alt(found, across, up))
    numbers, same = words.pair_numbers(found, across, up)
    st.markdown(f"{prose(PAGE, 'pairs', **numbers)} {prose(PAGE, 'pairs same' if same else 'pairs differ', **numbers)}")
    with st.expander("The numbers"):
        st.markdown(words_table(*words.pairs_table(found, across, up)))


def _together(found: Full) -> None:
    chart, told = st.columns([3, 1], vertical_alignment="center")
    with chart:
        picture(parallel_picture(found, colours()), "parallel", words.parallel_alt(found))
    with told:
        numbers = {"best": str(words.BEST), "loss": loss_text(found.loss.min()), "used": words.used_text(found)}
        st.markdown(prose(PAGE, "parallel", **numbers))
    with st.expander("The numbers"):
        st.markdown(words_table(("setting", "loss"), words.parallel_rows(found)))
