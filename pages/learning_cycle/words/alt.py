"""What the pictures of the learning cycle show, in words computed from the same data."""

import numpy as np

from backprop.explain.numbers import text
from backprop.trace import StepTrace
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, UPDATE, WEIGHT
from pages.learning_cycle.words.cycle import PHASE_NAMES

Array = np.ndarray

_DIGITS = 5


def circuit_alt(step: StepTrace, phase: int | None, by_hand: bool = False) -> str:
    """The circuit: the current phase, and the numbers that are known."""
    known = -1 if phase is None else phase
    weight = step.parameters_after if known == UPDATE else step.parameters
    numbers = [f"w = {text(weight[WEIGHT], _DIGITS)}"]
    signs = {
        FORWARD: ("ŷ", float(step.prediction[0, 0])),
        ERROR: ("L", step.loss),
        BACKWARD: ("∂L/∂w", step.gradient[WEIGHT]),
    }
    numbers += [f"{sign} = {text(value, _DIGITS)}" for index, (sign, value) in signs.items() if index <= known]
    where = "Forward pass and error" if by_hand else "Before the first phase" if phase is None else PHASE_NAMES[phase]
    kind = "One neuron, its weight moved by hand." if by_hand else "One neuron in its learning cycle."
    return f"{kind} {where}: {', '.join(numbers)}."


def valley_alt(curve: tuple[Array, Array], losses: Array, weight: float) -> str:
    """The loss over the weight: the whole curve, and the current place on it.

    Args:
        curve: weights and losses (m,).
        losses: of the rounds so far (r,).
        weight: the current weight.
    """
    weights, heights = curve
    lowest = int(heights.argmin())
    shape = (
        f"The loss over the weight, a curve with its lowest point {text(float(heights[lowest]), 3)}"
        f" at w = {text(float(weights[lowest]), 3)}."
    )
    known = f" Last known loss {text(float(losses[-1]), _DIGITS)}." if len(losses) else " No loss is known yet."
    return f"{shape} The weight is {text(weight, _DIGITS)}.{known}"


def rounds_alt(losses: Array) -> str:
    """The loss round by round.

    Args:
        losses: of the rounds so far (r,).
    """
    if not len(losses):
        return "The loss round by round: none is known yet."
    first, last = (text(float(losses[end]), _DIGITS) for end in (0, -1))
    if len(losses) == 1:
        return f"The loss round by round: {first} in round 1."
    return f"The loss round by round: from {first} in round 1 to {last} in round {len(losses)}."
