"""The update rules in words of mathematics: each optimizer's rule in symbols, with numbers, and as NumPy lines."""

from collections.abc import Callable
from dataclasses import dataclass

from backprop.explain import latex as tex
from backprop.explain.moment import Scene
from backprop.explain.numbers import factor, squared
from backprop.explain.numbers import latex as number
from backprop.explain.quantities import of_parameter
from backprop.network import ParameterId

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Values:
    """The numbers of one parameter's update.

    Attributes:
        old, new, g: the parameter before and after, its gradient.
        alpha: the learning rate.
        settings: the optimizer's other numbers.
        before, after: its averages before and after.
        count: which update this is, from 1.
    """

    old: float
    new: float
    g: float
    alpha: float
    settings: dict[str, float]
    before: list[float]
    after: list[float]
    count: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How one optimizer is explained.

    Attributes:
        symbols: LaTeX lines, with %theta, %new and g for the gradient.
        numbers: the same lines with numbers, as left and right sides; a right side may be a list that is a broken sum.
        code: NumPy lines, with %theta for the array's name; each array has averages of its own, such as vW1.
    """

    symbols: tuple[str, ...]
    numbers: Callable[[_Values], str]
    code: tuple[str, ...]


def _n(value: float) -> str:
    return number(value, _DIGITS)


def _f(value: float) -> str:
    return factor(value, _DIGITS)


def _average(sign: str, decay: float, before: float, weight: str, after: float) -> str:
    """s = decay · before + weight = after, on as many lines as it needs."""
    return tex.equation(sign, tex.total([rf"{_n(decay)} \cdot {_f(before)}", weight]), _n(after))


def _step(v: _Values, change: str) -> str:
    """θ − α · change = new."""
    return tex.equation("", tex.total([number(v.old), rf"-{number(v.alpha)} \cdot {change}"]), _bold(v.new))


def _bold(value: float) -> str:
    return rf"\mathbf{{{number(value, 9)}}}"


def _sgd(v: _Values) -> str:
    return tex.equation("", rf"{number(v.old)} - {number(v.alpha)} \cdot {factor(v.g)}", _bold(v.new))


def _momentum(v: _Values) -> str:
    velocity = _average("v", v.settings["decay"], v.before[0], _n(v.g), v.after[0])
    return tex.gathered(velocity, _step(v, _f(v.after[0])))


def _nesterov(v: _Values) -> str:
    decay = v.settings["decay"]
    velocity = _average("v", decay, v.before[0], _n(v.g), v.after[0])
    return tex.gathered(velocity, _step(v, rf"\bigl({_n(v.g)} + {_n(decay)} \cdot {_f(v.after[0])}\bigr)"))


def _rmsprop(v: _Values) -> str:
    decay = v.settings["decay"]
    square = _average("s", decay, v.before[0], rf"{_n(1 - decay)} \cdot {squared(v.g, _DIGITS)}", v.after[0])
    return tex.gathered(
        square, _step(v, rf"\frac{{{_n(v.g)}}}{{\sqrt{{{_n(v.after[0])}}} + {_n(v.settings['epsilon'])}}}")
    )


def _adam(v: _Values) -> str:
    beta1, beta2 = v.settings["beta1"], v.settings["beta2"]
    m_hat, s_hat = v.after[0] / (1 - beta1**v.count), v.after[1] / (1 - beta2**v.count)
    return tex.gathered(
        _average("m", beta1, v.before[0], rf"{_n(1 - beta1)} \cdot {_f(v.g)}", v.after[0]),
        _average("s", beta2, v.before[1], rf"{_n(1 - beta2)} \cdot {squared(v.g, _DIGITS)}", v.after[1]),
        rf"\hat m = {_n(m_hat)},\quad \hat s = {_n(s_hat)}",
        _step(v, rf"\frac{{{_n(m_hat)}}}{{\sqrt{{{_n(s_hat)}}} + {_n(v.settings['epsilon'])}}}"),
    )


RULES: dict[str, Rule] = {
    "sgd": Rule((r"%new &= %theta - \alpha\, g",), _sgd, ("%theta = %theta - alpha * d%theta",)),
    "momentum": Rule(
        (r"v &\leftarrow \mu v + g", r"%new &= %theta - \alpha\, v"),
        _momentum,
        ("v%theta = mu * v%theta + d%theta", "%theta = %theta - alpha * v%theta"),
    ),
    "nesterov": Rule(
        (r"v &\leftarrow \mu v + g", r"%new &= %theta - \alpha\, (g + \mu v)"),
        _nesterov,
        ("v%theta = mu * v%theta + d%theta", "%theta = %theta - alpha * (d%theta + mu * v%theta)"),
    ),
    "rmsprop": Rule(
        (r"s &\leftarrow \rho s + (1 - \rho)\, g^2", r"%new &= %theta - \alpha\, g \big/ (\sqrt{s} + \varepsilon)"),
        _rmsprop,
        (
            "s%theta = rho * s%theta + (1 - rho) * d%theta**2",
            "%theta = %theta - alpha * d%theta / (np.sqrt(s%theta) + eps)",
        ),
    ),
    "adam": Rule(
        (
            r"m &\leftarrow \beta_1 m + (1 - \beta_1)\, g",
            r"s &\leftarrow \beta_2 s + (1 - \beta_2)\, g^2",
            r"\hat m &= m / (1 - \beta_1^t), \quad \hat s = s / (1 - \beta_2^t)",
            r"%new &= %theta - \alpha\, \hat m \big/ (\sqrt{\hat s} + \varepsilon)",
        ),
        _adam,
        (
            "m%theta = beta1 * m%theta + (1 - beta1) * d%theta",
            "s%theta = beta2 * s%theta + (1 - beta2) * d%theta**2",
            "m_hat, s_hat = m%theta / (1 - beta1**t), s%theta / (1 - beta2**t)",
            "%theta = %theta - alpha * m_hat / (np.sqrt(s_hat) + eps)",
        ),
    ),
}
"""By the optimizer's name; a new optimizer needs one entry here."""


def symbols(scene: Scene, theta: str, new: str, gradient: str) -> str:
    """The rule for one parameter in symbols; g stands for its gradient where the rule has more than one line."""
    lines = RULES[scene.step.optimizer.name].symbols
    named = [line.replace("%theta", theta).replace("%new", new) for line in lines]
    if len(named) == 1:
        return tex.aligned([named[0].removesuffix("g") + gradient])
    return tex.aligned([rf"g &= {gradient}", *named])


def numbers(scene: Scene, parameter: ParameterId) -> str:
    """The rule for one parameter with the numbers put in."""
    step, optimizer = scene.step, scene.step.optimizer
    values = _Values(
        old=step.parameters[parameter],
        new=step.parameters_after[parameter],
        g=scene.value(of_parameter("gradient", parameter)),
        alpha=optimizer.learning_rate,
        settings=dict(optimizer.settings),
        before=[average[parameter] for average in step.state.averages],
        after=[average[parameter] for average in step.state_after.averages],
        count=step.state_after.count,
    )
    return RULES[optimizer.name].numbers(values)


def code(scene: Scene, name: str) -> str:
    """The rule for one array, as NumPy lines."""
    return "\n".join(RULES[scene.step.optimizer.name].code).replace("%theta", name)
