"""Scene 2: both losses over ŷ and over z, with their derivatives; one point on all of them."""

from functools import cache

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.explain.step.comparison import LossComparison
from backprop.figures.style import CONFIG
from backprop.losses import LOSSES
from pages.loss.figures.shapes import shapes
from pages.loss.numbers import BOTH
from pages.loss.numbers.neuron import REACH, Shape, shape, steepest
from pages.loss.questions import largest
from pages.loss.shown import DIGITS, PAGE, convention, point, stressed
from pages.loss.state import TITLES
from pages.loss.words.alt import shapes_alt
from pages.loss.words.judging import IN_A_SENTENCE
from pages.shared.formulas import words_table
from pages.shared.layout import colours, prose

_PLACES = np.linspace(-REACH, REACH, 81)


@cache
def _curves(y: float) -> dict[str, Shape]:
    return {loss: shape(loss, y, _PLACES) for loss in BOTH}


@cache
def _steepest(loss: str, y: float) -> tuple[float, float]:
    return steepest(loss, y)


def scene(loss: str, questions: bool, result: DeltaGenerator) -> None:
    """The curves, and the numbers at the point."""
    picture, words = st.columns([3, 2], gap="medium")
    with words:
        z, y, comparison = point(loss)
        verdict = {found.loss.name: found for found in (comparison.squared, comparison.logarithmic)}[loss]
        (most, place), delta = _steepest(loss, y), abs(float(verdict.delta[0]))
        share = f"{delta / most:.1%}" if delta > 1e-3 * most else "less than 0.1%"
        title = LOSSES[loss].title
        result.info(
            f"**{title}: L = {text(verdict.value, DIGITS)}, δ = {text(float(verdict.delta[0]), DIGITS)}**  \n"
            + prose(PAGE, f"curves share {loss}", share=share, title=IN_A_SENTENCE[loss], most=text(most, 3))
        )
        st.markdown(prose(PAGE, f"curves {loss}"))
        st.markdown(words_table(["At this z", *TITLES.values()], _rows(comparison, loss)))
        if questions:
            largest(loss, place, y)
    with picture:
        here = {name: shape(name, y, np.array([z])) for name in BOTH}
        figure = shapes(_curves(y), here, loss, y, colours())
        st.plotly_chart(figure, theme=None, key="curves", config=CONFIG, alt=shapes_alt(comparison, loss, z))
    convention(loss)


def _rows(comparison: LossComparison, loss: str) -> list[list[str]]:
    """The value and the two derivatives of both losses."""
    both = (comparison.squared, comparison.logarithmic)
    values = {
        "L": [verdict.value for verdict in both],
        "∂L/∂ŷ": [float(verdict.da[0]) for verdict in both],
        "δ = ∂L/∂z": [float(verdict.delta[0]) for verdict in both],
    }
    return [[name, *stressed(loss, *(text(value, DIGITS) for value in row))] for name, row in values.items()]
