"""Coarser moments: a neuron, a layer, a whole phase. Each reveals what its operations reveal, in the same order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

import numpy as np

from backprop.explain import latex as tex
from backprop.explain import rules, update, words
from backprop.explain.backward import delta_code
from backprop.explain.loss import loss_symbols
from backprop.explain.moment import PHASE_TITLES, Highlight, Moment, Scene
from backprop.explain.numbers import latex as number
from backprop.explain.numbers import text

_SHOWN = 6


def by_neuron(scene: Scene, operations: Iterable[Moment]) -> list[Moment]:
    """What one unit computes becomes one moment."""
    return _grouped(operations, lambda op: (op.phase, op.layer, op.neuron), lambda ops: _neuron(scene, ops))


def by_layer(scene: Scene, operations: Iterable[Moment]) -> list[Moment]:
    """What one layer computes becomes one moment, in matrix form."""

    def key(op: Moment) -> tuple[object, ...]:
        return (op.phase, op.layer, "" if op.layer >= 0 or op.phase == "loss" else op.neuron)

    return _grouped(operations, key, lambda ops: _layer(scene, ops))


def by_phase(scene: Scene, operations: Iterable[Moment]) -> list[Moment]:
    """Four moments: forward pass, loss, backward pass, update."""
    return _grouped(operations, lambda op: op.phase, lambda ops: _phase(scene, ops))


def _grouped(
    operations: Iterable[Moment], key: Callable[[Moment], object], build: Callable[[list[Moment]], Moment]
) -> list[Moment]:
    moments = []
    for _, members in groupby(operations, key):
        ops = list(members)
        moment = ops[0] if len(ops) == 1 else build(ops)
        reveals = tuple(quantity for op in ops for quantity in op.reveals)
        moments.append(replace(moment, reveals=reveals, highlight=_merged(ops)))
    return moments


def _merged(ops: list[Moment]) -> Highlight:
    nodes = dict.fromkeys(node for op in ops for node in op.highlight.nodes)
    edges = dict.fromkeys(edge for op in ops for edge in op.highlight.edges)
    return Highlight(tuple(nodes), tuple(edges))


def _kinds(ops: list[Moment], *kinds: str) -> list[Moment]:
    return [op for op in ops if op.main and op.main.kind in kinds]


def _listed(scene: Scene, ops: list[Moment]) -> str:
    """name = value, one line each."""
    lines = [rf"{tex.small(scene.latex(op.main))} &= {number(scene.value(op.main), 9)}" for op in ops if op.main]
    return tex.aligned(
        tex.shorten(lines, _SHOWN) if len(lines) <= _SHOWN else [*lines[: _SHOWN - 2], r"&\;\;\vdots", lines[-1]]
    )


def _neuron(scene: Scene, ops: list[Moment]) -> Moment:
    first = ops[0]
    layer = first.layer
    if first.neuron == "softmax":
        return _softmax(scene, ops)
    name = scene.unit(layer, next(op.main.unit for op in ops if op.main and op.main.kind not in ("share", "product")))
    if first.phase == "forward":
        parts = _kinds(ops, "z", "a")
        return replace(
            parts[-1],
            title=f"{name}: weighted sum" + (", then activation" if len(parts) == 2 else ""),
            symbols=tex.gathered(*(op.symbols for op in parts)),
            numbers=tex.gathered(*(op.numbers for op in parts)),
            why=" ".join(op.why for op in parts),
            code="\n".join(op.code for op in parts),
        )
    if first.phase == "backward":
        name = scene.unit(layer, _kinds(ops, "delta")[0].main.unit)  # type: ignore[union-attr]
        (delta,), gradients = _kinds(ops, "delta"), _kinds(ops, "gradient")
        return replace(
            delta,
            title=f"{name}: error signal and gradients",
            symbols=delta.symbols,
            numbers=tex.gathered(delta.numbers, _listed(scene, gradients)),
            result=f"{delta.result}; {gradients[0].result}" + (", …" if len(gradients) > 1 else ""),
            why=f"{delta.why} {gradients[0].why}",
            code=f"{delta.code}\n{_gradient_code(scene, layer)}",
        )
    return replace(
        first,
        title=f"{name}: new weights",
        symbols=rules.symbols(scene, r"\theta", r"\theta^{\text{new}}", r"\frac{\partial L}{\partial \theta}"),
        numbers=_listed(scene, ops),
        result=", ".join(op.result for op in ops[:_SHOWN]) + (", …" if len(ops) > _SHOWN else ""),
        code=_codes(ops),
        main=None,
    )


def _codes(ops: list[Moment]) -> str:
    """The NumPy lines of all operations; what is the same for several of them once."""
    return "\n".join(dict.fromkeys(op.code for op in ops))


def _softmax(scene: Scene, ops: list[Moment]) -> Moment:
    """What a softmax layer computes for all its units together: its activations; or ∂L/∂a and slopes."""
    if ops[0].phase == "forward":
        title, shown = "All outputs at once", ops
    else:
        title, shown = "How does the loss react to the outputs?", _kinds(ops, "da")
    lasts = [_kinds(ops, kind)[-1] for kind in ("a", "da", "slope") if _kinds(ops, kind)]
    return replace(
        lasts[-1],
        title=title,
        symbols=tex.gathered(*(op.symbols for op in lasts)),
        numbers=_listed(scene, ops),
        result=", ".join(op.result for op in shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else ""),
        why=" ".join(op.why for op in lasts),
        code=_codes(lasts),
        main=None,
    )


def _gradient_code(scene: Scene, layer: int) -> str:
    here = layer + 1
    return f"dW{here} = {scene.inputs_code(layer)}.T @ delta{here}\ndb{here} = delta{here}.sum(axis=0)"


def _layer(scene: Scene, ops: list[Moment]) -> Moment:
    first = ops[0]
    if first.phase == "update":
        return replace(_update_layer(scene, first), code=_codes(ops))
    build = {"forward": _forward_layer, "loss": _loss, "backward": _backward_layer}
    return build[first.phase](scene, first)


def _row(values: np.ndarray) -> str:
    return tex.matrix(values)


def _forward_layer(scene: Scene, first: Moment) -> Moment:
    layer, here = first.layer, first.layer + 1
    record, s = scene.step.forward[layer], scene.sample
    before = "x" if layer == 0 else f"a^{{({layer})}}"
    activation = scene.activation(layer)
    b = scene.step.parameters.biases[layer]
    weighted = tex.total([rf"{_row(record.inputs[s])}\, W^{{({here})}}", _row(b)])
    return replace(
        first,
        title=f"Forward through the {scene.names.layer(here)}",
        symbols=rf"a^{{({here})}} = f\bigl({before}\, W^{{({here})}} + b^{{({here})}}\bigr)",
        numbers=tex.gathered(
            rf"W^{{({here})}} = {tex.matrix(scene.step.parameters.weights[layer])}",
            tex.equation(f"z^{{({here})}}", weighted, _row(record.z[s])),
            rf"a^{{({here})}} = {_row(record.a[s])}",
        ),
        result=f"{_prediction_name(scene, layer)} = ({_values(record.a[s])})",
        why=f"{words.WEIGHTED_SUM} {words.ACTIVATION[activation.name]}",
        code=f"z{here} = {scene.inputs_code(layer)} @ W{here} + b{here}\n" + scene.layered(activation.code, layer),
        main=None,
    )


def _prediction_name(scene: Scene, layer: int) -> str:
    return "ŷ" if scene.is_output(layer) else f"a of {scene.names.layer(layer + 1)}"


def _values(values: np.ndarray) -> str:
    shown = [text(float(v), 6) for v in values[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(values) > _SHOWN else "")


def _loss(scene: Scene, first: Moment) -> Moment:
    """The loss as one moment: prediction, target, and the sum."""
    s = scene.sample
    lines = [rf"\hat y &= {_row(scene.step.prediction[s])}", rf"y &= {_row(scene.step.y[s])}"]
    return replace(
        first,
        title="One number for how wrong we are",
        symbols=loss_symbols(scene, scene.criterion.latex),
        numbers=tex.aligned([*lines, rf"L &= \mathbf{{{number(scene.step.loss, 9)}}}"]),
        result=f"L = {text(scene.step.loss)}",
        why=scene.criterion.convention,
        code=scene.layered(scene.criterion.code, scene.depth - 1),
        main=None,
    )


def _backward_layer(scene: Scene, first: Moment) -> Moment:
    layer, here = first.layer, first.layer + 1
    record, s = scene.step.backward[layer], scene.sample
    before = "x" if layer == 0 else f"a^{{({layer})}}"
    output = scene.is_output(layer)
    came = r"\frac{\partial L}{\partial \hat y}" if output else rf"\delta^{{({here + 1})}} {{W^{{({here + 1})}}}}^\top"
    from_logits = output and scene.criterion.dterm_dz is not None
    own_slope = tex.slope(rf"f'(z^{{({here})}})")
    through_softmax = not scene.activation(layer).elementwise
    if from_logits:
        delta, why = rf"(\hat y - y) / {scene.criterion.divisor(scene.step.y)}", words.DELTA_LOGITS
    elif through_softmax:
        mean = r"\textstyle\sum_k \hat y_k \tfrac{\partial L}{\partial \hat y_k}"
        delta, why = rf"\hat y \odot \bigl({tex.upstream(tex.small(came))} - {mean}\bigr)", words.DELTA_SOFTMAX
    else:
        delta, why = rf"{tex.upstream(came)} \odot {own_slope}", words.DELTA
    da_symbol, slope_symbol = tex.upstream(r"\tfrac{\partial L}{\partial a}"), tex.slope("f'(z)")
    dW_symbol = rf"\tfrac{{\partial L}}{{\partial W^{{({here})}}}}"
    transposed = tex.entering(rf"{{{before}}}^\top")
    lines = [
        rf"{da_symbol} &= {_row(record.da[s])}",
        rf"{slope_symbol} &= {_row(record.slope[s])}",
        rf"\delta &= {_row(record.delta[s])}",
    ]
    da_code = scene.criterion.dcode if output else f"da = delta{here + 1} @ W{here + 1}.T"
    slope_code = scene.activation(layer).slope_code
    code = [scene.layered(line, layer) for line in (da_code, slope_code)]
    return replace(
        first,
        title=f"Backward through the {scene.names.layer(here)}",
        symbols=tex.aligned([rf"\delta^{{({here})}} &= {delta}", rf"{dW_symbol} &= {transposed} \delta^{{({here})}}"]),
        numbers=tex.gathered(tex.aligned(lines), rf"{dW_symbol} = {tex.matrix(record.dW)}"),
        result=f"δ of {scene.names.layer(here)} = ({_values(record.delta[s])})",
        why=why + (words.BATCH if scene.batch > 1 else ""),
        code="\n".join([*code, delta_code(scene, layer), _gradient_code(scene, layer)]),
        main=None,
    )


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
        symbols=rules.symbols(scene, r"\theta", r"\theta^{\text{new}}", r"\frac{\partial L}{\partial \theta}"),
        numbers=tex.gathered(*lines),
        result=f"The {scene.names.layer(here)} has new parameters.",
        main=None,
    )


def _phase(scene: Scene, ops: list[Moment]) -> Moment:
    first = ops[0]
    moment = {"forward": _forward_phase, "loss": _loss, "backward": _backward_phase, "update": _update_phase}[
        first.phase
    ](scene, first)
    return replace(moment, place="one training step", title=PHASE_TITLES[first.phase], main=None)


def _forward_phase(scene: Scene, first: Moment) -> Moment:
    layers = [r"x"] + [rf"a^{{({layer + 1})}}" for layer in range(scene.depth - 1)] + [r"\hat y"]
    s = scene.sample
    lines = [rf"x &= {_row(scene.step.x[s])}"]
    lines += [rf"{name} &= {_row(record.a[s])}" for name, record in zip(layers[1:], scene.step.forward, strict=True)]
    return replace(
        first,
        symbols=r" \;\to\; ".join(layers),
        numbers=tex.aligned(lines),
        result=f"ŷ = ({_values(scene.step.prediction[s])})",
        why="Each layer takes weighted sums of the layer before and bends them. The last layer is the prediction.",
        code="a = x\nfor W, b in zip(weights, biases):\n    z = a @ W + b\n    a = f(z)",
    )


def _backward_phase(scene: Scene, first: Moment) -> Moment:
    lines = [
        rf"\lVert \partial L / \partial W^{{({layer + 1})}} \rVert &= {number(size * record.dW.size**0.5, 6)}"
        for layer, (record, size) in enumerate(zip(scene.step.backward, scene.step.gradient_sizes, strict=True))
    ]
    came, own_slope = tex.upstream(r"\delta^{(l+1)} {W^{(l+1)}}^\top"), tex.slope(r"f'(z^{(l)})")
    transposed = tex.entering(r"{a^{(l-1)}}^\top")
    chain = [
        rf"\delta^{{(l)}} &= {came} \odot {own_slope}",
        rf"\tfrac{{\partial L}}{{\partial W^{{(l)}}}} &= {transposed} \delta^{{(l)}}",
    ]
    return replace(
        first,
        symbols=tex.aligned(chain),
        numbers=tex.aligned(lines),
        result="The gradient of every weight and bias is known.",
        why="The chain rule, from the loss back to the first layer. Nothing is updated yet.",
        code=f"{_first_delta_code(scene)}\nfor l in reversed(range(depth)):\n    if l < depth - 1:\n"
        "        delta = (delta @ weights[l + 1].T) * slope(z[l])\n    dW[l] = a[l].T @ delta\n"
        "    db[l] = delta.sum(axis=0)",
    )


def _first_delta_code(scene: Scene) -> str:
    """The NumPy lines for δ of the output in the names of the whole pass: a[0] is x, a[-1] the prediction."""
    last = scene.depth - 1
    code = delta_code(scene, last)
    if scene.criterion.dterm_dz is None:
        code = f"{scene.layered(scene.criterion.dcode, last)}\n{code}"
    for name, whole in (("a", "a[-1]"), ("da", "da"), ("slope", "slope(z[-1])"), ("delta", "delta")):
        code = re.sub(rf"\b{name}{scene.depth}\b", whole, code)
    return code


def _update_phase(scene: Scene, first: Moment) -> Moment:
    return replace(
        first,
        symbols=rules.symbols(scene, r"\theta", r"\theta^{\text{new}}", r"\frac{\partial L}{\partial \theta}"),
        numbers=rf"L:\; {update.loss_before_and_after(scene)}",
        result=update.new_values(scene),
        why=words.DONE,
        code=re.sub(r"\b([vms])theta\b", r"\1", rules.code(scene, "theta").replace("dtheta", "gradient")),
    )
