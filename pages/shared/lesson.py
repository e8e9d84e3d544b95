"""The frame of a lesson: the link is read; title, notes and question come first; take-away and links come last."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from pages.shared.layout import prose
from pages.shared.state import misread, read_link, show_notes
from pages.shared.story import foot, lesson_of
from pages.shared.widgets import Switch, Widget, short_names


@contextmanager
def lesson(page: str, widgets: Sequence[Widget], beside: Switch | None = None) -> Iterator[list[str]]:
    """The parts of a page that are the same in all lessons; the content of the `with` block is drawn between them.

    lesson.md has to have the sections `question`, with which the page begins, and `take away`, with which it ends.

    Args:
        page: the `__file__` of the page.
        widgets: the rows of its widgets.
        beside: a switch to the right of the question.

    Yields:
        A list for more notes about the link.
    """
    here = lesson_of(Path(page).parent.name)
    said = read_link(here.key, here.script, [row.key for row in widgets], short_names(widgets))
    st.title(here.title)
    place = st.container()
    if beside is None:
        st.markdown(prose(page, "question"))
    else:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(prose(page, "question"), width="content")
            beside.show()
    notes: list[str] = []
    yield notes
    st.header("Take away")
    st.markdown(prose(page, "take away"))
    foot(here.key)
    with place:
        show_notes([*misread(said, st.session_state.to_dict()), *notes])
