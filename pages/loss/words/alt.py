"""What the pictures of two losses show, in words computed from the same data."""

from collections.abc import Sequence

import numpy as np

from backprop.explain.numbers import text
from backprop.explain.step.comparison import LossComparison
from backprop.losses import LOSSES
from backprop.trace import StepTrace
from pages.loss.numbers import MSE
from pages.loss.numbers.extremes import Way
from pages.loss.numbers.race import Course
from pages.loss.words.judging import other, when_below_half

_DIGITS = 4


def data_alt(step: StepTrace, w: float, b: float) -> str:
    """Points with squares along a line, or with surprises below an S-curve."""
    terms = step.loss_terms[:, 0]
    largest = text(float(terms.max()), _DIGITS)
    mean = text(step.loss, _DIGITS)
    where = f"with w = {text(w)} and b = {text(b)}"
    if step.loss_name == MSE:
        return (
            f"{len(terms)} points and a line {where}. On each error stands a square, the largest of area {largest}. "
            f"Beside them the average square, of area {mean}."
        )
    return (
        f"{len(terms)} points, each no or yes, and an S-curve {where}. Below each point a bar, its surprise, "
        f"the highest {largest}. The average is {mean}."
    )


def shapes_alt(comparison: LossComparison, loss: str, z: float) -> str:
    """Both losses over ŷ and over z, with their derivatives."""
    chosen, faint = _both(comparison, loss)
    prediction = text(float(comparison.prediction[0]), _DIGITS)
    return (
        f"Four charts: the loss over ŷ and over z, and below each its derivative. The point is at ŷ = {prediction}, "
        f"z = {text(z)}. {chosen}; {faint}."
    )


def _both(comparison: LossComparison, loss: str) -> list[str]:
    verdicts = {
        comparison.squared.loss.name: comparison.squared,
        comparison.logarithmic.loss.name: comparison.logarithmic,
    }
    return [
        f"{LOSSES[name].title}: L = {text(verdicts[name].value, _DIGITS)}, "
        f"∂L/∂ŷ = {text(float(verdicts[name].da[0]), _DIGITS)}, δ = {text(float(verdicts[name].delta[0]), _DIGITS)}"
        for name in (loss, other(loss))
    ]


def ratio_alt(comparison: LossComparison) -> str:
    """The ratio of both δ over ŷ."""
    prediction, ratio = float(comparison.prediction[0]), float(comparison.ratio[0])
    return (
        "The ratio of δ under MSE to δ under log loss over ŷ: an arch, 0 at both ends and highest in the middle. "
        f"At ŷ = {text(prediction, _DIGITS)} it is {text(ratio, _DIGITS)}."
    )


def race_alt(courses: Sequence[Course]) -> str:
    """The race, with its result."""
    sides = [
        f"{LOSSES[course.loss].title} with α = {text(course.rate, _DIGITS)} falls below ½: {when_below_half(course)}, "
        f"and it ends at {text(float(course.prediction[-1]), _DIGITS)}"
        for course in courses
    ]
    return (
        "Two charts that play together: the prediction of both neurons over the updates, and how far one update moves "
        f"z, over z. {'; '.join(sides)}."
    )


def classes_alt(step: StepTrace, true: int) -> str:
    """Probabilities and error signals of all classes."""
    shares = ", ".join(text(float(value), 3) for value in step.prediction[0])
    deltas = ", ".join(text(float(value), 3) for value in step.backward[0].delta[0])
    return (
        f"Bars for {step.prediction.shape[1]} classes. Probabilities: {shares}; the true class is {true + 1}. "
        f"Error signals δ: {deltas}."
    )


def extremes_alt(loss: str, z: float, value: float, ways: dict[str, Way] | None) -> str:
    """The loss for large |z|, computed in several ways."""
    at = f"At z = {text(z)} it is {text(value, 6)}"
    if ways is None:
        return f"{LOSSES[loss].title} over z: between 0 and 1 everywhere. {at}."
    said = ", ".join(f"{name} {text(float(np.ravel(way.value)[0]), 6)}" for name, way in ways.items())
    return f"{LOSSES[loss].title} over z, a line that goes on for ever. {at}; {said}."
