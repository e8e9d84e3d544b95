"""Scene 6: ŷ exactly 0 or 1. The textbook formula breaks, clipping is wrong, the logits are exact."""

from functools import cache

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.losses import LOSSES
from pages.loss.figures.extremes import PLACES as DRAWN
from pages.loss.figures.extremes import far_out
from pages.loss.numbers import LOG, MSE
from pages.loss.numbers.extremes import SMALLEST, Way, clipped, from_logits, naive
from pages.loss.numbers.neuron import shape
from pages.loss.questions import exactly
from pages.loss.shown import PAGE, convention
from pages.loss.state import EDGE, SIDE
from pages.loss.words.alt import extremes_alt
from pages.shared.formulas import words_table
from pages.shared.layout import colours, prose

_DIGITS = 9
_WAYS = {"from ŷ, as in the textbook": naive, f"from ŷ, kept {text(SMALLEST)} away": clipped, "from z": from_logits}


@cache
def _curves(loss: str, y: float) -> dict[str, np.ndarray]:
    if loss == MSE:
        return {LOSSES[MSE].title: shape(MSE, y, DRAWN).value}
    return {name: way(DRAWN, y).value for name, way in _WAYS.items()}


def scene(loss: str, questions: bool, result: DeltaGenerator) -> None:
    """The slider over z, and the same loss computed in three ways."""
    picture, words = st.columns([3, 2], gap="medium")
    with words:
        st.markdown(prose(PAGE, f"extremes {loss}"))
        z = float(EDGE.show())
        y, at = float(SIDE.show()), np.array([z])
        exact = shape(loss, y, at)
        ways = {name: way(at, y) for name, way in _WAYS.items()} if loss == LOG else None
        result.info(f"**{_result(loss, exact.value[0], exact.delta[0])}**  \n{_stored(z, float(exact.a[0]))}")
        rows = _rows(ways) if ways else [("from ŷ", text(exact.value[0], _DIGITS), text(exact.delta[0], 4))]
        st.markdown(words_table((LOSSES[loss].title, "L", "δ"), rows))
        if questions:
            exactly()
    with picture:
        figure = far_out(_curves(loss, y), (z, float(exact.value[0])), loss == LOG, colours())
        alt = extremes_alt(loss, z, float(exact.value[0]), ways)
        st.plotly_chart(figure, theme=None, key="extremes", config=CONFIG, alt=alt)
    convention(loss)


def _result(loss: str, value: float, delta: float) -> str:
    return f"{LOSSES[loss].title} = {text(float(value), _DIGITS)}, δ = {text(float(delta), 4)}"


def _stored(z: float, a: float) -> str:
    """What the computer stores for ŷ, and for 1 − ŷ."""
    kind = "zero" if a == 0 else "one" if a == 1 else "between"
    return prose(PAGE, f"extremes {kind}", z=text(z), prediction=text(a), rest=text(1.0 - a))


def _rows(ways: dict[str, Way]) -> list[tuple[str, ...]]:
    rows = []
    for name, way in ways.items():
        numbers = text(float(way.value[0]), _DIGITS), text(float(way.delta[0]), 4)
        rows.append((f"**{name}**", *(f"**{number}**" for number in numbers)) if name == "from z" else (name, *numbers))
    return rows
