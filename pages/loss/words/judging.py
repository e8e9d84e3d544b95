"""Two losses on the same predictions, in numbers and words."""

from collections.abc import Mapping, Sequence

import numpy as np

from backprop.explain import latex as tex
from backprop.explain.lines import Line, after, shown
from backprop.explain.numbers import text
from backprop.explain.step.comparison import LossComparison, Verdict
from backprop.losses import LOSSES
from backprop.trace import StepTrace
from pages.loss.numbers import LOG, MSE
from pages.loss.numbers.race import Course

IN_A_SENTENCE: Mapping[str, str] = {MSE: "MSE", LOG: "log loss"}
NOBODY, TOGETHER = "neither", "both at once"
_DIGITS = 4
_UPSTREAM = tex.upstream(r"\frac{\partial L}{\partial \hat y}")
_SLOPE = tex.slope(r"\frac{\partial \hat y}{\partial z}")


def other(loss: str) -> str:
    """The loss that is not chosen."""
    return LOG if loss == MSE else MSE


def point_rows(step: StepTrace) -> list[tuple[str, ...]]:
    """What each point adds: x, y, ŷ; then the error and its square, or the probability given to y and the surprise.

    Args:
        step: a line under MSE, or a curve under log loss, on all points.
    """
    rows = []
    for x, y, prediction, term in zip(
        step.x[:, 0], step.y[:, 0], step.prediction[:, 0], step.loss_terms[:, 0], strict=True
    ):
        middle = prediction - y if step.loss_name == MSE else probability(y, prediction)
        rows.append(tuple(text(float(value), 3) for value in (x, y, prediction, middle, term)))
    return rows


def probability(y: float, prediction: float) -> float:
    """The probability that was given to what happened."""
    return prediction if y == 1 else 1.0 - prediction


def most_wrong(step: StepTrace) -> str:
    """Which point adds most to the loss, and its share; or that several points, or all, add equally much."""
    terms = step.loss_terms[:, 0]
    total = float(terms.sum())
    share = f"{float(terms.max()) / total if total else 0.0:.0%}"
    worst = np.flatnonzero(np.isclose(terms, terms.max(), rtol=1e-9, atol=0.0))
    if len(worst) == len(terms):
        return f"Every point makes {share} of it."
    places = [f"x = {text(float(step.x[index, 0]), 3)}" for index in worst]
    if len(places) == 1:
        return f"The point at {places[0]} alone makes {share} of it."
    return f"The points at {', '.join(places[:-1])} and {places[-1]} make most of it, {share} each."


def chain_lines(comparison: LossComparison, loss: str) -> tuple[Line, ...]:
    """∂L/∂ŷ, the slope, and their product δ, for a neuron with one output and one sample.

    For log loss the slope cancels, and δ is ŷ − y.
    """
    verdict = comparison.squared if loss == MSE else comparison.logarithmic
    prediction, y = float(comparison.prediction[0]), float(comparison.target[0])
    return (_upstream_line(verdict, prediction, y), _slope_line(prediction), _delta_line(verdict, prediction, y))


def _upstream_line(verdict: Verdict, prediction: float, y: float) -> Line:
    da = float(verdict.da[0])
    if verdict.loss.name == MSE:
        return Line(_UPSTREAM, verdict.loss.dlatex, rf"2 \cdot ({shown(prediction)} - {after(y)})", da)
    if y == 1:
        return Line(_UPSTREAM, r"-\frac{1}{\hat y}", rf"-\frac{{1}}{{{shown(prediction)}}}", da)
    return Line(_UPSTREAM, r"\frac{1}{1 - \hat y}", rf"\frac{{1}}{{1 - {shown(prediction)}}}", da)


def _slope_line(prediction: float) -> Line:
    numbers = rf"{shown(prediction)} \cdot (1 - {shown(prediction)})"
    return Line(_SLOPE, r"\hat y\,(1 - \hat y)", numbers, prediction * (1.0 - prediction))


def _delta_line(verdict: Verdict, prediction: float, y: float) -> Line:
    delta, product = float(verdict.delta[0]), rf"{_UPSTREAM} \cdot {_SLOPE}"
    if verdict.loss.name == MSE:
        da, slope = shown(float(verdict.da[0])), shown(prediction * (1.0 - prediction))
        return Line(r"\delta", product, rf"{tex.upstream(da)} \cdot {tex.slope(slope)}", delta)
    return Line(r"\delta", rf"{product} = \hat y - y", rf"{shown(prediction)} - {after(y)}", delta)


def ratio_text(comparison: LossComparison) -> tuple[str, str]:
    """δ under MSE over δ under log loss; and the same under ½ squared, which has no factor 2."""
    ratio = float(comparison.ratio[0])
    return text(ratio, _DIGITS), text(ratio / 2.0, _DIGITS)


def first_below_half(courses: Sequence[Course]) -> str:
    """Whose prediction is below ½ first: the title of its loss, `NOBODY`, or `TOGETHER`."""
    when = {course.loss: course.below_half for course in courses}
    reached = {loss: count for loss, count in when.items() if count is not None}
    if not reached:
        return NOBODY
    earliest = min(reached.values())
    winners = [loss for loss, count in reached.items() if count == earliest]
    return LOSSES[winners[0]].title if len(winners) == 1 else TOGETHER


def when_below_half(course: Course) -> str:
    """After how many updates the prediction of a copy is below ½, in words."""
    count = course.below_half
    if count is None:
        return f"not within {len(course.moved)} updates"
    return "from the start" if count == 0 else f"after {count} update{'s' if count > 1 else ''}"


def longest(course: Course) -> tuple[int, float]:
    """The number, from 1, of the update that moved z furthest, and how far."""
    index = int(np.argmax(course.moved))
    return index + 1, float(course.moved[index])


def race_rows(courses: Sequence[Course]) -> list[tuple[str, list[str]]]:
    """Rows of a table: the name of each number to compare, and its value for each copy."""
    far = [longest(course) for course in courses]
    return [
        ("learning rate α", [text(course.rate, _DIGITS) for course in courses]),
        ("first update moves z by", [text(float(course.moved[0]), _DIGITS) for course in courses]),
        ("longest update of this run moves z by", [text(size, _DIGITS) for _, size in far]),
        ("… which is update", [str(which) for which, _ in far]),
        ("ŷ below ½", [when_below_half(course) for course in courses]),
        ("ŷ at the end", [text(float(course.prediction[-1]), _DIGITS) for course in courses]),
    ]
