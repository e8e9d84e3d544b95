"""A question before a result; what is right comes from the engine."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from backprop.explain.numbers import text
from backprop.losses import LOSSES
from pages.loss.controls import TITLES
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.classes import judged_classes
from pages.loss.numbers.extremes import first_exact_one
from pages.loss.numbers.neuron import REACH, shape, surprise
from pages.loss.numbers.race import Course
from pages.loss.words.judging import IN_A_SENTENCE, NOBODY, TOGETHER, first_below_half, when_below_half
from pages.shared.layout import prose
from pages.shared.predict import prediction

_DIGITS = 4
DOUBLES, MORE = "doubles", "more than doubles"
_ERRORS = (0.25, 0.45)
CORRECT, HALF_WAY, WRONG = "where it is right", "half-way", "where it is most wrong"
YES, NO = "yes", "no"
STAYS, CHANGES = "stays the same", "changes"


def twice(loss: str) -> None:
    """What a point adds once it is twice as wrong: one question for both losses, so the toggle changes no widget."""
    grown = [_added(loss, 2 * error) / _added(loss, error) for error in _ERRORS]
    first, second = (text(value, 3) for value in grown)
    errors = [text(error, 2) for error in (*_ERRORS, *(2 * error for error in _ERRORS))]
    names = dict(zip(("one", "two", "twice_one", "twice_two"), errors, strict=True))
    right = MORE if all(value > 2.0 + 1e-9 for value in grown) else DOUBLES
    why = prose(__file__, f"answer twice {loss}", first=first, second=second, **names)
    prediction(prose(__file__, "question twice"), (DOUBLES, MORE), right, why, "l_twice")


def _added(loss: str, error: float) -> float:
    """What a point whose target is 0 adds, if ŷ is that far from it."""
    if loss == LOG:
        return surprise(1.0 - error)
    return float(LOSSES[loss].term(np.zeros(()), np.array(error), np.zeros(())))


def largest(loss: str, place: float, y: float) -> None:
    """Where the error signal of the chosen loss is largest: `place` is ŷ there."""
    error = abs(place - y)
    right = WRONG if error > 0.99 else CORRECT if error < 0.01 else HALF_WAY
    why = prose(__file__, f"answer largest {loss}", place=text(place, 3))
    question = prose(__file__, "question largest", title=IN_A_SENTENCE[loss])
    prediction(question, (CORRECT, HALF_WAY, WRONG), right, why, "l_most")


def larger() -> None:
    """Whether δ under MSE is ever the larger one."""
    shapes = {loss: shape(loss, 0.0, np.linspace(-REACH, REACH, 121)) for loss in BOTH}
    ratio = shapes[MSE].delta / shapes[LOG].delta
    best = int(ratio.argmax())
    numbers = {"ratio": text(float(ratio[best]), _DIGITS), "place": text(float(shapes[MSE].a[best]), _DIGITS)}
    right = YES if ratio[best] > 1 else NO
    prediction(
        prose(__file__, "question larger"), (YES, NO), right, prose(__file__, "answer larger", **numbers), "l_larger"
    )


def exactly() -> None:
    """Whether the computer's ŷ can be exactly 1."""
    why = prose(__file__, "answer exactly", z=text(first_exact_one()))
    prediction(prose(__file__, "question exactly"), (YES, NO), YES, why, "l_exact")


def first(courses: Sequence[Course]) -> bool:
    """Who is below ½ first; whether there is an answer."""
    one, two = courses
    why = prose(__file__, "answer first", mse=when_below_half(one), log=when_below_half(two))
    options = (*TITLES.values(), TOGETHER, NOBODY)
    return prediction(prose(__file__, "question first"), options, first_below_half(courses), why, "l_first") is not None


def forget_first() -> None:
    """Another race is another question."""
    st.session_state.l_first = None


def others(loss: str) -> None:
    """Whether the loss cares which wrong class gets the rest."""
    even, uneven = (judged_classes(logits, 0, loss) for logits in (_EVEN, _UNEVEN))
    right = STAYS if np.isclose(even.loss, uneven.loss, rtol=1e-9) else CHANGES
    numbers = {"even": text(even.loss, _DIGITS), "uneven": text(uneven.loss, _DIGITS)}
    section = "cross-entropy" if loss == LOG else "mse"
    why = prose(__file__, f"answer others {section}", **numbers)
    prediction(
        prose(__file__, "question others", true=text(float(even.prediction[0, 0]), 2)),
        (STAYS, CHANGES),
        right,
        why,
        "l_others",
    )


_EVEN = tuple(float(value) for value in np.log([0.5, 0.25, 0.25]))
_UNEVEN = tuple(float(value) for value in np.log([0.5, 0.4, 0.1]))
"""Logits with the same probability for the first class, and the rest shared out in two ways."""
