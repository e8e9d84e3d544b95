"""Numbers with their formulas as Markdown tables, pictures, and tables of numbers: as every lesson shows them."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from backprop.explain.latex import small
from backprop.explain.lines import Line
from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from pages.shared.layout import formula_text


def words_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown: words in the first column, numbers in the others."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def lines_table(lines: Sequence[Line], head: Sequence[str] = ("Number", "How", "Result"), digits: int = 6) -> str:
    """Markdown: each number with its formula, the same with numbers, and its result; nothing for no lines."""
    rows = [f"| {formula_text(small(line.sign))} | {_how(line)} | **{text(line.value, digits)}** |" for line in lines]
    return "\n".join([f"| {' | '.join(head)} |", "| --- | --- | ---: |", *rows]) if rows else ""


def _how(line: Line) -> str:
    """The formula, and the same with numbers."""
    return " = ".join(formula_text(small(body)) for body in (line.symbols, line.numbers) if body)


def picture(figure: go.Figure, key: str, alt: str) -> None:
    """A figure without animation, and what it shows in words."""
    st.plotly_chart(figure, theme=None, key=key, config=CONFIG, alt=alt)


def numbers_table(frame: pd.DataFrame, alt: str) -> None:
    """A table of numbers with six digits; the first column is a counter."""
    digits = st.column_config.NumberColumn(format="%.6g")
    columns = {str(name): digits for name in frame.columns[1:]}
    st.dataframe(frame, hide_index=True, column_config=columns, alt=alt)
