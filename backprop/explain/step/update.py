"""Moments of the update, one parameter each: θ_new = θ_old − α · ∂L/∂θ, or the optimizer's own rule."""

from collections.abc import Iterator

import numpy as np

from backprop.explain.numbers import latex as number
from backprop.explain.numbers import text
from backprop.explain.step import given, rules, words
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.quantities import of_parameter
from backprop.explain.step.rules import RULES
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


def _update(scene: Scene, parameter: ParameterId) -> Moment:
    change, new = of_parameter("update", parameter), of_parameter("new", parameter)
    name = scene.names.parameter(parameter)
    place = f"[{parameter.target}]" if parameter.source is None else f"[{parameter.source}, {parameter.target}]"
    edges = () if parameter.source is None else ((parameter.layer, parameter.source, parameter.target),)
    gradient = scene.latex(of_parameter("gradient", parameter))
    return Moment(
        phase="update",
        place=scene.place("update", parameter.layer),
        title=f"The update of {name}",
        symbols=rules.symbols(
            scene, scene.names.parameter_latex(parameter), scene.latex(new), gradient, penalized=not parameter.is_bias
        ),
        numbers=rules.numbers(scene, parameter),
        result=f"{name} = {text(scene.value(new))}",
        why=why(scene),
        code=rules.code(scene, "b" if parameter.is_bias else "W", f"{parameter.layer + 1}{place}"),
        highlight=Highlight(((parameter.layer + 1, parameter.target),), edges),
        reveals=(change, new),
        main=new,
        neuron=f"unit {parameter.target}",
        layer=parameter.layer,
    )


def why(scene: Scene) -> str:
    """What the optimizer does, and what regularization does to the gradient before that."""
    return RULES[scene.step.optimizer.name].why + given.why(scene)


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
    """The loss before and after the update, as LaTeX."""
    return rf"{number(scene.step.loss, 9)} \;\to\; \mathbf{{{number(loss_after(scene), 9)}}}"


def loss_after(scene: Scene) -> float:
    """The loss with the updated parameters; infinite or NaN where the step went too far."""
    step = scene.step
    with np.errstate(over="ignore", invalid="ignore"):
        output = forward(step.net, step.parameters_after, step.x)[-1]
        return float(scene.criterion.value(output.z, output.a, step.y))


def new_values(scene: Scene) -> str:
    """The new values of the trained parameters; of many only the first ones and the total number."""
    trained = [parameter for parameter in scene.step.net.parameter_ids() if not is_frozen(scene, parameter)]
    if not trained:
        return "All parameters are frozen: nothing has changed."
    values = [f"{scene.names.parameter(p)} = {text(scene.step.parameters_after[p])}" for p in trained[:_MOST_LISTED]]
    more = [f"… {len(trained)} parameters in all"] if len(trained) > _MOST_LISTED else []
    return "\n".join(values + more)
