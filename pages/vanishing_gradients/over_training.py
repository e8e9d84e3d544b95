"""Scene 4: the gradient of each layer, and what an update changes, over training."""

import numpy as np
import streamlit as st

from backprop.explain.training.divergence import broken_quantity
from backprop.notation import Names
from pages.shared.formulas import words_table
from pages.shared.layout import colours, prose
from pages.shared.player import nearest, opening, places, play
from pages.vanishing_gradients.compute import course_of, film_figure
from pages.vanishing_gradients.controls import chosen
from pages.vanishing_gradients.numbers.deep import Deep
from pages.vanishing_gradients.numbers.film import frames
from pages.vanishing_gradients.numbers.training import Course
from pages.vanishing_gradients.state import CHANGES, FIRST, LAST, OPTIMIZER, RATE, SAME, STEP
from pages.vanishing_gradients.words import deep_text, frame_alt, short

PAGE = __file__
_NARROWEST = 700
_ALIKE = 0.2
"""Two shares are alike if they differ by less than this share."""
_HEAD = ("layer", "‖∂L/∂W‖", "‖update‖ / ‖W‖")


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    deep, seed = chosen()
    with st.grid(2, min_column_width=150):
        optimizer, rate = OPTIMIZER.show(), float(RATE.show())
    name = {"sgd": "gradient descent", "adam": "Adam"}[optimizer]
    st.markdown(prose(PAGE, "film", deep=deep_text(deep), optimizer=name, rate=short(rate)))
    said = CHANGES.pose(PAGE) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "hidden"))
        return
    answer = st.container()
    course = course_of(deep, optimizer, rate, seed)
    if course is None:
        return
    if said is not None:
        with answer:
            _reveal(course, said)
    where = places("training", _NARROWEST)
    last = int(course.steps[-1])
    step = int(STEP.show(where.row, high=last))
    start = opening(step, frames(course, 0).steps.tolist(), 0)
    shown = frames(course, start)
    index = nearest(shown.steps, step)
    said = frame_alt(shown, index)
    figure = film_figure(deep, optimizer, rate, seed, start, colours(), course)
    play(where, figure, step, said, STEP.key, words=said)
    st.markdown(_told(deep, shown, index, optimizer))
    with st.expander("The numbers"):
        pairs = zip(shown.gradient[index, 0], shown.relative_update[index, 0], strict=True)
        rows = [[str(layer), *map(short, pair)] for layer, pair in enumerate(pairs, start=1)]
        st.markdown(words_table(_HEAD, rows))


def _reveal(course: Course, said: str) -> None:
    first, last = (float(course.relative_update[0, 0, layer]) for layer in (0, -1))
    alike = bool(np.isclose(first, last, rtol=_ALIKE))
    right = SAME if alike else FIRST if first > last else LAST
    CHANGES.reveal(PAGE, said, right, first=short(first), last=short(last))


def _told(deep: Deep, course: Course, index: int, optimizer: str) -> str:
    ratio = course.relative_update[index, 0]
    numbers = {"step": str(int(course.steps[index])), "first": short(ratio[0]), "last": short(ratio[-1])}
    told = f"{prose(PAGE, 'film told', **numbers)} {prose(PAGE, f'film {optimizer}')}"
    broken = course.broken[0]
    if broken is None:
        return told
    what = broken_quantity(broken, Names(deep.net))
    return f"{told} {prose(PAGE, 'film broken', step=str(broken.step), what=what)}"
