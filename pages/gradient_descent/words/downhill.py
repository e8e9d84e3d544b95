"""One step of gradient descent in words and LaTeX: the rule with its numbers, the predicted and the actual change."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from backprop.explain.latex import LINE, aligned, width
from backprop.explain.numbers import factor, latex, text
from backprop.landscape.descent import Descent
from backprop.landscape.network_surfaces import Fit
from backprop.landscape.surfaces import Surface

Array = np.ndarray

DIGITS = 6
_EXACT = 1e-3
"""Predicted and actual change agree if they differ by at most this share."""
_ROUNDING = 1e-12
"""A change below this share of the loss cannot be distinguished from rounding error."""

RULE = r"\theta_{\text{new}} = \theta_{\text{old}} - \alpha\,\nabla L(\theta_{\text{old}})"
RULE_OF_ONE = r"w_{\text{new}} = w_{\text{old}} - \alpha\,\frac{\partial L}{\partial w}"


@dataclass(frozen=True, slots=True)
class Step:
    """What a step does, or would do.

    Attributes:
        before, after: θ (d,); `after` is None where its numbers are too large to hold.
        value, next_value: the loss at both; `next_value` is None where `after` is None.
        gradient: of the loss before the step (d,).
        rate: α.
        predicted: the change of the loss that the gradient predicts, −α‖∇L‖².
        actual: the actual change of the loss; None where `after` is None.
        ahead: slope at the end of the step, in its direction; negative is downhill. None where `after` is None.
    """

    before: tuple[float, ...]
    after: tuple[float, ...] | None
    value: float
    next_value: float | None
    gradient: tuple[float, ...]
    rate: float
    predicted: float
    actual: float | None
    ahead: float | None


def step_of(walk: Descent, index: int) -> Step:
    """Step `index`, from 0, of a walk by gradient descent; the one after the last step is the step that broke it."""
    rate = walk.optimizer.learning_rate
    gradient = walk.gradient[index]
    known = index < walk.steps
    with np.errstate(over="ignore", invalid="ignore"):
        predicted = float(walk.predicted_change[index] if known else -rate * np.sum(np.square(gradient)))
        ahead = float(np.sum(walk.gradient[index + 1] * walk.update[index])) if known else None
    return Step(
        before=tuple(map(float, walk.theta[index])),
        after=tuple(map(float, walk.theta[index + 1])) if known else None,
        value=float(walk.value[index]),
        next_value=float(walk.value[index + 1]) if known else None,
        gradient=tuple(map(float, gradient)),
        rate=rate,
        predicted=predicted,
        actual=float(walk.actual_change[index]) if known else None,
        ahead=ahead,
    )


def place_text(surface: Surface, place: Sequence[float] | Array, digits: int = DIGITS) -> str:
    """A place as text: w = 0.6, or w₁ = −2, w₂ = 0.5."""
    pairs = zip(surface.names, place, strict=True)
    return ", ".join(f"{name} = {text(float(value), digits)}" for name, value in pairs)


def near_text(surface: Surface, place: Sequence[float] | Array) -> str:
    """A place to three decimals."""
    return place_text(surface, [round(float(value), 3) + 0.0 for value in place], 9)


def rule(surface: Surface) -> str:
    """The update rule in symbols."""
    return RULE_OF_ONE if surface.dimensions == 1 else RULE


def rule_in_numbers(surface: Surface, step: Step) -> str:
    """The rule with numbers put in; what does not fit on one line goes on two or three, for all parameters alike."""
    sides = [(name, *_moved(step, index)) for index, name in enumerate(surface.names_latex)]
    whole = max(width("".join(side)) for side in sides)
    numbers = max(width(old + move) for _, old, move, _ in sides)
    before_move = " " if numbers <= LINE else r" \\ & \quad "
    before_new = " = " if whole <= LINE + 2 else r" \\ &= "
    return aligned([f"{name} &= {old}{before_move}{move}{before_new}{new}" for name, old, move, new in sides])


def _moved(step: Step, index: int) -> tuple[str, str, str]:
    """Old value, minus α times slope, new value."""
    move = rf"- {latex(step.rate, DIGITS)} \cdot {factor(step.gradient[index], DIGITS)}"
    new = latex(step.after[index], DIGITS) if step.after else r"\text{too large to hold}"
    return latex(step.before[index], DIGITS), move, rf"\mathbf{{{new}}}"


def gradient_rows(surface: Surface, step: Step) -> list[tuple[str, str]]:
    """Symbols and values as text: gradient, predicted change, actual change."""
    rows = [(f"∂L/∂{name}", text(slope, DIGITS)) for name, slope in zip(surface.names, step.gradient, strict=True)]
    length = "‖∇L‖²" if surface.dimensions > 1 else "(∂L/∂w)²"
    actual = "too large to hold" if step.actual is None else text(step.actual, DIGITS)
    return [*rows, (f"−α {length}", text(step.predicted, DIGITS)), ("ΔL", actual)]


def agreement(step: Step) -> str:
    """How well predicted and actual change agree, and why, in one or two sentences."""
    if all(slope == 0 for slope in step.gradient):
        return "The gradient is 0: the step goes nowhere, and the loss stays as it is."
    if step.actual is None or not isfinite(step.actual):
        return "The step is so long that its outcome is too large for a computer to hold."
    if abs(step.predicted) <= _ROUNDING * abs(step.value):
        return "The step is too short to compare: beside the loss, the change is no larger than rounding."
    share = step.actual / step.predicted
    if abs(share - 1) <= _EXACT:
        return "They agree: on average, the slope along the step is what it is at its beginning."
    if step.actual > 0:
        return (
            f"The slope promised a fall, and the loss rose by {text(step.actual, 4)}: the step is too long for the "
            f"curvature on the way.{_over(step)}"
        )
    if share < 1:
        kept = "nothing" if step.actual == 0 else _percent(share)
        return f"Of the promised fall, {kept} came true: on the whole, the loss bends upwards on the way.{_over(step)}"
    more = f"The loss fell by {text(share, 3)} times what was promised"
    return f"{more}: on the whole, it bends downwards on the way.{_over(step)}"


def _percent(share: float) -> str:
    return "less than 0.1 %" if share < 1e-3 else f"{text(100 * share, 3)} %"


def _over(step: Step) -> str:
    """A sentence if the step passed a lowest point: it went downhill at first, and at its end it goes uphill."""
    if step.ahead is not None and step.ahead > 0:
        return " The step jumped over a lowest point: at its end, going on leads uphill."
    return ""


def bound_sentence(curvature: float, rate: float) -> str:
    """α compared with 2/λmax at a place.

    Args:
        curvature: λmax there; anything but a positive number means that there is no bound.
        rate: α.
    """
    if not isfinite(curvature):
        return "Here the curvature is too large to tell, so there is no bound to compare α with."
    if curvature <= 0:
        return "Here the loss bends upwards in no direction, so there is no bound on α."
    bound = 2.0 / curvature
    here = (
        f"The loss bends upwards here by at most λmax = {text(curvature, 4)}. If it bent so everywhere, a walk would "
        f"settle only with α below 2/λmax = {text(bound, 4)}: α = {text(rate, 9)}"
    )
    if abs(rate - bound) <= _ROUNDING * bound:
        return f"{here} is exactly there."
    return f"{here} is {'below' if rate < bound else 'above'} it."


def picture_alt(surface: Surface, walk: Descent, index: int, outside: bool) -> str:
    """What the picture shows.

    Args:
        surface: the ground.
        walk: the walk, at least up to the current place.
        index: number of steps taken.
        outside: whether the current place is outside of the picture.
    """
    kind = "A curve, the loss over w" if surface.dimensions == 1 else "Contour lines of the loss"
    steps = "1 step" if index == 1 else f"{index} steps"
    here = f"After {steps} the walk is at {place_text(surface, walk.theta[index])}"
    end = ", outside of the picture" if outside else ""
    way = f" The step from there leads to {place_text(surface, walk.theta[index + 1])}." if index < walk.steps else ""
    return f"{kind}. {here}, loss {text(float(walk.value[index]), DIGITS)}{end}.{way}"


def fit_alt(fit: Fit, theta: Array) -> str:
    """The network's output with these weights, compared with the data."""
    said = fit.output(theta, fit.x)
    off = float(np.abs(said - fit.y).max())
    return f"{len(fit.x)} points, and the line of what the network says; it is off by {text(off, 3)} at most."
