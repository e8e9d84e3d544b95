"""Moments of the gradients, one parameter each: δ times the input, summed over the samples of a batch."""

from collections.abc import Iterator

from backprop.explain import latex as tex
from backprop.explain.numbers import factor, text
from backprop.explain.numbers import latex as number
from backprop.explain.step import words
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.quantities import Quantity


def gradients(scene: Scene, layer: int, unit: int) -> Iterator[Moment]:
    for source in range(scene.step.net.sizes[layer]):
        yield _gradient(scene, layer, unit, source)
    yield _gradient(scene, layer, unit, None)


def _gradient(scene: Scene, layer: int, unit: int, source: int | None) -> Moment:
    quantity = Quantity("gradient", layer, unit, source)
    symbols, numbers = gradient_formula(scene, quantity)
    row = f"delta{layer + 1}[:, {unit}]"
    code = (
        f"db{layer + 1}[{unit}] = {row}.sum()"
        if source is None
        else f"dW{layer + 1}[{source}, {unit}] = {scene.inputs_code(layer)}[:, {source}] @ {row}"
    )
    why = words.GRADIENT_WEIGHT if scene.batch == 1 and by_factors(scene, quantity) else words.GRADIENT_DELTA
    if source is None:
        why = words.GRADIENT_BIAS
    edges = () if source is None else ((layer, source, unit),)
    return Moment(
        phase="backward",
        place=scene.place("backward", layer, whole=True),
        title=f"The gradient of {scene.names.parameter(quantity.parameter)}",
        symbols=symbols,
        numbers=numbers,
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=why + (words.BATCH if scene.batch > 1 else ""),
        code=code,
        highlight=Highlight(((layer + 1, unit),), edges),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
        layer=layer,
    )


def gradient_formula(scene: Scene, quantity: Quantity, significant: int = 6) -> tuple[str, str]:
    """The gradient of one parameter in symbols and with numbers: three factors, or a sum over the batch."""
    layer, unit, source = quantity.layer, quantity.unit, quantity.source
    left, bold = scene.latex(quantity), rf"\mathbf{{{number(scene.value(quantity), 9)}}}"
    if scene.batch > 1:
        numbers = tex.equation("", tex.total(gradient_terms(scene, quantity, significant)), bold)
        return rf"{left} = {gradient_symbols(scene, quantity)}", numbers
    if source is None:
        return rf"{left} = {gradient_symbols(scene, quantity)}", tex.equation("", bold)
    if not by_factors(scene, quantity):
        (product,) = gradient_terms(scene, quantity, significant)
        return rf"{left} = {gradient_symbols(scene, quantity)}", tex.equation("", product, bold)
    da, slope = (Quantity(kind, layer, unit) for kind in ("da", "slope"))
    entering = tex.entering(scene.names.input_latex(layer, source))
    last = tex.entering(factor(float(scene.step.forward[layer].inputs[scene.sample, source]), significant))
    upstream = tex.upstream(number(scene.value(da), significant))
    values = rf"{upstream} \cdot {tex.slope(factor(scene.value(slope), significant))}"
    symbols = rf"{left} = {tex.upstream(scene.latex(da))} \cdot {tex.slope(scene.latex(slope))} \cdot {entering}"
    return symbols, tex.equation("", rf"{values} \cdot {last}", bold)


def gradient_symbols(scene: Scene, quantity: Quantity) -> str:
    """δ times input, summed over the samples of a batch."""
    delta = scene.latex(Quantity("delta", quantity.layer, quantity.unit))
    entering = "1" if quantity.source is None else scene.names.input_latex(quantity.layer, quantity.source)
    if scene.batch == 1:
        return rf"{delta} \cdot {tex.entering(entering)}"
    entering = entering if quantity.source is None else tex.of_sample(entering)
    return rf"\sum_{{s=1}}^{{{scene.batch}}} {tex.of_sample(delta)} \cdot {tex.entering(entering)}"


def gradient_terms(scene: Scene, quantity: Quantity, significant: int) -> list[str]:
    """δ · input of every sample with numbers; for a bias, whose input is 1, only δ."""
    layer, unit, source = quantity.layer, quantity.unit, quantity.source
    deltas = scene.step.backward[layer].delta[:, unit].tolist()
    if source is None:
        return [number(delta, significant) for delta in deltas]
    inputs = scene.step.forward[layer].inputs[:, source].tolist()
    return [
        rf"{number(delta, significant)} \cdot {tex.entering(factor(entering, significant))}"
        for delta, entering in zip(deltas, inputs, strict=True)
    ]


def by_factors(scene: Scene, quantity: Quantity) -> bool:
    """Whether δ can be shown as the product of ∂L/∂a and slope: not for softmax, and not if ∂L/∂a is infinite."""
    da = scene.value(Quantity("da", quantity.layer, quantity.unit))
    return scene.activation(quantity.layer).elementwise and abs(da) != float("inf")
