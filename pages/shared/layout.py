"""Prose and theme: what every page needs to look like one app."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import streamlit as st

from backprop.explain.latex import paint
from backprop.figures.palette import Palette, palette


def colours() -> Palette:
    """The palette of the visitor's theme."""
    return palette(st.context.theme.type)


@cache
def _sections(path: Path) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title.strip(): body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def prose(page: str | Path, section: str, **numbers: str) -> str:
    """A section of a page's lesson.md, with numbers from the engine in place of {names}.

    Args:
        page: the `__file__` of the page.
        section: its heading in lesson.md.
        numbers: the values for the {names}.
    """
    return _sections(Path(page).with_name("lesson.md"))[section].format(**numbers)


def formula_text(body: str) -> str:
    """A formula as Markdown, with its factors in the theme's colours, by role.

    It is inline, so that a long formula breaks into lines. `st.latex` would put it into a scrolling box that the
    keyboard cannot reach.
    """
    return rf"$\displaystyle {paint(body, colours().factors)}$"


def formula(body: str) -> None:
    """A formula on a line of its own."""
    st.markdown(formula_text(body), text_alignment="center")


def markdown_table(frame: pd.DataFrame) -> None:
    """A table of words and formulas; unlike in `st.table`, no cell is a scrolling box of its own."""
    rows = [frame.columns, ["---"] * len(frame.columns), *frame.astype(str).to_numpy()]
    st.markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))
