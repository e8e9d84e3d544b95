"""Moments of one unit: what it computes in the forward pass, in the backward pass, and its new weights."""

from dataclasses import replace

from backprop.explain import latex as tex
from backprop.explain.numbers import latex as number
from backprop.explain.step import rules, words
from backprop.explain.step.backward import unit_delta_code
from backprop.explain.step.gradients import gradient_symbols, gradient_terms
from backprop.explain.step.grouped.lists import SHOWN, any_parameter, kinds, listed, update_code
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.prediction import derivative_code

_MOST_SAMPLES = 4
"""At most this many terms of a sum over the batch are shown in one row of a list."""


def neuron(scene: Scene, ops: list[Moment]) -> Moment:
    first = ops[0]
    layer = first.layer
    if first.neuron == "softmax":
        return _softmax(scene, ops)
    unit = next(op.main.unit for op in ops if op.main and op.main.kind not in ("share", "product"))
    name = scene.unit(layer, unit)
    if first.phase == "forward":
        parts = kinds(ops, "z", "a")
        return replace(
            parts[-1],
            title=f"{name}: weighted sum" + (", then activation" if len(parts) == 2 else ""),
            symbols=tex.gathered(*(op.symbols for op in parts)),
            numbers=tex.gathered(*(op.numbers for op in parts)),
            why=" ".join(op.why for op in parts),
            code="\n".join(op.code for op in parts),
        )
    if first.phase == "backward":
        (delta,), gradients = kinds(ops, "delta"), kinds(ops, "gradient")
        symbols, numbers = _gradient_rows(scene, gradients)
        return replace(
            delta,
            title=f"{name}: error signal and gradients",
            symbols=tex.gathered(delta.symbols, symbols),
            numbers=tex.gathered(delta.numbers, numbers),
            result=f"{delta.result}; {gradients[0].result}" + (", …" if len(gradients) > 1 else ""),
            why=f"{delta.why} {words.GRADIENT_DELTA}" + (words.BATCH if scene.batch > 1 else ""),
            code=_unit_code(scene, layer, unit),
        )
    return replace(
        first,
        title=f"{name}: new weights",
        symbols=any_parameter(scene),
        numbers=listed([_update_row(scene, op) for op in ops if op.main]),
        result=", ".join(op.result for op in ops[:SHOWN]) + (", …" if len(ops) > SHOWN else ""),
        code=update_code(scene, ops, unit),
        main=None,
    )


def _softmax(scene: Scene, ops: list[Moment]) -> Moment:
    """What a softmax layer computes for all its units together: its activations; or ∂L/∂a and slopes."""
    activation = scene.activation(ops[0].layer)
    if ops[0].phase == "forward":
        title, shown, code = "All outputs at once", ops, activation.code
    else:
        title, shown = "How does the loss react to the outputs?", kinds(ops, "da")
        code = f"{derivative_code(scene)}\n{activation.slope_code}"
    lasts = [kinds(ops, kind)[-1] for kind in ("a", "da", "slope") if kinds(ops, kind)]
    return replace(
        lasts[-1],
        title=title,
        symbols=tex.gathered(*(op.symbols for op in lasts)),
        numbers=_values_of(scene, ops),
        result=", ".join(op.result for op in shown[:SHOWN]) + (", …" if len(shown) > SHOWN else ""),
        why=" ".join(op.why for op in lasts),
        code=scene.layered(code, ops[0].layer),
        main=None,
    )


def _values_of(scene: Scene, ops: list[Moment]) -> str:
    """name = value, one line each."""
    return listed(
        [[rf"{tex.small(scene.latex(op.main))} &= {number(scene.value(op.main), 9)}"] for op in ops if op.main]
    )


def _gradient_rows(scene: Scene, gradients: list[Moment]) -> tuple[str, str]:
    """∂L/∂w = δ · input of every parameter of a unit: in symbols and with numbers."""
    quantities = [op.main for op in gradients if op.main]
    names = [tex.small(scene.latex(quantity)) for quantity in quantities]
    symbols = [[rf"{name} &= {gradient_symbols(scene, q)}"] for name, q in zip(names, quantities, strict=True)]
    numbers = []
    for name, quantity in zip(names, quantities, strict=True):
        terms = tex.total(tex.shorten(gradient_terms(scene, quantity, 4), _MOST_SAMPLES))
        result = number(scene.value(quantity))
        alone = quantity.source is None and scene.batch == 1
        numbers.append([rf"{name} &= {result}"] if alone else tex.row(name, terms, result))
    return listed(symbols), listed(numbers)


def _update_row(scene: Scene, op: Moment) -> list[str]:
    assert op.main
    return rules.step_row(scene, op.main.parameter, scene.latex(op.main), 6)


def _unit_code(scene: Scene, layer: int, unit: int) -> str:
    """The NumPy lines for δ and the gradients of one unit, for all samples."""
    here, output = layer + 1, scene.is_output(layer)
    da = scene.criterion.dcode if output else f"da = delta{here + 1} @ W{here + 1}[{unit}]"
    needed = [scene.of_unit(line, layer, unit, ":") for line in (da, scene.activation(layer).slope_code)]
    if output and (scene.criterion.dterm_dz or not scene.activation(layer).elementwise):
        needed = []  # δ comes from z, or an earlier moment has computed all ∂L/∂a of the softmax
    lines = [
        *needed,
        unit_delta_code(scene, layer, unit, ":"),
        f"dW{here}[:, {unit}] = {scene.inputs_code(layer)}.T @ delta{here}[:, {unit}]",
        f"db{here}[{unit}] = delta{here}[:, {unit}].sum()",
    ]
    return "\n".join(lines)
