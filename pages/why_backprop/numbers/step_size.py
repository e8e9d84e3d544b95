"""The error of a finite difference against its step h, and the error of backpropagation, both from the true derivative.

The true derivative is a central difference, too: computed with 60 digits, so that h = 10⁻²⁰ is possible without
rounding error. It needs a forward pass only, so it does not depend on backpropagation.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np

from backprop.checks import read_only
from backprop.losses import loss_function
from backprop.network import Network, ParameterId, Parameters
from backprop.passes import backward, forward

Array = np.ndarray

LOSS = "log_loss"
NET = Network((2, 2, 1), "tanh", "sigmoid")
PARAMETERS = Parameters(
    weights=[[[0.7, -0.4], [0.3, 0.9]], [[1.1], [-0.8]]],
    biases=[[0.1, -0.2], [0.25]],
)
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
EXPONENTS = np.arange(-64, 1) / 4
"""Powers of ten of the steps that are tried: from 10⁻¹⁶ to 1."""
DIGITS = 60
"""Of the decimal numbers that the true derivative is computed with."""
_TINY = Decimal("1e-20")


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """One derivative of the loss, and how far each way is from it. All errors are relative to the derivative.

    Attributes:
        h: the steps (m,).
        one_sided, central: the differences for each step (m,).
        one_sided_error, central_error: their errors (m,); 0 only if all digits are right.
        backprop: the derivative by backpropagation.
        backprop_error: its error.
        true: the derivative, rounded to a float.
    """

    h: Array
    one_sided: Array
    central: Array
    one_sided_error: Array
    central_error: Array
    backprop: float
    backprop_error: float
    true: float


def errors(parameter: ParameterId) -> Errors:
    """The errors of one parameter's derivative, at every step.

    Raises:
        ValueError: the network has no such parameter.
    """
    h = 10.0**EXPONENTS
    unmoved, plus, minus = (_losses(parameter, moves) for moves in (np.zeros(1), h, -h))
    one_sided, central = (plus - unmoved) / h, (plus - minus) / (2 * h)
    true = true_derivative(parameter)
    records = backward(NET, PARAMETERS, forward(NET, PARAMETERS, X), Y, LOSS)
    gradient = Parameters.computed([record.dW for record in records], [record.db for record in records])
    backprop = gradient[parameter]

    def error(value: float) -> float:
        return float(abs((Decimal(float(value)) - true) / true))

    return Errors(
        read_only(h),
        read_only(one_sided),
        read_only(central),
        read_only(np.array([error(value) for value in one_sided])),
        read_only(np.array([error(value) for value in central])),
        backprop,
        error(backprop),
        float(true),
    )


def fitted_slope(h: Array, error: Array, low: float, high: float) -> float:
    """The power of h with which an error grows, between two steps."""
    inside = (h >= low) & (h <= high) & (error > 0)
    return float(np.polyfit(np.log(h[inside]), np.log(error[inside]), 1)[0])


def best(h: Array, error: Array) -> tuple[float, float]:
    """The step with the smallest error, and that error."""
    place = int(error.argmin())
    return float(h[place]), float(error[place])


def _losses(parameter: ParameterId, moves: Array) -> Array:
    """The loss with the parameter moved by each of the steps (m,)."""
    value = PARAMETERS[parameter]
    weights, biases = (
        [np.repeat(array[np.newaxis], len(moves), axis=0) for array in part]
        for part in (PARAMETERS.weights, PARAMETERS.biases)
    )
    if parameter.source is None:
        biases[parameter.layer][:, parameter.target] = value + moves
    else:
        weights[parameter.layer][:, parameter.source, parameter.target] = value + moves
    output = forward(NET, Parameters.computed(weights, biases), X)[-1]
    return loss_function(LOSS, NET.output).value(output.z, output.a, Y)


def true_derivative(parameter: ParameterId) -> Decimal:
    """∂L/∂θ with about 35 correct digits."""
    with localcontext() as context:
        context.prec = DIGITS
        moved = (_loss({parameter: Decimal(PARAMETERS[parameter]) + step}) for step in (_TINY, -_TINY))
        plus, minus = moved
        return (plus - minus) / (2 * _TINY)


def _loss(moved: dict[ParameterId, Decimal]) -> Decimal:
    """The loss in decimal numbers, with some parameters moved."""

    def value(layer: int, source: int | None, target: int) -> Decimal:
        parameter = ParameterId(layer, source, target)
        return moved.get(parameter, Decimal(PARAMETERS[parameter]))

    total = Decimal(0)
    for x, (y,) in zip(X, Y, strict=True):
        a = z = [Decimal(float(each)) for each in x]
        for layer, (fan_in, fan_out) in enumerate(NET.shapes):
            z = [
                sum((a[source] * value(layer, source, target) for source in range(fan_in)), value(layer, None, target))
                for target in range(fan_out)
            ]
            a = [1 - 2 / ((2 * each).exp() + 1) for each in z]  # tanh
        (logit,) = z  # of the sigmoid: L = ln(1 + e^z) − yz
        total += (1 + logit.exp()).ln() - Decimal(float(y)) * logit
    return total / len(X)
