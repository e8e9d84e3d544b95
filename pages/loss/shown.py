"""What the scenes have in common: the prose, the convention, and the controls that two of them share."""

from collections.abc import Sequence

import streamlit as st

from backprop.explain.latex import small
from backprop.explain.lines import Line
from backprop.explain.numbers import text
from backprop.explain.step.comparison import LossComparison, compare_losses
from backprop.losses import LOSSES
from pages.loss.numbers import MSE
from pages.loss.numbers.neuron import judged
from pages.loss.state import Y, Z
from pages.shared.layout import formula_text

PAGE = __file__
DIGITS = 4


def lines_table(head: Sequence[str], lines: Sequence[Line]) -> str:
    """Each number with its formula and its result, as Markdown, below three headings."""
    rows = [
        f"| {formula_text(small(line.sign))} | {formula_text(small(f'{line.symbols} = {line.numbers}'))}"
        f" | **{text(line.value, 5)}** |"
        for line in lines
    ]
    return "\n".join([f"| {' | '.join(head)} |", "| --- | --- | ---: |", *rows])


def convention(loss: str) -> None:
    """A caption with the convention of a loss, because textbooks differ."""
    st.caption(f"{LOSSES[loss].title}: {LOSSES[loss].convention}")


def stressed(loss: str, of_mse: str, of_log: str) -> list[str]:
    """Two numbers side by side, that of the chosen loss in bold."""
    return [f"**{of_mse}**", of_log] if loss == MSE else [of_mse, f"**{of_log}**"]


def point(loss: str) -> tuple[float, float, LossComparison]:
    """The slider over z and the choice of y; both losses from one forward pass there."""
    with st.container(horizontal=True, vertical_alignment="center"):
        y = float(Y.show())
        z = Z.show()
    comparison = compare_losses(judged(z, y, loss), 0)
    assert isinstance(comparison, LossComparison)  # a sigmoid output and a target of 0 or 1 can be compared
    return z, y, comparison
