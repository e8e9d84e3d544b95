"""The questions before the results; the right answers come from the engine."""

from collections.abc import Sequence

import numpy as np

from backprop.explain.numbers import text
from backprop.losses import LOSSES
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.classes import judged_classes
from pages.loss.numbers.extremes import first_exact_one
from pages.loss.numbers.neuron import REACH, shape, surprise
from pages.loss.numbers.race import Course
from pages.loss.state import (
    CHANGES,
    CORRECT,
    DOUBLES,
    EXACT,
    FIRST,
    HALF_WAY,
    LARGER,
    MORE,
    MOST,
    NO,
    OTHERS,
    STAYS,
    TWICE,
    WRONG,
    YES,
)
from pages.loss.words.judging import IN_A_SENTENCE, first_below_half, when_below_half

_DIGITS = 4
_ERRORS = (0.25, 0.45)


def twice(loss: str) -> None:
    """Ask what a point adds if its error doubles: one question for both losses, so the toggle changes no widget."""
    grown = [_added(loss, 2 * error) / _added(loss, error) for error in _ERRORS]
    first, second = (text(value, 3) for value in grown)
    errors = [text(error, 2) for error in (*_ERRORS, *(2 * error for error in _ERRORS))]
    names = dict(zip(("one", "two", "twice_one", "twice_two"), errors, strict=True))
    right = MORE if all(value > 2.0 + 1e-9 for value in grown) else DOUBLES
    TWICE.ask(__file__, right, loss, first=first, second=second, **names)


def _added(loss: str, error: float) -> float:
    """What a point with target 0 adds to the loss if ŷ differs from it by `error`."""
    if loss == LOG:
        return surprise(1.0 - error)
    return float(LOSSES[loss].term(np.zeros(()), np.array(error), np.zeros(())))


def largest(loss: str, place: float, y: float) -> None:
    """Ask where the error signal of the chosen loss is largest: `place` is ŷ there."""
    error = abs(place - y)
    right = WRONG if error > 0.99 else CORRECT if error < 0.01 else HALF_WAY
    MOST.ask(__file__, right, loss, place=text(place, 3), title=IN_A_SENTENCE[loss])


def larger() -> None:
    """Ask whether δ under MSE is ever the larger one."""
    shapes = {loss: shape(loss, 0.0, np.linspace(-REACH, REACH, 121)) for loss in BOTH}
    ratio = shapes[MSE].delta / shapes[LOG].delta
    best = int(ratio.argmax())
    numbers = {"ratio": text(float(ratio[best]), _DIGITS), "place": text(float(shapes[MSE].a[best]), _DIGITS)}
    LARGER.ask(__file__, YES if ratio[best] > 1 else NO, **numbers)


def exactly() -> None:
    """Ask whether the computer's ŷ can be exactly 1."""
    EXACT.ask(__file__, YES, z=text(first_exact_one()))


def first(courses: Sequence[Course]) -> bool:
    """Ask which copy is below ½ first; returns whether there is an answer."""
    one, two = courses
    return FIRST.ask(__file__, first_below_half(courses), mse=when_below_half(one), log=when_below_half(two))


def others(loss: str) -> None:
    """Ask whether the loss changes if the wrong classes share the rest of the probability differently."""
    even, uneven = (judged_classes(logits, 0, loss) for logits in (_EVEN, _UNEVEN))
    right = STAYS if np.isclose(even.loss, uneven.loss, rtol=1e-9) else CHANGES
    numbers = {"even": text(even.loss, _DIGITS), "uneven": text(uneven.loss, _DIGITS)}
    true = text(float(even.prediction[0, 0]), 2)
    OTHERS.ask(__file__, right, "cross-entropy" if loss == LOG else "mse", true=true, **numbers)


_EVEN = tuple(float(value) for value in np.log([0.5, 0.25, 0.25]))
_UNEVEN = tuple(float(value) for value in np.log([0.5, 0.4, 0.1]))
"""Logits with the same probability for the first class, and the rest shared out in two ways."""
