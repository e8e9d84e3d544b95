"""Moments of a whole phase: forward pass, loss, backward pass, update."""

from dataclasses import replace

from backprop.explain import latex as tex
from backprop.explain.numbers import latex as number
from backprop.explain.step import given, update, words
from backprop.explain.step.grouped import layers, pass_code
from backprop.explain.step.grouped.layers import delta_symbols
from backprop.explain.step.grouped.lists import any_parameter, of_sample, row, values
from backprop.explain.step.moment import PHASE_TITLES, Moment, Scene


def phase(scene: Scene, ops: list[Moment]) -> Moment:
    first = ops[0]
    moment = {"forward": _forward_phase, "loss": _loss_phase, "backward": _backward_phase, "update": _update_phase}[
        first.phase
    ](scene, first)
    sample = scene.sample_words if first.phase == "forward" else ""
    return replace(moment, place=f"one training step{sample}", title=PHASE_TITLES[first.phase], main=None)


def _forward_phase(scene: Scene, first: Moment) -> Moment:
    names = [r"x"] + [rf"a^{{({layer + 1})}}" for layer in range(scene.depth - 1)] + [r"\hat y"]
    s = scene.sample
    lines = [rf"{scene.shown('x')} &= {row(scene.step.x[s])}"]
    lines += [
        rf"{scene.shown(name)} &= {row(record.a[s])}"
        for name, record in zip(names[1:], scene.step.forward, strict=True)
    ]
    return replace(
        first,
        symbols=r" \;\to\; ".join(names),
        numbers=tex.aligned(lines),
        result=f"ŷ{of_sample(scene)} = ({values(scene.step.prediction[s])})",
        why="Each layer takes weighted sums of the layer before and bends them. The last layer is the prediction.",
        code=pass_code.FORWARD,
    )


def _loss_phase(scene: Scene, first: Moment) -> Moment:
    return replace(layers.loss(scene, first), code=pass_code.loss(scene))


def _backward_phase(scene: Scene, first: Moment) -> Moment:
    lines = [
        rf"\lVert \partial L / \partial W^{{({layer + 1})}} \rVert &= {number(size * record.dW.size**0.5, 6)}"
        for layer, (record, size) in enumerate(zip(scene.step.backward, scene.step.gradient_sizes, strict=True))
    ]
    came, own_slope = tex.upstream(r"\delta^{(l+1)} {W^{(l+1)}}^\top"), tex.slope(r"f'(z^{(l)})")
    transposed, bias = tex.entering(r"{a^{(l-1)}}^\top"), r"\delta^{(l)}"
    if scene.batch > 1:
        bias = rf"\sum_{{s=1}}^{{{scene.batch}}} {tex.of_sample(bias)}"
    chain = [
        rf"\delta^{{({scene.depth})}} &= {delta_symbols(scene, scene.depth - 1)[0]}",
        rf"\delta^{{(l)}} &= {came} \odot {own_slope}",
        rf"\tfrac{{\partial L}}{{\partial W^{{(l)}}}} &= {transposed} \delta^{{(l)}}",
        rf"\tfrac{{\partial L}}{{\partial b^{{(l)}}}} &= {bias}",
    ]
    if scene.depth == 1:
        del chain[1]
    return replace(
        first,
        symbols=tex.aligned(chain),
        numbers=tex.aligned(lines),
        result="The gradient of every weight and bias is known.",
        why="The chain rule, from the loss back to the first layer. Nothing is updated yet.",
        code=pass_code.backward(scene),
    )


def _update_phase(scene: Scene, first: Moment) -> Moment:
    return replace(
        first,
        symbols=any_parameter(scene),
        numbers=rf"L:\; {update.loss_before_and_after(scene)}",
        result=update.new_values(scene),
        why=words.DONE + given.why(scene),
        code=pass_code.update(scene),
    )
