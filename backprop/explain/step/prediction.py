"""The prediction in formulas, with all its digits.

A prediction close to 1 is written with its distance from 1, because rounding ŷ would lose the digits of 1 − ŷ.
A prediction too close to 0 or 1 for a float64 is written with z: for a sigmoid 1/ŷ = 1 + e^(−z) and
1/(1 − ŷ) = 1 + e^z, for a softmax 1/ŷ = Σ e^(zₖ − z).
"""

import numpy as np

from backprop.activations import sigmoid
from backprop.explain import latex as tex
from backprop.explain.numbers import latex as number
from backprop.explain.step.moment import Scene

_CLOSE_TO_1 = 0.999
_TOO_CLOSE = 1e-300
"""Below this a float64 begins to lose its digits."""
_DERIVATIVE_BY_Z = {
    "log_loss": "claimed = (1 - y) * (1 + np.exp(np.where(y < 1, z, 0)))  # 0 where y is 1\n"
    "missed = y * (1 + np.exp(np.where(y > 0, -z, 0)))  # 0 where y is 0\n"
    "da = (claimed - missed) / y.size",
    "cross_entropy": "s = z - z.max(axis=-1, keepdims=True)\n"
    "log_a = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))\n"
    "da = -y * np.exp(np.where(y > 0, -log_a, 0)) / len(y)  # 0 where y is 0",
}
"""∂L/∂ŷ of all outputs from z. Terms with weight 0 are left out before they become infinite, since 0 · ∞ is NaN."""


def distance(scene: Scene, unit: int) -> str:
    """1 − ŷ with numbers: as a difference where ŷ is close to 0, else as one number."""
    rest = _missing(scene, unit)
    return rf"1 - {number(_value(scene, unit))}" if rest > _CLOSE_TO_1 else number(rest)


def prediction(scene: Scene, unit: int) -> str:
    """ŷ with numbers; a probability close to 1 as 1 − (its distance from 1)."""
    value = _value(scene, unit)
    if scene.step.net.output not in ("sigmoid", "softmax") or value <= _CLOSE_TO_1:
        return number(value)
    rest = _missing(scene, unit)
    return rf"1 - {number(rest)}" if rest else "1"


def by_z(scene: Scene, unit: int) -> bool:
    """Whether the loss's logarithm must be written with z: ŷ is too close to 0, or for a sigmoid to 0 or 1."""
    if scene.criterion.dterm_dz is None:
        return False
    value = _value(scene, unit)
    return min(value, _missing(scene, unit)) < _TOO_CLOSE if scene.activation(-1).elementwise else value < _TOO_CLOSE


def by_z_term(scene: Scene, unit: int) -> list[str]:
    """The term of the loss with numbers, written with z instead of ŷ."""
    target, z = float(scene.step.y[scene.sample, unit]), _scores(scene)
    if scene.step.loss_name == "log_loss":
        weight = 1 - target if z[unit] > 0 else target
        away = abs(z[unit])
        return tex.total([rf"{number(weight)} \cdot {number(away)}", rf"\ln(1 + e^{{{number(-away)}}})"])
    largest = max(z)
    powers = " + ".join(tex.shorten([rf"e^{{{number(other - largest)}}}" for other in z], 4))
    return tex.total([rf"{number(target)} \cdot \bigl({number(largest - z[unit])}", rf"\ln({powers})\bigr)"])


def by_z_derivative(scene: Scene, unit: int) -> list[str]:
    """The derivative of the loss's term by ŷ with numbers, written with z; parts with weight 0 are left out."""
    target, z = float(scene.step.y[scene.sample, unit]), _scores(scene)
    if scene.step.loss_name == "log_loss":
        claimed = rf"{_times(1 - target)}(1 + e^{{{number(z[unit])}}})"
        missed = rf"-{_times(target)}(1 + e^{{{number(-z[unit])}}})"
        return tex.total([term for term, weight in ((claimed, 1 - target), (missed, target)) if weight])
    if target == 0:
        return ["0"]
    powers = " + ".join(tex.shorten([rf"e^{{{number(other - z[unit])}}}" for other in z], 4))
    return [rf"-{number(target)} \cdot ({powers})"]


def by_z_derivative_code(scene: Scene, unit: int) -> str:
    """The NumPy lines for ∂L/∂ŷ, written with z; parts with weight 0 are left out here, too."""
    place, here = f"[{scene.sample}, {unit}]", scene.depth
    target = float(scene.step.y[scene.sample, unit])
    claimed, missed = f"(1 - y{place}) * (1 + np.exp(z{here}{place}))", f"y{place} * (1 + np.exp(-z{here}{place}))"
    if scene.step.loss_name == "cross_entropy":
        if target == 0:
            return f"da{here}{place} = 0  # since y is 0"
        code = f"-y{place} * np.sum(np.exp(z{here}[{scene.sample}] - z{here}{place})) / len(y)"
    elif target == 0:
        code = f"{claimed} / y.size"
    else:
        code = f"-{missed} / y.size" if target == 1 else f"({claimed} - {missed}) / y.size"
    return _unwarned(f"da{here}{place} = {code}", scene.step.backward[-1].da[scene.sample, unit])


def derivative_code(scene: Scene) -> str:
    """The NumPy lines for ∂L/∂ŷ of the whole batch: those of the loss, or those with z if any ŷ needs them."""
    if not _some_by_z(scene):
        return scene.criterion.dcode
    return _unwarned(_DERIVATIVE_BY_Z[scene.step.loss_name], scene.step.backward[-1].da)


def _some_by_z(scene: Scene) -> bool:
    """`by_z` for any output of any sample."""
    if scene.criterion.dterm_dz is None:
        return False
    smallest = scene.step.prediction.min()
    if scene.activation(-1).elementwise:
        smallest = min(smallest, sigmoid(-scene.step.forward[-1].z).min())
    return bool(smallest < _TOO_CLOSE)


def _unwarned(code: str, da: np.ndarray) -> str:
    """The lines unchanged; without NumPy's overflow warning if ∞ is right, because the true value is beyond float64."""
    if not np.isinf(da).any():
        return code
    first = 'with np.errstate(over="ignore"):  # infinite: the true value is beyond float64'
    return "\n    ".join([first, *code.split("\n")])


def _times(weight: float) -> str:
    return "" if weight == 1 else rf"{number(weight)} \cdot "


def _value(scene: Scene, unit: int) -> float:
    return float(scene.step.prediction[scene.sample, unit])


def _missing(scene: Scene, unit: int) -> float:
    """1 − ŷ with all its digits, even if ŷ is close to 1: from z for a sigmoid, from the other units for a softmax."""
    if scene.step.net.output == "sigmoid":
        return float(sigmoid(-scene.step.forward[-1].z[scene.sample, unit]))
    a = scene.step.prediction[scene.sample]
    return float(a[:unit].sum() + a[unit + 1 :].sum())


def _scores(scene: Scene) -> list[float]:
    """z of all outputs."""
    return scene.step.forward[-1].z[scene.sample].tolist()
