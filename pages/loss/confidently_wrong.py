"""Scene 4: two copies of one neuron, confident and wrong, one trained under each loss."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from pages.loss.figures.race import EVERY, replayed
from pages.loss.numbers import BOTH
from pages.loss.numbers.race import UPDATES, Course, neuron, race
from pages.loss.questions import first
from pages.loss.shown import DIGITS, PAGE, convention, stressed
from pages.loss.state import PACE, RATE, START, TITLES, UPDATE
from pages.loss.words.alt import race_alt
from pages.loss.words.judging import IN_A_SENTENCE, race_rows
from pages.shared.formulas import words_table
from pages.shared.layout import colours, prose
from pages.shared.player import opening, places, play

_NARROWEST = 560


@st.cache_resource(max_entries=30, show_spinner=False)
def _courses(pace: str, rate: float, start: str) -> tuple[Course, Course]:
    return race(pace, rate, start)


@st.cache_resource(max_entries=30, show_spinner=False)
def _picture(pace: str, rate: float, start: str, loss: str, opens: int, ink: Palette) -> AnimatedFigure:
    return replayed(_courses(pace, rate, start), loss, opens, ink)


def scene(loss: str, questions: bool, result: DeltaGenerator) -> None:
    """The choice of what is held equal, the replay, and the result."""
    with st.container(horizontal=True, vertical_alignment="center"):
        pace, start, rate = PACE.show(), START.show(), float(RATE.show())
    courses = _courses(pace, rate, start)
    with result:
        shown = first(courses) if questions else True
        if not questions:
            st.info(_start(courses, loss))
    where = places("race", _NARROWEST)
    update = UPDATE.show(where.row)
    opens = opening(update, range(0, UPDATES + 1, EVERY), 0)
    play(
        where,
        _picture(pace, rate, start, loss, opens, colours()),
        update,
        alt=race_alt(courses) if shown else prose(PAGE, "race not yet"),
        step_key=UPDATE.key,
        counted="Update",
    )
    st.caption(prose(PAGE, "race play"))
    if shown:
        rows = [(name, *stressed(loss, *values)) for name, values in race_rows(courses)]
        st.markdown(words_table(("Trained under", *TITLES.values()), rows))
        st.markdown(prose(PAGE, f"race {pace}"))
    else:
        st.markdown(prose(PAGE, "race hidden"))
    example = neuron(start)
    st.caption(prose(PAGE, "race source", source=example.source, updates=str(UPDATES)))
    for name in BOTH:
        convention(name)


def _start(courses: tuple[Course, Course], loss: str) -> str:
    """What is known before the race: how far the first update moves z under each loss."""
    one, two = courses if courses[0].loss == loss else courses[::-1]
    far = {"moved": text(float(one.moved[0]), DIGITS), "other": text(float(two.moved[0]), DIGITS)}
    return prose(PAGE, "race start", title=IN_A_SENTENCE[one.loss], other_title=IN_A_SENTENCE[two.loss], **far)
