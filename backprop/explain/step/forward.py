"""Moments of the forward pass, one operation each."""

from collections.abc import Iterator

from backprop.explain import latex as tex
from backprop.explain.numbers import factor, text
from backprop.explain.numbers import latex as number
from backprop.explain.step import words
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.quantities import Quantity

_LARGEST_POWER = 700.0


def operations(scene: Scene) -> Iterator[Moment]:
    """Every product, weighted sum and activation, layer by layer, unit by unit.

    A softmax needs all scores of its layer first.
    """
    for layer in range(scene.depth):
        units = range(scene.step.net.sizes[layer + 1])
        if scene.activation(layer).elementwise:
            for unit in units:
                yield from _weighted_sum(scene, layer, unit)
                yield _activation(scene, layer, unit, f"unit {unit}")
        else:
            for unit in units:
                yield from _weighted_sum(scene, layer, unit)
            for unit in units:
                yield _activation(scene, layer, unit, "softmax")


def _weighted_sum(scene: Scene, layer: int, unit: int) -> Iterator[Moment]:
    fan_in = scene.step.net.sizes[layer]
    name = scene.unit(layer, unit)
    for source in range(fan_in):
        yield _product(scene, layer, unit, source)
    quantity = Quantity("z", layer, unit)
    terms = [scene.latex(Quantity("product", layer, unit, source)) for source in range(fan_in)]
    bias = scene.names.parameter_latex(Quantity("", layer, unit).parameter)
    values = [number(scene.value(Quantity("product", layer, unit, source))) for source in range(fan_in)]
    offset = scene.step.parameters[Quantity("", layer, unit).parameter]
    row = f"{scene.inputs_code(layer)}[{scene.sample}]"
    yield Moment(
        phase="forward",
        place=scene.place("forward", layer),
        title=f"The weighted sum of {name}",
        symbols=tex.equation(scene.latex(quantity), tex.total([*terms, bias])),
        numbers=tex.equation(
            "", tex.total([*values, number(offset)]), rf"\mathbf{{{number(scene.value(quantity), 9)}}}"
        ),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.WEIGHTED_SUM,
        code=f"z{layer + 1}[{scene.sample}, {unit}] = {row} @ W{layer + 1}[:, {unit}] + b{layer + 1}[{unit}]",
        highlight=Highlight(((layer + 1, unit),), scene.incoming(layer, unit)),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
        layer=layer,
    )


def _product(scene: Scene, layer: int, unit: int, source: int) -> Moment:
    quantity = Quantity("product", layer, unit, source)
    weight = scene.step.parameters[quantity.parameter]
    entering = float(scene.step.forward[layer].inputs[scene.sample, source])
    origin = scene.names.unit(layer, source)
    return Moment(
        phase="forward",
        place=scene.place("forward", layer),
        title=f"{origin} on its way to {scene.unit(layer, unit)}",
        symbols=rf"{scene.names.parameter_latex(quantity.parameter)} \cdot {scene.names.input_latex(layer, source)}",
        numbers=tex.outcome(
            rf"{number(weight)} \cdot {factor(entering)}", rf"\mathbf{{{number(scene.value(quantity), 9)}}}"
        ),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.PRODUCT,
        code=f"W{layer + 1}[{source}, {unit}] * {scene.inputs_code(layer)}[{scene.sample}, {source}]",
        highlight=Highlight(((layer, source),), ((layer, source, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
        layer=layer,
    )


def _activation(scene: Scene, layer: int, unit: int, neuron: str) -> Moment:
    activation = scene.activation(layer)
    quantity, before = Quantity("a", layer, unit), Quantity("z", layer, unit)
    result = rf"\mathbf{{{number(scene.value(quantity), 9)}}}"
    symbols = rf"{scene.latex(quantity)} = f({scene.latex(before)}),\quad f(z) = {activation.latex}"
    numbers, divided = tex.outcome(f"f({number(scene.value(before))})", result), ""
    if not activation.elementwise:
        symbols = rf"{scene.latex(quantity)} = \frac{{e^{{{scene.latex(before)}}}}}{{\sum_k e^{{z_k}}}}"
        numbers = tex.equation("", _ratio(scene, before), result)
        divided = words.DIVIDED_OUT if _too_large(scene, layer) else ""
    return Moment(
        phase="forward",
        place=scene.place("forward", layer),
        title=f"The activation of {scene.unit(layer, unit)}",
        symbols=symbols,
        numbers=numbers,
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.ACTIVATION[activation.name] + divided,
        code=_activation_code(scene, layer, unit),
        highlight=Highlight(((layer + 1, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


def _activation_code(scene: Scene, layer: int, unit: int) -> str:
    """The NumPy lines for one unit; for a softmax, its own share of the total."""
    activation, row = scene.activation(layer), f"{layer + 1}[{scene.sample}"
    if activation.elementwise:
        return scene.of_unit(activation.code, layer, unit, scene.sample)
    return f"e = np.exp(z{row}] - z{row}].max())\na{row}, {unit}] = e[{unit}] / e.sum()"


def _ratio(scene: Scene, score: Quantity) -> str:
    """A softmax unit's share with numbers: e to the power of its score, over the sum of these powers for all scores."""
    scores = scene.step.forward[score.layer].z[scene.sample].tolist()
    largest = max(scores) if _too_large(scene, score.layer) else 0.0
    powers = [rf"e^{{{number(each - largest, 4)}}}" for each in scores]
    return rf"\frac{{{powers[score.unit]}}}{{{' + '.join(tex.shorten(powers, 4))}}}"


def _too_large(scene: Scene, layer: int) -> bool:
    """Whether a power e^z of a softmax is too large or too small to write down: all are then divided by the largest."""
    return abs(scene.step.forward[layer].z[scene.sample]).max() > _LARGEST_POWER
