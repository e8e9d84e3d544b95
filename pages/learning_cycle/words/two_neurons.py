"""What each phase of two neurons in a row computes, line by line; symbols as in the step-through."""

from collections.abc import Callable, Mapping

from backprop.explain import latex as tex
from backprop.explain.lines import DIGITS, Line, after, shown
from backprop.explain.numbers import squared, text
from backprop.explain.step.moment import Scene
from backprop.explain.step.quantities import Quantity, of_parameter
from backprop.network import ParameterId
from backprop.notation import Names
from backprop.trace import StepTrace
from pages.learning_cycle.numbers import BACKWARD, ERROR, FORWARD, UPDATE


def chain_lines(scene: Scene, phase: int) -> tuple[Line, ...]:
    """The lines of a phase of two neurons in a row, the second one linear, on one sample, with the loss ½(ŷ − y)²."""
    builders: dict[int, Callable[[Scene], tuple[Line, ...]]] = {
        FORWARD: _chain_forward,
        ERROR: _chain_error,
        BACKWARD: _chain_backward,
        UPDATE: _chain_update,
    }
    return builders[phase](scene)


def _chain_forward(scene: Scene) -> tuple[Line, ...]:
    step = scene.step
    (w1, b1), (w2, b2) = _parameters(scene)
    z, a, prediction = Quantity("z", 0, 0), Quantity("a", 0, 0), Quantity("a", 1, 0)
    x = float(step.x[0, 0])

    def weighted(weight: Quantity, bias: Quantity, sign: str, entering: float) -> tuple[str, str]:
        names = [scene.names.parameter_latex(q.parameter) for q in (weight, bias)]
        values = [step.parameters[q.parameter] for q in (weight, bias)]
        return (
            rf"{names[0]} \cdot {sign} + {names[1]}",
            rf"{shown(values[0])} \cdot {after(entering)} + {after(values[1])}",
        )

    function = scene.activation(0).title
    return (
        Line(scene.latex(z), *weighted(w1, b1, scene.names.input_latex(0, 0), x), scene.value(z)),
        Line(
            scene.latex(a),
            rf"\text{{{function}}}({scene.latex(z)})",
            rf"\text{{{function}}}({shown(scene.value(z))})",
            scene.value(a),
        ),
        Line(scene.latex(prediction), *weighted(w2, b2, scene.latex(a), scene.value(a)), scene.value(prediction)),
    )


def _chain_error(scene: Scene) -> tuple[Line, ...]:
    sign, value, y = _prediction(scene)
    return (
        Line(f"{sign} - y_{{1}}", "", rf"{shown(value)} - {after(y)}", value - y),
        Line("L", rf"\tfrac12 ({sign} - y_{{1}})^2", rf"\tfrac12 \cdot {squared(value - y, DIGITS)}", scene.step.loss),
    )


def _chain_backward(scene: Scene) -> tuple[Line, ...]:
    """From the output back to the input: each δ, then the gradients of weight and bias that it gives."""
    sign, value, y = _prediction(scene)
    w2 = _parameters(scene)[1][0]
    inner, outer, a = Quantity("delta", 0, 0), Quantity("delta", 1, 0), Quantity("a", 0, 0)
    slope, weight = Quantity("slope", 0, 0), scene.step.parameters[w2.parameter]
    own = f"f'({scene.latex(Quantity('z', 0, 0))})"
    came = rf"{scene.names.parameter_latex(w2.parameter)}\, {scene.latex(outer)}"
    handed = rf"{shown(weight)} \cdot {after(scene.value(outer))}"
    back = Line(
        scene.latex(inner),
        rf"{tex.upstream(came)} \cdot {tex.slope(own)}",
        rf"{tex.upstream(handed)} \cdot {tex.slope(after(scene.value(slope)))}",
        scene.value(inner),
    )
    x = scene.names.input_latex(0, 0)
    return (
        Line(scene.latex(outer), f"{sign} - y_{{1}}", rf"{shown(value)} - {after(y)}", scene.value(outer)),
        *_gradients(scene, 1, outer, scene.latex(a), scene.value(a)),
        back,
        *_gradients(scene, 0, inner, x, float(scene.step.x[0, 0])),
    )


def _gradients(scene: Scene, layer: int, delta: Quantity, sign: str, entering: float) -> tuple[Line, Line]:
    weight, bias = _parameters(scene)[layer]
    of_weight, of_bias = (of_parameter("gradient", q.parameter) for q in (weight, bias))
    value = scene.value(delta)
    return (
        Line(
            scene.latex(of_weight),
            rf"{scene.latex(delta)} \cdot {tex.entering(sign)}",
            rf"{shown(value)} \cdot {tex.entering(after(entering))}",
            scene.value(of_weight),
        ),
        Line(scene.latex(of_bias), scene.latex(delta), "", scene.value(of_bias)),
    )


def _chain_update(scene: Scene) -> tuple[Line, ...]:
    step, rate = scene.step, scene.step.optimizer.learning_rate
    lines = []
    for parameter in step.net.parameter_ids():
        new, gradient = of_parameter("new", parameter), of_parameter("gradient", parameter)
        lines.append(
            Line(
                scene.latex(new),
                rf"{scene.names.parameter_latex(parameter)} - \alpha \cdot {scene.latex(gradient)}",
                rf"{shown(step.parameters[parameter])} - {shown(rate)} \cdot {after(scene.value(gradient))}",
                scene.value(new),
            )
        )
    return tuple(lines)


def _parameters(scene: Scene) -> tuple[tuple[Quantity, Quantity], ...]:
    """Weight and bias of each of the two neurons."""
    return tuple((Quantity("", layer, 0, 0), Quantity("", layer, 0)) for layer in range(scene.depth))


def _prediction(scene: Scene) -> tuple[str, float, float]:
    """The symbol of the estimate, its value, and its target."""
    quantity = Quantity("a", scene.depth - 1, 0)
    return scene.latex(quantity), scene.value(quantity), float(scene.step.y[0, 0])


def gradients_text(step: StepTrace, names: Mapping[ParameterId, str]) -> str:
    """Every gradient of a step, in one line."""
    called = Names(step.net, names)
    found = [f"∂L/∂{called.parameter(one)} = {text(step.gradient[one], 4)}" for one in step.net.parameter_ids()]
    return ", ".join(found)
