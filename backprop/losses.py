"""Losses: one number for how wrong the predictions are.

Textbooks differ by factors, so every loss states its convention: a sum of terms, one for each sample and
output, divided by a stated divisor. `log_loss` and `cross_entropy` work on the logits z: value and δ stay
finite and exact at |z| = 1000, because no formula clips a probability or divides by one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS, Activation, sigmoid
from backprop.checks import invalid

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Loss:
    """One row of the table `LOSSES`. All functions take the output layer's z, a and the targets y, (…, n, outputs).

    Attributes:
        name: key in the table.
        title: display name.
        term: (z, a, y) -> one term for each sample and output.
        dterm: (z, a, y) -> derivative of each term with respect to a.
        dterm_dz: (z, a, y) -> derivative of each sample's terms with respect to z, computed directly from the logits;
            None where the chain rule through the activation is exact already.
        mean_over_outputs: True if the divisor counts outputs as well as samples.
        latex: one term as a formula in y and ŷ.
        dlatex: the derivative of that term with respect to ŷ.
        convention: the convention in one sentence.
        fits: names of the output activations that the loss can be used with.
        code, dcode, delta_code: the NumPy lines for the value, ∂L/∂a and, for logits, δ.
    """

    name: str
    title: str
    term: Callable[[Array, Array, Array], Array]
    dterm: Callable[[Array, Array, Array], Array]
    dterm_dz: Callable[[Array, Array, Array], Array] | None
    mean_over_outputs: bool
    latex: str
    dlatex: str
    convention: str
    fits: tuple[str, ...]
    code: str
    dcode: str
    delta_code: str = "delta = da * slope"

    def divisor(self, y: Array) -> int:
        """What the sum of the terms is divided by: n, or n times the number of outputs."""
        return y.shape[-2] * (y.shape[-1] if self.mean_over_outputs else 1)

    def value(self, z: Array, a: Array, y: Array) -> Array:
        """The loss, one number for each run."""
        return self.term(z, a, y).sum(axis=(-2, -1)) / self.divisor(y)

    def da(self, z: Array, a: Array, y: Array) -> Array:
        """∂L/∂a of the output layer. Infinite where the true value is too large for float64 (log loss, |z| > 709)."""
        return self.dterm(z, a, y) / self.divisor(y)

    def delta(self, z: Array, a: Array, y: Array, output: Activation) -> Array:
        """δ = ∂L/∂z of the output layer; finite wherever the loss is."""
        if self.dterm_dz is None:
            return output.pull_back(z, self.da(z, a, y))
        return self.dterm_dz(z, a, y) / self.divisor(y)


def log_softmax(z: Array) -> Array:
    """ln softmax(z) over the last axis: z minus its log-sum-exp."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _squared(z: Array, a: Array, y: Array) -> Array:
    return (a - y) ** 2


def _dsquared(z: Array, a: Array, y: Array, out: Array | None = None) -> Array:
    difference = np.subtract(a, y, out)
    return np.multiply(difference, _TWO, difference)


def _half_squared(z: Array, a: Array, y: Array) -> Array:
    return 0.5 * (a - y) ** 2


def _dhalf_squared(z: Array, a: Array, y: Array, out: Array | None = None) -> Array:
    return np.subtract(a, y, out)


def _huber(z: Array, a: Array, y: Array) -> Array:
    """½ e² up to |e| = 1, and from there on the straight line |e| − ½ (Huber 1964, with its δ = 1)."""
    size = np.abs(a - y)
    near = np.minimum(size, 1.0)
    return near * (size - 0.5 * near)


def _dhuber(z: Array, a: Array, y: Array, out: Array | None = None) -> Array:
    return np.clip(np.subtract(a, y, out), -1.0, 1.0, out=out)


def _surprise(z: Array, a: Array, y: Array) -> Array:
    """−[y ln σ(z) + (1 − y) ln(1 − σ(z))] = softplus(z) − y z."""
    return np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z)))


def _dsurprise(z: Array, a: Array, y: Array) -> Array:
    """−y/ŷ + (1 − y)/(1 − ŷ), with 1/σ(z) = 1 + exp(−z); a factor y or 1 − y of 0 makes its term 0, not NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        missed = np.where(y == 0, 0.0, y * (1.0 + np.exp(-z)))
        claimed = np.where(y == 1, 0.0, (1.0 - y) * (1.0 + np.exp(z)))
        return claimed - missed


def _dsurprise_dz(z: Array, a: Array, y: Array, out: Array | None = None) -> Array:
    """ŷ − y, as (1 − y) σ(z) − y σ(−z): the same number, without cancellation where the unit is saturated."""
    return np.subtract((1.0 - y) * a, y * sigmoid(-z), out)


def _cross_entropy(z: Array, a: Array, y: Array) -> Array:
    return -y * log_softmax(z)


def _dcross_entropy(z: Array, a: Array, y: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(y == 0, 0.0, -y * np.exp(-log_softmax(z)))


def _dcross_entropy_dz(z: Array, a: Array, y: Array, out: Array | None = None) -> Array:
    """ŷ − y, since every row of y sums to 1; 1 − ŷ is the sum over the other units, to avoid cancellation."""
    others = 1.0 - np.eye(a.shape[-1])
    return np.subtract((1.0 - y) * a, y * (a @ others), out)


_TWO = np.array(2.0)
_ANY_OUTPUT = tuple(ACTIVATIONS)
_NUMBERS = tuple(name for name in ACTIVATIONS if name not in ("sigmoid", "softmax"))
"""Output activations whose values are not probabilities."""
_TABLE = (
    Loss(
        "mse",
        "MSE",
        _squared,
        _dsquared,
        None,
        True,
        r"(\hat y - y)^2",
        r"2\,(\hat y - y)",
        "Mean over samples and outputs of (ŷ − y)², without a ½.",
        _ANY_OUTPUT,
        "loss = np.mean((a - y)**2)",
        "da = 2 * (a - y) / y.size",
    ),
    Loss(
        "half_sse",
        "½ squared",
        _half_squared,
        _dhalf_squared,
        None,
        False,
        r"\tfrac12 (\hat y - y)^2",
        r"\hat y - y",
        "Sum over outputs of ½(ŷ − y)², mean over samples. The ½ cancels the 2 of the derivative.",
        _ANY_OUTPUT,
        "loss = 0.5 * np.sum((a - y)**2) / len(y)",
        "da = (a - y) / len(y)",
    ),
    Loss(
        "huber",
        "Huber",
        _huber,
        _dhuber,
        None,
        True,
        r"\begin{cases}\tfrac12 (\hat y - y)^2 & |\hat y - y| \le 1\\"
        r"|\hat y - y| - \tfrac12 & \text{else}\end{cases}",
        r"\max(-1, \min(1, \hat y - y))",
        "Mean over samples and outputs of ½(ŷ − y)² where |ŷ − y| is at most 1, and of |ŷ − y| − ½ elsewhere.",
        _NUMBERS,
        "e = np.abs(a - y)\nloss = np.mean(np.where(e <= 1, 0.5 * e**2, e - 0.5))",
        "da = np.clip(a - y, -1, 1) / y.size",
    ),
    Loss(
        "log_loss",
        "Log loss",
        _surprise,
        _dsurprise,
        _dsurprise_dz,
        True,
        r"-\left[y \ln \hat y + (1 - y) \ln(1 - \hat y)\right]",
        r"\frac{1 - y}{1 - \hat y} - \frac{y}{\hat y}",
        "Mean over samples and outputs of −[y ln ŷ + (1 − y) ln(1 − ŷ)], natural logarithm, computed from z.",
        ("sigmoid",),
        "loss = np.mean(np.logaddexp(0, z) - y * z)",
        "da = ((1 - y) * (1 + np.exp(z)) - y * (1 + np.exp(-z))) / y.size",
        "delta = (a - y) / y.size",
    ),
    Loss(
        "cross_entropy",
        "Cross-entropy",
        _cross_entropy,
        _dcross_entropy,
        _dcross_entropy_dz,
        False,
        r"-y \ln \hat y",
        r"-\frac{y}{\hat y}",
        "Sum over outputs of −y ln ŷ, mean over samples, natural logarithm, computed from z.",
        ("softmax",),
        "s = z - z.max(axis=-1, keepdims=True)\n"
        "log_a = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))\n"
        "loss = -np.sum(y * log_a) / len(y)",
        "da = -y / a / len(y)",
        "delta = (a - y) / len(y)",
    ),
)

LOSSES: dict[str, Loss] = {loss.name: loss for loss in _TABLE}


def losses_for(output: str) -> tuple[str, ...]:
    """Names of the losses that fit an output activation."""
    return tuple(loss.name for loss in _TABLE if output in loss.fits)


def loss_function(name: str, output: str) -> Loss:
    """The loss of that name, if it fits the output activation.

    Raises:
        ValueError: there is no such loss, or it does not fit; the message says which losses fit.
    """
    if not isinstance(name, str) or name not in LOSSES:
        raise invalid("loss", name, ", ".join(LOSSES))
    loss = LOSSES[name]
    if output not in loss.fits:
        fitting = ", ".join(losses_for(output))
        raise invalid(
            "loss",
            name,
            f"with a {output} output: {fitting}. {name} needs a {' or '.join(loss.fits)} output",
        )
    return loss


def check_targets(loss: Loss, y: Array) -> None:
    """Refuse targets for which the loss is not defined.

    Raises:
        ValueError: a target outside [0, 1] for log_loss; a row that is not a distribution for cross_entropy.
    """
    if loss.name not in ("log_loss", "cross_entropy"):
        return
    outside = (y < 0) | (y > 1)
    if outside.any():
        where = tuple(int(index) for index in np.argwhere(outside)[0])
        raise invalid(f"y{list(where)}", float(y[where]), f"targets from 0 to 1 for {loss.name}")
    if loss.name == "cross_entropy":
        sums = y.sum(axis=-1)
        if not np.allclose(sums, 1.0, rtol=0, atol=1e-9):
            row = int(np.argmax(np.abs(sums - 1.0)))
            raise invalid(f"y[{row}]", y.reshape(-1, y.shape[-1])[row].tolist(), "targets that sum to 1 in each row")
