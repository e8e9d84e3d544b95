"""Activation functions: the output of a unit as a function of its weighted sum.

Every slope takes the pre-activation `z`, never the activation `a`, so that one convention holds in the
whole project. Sigmoid is written with e = exp(-|z|) ≤ 1: nothing overflows at |z| = 1000, and the slope keeps
its relative precision where the unit is saturated. Functions return a new array, or fill `out` if it is given.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from backprop.checks import invalid

Array = np.ndarray

_LARGEST_COSH = np.array(710.0)
"""Just below where cosh overflows; 1 / cosh² is 0 in float64 already from 374 on."""

_MANY = 2_000

LEAK = 0.01
"""Slope of leaky ReLU for z < 0 (Maas et al. 2013)."""


class Function(Protocol):
    """z -> an array of the same shape; the result goes into `out` if it is given."""

    def __call__(self, z: Array, out: Array | None = None, /) -> Array: ...


@dataclass(frozen=True, slots=True, eq=False)
class Activation:
    """One row of the table `ACTIVATIONS`.

    Attributes:
        name: key in the table.
        title: display name.
        f: z -> a, same shape.
        slope: z -> ∂a/∂z, same shape; for softmax the diagonal of its Jacobian.
        latex: a as a formula in z.
        slope_latex: ∂a/∂z as a formula.
        code: NumPy code that computes a; that of softmax works for one sample and for a batch.
        slope_code: NumPy code that computes the slope.
        elementwise: False if a unit's activation also depends on the z of the layer's other units (softmax).
        kinked: True if the slope jumps at z = 0, where finite differences do not apply.
    """

    name: str
    title: str
    f: Function
    slope: Function
    latex: str
    slope_latex: str
    code: str
    slope_code: str
    elementwise: bool = True
    kinked: bool = False

    def pull_back(self, z: Array, da: Array, out: Array | None = None) -> Array:
        """δ = ∂L/∂z from ∂L/∂a, both (…, n, units).

        Elementwise: δ = ∂L/∂a · f′(z). Softmax: δᵢ = Σₖ ∂L/∂aₖ · ∂aₖ/∂zᵢ with
        ∂aₖ/∂zᵢ = aₖ([i = k] − aᵢ), which is aᵢ(∂L/∂aᵢ − Σₖ aₖ ∂L/∂aₖ). Since the aₖ add up to 1, that is
        aᵢ Σₖ aₖ(∂L/∂aᵢ − ∂L/∂aₖ), which loses no digits by cancellation where units are saturated.
        """
        if self.elementwise:
            return np.multiply(da, self.slope(z), out)
        a = self.f(z)
        differences = da[..., :, np.newaxis] - da[..., np.newaxis, :]
        return np.multiply(a, (a[..., np.newaxis, :] * differences).sum(axis=-1), out)


def identity(z: Array, out: Array | None = None) -> Array:
    return np.positive(z, out)


def identity_slope(z: Array, out: Array | None = None) -> Array:
    slope = np.empty_like(z, dtype=np.float64) if out is None else out
    slope.fill(1.0)
    return slope


def sigmoid(z: Array, out: Array | None = None) -> Array:
    """1 / (1 + exp(-z)), as exp(min(z, 0)) / (1 + exp(-|z|)): without overflow."""
    return np.divide(np.exp(np.minimum(z, 0.0)), 1.0 + np.exp(-np.abs(z)), out)


def sigmoid_slope(z: Array, out: Array | None = None) -> Array:
    """σ(z)(1 − σ(z)), as e / (1 + e)² with e = exp(-|z|)."""
    e = np.exp(-np.abs(z))
    return np.divide(e, np.square(1.0 + e), out)


def tanh(z: Array, out: Array | None = None) -> Array:
    return np.tanh(z, out)


def tanh_slope(z: Array, out: Array | None = None) -> Array:
    """1 − tanh²(z), as 1 / cosh²(z): no cancellation where the unit is saturated, and 1 / ∞ is the right 0."""
    if z.size > _MANY:  # for many numbers it is faster to ignore overflows of cosh than to prevent them
        with np.errstate(over="ignore"):
            slope = np.cosh(z, out)
        return np.square(np.reciprocal(slope, slope), slope)
    size = np.minimum(np.abs(z, out), _LARGEST_COSH, out=out)
    return np.square(np.reciprocal(np.cosh(size, out), out), out)


def relu(z: Array, out: Array | None = None) -> Array:
    return np.maximum(z, 0.0, out=out)


def relu_slope(z: Array, out: Array | None = None) -> Array:
    """1 for z > 0, else 0; at z = 0 this is a convention."""
    return np.heaviside(z, 0.0, out)


def leaky_relu(z: Array, out: Array | None = None) -> Array:
    return np.maximum(z, LEAK * z, out=out)


def leaky_relu_slope(z: Array, out: Array | None = None) -> Array:
    """1 for z > 0, else `LEAK`; at z = 0 this is a convention."""
    return np.maximum(np.heaviside(z, 0.0, out), LEAK, out=out)


def softplus(z: Array, out: Array | None = None) -> Array:
    """ln(1 + exp(z)), as max(z, 0) + ln(1 + exp(-|z|)): no overflow, and small values keep their digits."""
    return np.add(np.maximum(z, 0.0), np.log1p(np.exp(-np.abs(z))), out)


def softmax(z: Array, out: Array | None = None) -> Array:
    """exp(zᵢ) / Σₖ exp(zₖ) over the last axis, shifted by the largest z so that nothing overflows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.divide(e, e.sum(axis=-1, keepdims=True), out)


def softmax_slope(z: Array, out: Array | None = None) -> Array:
    """The diagonal ∂aᵢ/∂zᵢ = aᵢ(1 − aᵢ), with 1 − aᵢ computed as the sum over the other units.

    `Activation.pull_back` uses the whole Jacobian.
    """
    a = softmax(z)
    return np.multiply(a, a @ (1.0 - np.eye(a.shape[-1])), out)


_TABLE = (
    Activation("identity", "identity", identity, identity_slope, "z", "1", "a = z", "slope = np.ones_like(z)"),
    Activation(
        "sigmoid",
        "sigmoid",
        sigmoid,
        sigmoid_slope,
        r"\frac{1}{1 + e^{-z}}",
        r"a\,(1 - a)",
        "a = 1 / (1 + np.exp(-z))",
        "e = np.exp(-np.abs(z))\nslope = e / (1 + e)**2  # a * (1 - a), with all digits",
    ),
    Activation(
        "tanh",
        "tanh",
        tanh,
        tanh_slope,
        r"\tanh z",
        r"1 - a^2",
        "a = np.tanh(z)",
        "slope = 1 / np.cosh(z)**2  # 1 - a**2",
    ),
    Activation(
        "relu",
        "ReLU",
        relu,
        relu_slope,
        r"\max(0, z)",
        r"[z > 0]",
        "a = np.maximum(z, 0)",
        "slope = np.where(z > 0, 1, 0)",
        kinked=True,
    ),
    Activation(
        "leaky_relu",
        "leaky ReLU",
        leaky_relu,
        leaky_relu_slope,
        rf"\max({LEAK}\,z, z)",
        rf"1 \text{{ if }} z > 0 \text{{ else }} {LEAK}",
        f"a = np.where(z > 0, z, {LEAK} * z)",
        f"slope = np.where(z > 0, 1, {LEAK})",
        kinked=True,
    ),
    Activation(
        "softplus",
        "softplus",
        softplus,
        sigmoid,
        r"\ln(1 + e^{z})",
        r"\frac{1}{1 + e^{-z}}",
        "a = np.logaddexp(0, z)",
        "slope = 1 / (1 + np.exp(-z))",
    ),
    Activation(
        "softmax",
        "softmax",
        softmax,
        softmax_slope,
        r"\frac{e^{z}}{\sum_k e^{z_k}}",
        r"a\,(1 - a)",
        "e = np.exp(z - z.max(axis=-1, keepdims=True))\na = e / e.sum(axis=-1, keepdims=True)",
        "slope = a * (1 - a)",
        elementwise=False,
    ),
)

ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _TABLE}
HIDDEN_ACTIVATIONS: tuple[str, ...] = tuple(a.name for a in _TABLE if a.elementwise)


def activation(name: str, field: str = "activation", allowed: tuple[str, ...] = tuple(ACTIVATIONS)) -> Activation:
    """The activation of that name.

    Raises:
        ValueError: `name` is not one of `allowed`.
    """
    if not isinstance(name, str) or name not in allowed:
        raise invalid(field, name, ", ".join(allowed))
    return ACTIVATIONS[name]
