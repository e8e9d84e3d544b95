"""Home: what the app is, a film of a network that learns, and links to the lessons."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from backprop.explain.numbers import text
from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from pages.home.figures import learning_film
from pages.home.numbers import film, history, right
from pages.home.state import SEEN, WIDGETS
from pages.shared.layout import colours, prose
from pages.shared.player import places, play
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import PARTS, STORY, Lesson, foot

ACROSS = 4  # links in a row
PAGES = Path(__file__).parents[1]
NARROWEST = 640


@st.cache_resource(max_entries=2, show_spinner=False)
def picture(ink: Palette) -> AnimatedFigure:
    """The film, in the colours of a theme."""
    return learning_film(film(), ink)


@st.fragment
def watch() -> None:
    """The film; choosing a step reruns this fragment only."""
    where = places("learning", NARROWEST)
    step, run = SEEN.show(where.row), history()
    trace = run.trace(step)
    numbers = {"step": str(step), "loss": text(trace.loss, 3), "first": text(float(run.losses[0]), 3)}
    caption = prose(
        __file__, "after" if step else "before", **numbers, right=str(right(trace)), points=str(len(trace.x))
    )
    invitation = prose(__file__, "invitation")
    play(
        where,
        picture(colours()),
        step,
        alt=prose(__file__, "film"),
        step_key=SEEN.key,
        words=caption,
        invitation=invitation,
    )
    st.caption(f"{caption} {prose(__file__, 'colours')}")


def links(lessons: Sequence[Lesson], number: int | None = None) -> int:
    """A link to each lesson, with what it is about.

    Args:
        lessons: in their order.
        number: of the first; None for no numbers.

    Returns:
        The number after the last.
    """
    for first in range(0, len(lessons), ACROSS):
        for column, lesson in zip(st.columns(ACROSS), lessons[first : first + ACROSS], strict=False):
            at = lessons.index(lesson) + (number or 0)
            column.page_link(lesson.script, label=f"**{at} {lesson.title}**" if number else f"**{lesson.title}**")
            column.caption(prose(PAGES / lesson.script, "in one sentence"))
    return len(lessons) + (number or 0)


said = read_link("home", "home/page.py", [row.key for row in WIDGETS])
st.title("Backprop, step by step")
notes = st.container()
st.markdown(prose(__file__, "lead"))
with st.container(border=True):
    st.markdown(prose(__file__, "start", hidden=str(history().first.net.sizes[1])))
    watch()
with notes:
    show_notes(misread(said, st.session_state.to_dict()))

st.header("The path")
number = 1
for part in PARTS:
    st.subheader(part)
    st.markdown(prose(__file__, f"part {part}"))
    number = links([lesson for lesson in STORY[1:] if lesson.menu == part], number)
st.subheader("Beside the path")
links([lesson for lesson in STORY if lesson.menu not in PARTS])
st.header("What you can rely on")
st.markdown(prose(__file__, "promise"))
foot("home")
