"""Confidently wrong: two copies of one saturated neuron, one trained under MSE, the other under log loss.

What a learning rate means depends on the size of the loss: twice the loss with half the rate gives the same run. So the
same α for both compares the sizes of the losses as much as their shapes. `rates` says what else can be held equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checking.examples import SATURATED_NEURON
from backprop.checking.published import Example
from backprop.checks import freeze, invalid
from backprop.losses import LOSSES
from backprop.network import Parameters
from backprop.optimizers import sgd
from backprop.passes import forward
from backprop.steps import repeat_step, trace_step
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.neuron import shape, steepest

Array = np.ndarray

UPDATES = 300
CONFIDENT, HESITANT = "confident", "hesitant"
STARTS: Mapping[str, tuple[float, float]] = {CONFIDENT: (2.0, 2.0), HESITANT: (0.6, 0.9)}
"""w and b of Nielsen's two starts."""
SAME_RATE, SAME_FIRST, SAME_STEEPEST = "rate", "first", "steepest"
PACES = (SAME_RATE, SAME_FIRST, SAME_STEEPEST)
RATES = (0.05, 0.15, 0.5, 1.0)
"""α under MSE; the second one is Nielsen's, who uses it with the loss ½(ŷ − y)²."""
HALF = 0.5


def neuron(start: str) -> Example:
    """Nielsen's neuron: input 1, target 0."""
    if start not in STARTS:
        raise invalid("start", start, ", ".join(STARTS))
    w, b = STARTS[start]
    source = SATURATED_NEURON.source.replace("w = 2, b = 2", f"w = {w:g}, b = {b:g}")
    return replace(SATURATED_NEURON, parameters=Parameters(([[w]],), ([b],)), source=source)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One of the two copies in training.

    Attributes:
        loss: its name in `LOSSES`.
        rate: learning rate α.
        z, prediction, delta: before each update, and after the last one (UPDATES + 1,).
        moved: how far each update moves z (UPDATES,).
    """

    loss: str
    rate: float
    z: Array
    prediction: Array
    delta: Array
    moved: Array

    @property
    def below_half(self) -> int | None:
        """After how many updates the prediction is below ½; None if it never is."""
        found = np.flatnonzero(self.prediction < HALF)
        return int(found[0]) if len(found) else None


def rates(pace: str, rate: float, start: str) -> dict[str, float]:
    """α of each copy, by the name of its loss.

    Args:
        pace: what is held equal: `rate` α itself; `first` the first update of z; `steepest` the longest update that is
            possible at any z, so that neither copy is allowed larger steps than the other.
        rate: α under MSE.
        start: where both begin.
    """
    example = neuron(start)
    y = float(example.y[0, 0])
    if pace not in PACES:
        raise invalid("pace", pace, ", ".join(PACES))
    if pace == SAME_RATE:
        return {MSE: rate, LOG: rate}
    if pace == SAME_FIRST:
        z = example.trace().forward[0].z[0]
        size = {loss: abs(float(shape(loss, y, z).delta[0])) for loss in BOTH}
    else:
        size = {loss: steepest(loss, y)[0] for loss in BOTH}
    return {MSE: rate, LOG: rate * size[MSE] / size[LOG]}


def race(pace: str, rate: float, start: str) -> tuple[Course, Course]:
    """Both copies, MSE first."""
    chosen = rates(pace, rate, start)
    return _course(MSE, chosen[MSE], start), _course(LOG, chosen[LOG], start)


def _course(loss: str, rate: float, start: str) -> Course:
    example = neuron(start)
    first = trace_step(example.net, example.parameters, example.x, example.y, loss, sgd(rate))
    visited = [params for params, _ in repeat_step(first, UPDATES, every=1).checkpoints]
    stacked = Parameters(
        (np.stack([params.weights[0] for params in visited]),), (np.stack([params.biases[0] for params in visited]),)
    )
    output = forward(example.net, stacked, first.x)[-1]
    z = output.z.ravel()
    delta = LOSSES[loss].delta(output.z, output.a, first.y, ACTIVATIONS[example.net.output]).ravel()
    return Course(loss, rate, *map(freeze, (z, output.a.ravel(), delta, np.abs(np.diff(z)))))


def reach(course: Course, z: Array) -> Array:
    """How far one update would move z from each of these places (m,): α |δ| for the weight and again for the bias."""
    x = float(SATURATED_NEURON.x[0, 0])
    return course.rate * (x * x + 1.0) * np.abs(shape(course.loss, float(SATURATED_NEURON.y[0, 0]), z).delta)
