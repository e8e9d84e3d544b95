"""How each loss is explained: one output's term and its derivative with numbers, a reason, and the NumPy line."""

from collections.abc import Callable
from dataclasses import dataclass

from backprop.explain import latex as tex
from backprop.explain.numbers import factor
from backprop.explain.numbers import latex as number
from backprop.explain.step.moment import Scene
from backprop.explain.step.prediction import distance, prediction


@dataclass(frozen=True, slots=True)
class Term:
    """The explanation of one loss.

    Attributes:
        why: what the term does, in a sentence.
        numbers: (scene, output) -> the term as LaTeX lines with numbers.
        derivative: (scene, output) -> the term's derivative by ŷ as LaTeX with numbers.
        code: the NumPy line of one output's term. {y}, {a} and {z} belong to this output; {scores} is z of all outputs.
    """

    why: str
    numbers: Callable[[Scene, int], list[str]]
    derivative: Callable[[Scene, int], str]
    code: str


def _target(scene: Scene, unit: int) -> float:
    return float(scene.step.y[scene.sample, unit])


def _difference(scene: Scene, unit: int) -> str:
    return rf"{prediction(scene, unit)} - {factor(_target(scene, unit))}"


def _squared(scene: Scene, unit: int) -> list[str]:
    return [rf"\left({_difference(scene, unit)}\right)^2"]


def _half_squared(scene: Scene, unit: int) -> list[str]:
    return [rf"\tfrac12 \left({_difference(scene, unit)}\right)^2"]


def _huber(scene: Scene, unit: int) -> list[str]:
    if _is_far(scene, unit):
        return [rf"\left|{_difference(scene, unit)}\right| - \tfrac12"]
    return _half_squared(scene, unit)


def _dhuber(scene: Scene, unit: int) -> str:
    if _is_far(scene, unit):
        return rf"\max(-1, \min(1, {number(_error(scene, unit))}))"
    return _difference(scene, unit)


def _is_far(scene: Scene, unit: int) -> bool:
    """Whether the error is in the linear part of the Huber loss."""
    return abs(_error(scene, unit)) > 1.0


def _error(scene: Scene, unit: int) -> float:
    return float(scene.step.prediction[scene.sample, unit]) - _target(scene, unit)


def _log_loss(scene: Scene, unit: int) -> list[str]:
    target = _target(scene, unit)
    lines = tex.total(
        [
            rf"{number(target)} \cdot \ln({prediction(scene, unit)})",
            rf"{number(1 - target)} \cdot \ln({distance(scene, unit)})",
        ]
    )
    lines[0] = rf"-\bigl[{lines[0]}"
    lines[-1] += r"\bigr]"
    return lines


def _dlog_loss(scene: Scene, unit: int) -> str:
    target = _target(scene, unit)
    claimed = rf"\frac{{{number(1 - target)}}}{{{distance(scene, unit)}}}"
    return rf"{claimed} - \frac{{{number(target)}}}{{{prediction(scene, unit)}}}"


def _cross_entropy(scene: Scene, unit: int) -> list[str]:
    return [rf"-{number(_target(scene, unit))} \cdot \ln({prediction(scene, unit)})"]


def _dcross_entropy(scene: Scene, unit: int) -> str:
    return rf"-\frac{{{number(_target(scene, unit))}}}{{{prediction(scene, unit)}}}"


TERMS: dict[str, Term] = {
    "mse": Term(
        "The square makes every error positive, and large errors count most.",
        _squared,
        lambda scene, unit: rf"2\,({_difference(scene, unit)})",
        "({a} - {y})**2",
    ),
    "half_sse": Term(
        "The square makes every error positive; the ½ only makes the derivative tidy.",
        _half_squared,
        _difference,
        "0.5 * ({a} - {y})**2",
    ),
    "huber": Term(
        "Small errors count with their square, large ones only with their size: one wild target cannot rule the rest.",
        _huber,
        _dhuber,
        "np.where(np.abs({a} - {y}) <= 1, 0.5 * ({a} - {y})**2, np.abs({a} - {y}) - 0.5)",
    ),
    "log_loss": Term(
        "The surprise at the target: small if the prediction is right, huge if it is sure and wrong.",
        _log_loss,
        _dlog_loss,
        "np.logaddexp(0, {z}) - {y} * {z}",
    ),
    "cross_entropy": Term(
        "The surprise at the right class; classes with target 0 add nothing.",
        _cross_entropy,
        _dcross_entropy,
        "-{y} * ({z} - np.logaddexp.reduce({scores}))",
    ),
}
"""By the loss's name; a new loss needs one entry here. For ŷ too close to 0 or 1, `prediction` has the formulas."""
