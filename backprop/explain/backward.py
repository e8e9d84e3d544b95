"""Moments of the backward pass, one operation each: for every layer ∂L/∂a, ∂a/∂z, δ, ∂L/∂W and ∂L/∂b."""

from collections.abc import Iterator

from backprop.explain import latex as tex
from backprop.explain import words
from backprop.explain.loss import divisor_latex
from backprop.explain.moment import Highlight, Moment, Scene
from backprop.explain.numbers import factor, text
from backprop.explain.numbers import latex as number
from backprop.explain.quantities import Quantity


def operations(scene: Scene) -> Iterator[Moment]:
    """From the last layer to the first, unit by unit; then the moment where it stops."""
    for layer in reversed(range(scene.depth)):
        units = range(scene.step.net.sizes[layer + 1])
        if scene.activation(layer).elementwise:
            for unit in units:
                yield from _da(scene, layer, unit, f"unit {unit}")
                yield _slope(scene, layer, unit, f"unit {unit}")
                yield _delta(scene, layer, unit)
                yield from _gradients(scene, layer, unit)
        else:
            for unit in units:
                yield from _da(scene, layer, unit, "softmax")
                yield _slope(scene, layer, unit, "softmax")
            for unit in units:
                yield _delta(scene, layer, unit)
                yield from _gradients(scene, layer, unit)
    yield _stop()


def share_terms(scene: Scene, layer: int, unit: int) -> tuple[list[str], list[str]]:
    """What the units after hand back to a hidden unit, w · δ: in symbols and with numbers."""
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
    divisor = scene.criterion.divisor(scene.step.y)
    p = number(float(scene.step.prediction[scene.sample, unit]))
    target = float(scene.step.y[scene.sample, unit])
    y = number(target)
    numbers = {
        "mse": rf"2\,({p} - {factor(target)})",
        "half_sse": rf"{p} - {factor(target)}",
        "log_loss": rf"\frac{{{number(1 - target)}}}{{1 - {p}}} - \frac{{{y}}}{{{p}}}",
        "cross_entropy": rf"-\frac{{{y}}}{{{p}}}",
    }[scene.step.loss_name]
    if divisor > 1:
        numbers = rf"\tfrac{{1}}{{{divisor}}}\left({numbers}\right)"
    bold = tex.upstream(rf"\mathbf{{{number(value, 9)}}}")
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"How does the loss react to {scene.unit(layer, unit)}?",
        symbols=rf"{tex.upstream(scene.latex(quantity))} = \frac{{1}}{{{divisor_latex(scene)}}}"
        rf"\left({scene.indexed(scene.criterion.dlatex, unit)}\right)",
        numbers=tex.equation("", numbers, bold),
        result=f"{scene.text(quantity)} = {text(value)}",
        why=words.DA_OUTPUT if abs(value) != float("inf") else words.DA_BEYOND,
        code=scene.layered(scene.criterion.dcode, layer),
        highlight=Highlight(((layer + 1, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


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
        numbers=rf"{number(weight)} \cdot {factor(delta)} = \mathbf{{{number(scene.value(quantity), 9)}}}",
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
    numbers = {
        "sigmoid": rf"{a} \cdot (1 - {a})",
        "softmax": rf"{a} \cdot (1 - {a})",
        "tanh": rf"1 - {factor(scene.value(after))}^2",
    }.get(activation.name, rf"f'({number(scene.value(before))})")
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"The local slope of {scene.unit(layer, unit)}",
        symbols=rf"{tex.slope(scene.latex(quantity))} = f'({scene.latex(before)}),\quad f'(z) = {activation.slope_latex}",
        numbers=tex.equation("", numbers, tex.slope(rf"\mathbf{{{number(scene.value(quantity), 9)}}}")),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.SLOPE[activation.name],
        code=f"z, a = z{layer + 1}[{scene.sample}, {unit}], a{layer + 1}[{scene.sample}, {unit}]\n{activation.slope_code}",
        highlight=Highlight(((layer + 1, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=neuron,
        layer=layer,
    )


def _delta(scene: Scene, layer: int, unit: int) -> Moment:
    quantity = Quantity("delta", layer, unit)
    symbols, numbers, why, code = _delta_rule(scene, layer, unit)
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
        title=f"The error signal of {scene.unit(layer, unit)}",
        symbols=symbols,
        numbers=numbers,
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=why,
        code=code,
        highlight=Highlight(((layer + 1, unit),), scene.outgoing(layer, unit)),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
        layer=layer,
    )


def _delta_rule(scene: Scene, layer: int, unit: int) -> tuple[str, str, str, str]:
    """Symbols, numbers, why and code of δ: from the logits, through a softmax, or by the plain chain rule."""
    quantity = Quantity("delta", layer, unit)
    left, bold = scene.latex(quantity), rf"\mathbf{{{number(scene.value(quantity), 9)}}}"
    da, slope = (scene.value(Quantity(kind, layer, unit)) for kind in ("da", "slope"))
    if scene.is_output(layer) and scene.criterion.dterm_dz is not None:
        prediction = float(scene.step.prediction[scene.sample, unit])
        target = float(scene.step.y[scene.sample, unit])
        divisor = scene.criterion.divisor(scene.step.y)
        difference = rf"{number(prediction)} - {factor(target)}"
        symbols = rf"{left} = \frac{{1}}{{{divisor_latex(scene)}}}\left({scene.names.unit_latex(layer + 1, unit)} - y_{{{unit + 1}}}\right)"
        numbers = tex.equation("", rf"\tfrac{{1}}{{{divisor}}}({difference})" if divisor > 1 else difference, bold)
        return symbols, numbers, words.DELTA_LOGITS, scene.layered(scene.criterion.delta_code, layer)
    if not scene.activation(layer).elementwise:
        a = scene.step.prediction[scene.sample]
        das = scene.step.backward[layer].da[scene.sample]
        mean = float(a @ das)
        symbols = rf"{left} = {scene.names.unit_latex(layer + 1, unit)}\Bigl(\frac{{\partial L}}{{\partial \hat y_{unit + 1}}} - \sum_k \hat y_k \frac{{\partial L}}{{\partial \hat y_k}}\Bigr)"
        numbers = tex.equation("", rf"{number(float(a[unit]))} \cdot ({number(da)} - {factor(mean)})", bold)
        code = f"delta{layer + 1} = a{layer + 1} * (da{layer + 1} - np.sum(a{layer + 1} * da{layer + 1}, axis=-1, keepdims=True))"
        return symbols, numbers, words.DELTA_SOFTMAX, code
    product = rf"{tex.upstream(number(da))} \cdot {tex.slope(factor(slope))}"
    factors = tex.equation(
        left,
        rf"{tex.upstream(scene.latex(Quantity('da', layer, unit)))} \cdot {tex.slope(scene.latex(Quantity('slope', layer, unit)))}",
    )
    code = f"delta{layer + 1} = da{layer + 1} * slope{layer + 1}"
    if scene.is_output(layer):
        return factors, tex.equation("", product, bold), words.DELTA, code
    terms, values = share_terms(scene, layer, unit)
    hidden = _times(terms, tex.slope(f"f'({scene.latex(Quantity('z', layer, unit))})"))
    with_numbers = _times(values, tex.slope(factor(slope)))
    return tex.equation(left, hidden), tex.equation("", with_numbers, product, bold), words.DELTA, code


def _times(terms: list[str], last: str) -> list[str]:
    """(term + term + …) · last, the sum in the colour of what comes from the loss, broken into lines."""
    lines = [tex.upstream(line) for line in tex.total(terms)]
    lines[0] = tex.upstream("(") + lines[0]
    lines[-1] += rf"{tex.upstream(')')} \cdot {last}"
    return lines


def _gradients(scene: Scene, layer: int, unit: int) -> Iterator[Moment]:
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
    why = words.GRADIENT_BIAS if source is None else words.GRADIENT_WEIGHT
    edges = () if source is None else ((layer, source, unit),)
    return Moment(
        phase="backward",
        place=scene.place("backward", layer),
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
    delta = Quantity("delta", layer, unit)
    if scene.batch > 1:
        inputs = [1.0] * scene.batch if source is None else scene.step.forward[layer].inputs[:, source].tolist()
        deltas = scene.step.backward[layer].delta[:, unit].tolist()
        if source is None:
            symbols = rf"{left} = \sum_{{s}} {scene.latex(delta)}"
            terms = [number(d, significant) for d in deltas]
        else:
            symbols = rf"{left} = \sum_{{s}} {scene.latex(delta)} \cdot {tex.entering(scene.names.input_latex(layer, source))}"
            terms = [
                rf"{number(d, significant)} \cdot {tex.entering(factor(i, significant))}"
                for d, i in zip(deltas, inputs, strict=True)
            ]
        return symbols, tex.equation("", tex.total(terms), bold)
    if source is None:
        return rf"{left} = {scene.latex(delta)} \cdot {tex.entering('1')}", tex.equation("", bold)
    da, slope = (Quantity(kind, layer, unit) for kind in ("da", "slope"))
    entering = float(scene.step.forward[layer].inputs[scene.sample, source])
    plain_chain = scene.activation(layer).elementwise and abs(scene.value(da)) != float("inf")
    first = (
        rf"{tex.upstream(scene.latex(da))} \cdot {tex.slope(scene.latex(slope))}" if plain_chain else scene.latex(delta)
    )
    values = (
        rf"{tex.upstream(number(scene.value(da), significant))} \cdot {tex.slope(factor(scene.value(slope), significant))}"
        if plain_chain
        else number(scene.value(delta), significant)
    )
    symbols = rf"{left} = {first} \cdot {tex.entering(scene.names.input_latex(layer, source))}"
    return symbols, tex.equation("", rf"{values} \cdot {tex.entering(factor(entering, significant))}", bold)


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
