"""The second method for a derivative: a finite difference, or the reason why the two cannot be compared."""

from dataclasses import dataclass
from math import isfinite

from backprop.checking.gradient_check import (
    Difference,
    GradientCheck,
    numeric_da,
    numeric_delta,
    numeric_gradient,
    numeric_slope,
)
from backprop.explain.numbers import agreement
from backprop.explain.step.quantities import Quantity, value
from backprop.flat import to_vector
from backprop.trace import StepTrace

AGREES, KINK, SMALL, BEYOND = "agrees", "kink", "small", "beyond"
"""The verdicts: the digits can be compared; the move ±h crosses a kink; rounding hides the number; it is not finite."""
_WORTH_COMPARING = 100.0
"""A number at least this many times as large as its rounding error has two or more digits that can be compared."""


@dataclass(frozen=True, slots=True)
class Witness:
    """The result of the second method.

    Attributes:
        verdict: AGREES, KINK, SMALL or BEYOND.
        other: the finite difference.
        digits: to how many digits it agrees.
        noise: the rounding error that it may have.
    """

    verdict: str
    other: float
    digits: int
    noise: float


def witness(step: StepTrace, sample: int, quantity: Quantity) -> Witness | None:
    """The derivative by a central difference; None for ∂L/∂a of the output layer, and for what is no derivative."""
    difference = _difference(step, sample, quantity)
    if difference is None:
        return None
    ours, other = value(step, sample, quantity), difference.value
    verdict = AGREES
    if not (isfinite(ours) and isfinite(other)):
        verdict = BEYOND
    elif difference.kink:
        verdict = KINK
    elif _hidden(ours, other, difference.noise):
        verdict = SMALL
    return Witness(verdict, other, agreement(ours, other), difference.noise)


def _difference(step: StepTrace, sample: int, quantity: Quantity) -> Difference | None:
    place = (quantity.layer, sample, quantity.unit)
    match quantity.kind:
        case "da":
            return numeric_da(step, *place)
        case "slope":
            return numeric_slope(step, *place)
        case "delta":
            return numeric_delta(step, *place)
        case "gradient":
            return numeric_gradient(step, quantity.parameter)
    return None


def _hidden(ours: float, other: float, noise: float) -> bool:
    """Whether both are too small to compare, and differ by no more than rounding explains."""
    return ours != other and max(abs(ours), abs(other)) < _WORTH_COMPARING * noise and abs(ours - other) <= noise


@dataclass(frozen=True, slots=True)
class Summary:
    """All gradients of a step by both methods.

    Attributes:
        rows: how many gradients there are.
        kinked: how many have a move that crosses a kink.
        small: how many are too small to compare.
        digits: to how many digits all others agree; None if there are no others.
        noise: the rounding error that a difference may have.
    """

    rows: int
    kinked: int
    small: int
    digits: int | None
    noise: float


def summarize(check: GradientCheck) -> Summary:
    """The summary of the table of all gradients."""
    analytic, numeric, kink = (to_vector(each).tolist() for each in (check.analytic, check.numeric, check.kink))
    pairs = [(ours, other) for ours, other, kinked in zip(analytic, numeric, kink, strict=True) if not kinked]
    compared = [pair for pair in pairs if not _hidden(*pair, check.noise)]
    digits = min((agreement(*pair) for pair in compared), default=None)
    return Summary(len(analytic), len(analytic) - len(pairs), len(pairs) - len(compared), digits, check.noise)
