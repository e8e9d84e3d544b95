"""What the scenes have in common: the lines of a phase, the note on a small loss, the convention, the rounds."""

from collections.abc import Sequence

import streamlit as st

from backprop.explain.latex import small
from backprop.explain.lines import Line
from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.losses import LOSSES
from pages.learning_cycle import tables
from pages.learning_cycle.figures.valley import rounds_picture
from pages.learning_cycle.numbers import ERROR, SMALL, Cycle, place
from pages.learning_cycle.walker import where
from pages.learning_cycle.words.alt import rounds_alt
from pages.shared.layout import colours, formula_text, prose

PAGE = __file__
_DIGITS = 6


def bound() -> str:
    """Below which a loss is small."""
    return text(SMALL)


def phase_words(cycle: Cycle, presses: int, title: str, result: str, why: str, lines: Sequence[Line]) -> None:
    """What has just been computed: title and result first, then the reason and every number."""
    here = place(presses)
    loss = cycle.trace(here.round).loss
    known = here.phase is not None and here.phase >= ERROR
    st.caption(where(cycle, presses))
    at_end = presses == cycle.most
    extra = []
    if known and loss < SMALL:
        extra.append(prose(PAGE, "small", bound=bound()) + ("" if at_end else f" {prose(PAGE, 'go on')}"))
    if at_end:
        extra.append(prose(PAGE, "end", rounds=str(cycle.rounds)))
    st.info("\n\n".join([f"**{title}**  \n{result}" if result else f"**{title}**", *extra]))
    st.markdown("\n\n".join([why, lines_table(lines)]))


def lines_table(lines: Sequence[Line]) -> str:
    """Each number with its formula and its result, as Markdown; nothing for no lines."""
    if not lines:
        return ""
    rows = [f"| {formula_text(small(line.sign))} | {_how(line)} | **{text(line.value, _DIGITS)}** |" for line in lines]
    return "\n".join(["| Number | How | Result |", "| --- | --- | ---: |", *rows])


def _how(line: Line) -> str:
    """The formula, and the same with numbers."""
    return " = ".join(formula_text(small(body)) for body in (line.symbols, line.numbers) if body)


def convention(cycle: Cycle) -> None:
    """Which loss, and which optimizer."""
    loss, rate = LOSSES[cycle.example.loss], text(cycle.example.learning_rate)
    st.caption(prose(PAGE, "convention", title=loss.title, convention=loss.convention, rate=rate))


def rounds_chart(cycle: Cycle, presses: int) -> None:
    """The loss of every round so far."""
    losses, seen = cycle.losses, cycle.seen(presses)
    figure = rounds_picture(losses, seen, colours())
    st.plotly_chart(figure, theme=None, key="rounds", config=CONFIG, alt=rounds_alt(losses[:seen]))


def rounds_table(cycle: Cycle, presses: int) -> None:
    """The same as a table, for those who ask for it."""
    if st.toggle("Every round in numbers", key="c_table", bind="query-params"):
        frame = tables.rounds_table(cycle, cycle.seen(presses))
        digits = st.column_config.NumberColumn(format="%.6g")
        columns = {str(name): digits for name in frame.columns[1:]}
        st.dataframe(frame, hide_index=True, column_config=columns, alt="The rounds so far.")
