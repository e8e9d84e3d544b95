"""The learning cycle in numbers: what each phase of one neuron computes, line by line, and what that means."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from backprop.explain import latex as tex
from backprop.explain.lines import DIGITS, Line, after, shown
from backprop.explain.numbers import squared
from backprop.explain.step.moment import PHASES
from backprop.trace import StepTrace
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, UPDATE, WEIGHT, place
from pages.learning_cycle.numbers import PHASES as PHASE_COUNT

PHASE_NAMES: Mapping[int, str] = {
    FORWARD: "Forward pass",
    ERROR: "Error",
    BACKWARD: "Backward pass",
    UPDATE: "Update",
}
KEY_OF_PHASE: Mapping[int, str] = dict(enumerate(PHASES))
"""The step-through's key of each phase."""


def neuron_lines(step: StepTrace, phase: int) -> tuple[Line, ...]:
    """The lines of a phase of one linear neuron ŷ = w x on one sample, with the loss ½(ŷ − y)²."""
    w, x, y = step.parameters[WEIGHT], float(step.x[0, 0]), float(step.y[0, 0])
    prediction, da = float(step.prediction[0, 0]), float(step.backward[0].da[0, 0])
    gradient, rate = step.gradient[WEIGHT], step.optimizer.learning_rate
    upstream, slope = tex.upstream(r"\frac{\partial L}{\partial \hat y}"), r"\frac{\partial L}{\partial w}"
    if phase == FORWARD:
        return (Line(r"\hat y", r"w \cdot x", rf"{shown(w)} \cdot {after(x)}", prediction),)
    if phase == ERROR:
        return (
            Line(r"\hat y - y", "", rf"{shown(prediction)} - {after(y)}", prediction - y),
            Line("L", r"\tfrac12 (\hat y - y)^2", rf"\tfrac12 \cdot {squared(prediction - y, DIGITS)}", step.loss),
        )
    if phase == BACKWARD:
        product = rf"{tex.upstream(shown(da))} \cdot {tex.entering(after(x))}"
        return (
            Line(upstream, r"\hat y - y", rf"{shown(prediction)} - {after(y)}", da),
            Line(slope, rf"{upstream} \cdot {tex.entering('x')}", product, gradient),
        )
    return (
        Line(
            r"w^{\text{new}}",
            rf"w - \alpha \cdot {slope}",
            rf"{shown(w)} - {shown(rate)} \cdot {after(gradient)}",
            step.parameters_after[WEIGHT],
        ),
    )


def tells(gradient: float) -> str:
    """What the sign of a gradient says about the weight, and what the update will do."""
    if gradient == 0:
        return "It is 0: here the curve is flat, and the weight will stay."
    more, way = ("larger", "down") if gradient > 0 else ("smaller", "up")
    return (
        f"It is {'positive' if gradient > 0 else 'negative'}: a larger w makes the loss {more}, so w has to go {way}."
    )


def distance(prediction: float, target: float) -> str:
    """On which side of the target an estimate is."""
    if prediction == target:
        return "on the target"
    return "above the target" if prediction > target else "below the target"


def drops(losses: np.ndarray) -> list[float]:
    """By how much each round reduces the loss.

    Args:
        losses: before each round (r,).
    """
    return [float(drop) for drop in -np.diff(losses)]


def slows(losses: np.ndarray) -> bool:
    """Whether each round reduces the loss by less than the round before."""
    taken = drops(losses)
    return all(later < earlier for earlier, later in pairwise(taken))


def where(presses: int) -> str:
    """Round and phase in words."""
    here = place(presses)
    phase = "start" if here.phase is None else f"phase {here.phase + 1} of {PHASE_COUNT}"
    return f"Round {here.round + 1} · {phase}"
