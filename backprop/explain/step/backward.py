"""Moments of the backward pass, one operation each: for every layer ∂L/∂a, ∂a/∂z, δ, ∂L/∂W and ∂L/∂b."""

from collections.abc import Iterator

from backprop.explain import latex as tex
from backprop.explain.numbers import factor, squared, text
from backprop.explain.numbers import latex as number
from backprop.explain.step import words
from backprop.explain.step.gradients import gradients
from backprop.explain.step.loss import divisor_latex
from backprop.explain.step.loss_terms import TERMS
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.prediction import by_z, by_z_derivative, by_z_derivative_code, prediction
from backprop.explain.step.quantities import Quantity

_SATURATED = 0.999
"""From this |a| on, a rounded for display leaves too few digits in 1 - a: the slope is shown as f'(z)."""


def operations(scene: Scene) -> Iterator[Moment]:
    """The moments from the last layer to the first, unit by unit; then the end of the backward pass."""
    for layer in reversed(range(scene.depth)):
        units = range(scene.step.net.sizes[layer + 1])
        if scene.activation(layer).elementwise:
            for unit in units:
                yield from _da(scene, layer, unit, f"unit {unit}")
                yield _slope(scene, layer, unit, f"unit {unit}")
                yield _delta(scene, layer, unit)
                yield from gradients(scene, layer, unit)
        else:
            for unit in units:
                yield from _da(scene, layer, unit, "softmax")
                yield _slope(scene, layer, unit, "softmax")
            for unit in units:
                yield _delta(scene, layer, unit)
                yield from gradients(scene, layer, unit)
    yield _stop()


def share_terms(scene: Scene, layer: int, unit: int) -> tuple[list[str], list[str]]:
    """The terms w · δ that the units of the next layer send back to a hidden unit: in symbols and with numbers."""
    symbols, numbers = [], []
    for target in range(scene.step.net.sizes[layer + 2]):
        share = Quantity("share", layer + 1, target, unit)
        symbols.append(scene.latex(share))
        weight = scene.step.parameters[share.parameter]
        numbers.append(rf"{number(weight)} \cdot {factor(scene.value(Quantity('delta', layer + 1, target)))}")
    return symbols, numbers


def _da(scene: Scene, layer: int, unit: int, neuron: str) -> Iterator[Moment]:
    if scene.is_output(layer):
        yield _da_output(scene, layer, unit, neuron)
        return
    for target in range(scene.step.net.sizes[layer + 2]):
        yield _share(scene, layer, unit, target, neuron)
    quantity = Quantity("da", layer, unit)
    symbols, _ = share_terms(scene, layer, unit)
    shares = [
        number(scene.value(Quantity("share", layer + 1, target, unit)))
        for target in range(scene.step.net.sizes[layer + 2])
    ]
    yield Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"How much is {scene.unit(layer, unit)} to blame?",
        symbols=tex.equation(tex.upstream(scene.latex(quantity)), tex.total(symbols)),
        numbers=tex.equation("", tex.total(shares), tex.upstream(rf"\mathbf{{{number(scene.value(quantity), 9)}}}")),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.DA_HIDDEN,
        code=f"da{layer + 1}[{scene.sample}, {unit}] = delta{layer + 2}[{scene.sample}] @ W{layer + 2}[{unit}]",
        highlight=Highlight(((layer + 1, unit),), scene.outgoing(layer, unit)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


def _da_output(scene: Scene, layer: int, unit: int, neuron: str) -> Moment:
    quantity = Quantity("da", layer, unit)
    value = scene.value(quantity)
    by_logit = by_z(scene, unit)
    bold = tex.upstream(rf"\mathbf{{{number(value, 9)}}}")
    why = words.DA_OUTPUT + (words.FROM_Z[scene.step.net.output] if by_logit else "")
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"How does the loss react to {scene.unit(layer, unit)}?",
        symbols=rf"{tex.upstream(scene.latex(quantity))} = \frac{{1}}{{{divisor_latex(scene)}}}"
        rf"\left({scene.indexed(scene.criterion.dlatex, unit)}\right)",
        numbers=tex.equation("", _da_numbers(scene, unit), bold),
        result=f"{scene.text(quantity)} = {text(value)}",
        why=why if abs(value) != float("inf") else words.DA_BEYOND,
        code=by_z_derivative_code(scene, unit)
        if by_logit
        else scene.of_unit(scene.criterion.dcode, layer, unit, scene.sample),
        highlight=Highlight(((layer + 1, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


def _da_numbers(scene: Scene, unit: int) -> list[str]:
    """The derivative of the loss by one output with the numbers put in."""
    divisor = scene.criterion.divisor(scene.step.y)
    told = TERMS[scene.step.loss_name]
    lines = by_z_derivative(scene, unit) if by_z(scene, unit) else [told.derivative(scene, unit)]
    if divisor > 1:
        lines[0] = rf"\tfrac{{1}}{{{divisor}}}\bigl({lines[0]}"
        lines[-1] += r"\bigr)"
    return lines


def _share(scene: Scene, layer: int, unit: int, target: int, neuron: str) -> Moment:
    quantity = Quantity("share", layer + 1, target, unit)
    delta = scene.value(Quantity("delta", layer + 1, target))
    weight = scene.step.parameters[quantity.parameter]
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"{scene.unit(layer + 1, target)} hands back blame to {scene.unit(layer, unit)}",
        symbols=rf"{scene.names.parameter_latex(quantity.parameter)} \cdot "
        rf"{scene.latex(Quantity('delta', layer + 1, target))}",
        numbers=tex.outcome(rf"{number(weight)} \cdot {factor(delta)}", _bold(scene, quantity)),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.SHARE,
        code=f"W{layer + 2}[{unit}, {target}] * delta{layer + 2}[{scene.sample}, {target}]",
        highlight=Highlight(((layer + 2, target),), ((layer + 1, unit, target),)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


def _slope(scene: Scene, layer: int, unit: int, neuron: str) -> Moment:
    quantity, before, after = (Quantity(kind, layer, unit) for kind in ("slope", "z", "a"))
    activation = scene.activation(layer)
    a = number(scene.value(after))
    by_activation = {
        "sigmoid": rf"{a} \cdot (1 - {a})",
        "softmax": rf"{a} \cdot (1 - {a})",
        "tanh": rf"1 - {squared(scene.value(after))}",
    }
    numbers = rf"f'({number(scene.value(before))})"
    if abs(scene.value(after)) < _SATURATED:
        numbers = by_activation.get(activation.name, numbers)
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"The local slope of {scene.unit(layer, unit)}",
        symbols=rf"{tex.slope(scene.latex(quantity))} = f'({scene.latex(before)}),"
        rf"\quad f'(z) = {activation.slope_latex}",
        numbers=tex.equation("", numbers, tex.slope(rf"\mathbf{{{number(scene.value(quantity), 9)}}}")),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.SLOPE[activation.name],
        code=scene.of_unit(activation.slope_code, layer, unit, scene.sample),
        highlight=Highlight(((layer + 1, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


def _delta(scene: Scene, layer: int, unit: int) -> Moment:
    quantity = Quantity("delta", layer, unit)
    symbols, numbers, why = _delta_rule(scene, layer, unit)
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"The error signal of {scene.unit(layer, unit)}",
        symbols=symbols,
        numbers=numbers,
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=why,
        code=unit_delta_code(scene, layer, unit, scene.sample),
        highlight=Highlight(((layer + 1, unit),), scene.outgoing(layer, unit)),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
        layer=layer,
    )


def _delta_rule(scene: Scene, layer: int, unit: int) -> tuple[str, str, str]:
    """δ in symbols, with numbers, and the reason: from the logits, through a softmax, or by the plain chain rule."""
    if scene.is_output(layer) and scene.criterion.dterm_dz is not None:
        return _delta_from_logits(scene, layer, unit)
    if not scene.activation(layer).elementwise:
        return _delta_through_softmax(scene, layer, unit)
    return _delta_by_chain_rule(scene, layer, unit)


def delta_code(scene: Scene, layer: int) -> str:
    """The NumPy lines for δ of a layer: from the logits, through a softmax, or by the plain chain rule."""
    here = layer + 1
    if scene.is_output(layer) and scene.criterion.dterm_dz is not None:
        return scene.layered(scene.criterion.delta_code, layer)
    if not scene.activation(layer).elementwise:
        return f"mean = np.sum(a{here} * da{here}, axis=-1, keepdims=True)\ndelta{here} = a{here} * (da{here} - mean)"
    return f"delta{here} = da{here} * slope{here}"


def unit_delta_code(scene: Scene, layer: int, unit: int, row: int | str) -> str:
    """The NumPy lines for δ of one unit; `row` is one sample, or ":" for all of them."""
    here, last = layer + 1, scene.is_output(layer)
    if last and scene.criterion.dterm_dz is not None:
        return scene.of_unit(scene.criterion.delta_code, layer, unit, row)
    if not scene.activation(layer).elementwise:
        mean = f"mean = np.sum(a{here}[{row}] * da{here}[{row}], axis=-1)"
        return f"{mean}\n" + scene.of_unit("delta = a * (da - mean)", layer, unit, row)
    return scene.of_unit("delta = da * slope", layer, unit, row)


def _bold(scene: Scene, quantity: Quantity) -> str:
    return rf"\mathbf{{{number(scene.value(quantity), 9)}}}"


def _delta_from_logits(scene: Scene, layer: int, unit: int) -> tuple[str, str, str]:
    quantity = Quantity("delta", layer, unit)
    target = float(scene.step.y[scene.sample, unit])
    divisor = scene.criterion.divisor(scene.step.y)
    difference = rf"{prediction(scene, unit)} - {factor(target)}"
    name = scene.names.unit_latex(layer + 1, unit)
    over = rf"\frac{{1}}{{{divisor_latex(scene)}}}"
    symbols = rf"{scene.latex(quantity)} = {over}\left({name} - y_{{{unit + 1}}}\right)"
    numbers = rf"\tfrac{{1}}{{{divisor}}}({difference})" if divisor > 1 else difference
    return symbols, tex.equation("", numbers, _bold(scene, quantity)), words.DELTA_LOGITS


def _delta_through_softmax(scene: Scene, layer: int, unit: int) -> tuple[str, str, str]:
    quantity = Quantity("delta", layer, unit)
    a, das = scene.step.prediction[scene.sample], scene.step.backward[layer].da[scene.sample]
    name = scene.names.unit_latex(layer + 1, unit)
    own = scene.latex(Quantity("da", layer, unit))
    mean = r"\sum_k \hat y_k \tfrac{\partial L}{\partial \hat y_k}"
    symbols = rf"{scene.latex(quantity)} = {name}\Bigl({own} - {mean}\Bigr)"
    numbers = rf"{number(float(a[unit]))} \cdot ({number(float(das[unit]))} - {factor(float(a @ das))})"
    return symbols, tex.equation("", numbers, _bold(scene, quantity)), words.DELTA_SOFTMAX


def _delta_by_chain_rule(scene: Scene, layer: int, unit: int) -> tuple[str, str, str]:
    quantity = Quantity("delta", layer, unit)
    da, slope = Quantity("da", layer, unit), Quantity("slope", layer, unit)
    product = rf"{tex.upstream(number(scene.value(da)))} \cdot {tex.slope(factor(scene.value(slope)))}"
    if scene.is_output(layer):
        symbols = rf"{scene.latex(quantity)} = {tex.upstream(scene.latex(da))} \cdot {tex.slope(scene.latex(slope))}"
        return symbols, tex.equation("", product, _bold(scene, quantity)), words.DELTA
    terms, values = share_terms(scene, layer, unit)
    own_slope = tex.slope(f"f'({scene.latex(Quantity('z', layer, unit))})")
    symbols = tex.equation(scene.latex(quantity), _times(terms, own_slope))
    with_numbers = _times(values, tex.slope(factor(scene.value(slope))))
    return symbols, tex.equation("", with_numbers, product, _bold(scene, quantity)), words.DELTA


def _times(terms: list[str], last: str) -> list[str]:
    """(term + term + …) · last, broken into lines; the sum has the colour of the upstream gradient."""
    lines = [tex.upstream(line) for line in tex.total(terms)]
    lines[0] = tex.upstream("(") + lines[0]
    lines[-1] += tex.upstream(")")
    if tex.width(lines[-1] + last) <= 1.2 * tex.LINE:
        lines[-1] += rf" \cdot {last}"
    else:
        lines.append(rf"\quad {{}}\cdot {last}")
    return lines


def _stop() -> Moment:
    return Moment(
        phase="backward",
        place="backward pass · input",
        title="It stops at the input layer",
        symbols=r"\frac{\partial L}{\partial x} \text{ is not needed}",
        numbers="",
        result="All gradients are known. No parameter has changed yet.",
        why=words.STOP,
        code="# nothing to compute",
        highlight=Highlight(),
        reveals=(),
        neuron="stop",
    )
