"""Home: what the app is, a film of a network that learns, and links to the lessons."""

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
from pages.shared.story import STORY, foot

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


said = read_link("home", "home/page.py", [row.key for row in WIDGETS])
st.title("Backprop, step by step")
notes = st.container()
st.markdown(prose(__file__, "lead"))
with st.container(border=True):
    st.markdown(prose(__file__, "start", hidden=str(history().first.net.sizes[1])))
    watch()
with notes:
    show_notes(misread(said, st.session_state.to_dict()))

st.header("Where to go")
_, *others = STORY
for first in range(0, len(others), ACROSS):
    for column, lesson in zip(st.columns(ACROSS), others[first : first + ACROSS], strict=False):
        column.page_link(lesson.script, label=f"**{lesson.title}**")
        column.caption(prose(PAGES / lesson.script, "in one sentence"))
st.header("What you can rely on")
st.markdown(prose(__file__, "promise"))
foot("home")
