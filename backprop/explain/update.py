"""Moments of the update, one parameter each: θ_new = θ_old − α · ∂L/∂θ, or the optimizer's own rule."""

from collections.abc import Iterator

import numpy as np

from backprop.explain import latex as tex
from backprop.explain import words
from backprop.explain.moment import Highlight, Moment, Scene
from backprop.explain.numbers import factor, text
from backprop.explain.numbers import latex as number
from backprop.explain.quantities import of_parameter
from backprop.network import ParameterId
from backprop.passes import forward

_MOST_LISTED = 8


def operations(scene: Scene) -> Iterator[Moment]:
    """Every trained parameter, first layer first; then those that are frozen; then the end of the step."""
    frozen = []
    for parameter in scene.step.net.parameter_ids():
        if is_frozen(scene, parameter):
            frozen.append(parameter)
        else:
            yield _update(scene, parameter)
    if frozen:
        yield _frozen(scene, frozen)
    yield _done(scene)


def is_frozen(scene: Scene, parameter: ParameterId) -> bool:
    """Whether the parameter keeps its value."""
    return f"{'b' if parameter.is_bias else 'W'}{parameter.layer + 1}" in scene.step.frozen


def rule_symbols(scene: Scene, theta: str, new: str, gradient: str) -> str:
    """The optimizer's rule for one parameter, in symbols."""
    rules = {
        "sgd": [rf"{new} &= {theta} - \alpha\, {gradient}"],
        "momentum": [rf"v &\leftarrow \mu v + {gradient}", rf"{new} &= {theta} - \alpha\, v"],
        "nesterov": [
            rf"v &\leftarrow \mu v + {gradient}",
            rf"{new} &= {theta} - \alpha \bigl({gradient} + \mu v\bigr)",
        ],
        "rmsprop": [
            rf"s &\leftarrow \rho s + (1 - \rho) \bigl({gradient}\bigr)^2",
            rf"{new} &= {theta} - \alpha\, {gradient} \big/ (\sqrt{{s}} + \varepsilon)",
        ],
        "adam": [
            rf"m &\leftarrow \beta_1 m + (1 - \beta_1) {gradient}",
            rf"s &\leftarrow \beta_2 s + (1 - \beta_2) \bigl({gradient}\bigr)^2",
            rf"{new} &= {theta} - \alpha\, \hat m \big/ (\sqrt{{\hat s}} + \varepsilon)",
        ],
    }
    return tex.aligned(rules[scene.step.optimizer.name])


def _rule_numbers(scene: Scene, parameter: ParameterId) -> str:
    step, optimizer = scene.step, scene.step.optimizer
    settings = dict(optimizer.settings)
    old, new = step.parameters[parameter], step.parameters_after[parameter]
    g = scene.value(of_parameter("gradient", parameter))
    alpha = number(optimizer.learning_rate)
    before = [factor(average[parameter]) for average in step.state.averages]
    after = [average[parameter] for average in step.state_after.averages]
    square = rf"{factor(g)}^2"
    bold = rf"&= \mathbf{{{number(new, 9)}}}"
    start = rf"&= {number(old)} - {alpha} \cdot"
    if optimizer.name == "sgd":
        return tex.aligned([rf"{start} {factor(g)}", bold])
    if optimizer.name == "adam":
        count = step.state_after.count
        beta1, beta2 = settings["beta1"], settings["beta2"]
        hats = after[0] / (1 - beta1**count), after[1] / (1 - beta2**count)
        return tex.aligned(
            [
                rf"m &= {number(beta1)} \cdot {before[0]} + {number(1 - beta1)} \cdot {factor(g)} = {number(after[0])}",
                rf"s &= {number(beta2)} \cdot {before[1]} + {number(1 - beta2)} \cdot {square} = {number(after[1])}",
                rf"\hat m &= {number(hats[0])},\quad \hat s = {number(hats[1])}",
                rf"{start} {factor(hats[0])} \big/ (\sqrt{{{number(hats[1])}}} + {number(settings['epsilon'])})",
                bold,
            ]
        )
    decay = settings["decay"]
    if optimizer.name == "rmsprop":
        return tex.aligned(
            [
                rf"s &= {number(decay)} \cdot {before[0]} + {number(1 - decay)} \cdot {square} = {number(after[0])}",
                rf"{start} {factor(g)} \big/ (\sqrt{{{number(after[0])}}} + {number(settings['epsilon'])})",
                bold,
            ]
        )
    velocity = rf"v &= {number(decay)} \cdot {before[0]} + {factor(g)} = {number(after[0])}"
    if optimizer.name == "momentum":
        return tex.aligned([velocity, rf"{start} {factor(after[0])}", bold])
    return tex.aligned([velocity, rf"{start} \bigl({number(g)} + {number(decay)} \cdot {factor(after[0])}\bigr)", bold])


def code(scene: Scene, name: str) -> str:
    """The optimizer's rule for one array, as NumPy lines."""
    return {
        "sgd": f"{name} = {name} - alpha * d{name}",
        "momentum": f"v = mu * v + d{name}\n{name} = {name} - alpha * v",
        "nesterov": f"v = mu * v + d{name}\n{name} = {name} - alpha * (d{name} + mu * v)",
        "rmsprop": f"s = rho * s + (1 - rho) * d{name}**2\n{name} = {name} - alpha * d{name} / (np.sqrt(s) + eps)",
        "adam": (
            f"m = beta1 * m + (1 - beta1) * d{name}\ns = beta2 * s + (1 - beta2) * d{name}**2\n"
            f"m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)\n"
            f"{name} = {name} - alpha * m_hat / (np.sqrt(s_hat) + eps)"
        ),
    }[scene.step.optimizer.name]


def _update(scene: Scene, parameter: ParameterId) -> Moment:
    change, new = of_parameter("update", parameter), of_parameter("new", parameter)
    name = scene.names.parameter(parameter)
    kind = "b" if parameter.is_bias else "W"
    edges = () if parameter.source is None else ((parameter.layer, parameter.source, parameter.target),)
    gradient = scene.latex(of_parameter("gradient", parameter))
    return Moment(
        phase="update",
        place=scene.place("update", parameter.layer),
        title=f"The update of {name}",
        symbols=rule_symbols(scene, scene.names.parameter_latex(parameter), scene.latex(new), gradient),
        numbers=_rule_numbers(scene, parameter),
        result=f"{name} = {text(scene.value(new))}",
        why=words.UPDATE[scene.step.optimizer.name],
        code=code(scene, f"{kind}{parameter.layer + 1}"),
        highlight=Highlight(((parameter.layer + 1, parameter.target),), edges),
        reveals=(change, new),
        main=new,
        neuron=f"unit {parameter.target}",
        layer=parameter.layer,
    )


def _frozen(scene: Scene, frozen: list[ParameterId]) -> Moment:
    names = ", ".join(scene.names.parameter(parameter) for parameter in frozen[:_MOST_LISTED])
    more = ", …" if len(frozen) > _MOST_LISTED else ""
    return Moment(
        phase="update",
        place="update · frozen",
        title="Frozen parameters keep their values",
        symbols=r"\theta^{\text{new}} = \theta",
        numbers="",
        result=f"Unchanged: {names}{more}",
        why=words.FROZEN,
        code="# no update",
        highlight=Highlight(tuple(dict.fromkeys((parameter.layer + 1, parameter.target) for parameter in frozen))),
        reveals=tuple(of_parameter(kind, parameter) for parameter in frozen for kind in ("update", "new")),
        neuron="frozen",
    )


def _done(scene: Scene) -> Moment:
    """The last moment: the new values, and the loss before and after."""
    return Moment(
        phase="update",
        place="update · done",
        title="One training step is done",
        symbols=r"L(\theta) \;\to\; L(\theta^{\text{new}})",
        numbers=loss_before_and_after(scene),
        result=new_values(scene),
        why=words.DONE,
        code="# next: the same step again, with the new parameters",
        highlight=Highlight(),
        reveals=(),
        neuron="done",
    )


def loss_before_and_after(scene: Scene) -> str:
    """The loss of this step and of the next, as LaTeX."""
    return rf"{number(scene.step.loss, 9)} \;\to\; \mathbf{{{number(loss_after(scene), 9)}}}"


def loss_after(scene: Scene) -> float:
    """The loss with the updated parameters; infinite or NaN where the step went too far."""
    step = scene.step
    with np.errstate(over="ignore", invalid="ignore"):
        output = forward(step.net, step.parameters_after, step.x)[-1]
        return float(scene.criterion.value(output.z, output.a, step.y))


def new_values(scene: Scene) -> str:
    """The new values of the trained parameters, if they are few enough to read."""
    trained = [parameter for parameter in scene.step.net.parameter_ids() if not is_frozen(scene, parameter)]
    if not trained:
        return "All parameters are frozen: nothing has changed."
    values = [f"{scene.names.parameter(p)} = {text(scene.step.parameters_after[p])}" for p in trained[:_MOST_LISTED]]
    more = [f"… {len(trained)} parameters in all"] if len(trained) > _MOST_LISTED else []
    return "\n".join(values + more)
