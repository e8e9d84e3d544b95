"""The update rules as formulas: each optimizer's rule in symbols, with numbers, and as NumPy lines."""

from collections.abc import Callable
from dataclasses import dataclass

from backprop.explain import latex as tex
from backprop.explain.numbers import factor, squared
from backprop.explain.numbers import latex as number
from backprop.explain.step import given
from backprop.explain.step.moment import Scene
from backprop.network import ParameterId

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Values:
    """The numbers of one parameter's update.

    Attributes:
        old, new, g: the parameter before and after, and the gradient that the optimizer is given.
        alpha: the learning rate.
        settings: the optimizer's other settings.
        before, after: the optimizer's averages before and after the update.
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
        why: what the rule does, in a sentence.
        symbols: LaTeX lines, with %theta, %new and g for the gradient; the last one is the step.
        averages: the lines before the step, with numbers.
        change: the factor that α is multiplied by in the step, with numbers.
        code: NumPy lines, with %theta for the array's name and %g for its gradient; each array has averages of its
            own, such as vW1.
    """

    why: str
    symbols: tuple[str, ...]
    averages: Callable[[Values], tuple[str, ...]]
    change: Callable[[Values], str]
    code: tuple[str, ...]


def _n(value: float) -> str:
    return number(value, _DIGITS)


def _f(value: float) -> str:
    return factor(value, _DIGITS)


def _average(sign: str, decay: float, before: float, weight: str, after: float) -> str:
    """v = decay · before + weight = after, on as many lines as it needs."""
    return tex.equation(sign, tex.total([rf"{_n(decay)} \cdot {_f(before)}", weight]), _n(after))


def _velocity(v: Values) -> tuple[str, ...]:
    return (_average("v", v.settings["decay"], v.before[0], _n(v.g), v.after[0]),)


def _square(v: Values) -> tuple[str, ...]:
    decay = v.settings["decay"]
    return (_average("v", decay, v.before[0], rf"{_n(1 - decay)} \cdot {squared(v.g, _DIGITS)}", v.after[0]),)


def _adam_averages(v: Values) -> tuple[str, ...]:
    beta1, beta2 = v.settings["beta1"], v.settings["beta2"]
    return (
        rf"t = {v.count}",
        _average("m", beta1, v.before[0], rf"{_n(1 - beta1)} \cdot {_f(v.g)}", v.after[0]),
        _average("v", beta2, v.before[1], rf"{_n(1 - beta2)} \cdot {squared(v.g, _DIGITS)}", v.after[1]),
        *(
            rf"\hat {sign} = \frac{{{_n(after)}}}{{1 - {_n(beta)}^{{{v.count}}}}} = {_n(after / (1 - beta**v.count))}"
            for sign, beta, after in (("m", beta1, v.after[0]), ("v", beta2, v.after[1]))
        ),
    )


def _adam_change(v: Values) -> str:
    m_hat = v.after[0] / (1 - v.settings["beta1"] ** v.count)
    v_hat = v.after[1] / (1 - v.settings["beta2"] ** v.count)
    return _over_root(m_hat, v_hat, v.settings["epsilon"])


def _over_root(above: float, square: float, epsilon: float) -> str:
    return rf"\frac{{{_n(above)}}}{{\sqrt{{{_n(square)}}} + {_n(epsilon)}}}"


RULES: dict[str, Rule] = {
    "sgd": Rule(
        "Step against the gradient, as far as the learning rate says.",
        (r"%new &= %theta - \alpha\, g",),
        lambda v: (),
        lambda v: factor(v.g),
        ("%theta = %theta - alpha * %g",),
    ),
    "momentum": Rule(
        "The velocity adds up past gradients; the step follows the velocity.",
        (r"v &\leftarrow \mu v + g", r"%new &= %theta - \alpha\, v"),
        _velocity,
        lambda v: _f(v.after[0]),
        ("v%theta = mu * v%theta + %g", "%theta = %theta - alpha * v%theta"),
    ),
    "nesterov": Rule(
        "Like momentum, but the step looks one velocity ahead.",
        (r"v &\leftarrow \mu v + g", r"%new &= %theta - \alpha\, (g + \mu v)"),
        _velocity,
        lambda v: rf"\bigl({_n(v.g)} + {_n(v.settings['decay'])} \cdot {_f(v.after[0])}\bigr)",
        ("v%theta = mu * v%theta + %g", "%theta = %theta - alpha * (%g + mu * v%theta)"),
    ),
    "rmsprop": Rule(
        "The step is divided by the recent size of the gradient.",
        (r"v &\leftarrow \rho v + (1 - \rho)\, g^2", r"%new &= %theta - \alpha\, g \big/ (\sqrt{v} + \varepsilon)"),
        _square,
        lambda v: _over_root(v.g, v.after[0], v.settings["epsilon"]),
        (
            "v%theta = rho * v%theta + (1 - rho) * %g**2",
            "%theta = %theta - alpha * %g / (np.sqrt(v%theta) + eps)",
        ),
    ),
    "adagrad": Rule(
        "The step is divided by the root of all squared gradients so far, so steps tend to get shorter.",
        (r"v &\leftarrow v + g^2", r"%new &= %theta - \alpha\, g \big/ (\sqrt{v} + \varepsilon)"),
        lambda v: (tex.equation("v", tex.total([_n(v.before[0]), squared(v.g, _DIGITS)]), _n(v.after[0])),),
        lambda v: _over_root(v.g, v.after[0], v.settings["epsilon"]),
        ("v%theta = v%theta + %g**2", "%theta = %theta - alpha * %g / (np.sqrt(v%theta) + eps)"),
    ),
    "adam": Rule(
        "The recent mean of the gradient, divided by its recent size.",
        (
            r"m &\leftarrow \beta_1 m + (1 - \beta_1)\, g",
            r"v &\leftarrow \beta_2 v + (1 - \beta_2)\, g^2",
            r"\hat m &= m / (1 - \beta_1^t), \quad \hat v = v / (1 - \beta_2^t)",
            r"%new &= %theta - \alpha\, \hat m \big/ (\sqrt{\hat v} + \varepsilon)",
        ),
        _adam_averages,
        _adam_change,
        (
            "m%theta = beta1 * m%theta + (1 - beta1) * %g",
            "v%theta = beta2 * v%theta + (1 - beta2) * %g**2",
            "m_hat, v_hat = m%theta / (1 - beta1**t), v%theta / (1 - beta2**t)",
            "%theta = %theta - alpha * m_hat / (np.sqrt(v_hat) + eps)",
        ),
    ),
}
"""By the optimizer's name; a new optimizer needs one entry here. As in the papers, v is the velocity where there is
momentum, and otherwise the sum or the average of squares."""


def symbols(scene: Scene, theta: str, new: str, gradient: str, *, penalized: bool = True) -> str:
    """The rule for one parameter in symbols; with regularization, the lines for g, the given gradient, come first."""
    named = _named(scene.step.optimizer.name, theta, new)
    if given.regularized(scene):
        return tex.aligned([*given.symbols(scene, gradient, theta, penalized=penalized), *named])
    return rule_symbols(scene.step.optimizer.name, theta, new, gradient)


def rule_symbols(optimizer: str, theta: str, new: str, gradient: str) -> str:
    """An optimizer's rule for one parameter in symbols."""
    named = _named(optimizer, theta, new)
    if len(named) == 1:
        return tex.aligned([named[0].removesuffix("g") + gradient])
    return tex.aligned([rf"g &= {gradient}", *named])


def _named(optimizer: str, theta: str, new: str) -> list[str]:
    return [line.replace("%theta", theta).replace("%new", new) for line in RULES[optimizer].symbols]


def rule_numbers(optimizer: str, values: Values) -> str:
    """An optimizer's rule for one parameter with the numbers put in."""
    return _under_each_other(_lines(optimizer, values))


def _lines(optimizer: str, values: Values) -> list[str]:
    rule = RULES[optimizer]
    return [*rule.averages(values), tex.equation("", _step(rule, values), rf"\mathbf{{{number(values.new, 9)}}}")]


def _under_each_other(formulas: list[str]) -> str:
    return formulas[0] if len(formulas) == 1 else tex.gathered(*formulas)


def numbers(scene: Scene, parameter: ParameterId) -> str:
    """The rule for one parameter with the numbers put in."""
    before = given.numbers(scene, parameter) if given.regularized(scene) else []
    return _under_each_other([*before, *_lines(scene.step.optimizer.name, values_of(scene, parameter))])


def step_row(scene: Scene, parameter: ParameterId, new: str, significant: int) -> list[str]:
    """The step of one parameter as a row of a list: new = θ − α · change = its value."""
    values = values_of(scene, parameter)
    step = _step(RULES[scene.step.optimizer.name], values, tex.LINE - 4)
    return tex.row(new, step, number(values.new, significant))


def _step(rule: Rule, values: Values, line: int = tex.LINE) -> list[str]:
    """θ − α · change."""
    return tex.total([number(values.old), rf"-{number(values.alpha)} \cdot {rule.change(values)}"], line)


def values_of(scene: Scene, parameter: ParameterId) -> Values:
    """The numbers of one parameter's update."""
    step, optimizer = scene.step, scene.step.optimizer
    return Values(
        old=step.parameters[parameter],
        new=step.parameters_after[parameter],
        g=step.given[parameter],
        alpha=optimizer.learning_rate,
        settings=dict(optimizer.settings),
        before=[average[parameter] for average in step.state.averages],
        after=[average[parameter] for average in step.state_after.averages],
        count=step.state_after.count,
    )


def code(scene: Scene, kind: str, place: str) -> str:
    """The rule for an array or a part of it, as NumPy lines.

    Args:
        scene: the scene.
        kind: W or b.
        place: what follows the letter: 1 for all of W1, 1[0, 2] for one weight of it.
    """
    rule = RULES[scene.step.optimizer.name]
    name = f"{kind}{place}"
    lines, gradient = list(rule.code), f"d{name}"
    if given.regularized(scene):
        lines.insert(0, f"g = {given.code(scene, name, gradient, penalized=kind == 'W')}")
        gradient = "g"
    return "\n".join(lines).replace("%theta", name).replace("%g", gradient)
