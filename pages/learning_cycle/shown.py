"""What the scenes have in common: the buttons of the cycle, the words of a phase, the convention, the rounds."""

from collections.abc import Sequence

import streamlit as st

from backprop.explain.lines import Line
from backprop.explain.numbers import text
from backprop.losses import LOSSES
from pages.learning_cycle import tables
from pages.learning_cycle.numbers import (
    BACKWARD,
    ERROR,
    FORWARD,
    PHASES,
    SMALL,
    UPDATE,
    Cycle,
    end_of_round,
    place,
)
from pages.learning_cycle.state import TABLE
from pages.learning_cycle.words.cycle import PHASE_NAMES, where
from pages.shared.formulas import lines_table, numbers_table
from pages.shared.layout import prose
from pages.shared.walk import walk
from pages.shared.widgets import Number

PAGE = __file__
SECTIONS = {FORWARD: "forward", ERROR: "error", BACKWARD: "backward", UPDATE: "update"}
BOUND = text(SMALL)
"""The bound below which a loss is small, as text."""


def presses_of(cycle: Cycle, number: Number) -> int:
    """The buttons: back, next, a whole round, until the loss is small; returns the number of presses that is shown."""
    return walk(
        number,
        cycle.most,
        lambda now: PHASE_NAMES[now % PHASES].lower(),
        lambda now: {"Whole round": end_of_round(now), "Until it is small": cycle.small},
    )


def phase_words(cycle: Cycle, presses: int, title: str, result: str, why: str, lines: Sequence[Line]) -> None:
    """What has just been computed: title and result first, then the reason and every number."""
    here = place(presses)
    loss = cycle.trace(here.round).loss
    known = here.phase is not None and here.phase >= ERROR
    st.caption(where(presses))
    at_end = presses == cycle.most
    extra = []
    if known and loss < SMALL:
        extra.append(prose(PAGE, "small", bound=BOUND) + ("" if at_end else f" {prose(PAGE, 'go on')}"))
    if at_end:
        extra.append(prose(PAGE, "end", rounds=str(cycle.rounds)))
    st.info("\n\n".join([f"**{title}**  \n{result}" if result else f"**{title}**", *extra]))
    st.markdown("\n\n".join([why, lines_table(lines)]))


def convention(cycle: Cycle) -> None:
    """A caption with the loss and the optimizer."""
    loss, rate = LOSSES[cycle.example.loss], text(cycle.example.learning_rate)
    st.caption(prose(PAGE, "convention", title=loss.title, convention=loss.convention, rate=rate))


def rounds_table(cycle: Cycle, presses: int) -> None:
    """The rounds as a table, if its switch is on."""
    if TABLE.show():
        numbers_table(tables.rounds_table(cycle, cycle.seen(presses)), "The rounds so far.")
