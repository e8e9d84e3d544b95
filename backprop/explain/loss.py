"""Moments of the loss: one for each output's term, then the sum."""

from collections.abc import Iterator

from backprop.activations import sigmoid
from backprop.explain import latex as tex
from backprop.explain import words
from backprop.explain.moment import Highlight, Moment, Scene
from backprop.explain.numbers import factor, text
from backprop.explain.numbers import latex as number
from backprop.explain.quantities import Quantity


def operations(scene: Scene) -> Iterator[Moment]:
    """Each output's term of the sample, then the loss of the whole batch."""
    for unit in range(scene.step.net.sizes[-1]):
        yield _term(scene, unit)
    yield _loss(scene)


def divisor_latex(scene: Scene) -> str:
    """What the sum of the terms is divided by, in symbols."""
    return r"n\,n_\text{out}" if scene.criterion.mean_over_outputs else "n"


def loss_symbols(scene: Scene, term: str) -> str:
    """The loss as a sum of terms, over the samples if there are several, divided as its convention says."""
    samples = r"\sum_s " if scene.batch > 1 else ""
    return rf"L = \frac{{1}}{{{divisor_latex(scene)}}} {samples}\sum_k {term}"


def _term(scene: Scene, unit: int) -> Moment:
    layer = scene.depth - 1
    quantity = Quantity("term", layer, unit)
    prediction = float(scene.step.prediction[scene.sample, unit])
    target = float(scene.step.y[scene.sample, unit])
    y, p, rest = number(target), number(prediction), number(_missing(scene, unit))
    numbers = {
        "mse": rf"\left({p} - {factor(target)}\right)^2",
        "half_sse": rf"\tfrac12 \left({p} - {factor(target)}\right)^2",
        "log_loss": _bracketed(rf"{y} \cdot \ln({p})", rf"{number(1 - target)} \cdot \ln({rest})"),
        "cross_entropy": rf"-{y} \cdot \ln({p})",
    }[scene.step.loss_name]
    name = scene.unit(layer, unit)
    return Moment(
        phase="loss",
        place="loss",
        title=f"How wrong is {name}?",
        symbols=rf"\ell_{{{unit + 1}}} = {scene.indexed(scene.criterion.latex, unit)}",
        numbers=tex.equation("", numbers, rf"\mathbf{{{number(scene.value(quantity), 9)}}}"),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=words.LOSS_TERM[scene.step.loss_name],
        code=_term_code(scene, unit),
        highlight=Highlight(((scene.depth, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
    )


def _bracketed(*terms: str) -> list[str]:
    """−[term + term], in as many lines as it needs."""
    lines = tex.total(terms)
    lines[0] = rf"-\bigl[{lines[0]}"
    lines[-1] += r"\bigr]"
    return lines


def _missing(scene: Scene, unit: int) -> float:
    """1 − ŷ of a sigmoid, from z: with all its digits where ŷ is close to 1."""
    return float(sigmoid(-scene.step.forward[-1].z[scene.sample, unit]))


def _term_code(scene: Scene, unit: int) -> str:
    a, z, y = (f"{name}[{scene.sample}, {unit}]" for name in (f"a{scene.depth}", f"z{scene.depth}", "y"))
    return {
        "mse": f"({a} - {y})**2",
        "half_sse": f"0.5 * ({a} - {y})**2",
        "log_loss": f"np.logaddexp(0, {z}) - {y} * {z}",
        "cross_entropy": f"-{y} * ({z} - np.logaddexp.reduce(z{scene.depth}[{scene.sample}]))",
    }[scene.step.loss_name]


def _loss(scene: Scene) -> Moment:
    terms = [number(float(term)) for term in scene.step.loss_terms.ravel()]
    divisor = scene.criterion.divisor(scene.step.y)
    lines = tex.total(terms)
    if divisor > 1:
        lines[0] = rf"\tfrac{{1}}{{{divisor}}}\bigl({lines[0]}"
        lines[-1] += r"\bigr)"
    quantity = Quantity("loss")
    return Moment(
        phase="loss",
        place="loss",
        title="One number for how wrong we are",
        symbols=loss_symbols(scene, r"\ell_k"),
        numbers=tex.equation("", lines, rf"\mathbf{{{number(scene.step.loss, 9)}}}"),
        result=f"L = {text(scene.step.loss)}",
        why=scene.criterion.convention,
        code=scene.layered(scene.criterion.code, scene.depth - 1),
        highlight=Highlight(tuple((scene.depth, unit) for unit in range(scene.step.net.sizes[-1]))),
        reveals=(quantity,),
        main=quantity,
        neuron="loss",
    )
