"""One sigmoid neuron judged by a loss: at one place, and as curves over its pre-activation."""

from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.losses import LOSSES
from backprop.network import Network, Parameters
from backprop.optimizers import sgd
from backprop.steps import trace_step
from backprop.trace import StepTrace
from pages.loss.numbers import LOG

Array = np.ndarray

NET = Network((1, 1))
REACH = 6.0
"""How far from 0 the pre-activation can be moved."""


def judged(z: float, y: float, loss: str) -> StepTrace:
    """A neuron with input 1, weight z and bias 0, so that its pre-activation is z.

    Args:
        z: pre-activation.
        y: target, 0 or 1.
        loss: mse or log_loss.
    """
    return trace_step(NET, Parameters(([[z]],), ([0.0],)), [[1.0]], [[y]], loss, sgd(1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The loss of one sample at m places, to be drawn as a curve over z or over ŷ (m,).

    Attributes:
        z, a: pre-activation and prediction.
        value: the loss.
        da: ∂L/∂ŷ.
        delta: δ = ∂L/∂z.
    """

    z: Array
    a: Array
    value: Array
    da: Array
    delta: Array


def shape(loss: str, y: float, z: Array) -> Shape:
    """The curves of a loss for one target.

    Args:
        loss: mse or log_loss.
        y: target, 0 or 1.
        z: where (m,).
    """
    criterion, sigmoid = LOSSES[loss], ACTIVATIONS["sigmoid"]
    at = np.asarray(z, dtype=float)[:, None, None]  # each place is a run of its own, with one sample and one output
    a, target = sigmoid.f(at), np.full((1, 1), float(y))
    return Shape(
        z=at.ravel(),
        a=a.ravel(),
        value=criterion.value(at, a, target),
        da=criterion.da(at, a, target).ravel(),
        delta=criterion.delta(at, a, target, sigmoid).ravel(),
    )


def steepest(loss: str, y: float) -> tuple[float, float]:
    """The largest |δ| over all pre-activations, to eight digits, and ŷ at that place."""
    coarse = np.linspace(-40.0, 40.0, 801)
    top = coarse[np.abs(shape(loss, y, coarse).delta).argmax()]
    fine = shape(loss, y, np.linspace(top - 0.1, top + 0.1, 2001))
    place = int(np.abs(fine.delta).argmax())
    return float(np.abs(fine.delta[place])), float(fine.a[place])


def surprise(probability: float) -> float:
    """Log loss if the prediction gave this probability, between 0 and 1, to what happened."""
    return judged(float(np.log(probability / (1.0 - probability))), 1.0, LOG).loss
