"""Finite differences, an independent check of every derivative: move one number by +h and by −h, and compare losses.

The central difference (L(θ + h) − L(θ − h)) / 2h has a truncation error of about h² L‴/6 and a rounding error of
about ε|L|/h; h = 6e-6, the cube root of float64's ε, makes both small. For |θ| above 1, h grows with |θ|, so that
θ ± h still differs from θ.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.activations import ACTIVATIONS
from backprop.checking.finite_differences import H, crossed_kink, finite_differences, move
from backprop.losses import loss_function
from backprop.network import Network, ParameterId, Parameters, check_parameters
from backprop.passes import backward, forward
from backprop.steps import check_data
from backprop.trace import StepTrace

Array = np.ndarray

TOLERANCE = 1e-6
"""Largest relative error that counts as agreement."""
_ROUNDING = 32 * np.finfo(np.float64).eps / H
"""Bound on the rounding error of a central difference, relative to the loss."""


@dataclass(frozen=True, slots=True, eq=False)
class GradientCheck:
    """Backpropagation compared with central differences. All fields except `noise` have the shape of the parameters.

    Attributes:
        analytic: the gradient from the backward pass.
        numeric: the central differences.
        relative_error: |analytic − numeric| / max(|analytic|, |numeric|, noise / `TOLERANCE`).
        kink: 1 where the move ±h crosses the kink of a (leaky) ReLU, so that the difference has no meaning; else 0.
        noise: bound on the rounding error of every difference.
    """

    analytic: Parameters
    numeric: Parameters
    relative_error: Parameters
    kink: Parameters
    noise: float

    @property
    def max_relative_error(self) -> float:
        """The largest relative error away from kinks."""
        away = self.relative_error.map(lambda error, kink: np.where(kink > 0, 0.0, error), self.kink)
        return float(np.max([array.max() for array in (*away.weights, *away.biases)]))  # NaN if any number is NaN

    @property
    def agrees(self) -> bool:
        """True if every number away from kinks agrees to a relative error of 1e-6."""
        return self.max_relative_error <= TOLERANCE


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # steps of a diverging run may be checked, too
def check_gradients(net: Network, params: Parameters, x: ArrayLike, y: ArrayLike, loss: str) -> GradientCheck:
    """Compare the backward pass with central differences for every weight and bias.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    check_parameters(net, params)
    inputs, targets = check_data(net, x, y, loss)
    records = backward(net, params, forward(net, params, inputs), targets, loss)
    analytic = Parameters.computed([layer.dW for layer in records], [layer.db for layer in records])
    return check_gradient(analytic, net, params, inputs, targets, loss)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def check_gradient(
    gradient: Parameters, net: Network, params: Parameters, x: ArrayLike, y: ArrayLike, loss: str
) -> GradientCheck:
    """Compare any gradient, wherever it comes from, with central differences of the loss.

    Args:
        gradient: what is claimed to be ∂L/∂θ, in the shape of the parameters.
        net, params, x, y, loss: as in `check_gradients`.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    found = finite_differences(net, params, x, y, loss)
    noise = _noise(found.largest)
    floor = max(noise / TOLERANCE, np.finfo(np.float64).tiny)

    def relative(ours: Array, theirs: Array) -> Array:
        return np.abs(ours - theirs) / np.maximum(np.maximum(np.abs(ours), np.abs(theirs)), floor)

    return GradientCheck(gradient, found.numeric, gradient.map(relative, found.numeric), found.kink, noise)


def _moved(params: Parameters, parameter: ParameterId) -> Parameters:
    """Two copies of the parameters along a leading axis, with one parameter moved by +h and by −h."""
    weights = [np.repeat(W[np.newaxis], 2, axis=0) for W in params.weights]
    biases = [np.repeat(b[np.newaxis], 2, axis=0) for b in params.biases]
    h = move(params[parameter])
    if parameter.source is None:
        biases[parameter.layer][:, parameter.target] += (h, -h)
    else:
        weights[parameter.layer][:, parameter.source, parameter.target] += (h, -h)
    return Parameters.computed(weights, biases)


@dataclass(frozen=True, slots=True)
class Difference:
    """One derivative as a central difference.

    Attributes:
        value: the central difference.
        kink: whether the move crosses the kink of a (leaky) ReLU, so that the difference has no meaning.
        noise: bound on the rounding error of the value.
    """

    value: float
    kink: bool
    noise: float


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def numeric_gradient(step: StepTrace, parameter: ParameterId) -> Difference:
    """∂L/∂θ of one weight or bias."""
    layers = forward(step.net, _moved(step.parameters, parameter), step.x)
    return _of_loss(step, [layer.z for layer in layers], float(move(step.parameters[parameter])))


def numeric_delta(step: StepTrace, layer: int, sample: int, unit: int) -> Difference:
    """∂L/∂z of one unit for one sample: z is moved, and the rest of the forward pass is computed again."""
    pair, h = _pair(step.forward[layer].z, sample, unit)
    return _rest(step, layer, pair, h)


def numeric_da(step: StepTrace, layer: int, sample: int, unit: int) -> Difference | None:
    """∂L/∂a of one unit of a hidden layer for one sample; None for the output layer.

    The loss may be computed from the z of the output layer, so that moving its activation would change nothing.
    """
    if layer == step.net.depth - 1:
        return None
    pair, h = _pair(step.forward[layer].a, sample, unit)
    return _rest(step, layer + 1, pair @ step.parameters.weights[layer + 1] + step.parameters.biases[layer + 1], h)


def numeric_slope(step: StepTrace, layer: int, sample: int, unit: int) -> Difference:
    """∂a/∂z of one unit for one sample."""
    activation = ACTIVATIONS[step.net.activations[layer]]
    pair, h = _pair(step.forward[layer].z, sample, unit)
    plus, minus = activation.f(pair)[:, sample, unit]
    below, above = np.sign(pair[:, sample, unit])
    crosses = activation.kinked and bool(below != above)
    return Difference(float((plus - minus) / (2 * h)), crosses, _ROUNDING * float(max(abs(plus), abs(minus))))


def _pair(values: Array, sample: int, unit: int) -> tuple[Array, float]:
    """Two copies (2, n, units), with one number moved by +h in the first and by −h in the second; and h."""
    h = float(move(float(values[sample, unit])))
    pair = np.repeat(values[np.newaxis], 2, axis=0)
    pair[0, sample, unit] += h
    pair[1, sample, unit] -= h
    return pair, h


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def _rest(step: StepTrace, layer: int, z: Array, h: float) -> Difference:
    """Central difference of the loss, from two sets of pre-activations of a layer (2, n, units)."""
    net, params = step.net, step.parameters
    zs = [step.forward[before].z[np.newaxis].repeat(2, axis=0) for before in range(layer)] + [z]
    for after in range(layer + 1, net.depth):
        a = ACTIVATIONS[net.activations[after - 1]].f(zs[-1])
        zs.append(a @ params.weights[after] + params.biases[after])
    return _of_loss(step, zs, h)


def _of_loss(step: StepTrace, zs: list[Array], h: float) -> Difference:
    """Central difference of the loss, from two sets of pre-activations of all layers."""
    a = ACTIVATIONS[step.net.output].f(zs[-1])
    plus, minus = loss_function(step.loss_name, step.net.output).value(zs[-1], a, step.y)
    value = float((plus - minus) / (2 * h))
    crossed = any(crossed_kink(name, z).any() for name, z in zip(step.net.activations, zs, strict=True))
    return Difference(value, crossed, _noise(float(max(plus, minus))))


def _noise(size: float) -> float:
    """Bound on the rounding error of a central difference of losses of that size.

    The square root stands for squared errors, whose rounding error comes from the number that is squared.
    """
    return _ROUNDING * (size + float(np.sqrt(size)))
