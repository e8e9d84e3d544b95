"""Scene 1: drag the line, and see the squares; drag the S-curve, and see the surprises."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.losses import LOSSES
from backprop.trace import StepTrace
from pages.loss.figures.data import PLACES, is_cut, squares, surprises
from pages.loss.numbers import MSE
from pages.loss.numbers.data import along, best, fitted
from pages.loss.questions import twice
from pages.loss.shown import DIGITS, PAGE, convention
from pages.loss.state import B, W
from pages.loss.words.alt import data_alt
from pages.loss.words.judging import most_wrong, point_rows
from pages.shared.formulas import words_table
from pages.shared.layout import colours, prose

_HEADS = {
    "mse": ("x", "y", "ŷ", "error ŷ − y", "area"),
    "log_loss": ("x", "y", "ŷ", "given to y", "surprise"),
}
_AS_GOOD = 1.005
"""A loss up to this many times the smallest one counts as the best that these sliders can reach."""


def scene(loss: str, questions: bool, result: DeltaGenerator) -> None:
    """The points, the two sliders, and what each point adds."""
    picture, words = st.columns([3, 2], gap="medium")
    with words:
        st.markdown(prose(PAGE, f"data {loss}"))
        left, right = st.columns(2)
        w = W.show(left)
        b = B.show(right)
        step = fitted(loss, w, b)
        result.info(f"**{LOSSES[loss].title} = {text(step.loss, DIGITS)}**  \n{_how_good(step)}")
        st.markdown(words_table(_HEADS[loss], point_rows(step)))
        if questions:
            twice(loss)
    with picture:
        draw = squares if loss == MSE else surprises
        figure = draw(step, (PLACES, along(loss, w, b, PLACES)), colours())
        st.plotly_chart(figure, theme=None, key="data", config=CONFIG, alt=data_alt(step, w, b))
        if loss == MSE and is_cut(step):
            st.caption(prose(PAGE, "data cut"))
    convention(loss)


def _how_good(step: StepTrace) -> str:
    """The loss compared with the best fit, and the point that adds most to it."""
    w, b, least = best(step.loss_name)
    if step.loss <= _AS_GOOD * least:
        return prose(PAGE, "data best", least=text(least, DIGITS))
    found = {"w": text(w, 3), "b": text(b, 3), "least": text(least, DIGITS)}
    return prose(PAGE, "data so far", points=most_wrong(step), **found)
