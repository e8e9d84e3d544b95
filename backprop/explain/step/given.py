"""What the optimizer is given: the gradient of loss and penalty, scaled down if it is too long.

Without regularization that is the gradient itself, and this module adds nothing to the explanation.
"""

from dataclasses import dataclass

from backprop.explain import latex as tex
from backprop.explain.numbers import factor
from backprop.explain.numbers import latex as number
from backprop.explain.step import words
from backprop.explain.step.moment import Scene
from backprop.flat import to_vector
from backprop.network import ParameterId, Parameters
from backprop.regularization import NONE
from backprop.trace import StepTrace

_DIGITS = 4
_FACTOR = r"c &= \min(1,\; C / N)"


def regularized(scene: Scene) -> bool:
    """Whether the optimizer may be given a gradient other than that of the loss."""
    return scene.step.regularization != NONE


def why(scene: Scene) -> str:
    """What the regularization does, in words."""
    rule = scene.step.regularization
    return (words.PENALTY if rule.penalizes else "") + (words.CLIP if rule.clip is not None else "")


def symbols(scene: Scene, gradient: str, theta: str, *, penalized: bool = True) -> list[str]:
    """The lines for g in symbols; `penalized` is False for a bias."""
    rule = scene.step.regularization
    terms = [gradient]
    if penalized and rule.l1:
        terms.append(rf"\lambda_1\, \text{{sign}}({theta})")
    if penalized and rule.l2:
        terms.append(rf"\lambda_2\, {theta}")
    first, *more = tex.total(terms)
    lines = [f"g &= {first}", *(f"&{line}" for line in more)]
    if rule.clip is None:
        return lines
    if len(terms) == 1:
        return [_FACTOR, rf"g &= c\, {gradient}"]
    lines[0] = rf"g &= c\, \Bigl({first}"
    lines[-1] += r"\Bigr)"
    return [_FACTOR, *lines]


def numbers(scene: Scene, parameter: ParameterId) -> list[str]:
    """The lines for g with numbers, as formulas."""
    step, rule = scene.step, scene.step.regularization
    weight = step.parameters[parameter]
    terms = [number(step.gradient[parameter], _DIGITS)]
    if not parameter.is_bias and rule.l1:
        sign = (weight > 0) - (weight < 0)
        terms.append(rf"{number(rule.l1)} \cdot {factor(sign)}")
    if not parameter.is_bias and rule.l2:
        terms.append(rf"{number(rule.l2)} \cdot {factor(weight, _DIGITS)}")
    lines = tex.total(terms)
    clipping = clipping_of(step)
    if clipping is None:
        return [tex.equation("g", lines, number(step.given[parameter], _DIGITS))]
    if clipping.factor != 1 and len(terms) > 1:
        lines[0] = rf"{number(clipping.factor, _DIGITS)} \cdot \bigl({lines[0]}"
        lines[-1] += r"\bigr)"
    elif clipping.factor != 1:
        lines[0] = rf"{number(clipping.factor, _DIGITS)} \cdot {factor(step.gradient[parameter], _DIGITS)}"
    ratio = (
        rf"\frac{{{number(clipping.limit)}}}{{{number(clipping.length, _DIGITS)}}} = " if clipping.factor != 1 else ""
    )
    return [
        rf"N = {number(clipping.length, _DIGITS)},\quad c = {ratio}{number(clipping.factor, _DIGITS)}",
        tex.equation("g", lines, number(step.given[parameter], _DIGITS)),
    ]


def code(scene: Scene, name: str, gradient: str, *, penalized: bool = True) -> str:
    """The right side of g = …, in NumPy."""
    total = with_penalty_code(scene, name, gradient) if penalized else gradient
    if scene.step.regularization.clip is None:
        return total
    return f"c * {total}" if total == gradient else f"c * ({total})"


def with_penalty_code(scene: Scene, name: str, gradient: str) -> str:
    """The gradient of loss and penalty by the weights, in NumPy, before it is scaled."""
    rule = scene.step.regularization
    l1 = f" + l1 * np.sign({name})" if rule.l1 else ""
    return gradient + l1 + (f" + l2 * {name}" if rule.l2 else "")


@dataclass(frozen=True, slots=True)
class Clipping:
    """How the whole gradient, penalties included, is scaled.

    Attributes:
        limit: the largest length it may have, C.
        length: the length it has, N.
        factor: the number it is multiplied by, c.
    """

    limit: float
    length: float
    factor: float


def clipping_of(step: StepTrace) -> Clipping | None:
    """The clipping of a step; None if the gradient has no limit."""
    rule = step.regularization
    if rule.clip is None:
        return None
    gradient = step.gradient
    slopes = [rule.slope(W) for W in step.parameters.weights]
    weights = [dW + slope for dW, slope in zip(gradient.weights, slopes, strict=True)]
    vector = to_vector(Parameters.computed(weights, gradient.biases))
    return Clipping(rule.clip, float((vector @ vector) ** 0.5), rule.factor(vector))
