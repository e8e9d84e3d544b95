"""Moments of one layer, in matrix form; and the loss as one moment."""

from dataclasses import replace

from backprop.explain import latex as tex
from backprop.explain.numbers import latex as number
from backprop.explain.numbers import text
from backprop.explain.step import words
from backprop.explain.step.backward import delta_code
from backprop.explain.step.grouped.lists import any_parameter, listed, of_sample, row, update_code, values
from backprop.explain.step.loss import divisor_latex, loss_sum, loss_why
from backprop.explain.step.moment import Moment, Scene, of_output
from backprop.explain.step.prediction import derivative_code


def layer(scene: Scene, ops: list[Moment]) -> Moment:
    first = ops[0]
    if first.phase == "update":
        return replace(_update_layer(scene, first), code=update_code(scene, ops))
    build = {"forward": _forward_layer, "loss": loss, "backward": _backward_layer}
    return build[first.phase](scene, first)


def _forward_layer(scene: Scene, first: Moment) -> Moment:
    layer, here = first.layer, first.layer + 1
    record, s = scene.step.forward[layer], scene.sample
    before = "x" if layer == 0 else f"a^{{({layer})}}"
    activation = scene.activation(layer)
    b = scene.step.parameters.biases[layer]
    z, a = scene.shown(f"z^{{({here})}}"), scene.shown(f"a^{{({here})}}")
    weighted = tex.total([rf"{row(record.inputs[s])}\, W^{{({here})}}", row(b)])
    return replace(
        first,
        title=f"Forward through the {scene.names.layer(here)}",
        symbols=rf"a^{{({here})}} = f\bigl({before}\, W^{{({here})}} + b^{{({here})}}\bigr)",
        numbers=tex.gathered(
            rf"W^{{({here})}} = {tex.matrix(scene.step.parameters.weights[layer])}",
            tex.equation(z, weighted, row(record.z[s])),
            rf"{a} = {row(record.a[s])}",
        ),
        result=f"{_prediction_name(scene, layer)}{of_sample(scene)} = ({values(record.a[s])})",
        why=f"{words.WEIGHTED_SUM} {words.ACTIVATION[activation.name]}",
        code=f"z{here} = {scene.inputs_code(layer)} @ W{here} + b{here}\n" + scene.layered(activation.code, layer),
        main=None,
    )


def _prediction_name(scene: Scene, layer: int) -> str:
    return "ŷ" if scene.is_output(layer) else f"a of {scene.names.layer(layer + 1)}"


def loss(scene: Scene, first: Moment) -> Moment:
    """The loss as one moment: prediction and target of a single sample, or the terms of all samples and their mean."""
    return replace(
        first,
        place="loss",
        title="One number for how wrong we are",
        symbols=_loss_symbols(scene),
        numbers=_loss_of_batch(scene) if scene.batch > 1 else _loss_of_one(scene),
        result=f"L = {text(scene.step.loss)}",
        why=loss_why(scene),
        code=scene.layered(scene.criterion.code, scene.depth - 1),
        main=None,
    )


def _loss_symbols(scene: Scene) -> str:
    term, names = scene.criterion.latex, []
    if r"\begin{cases}" in term:  # too wide to stand after a sum sign
        names = [rf"\ell_k = {of_output(term)}"]
        first, rest = tex.of_sample(r"\ell_k") if scene.batch > 1 else r"\ell_k", []
    else:
        first, *rest = scene.summed(term).replace(r"\left", r"\bigl").replace(r"\right", r"\bigr").split(" + ")
    more = [rf"\quad + {part}" for part in rest]
    if scene.batch == 1:
        whole = tex.equation("L", [rf"\frac{{1}}{{{divisor_latex(scene)}}} \sum_k {first}", *more])
        return tex.gathered(*names, whole) if names else whole
    of_one = tex.of_sample(r"\ell")
    return tex.gathered(
        *names,
        tex.equation(of_one, [rf"\sum_k {first}", *more]),
        rf"L = \frac{{1}}{{{divisor_latex(scene)}}} \sum_{{s=1}}^{{{scene.batch}}} {of_one}",
    )


def _loss_of_one(scene: Scene) -> str:
    lines = [rf"\hat y &= {row(scene.step.prediction[0])}", rf"y &= {row(scene.step.y[0])}"]
    return tex.aligned([*lines, rf"L &= \mathbf{{{number(scene.step.loss, 9)}}}"])


def _loss_of_batch(scene: Scene) -> str:
    """ℓ of every sample, then L: the sum of all ℓ, divided by the divisor of the loss."""
    terms = [number(float(outputs.sum())) for outputs in scene.step.loss_terms]
    rows = [[tex.of_sample(r"\ell", index) + f" &= {term}"] for index, term in enumerate(terms, start=1)]
    total = tex.equation("L", loss_sum(scene, terms), rf"\mathbf{{{number(scene.step.loss, 9)}}}")
    return tex.gathered(listed(rows), total)


def _backward_layer(scene: Scene, first: Moment) -> Moment:
    layer, here = first.layer, first.layer + 1
    record, s = scene.step.backward[layer], scene.sample
    before = "x" if layer == 0 else f"a^{{({layer})}}"
    output = scene.is_output(layer)
    delta, why = delta_symbols(scene, layer)
    da_symbol, slope_symbol = tex.upstream(r"\tfrac{\partial L}{\partial a}"), tex.slope("f'(z)")
    delta_symbol, dW_symbol = rf"\delta^{{({here})}}", rf"\tfrac{{\partial L}}{{\partial W^{{({here})}}}}"
    lines = [
        rf"{scene.shown(da_symbol)} &= {row(record.da[s])}",
        rf"{scene.shown(slope_symbol)} &= {row(record.slope[s])}",
        rf"{scene.shown(delta_symbol)} &= {row(record.delta[s])}",
    ]
    da_code = derivative_code(scene) if output else f"da = delta{here + 1} @ W{here + 1}.T"
    slope_code = scene.activation(layer).slope_code
    code = [scene.layered(line, layer) for line in (da_code, slope_code)]
    return replace(
        first,
        title=f"Backward through the {scene.names.layer(here)}",
        symbols=tex.aligned([rf"{delta_symbol} &= {delta}", rf"{dW_symbol} &= {_outer(scene, before, here)}"]),
        numbers=tex.gathered(tex.aligned(lines), rf"{dW_symbol} = {tex.matrix(record.dW)}"),
        result=f"δ of {scene.names.layer(here)}{of_sample(scene)} = ({values(record.delta[s])})",
        why=why + (words.BATCH if scene.batch > 1 else ""),
        code="\n".join([*code, delta_code(scene, layer), _gradient_code(scene, layer)]),
        main=None,
    )


def delta_symbols(scene: Scene, layer: int) -> tuple[str, str]:
    """δ of a layer in symbols, and why."""
    here, output = layer + 1, scene.is_output(layer)
    came = r"\frac{\partial L}{\partial \hat y}" if output else rf"\delta^{{({here + 1})}} {{W^{{({here + 1})}}}}^\top"
    if output and scene.criterion.dterm_dz is not None:
        divisor = scene.criterion.divisor(scene.step.y)
        return r"\hat y - y" if divisor == 1 else rf"(\hat y - y) / {divisor}", words.DELTA_LOGITS
    if not scene.activation(layer).elementwise:
        mean = r"\textstyle\sum_k \hat y_k \tfrac{\partial L}{\partial \hat y_k}"
        return rf"\hat y \odot \bigl({tex.upstream(tex.small(came))} - {mean}\bigr)", words.DELTA_SOFTMAX
    own_slope = tex.slope(rf"f'(z^{{({here})}})")
    return rf"{tex.upstream(came)} \odot {own_slope}", words.DELTA


def _outer(scene: Scene, before: str, here: int | str) -> str:
    """Input times δ; in a batch also as the sum over the samples that this matrix product contains."""
    transposed, delta = tex.entering(rf"{{{before}}}^\top"), rf"\delta^{{({here})}}"
    if scene.batch == 1:
        return rf"{transposed} {delta}"
    of_one = tex.entering(rf"{{{tex.of_sample(before)}}}^\top")
    return rf"{transposed} {delta} \\ &= \sum_{{s=1}}^{{{scene.batch}}} {of_one} {tex.of_sample(delta)}"


def _gradient_code(scene: Scene, layer: int) -> str:
    here = layer + 1
    return f"dW{here} = {scene.inputs_code(layer)}.T @ delta{here}\ndb{here} = delta{here}.sum(axis=0)"


def _update_layer(scene: Scene, first: Moment) -> Moment:
    layer, here = first.layer, first.layer + 1
    before, after = scene.step.parameters, scene.step.parameters_after
    lines = []
    for kind, old, new in (("W", before.weights, after.weights), ("b", before.biases, after.biases)):
        if f"{kind}{here}" not in scene.step.frozen:
            name = f"{kind}^{{({here})}}"
            lines += [rf"{name} = {tex.matrix(old[layer])}"]
            lines += [rf"{{{name}}}^{{\text{{new}}}} = {tex.matrix(new[layer], 6)}"]
    return replace(
        first,
        title=f"New parameters for the {scene.names.layer(here)}",
        symbols=any_parameter(scene),
        numbers=tex.gathered(*lines),
        result=f"The {scene.names.layer(here)} has new parameters.",
        main=None,
    )
