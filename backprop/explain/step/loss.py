"""Moments of the loss: one for each output's term, then the sum."""

from collections.abc import Iterator

from backprop.explain import latex as tex
from backprop.explain.numbers import latex as number
from backprop.explain.numbers import text
from backprop.explain.step import words
from backprop.explain.step.loss_terms import TERMS
from backprop.explain.step.moment import Highlight, Moment, Scene
from backprop.explain.step.prediction import by_z, by_z_term
from backprop.explain.step.quantities import Quantity


def operations(scene: Scene) -> Iterator[Moment]:
    """The term of each output for the sample, then the loss of the whole batch."""
    for unit in range(scene.step.net.sizes[-1]):
        yield _term(scene, unit)
    yield _loss(scene)


def divisor_latex(scene: Scene) -> str:
    """What the sum of the terms is divided by, in symbols."""
    return r"n\,n_\text{out}" if scene.criterion.mean_over_outputs else "n"


def loss_symbols(scene: Scene, term: str) -> str:
    """The loss as a sum of terms, over the samples if there are several, divided as its convention says."""
    samples = rf"\sum_{{s=1}}^{{{scene.batch}}} " if scene.batch > 1 else ""
    return rf"L = \frac{{1}}{{{divisor_latex(scene)}}} {samples}\sum_k {term}"


def loss_sum(scene: Scene, terms: list[str]) -> list[str]:
    """The sum of all terms with numbers, divided as the convention says, in as many lines as it needs."""
    divisor = scene.criterion.divisor(scene.step.y)
    lines = tex.total(terms)
    if divisor > 1:
        lines[0] = rf"\tfrac{{1}}{{{divisor}}}\bigl({lines[0]}"
        lines[-1] += r"\bigr)"
    return lines


def loss_why(scene: Scene) -> str:
    """The convention of the loss; if there is a penalty on the weights, also that the loss does not include it."""
    penalty = words.PENALTY_APART.format(text(scene.step.penalty, 6)) if scene.step.regularization.penalizes else ""
    return scene.criterion.convention + penalty


def _term(scene: Scene, unit: int) -> Moment:
    layer = scene.depth - 1
    quantity = Quantity("term", layer, unit)
    name = scene.unit(layer, unit)
    return Moment(
        phase="loss",
        place=f"loss{scene.sample_words}",
        title=f"How wrong is {name}?",
        symbols=rf"\ell_{{{unit + 1}}} = {scene.indexed(scene.criterion.latex, unit)}",
        numbers=tex.equation("", _term_numbers(scene, unit), rf"\mathbf{{{number(scene.value(quantity), 9)}}}"),
        result=f"{scene.text(quantity)} = {text(scene.value(quantity))}",
        why=TERMS[scene.step.loss_name].why + (words.FROM_Z[scene.step.net.output] if by_z(scene, unit) else ""),
        code=_term_code(scene, unit),
        highlight=Highlight(((scene.depth, unit),)),
        reveals=(quantity,),
        main=quantity,
        neuron=f"unit {unit}",
    )


def _term_numbers(scene: Scene, unit: int) -> list[str]:
    """One output's term with the numbers put in; written with z where ŷ is beyond what a float64 can hold."""
    return by_z_term(scene, unit) if by_z(scene, unit) else TERMS[scene.step.loss_name].numbers(scene, unit)


def _term_code(scene: Scene, unit: int) -> str:
    a, z, y = (f"{name}[{scene.sample}, {unit}]" for name in (f"a{scene.depth}", f"z{scene.depth}", "y"))
    scores = f"z{scene.depth}[{scene.sample}]"
    return TERMS[scene.step.loss_name].code.format(a=a, z=z, y=y, scores=scores)


def _loss(scene: Scene) -> Moment:
    terms = [number(float(term)) for term in scene.step.loss_terms.ravel()]
    quantity = Quantity("loss")
    term = tex.of_sample(r"\ell_k") if scene.batch > 1 else r"\ell_k"
    return Moment(
        phase="loss",
        place="loss",
        title="One number for how wrong we are",
        symbols=loss_symbols(scene, term),
        numbers=tex.equation("", loss_sum(scene, terms), rf"\mathbf{{{number(scene.step.loss, 9)}}}"),
        result=f"L = {text(scene.step.loss)}",
        why=loss_why(scene),
        code=scene.layered(scene.criterion.code, scene.depth - 1),
        highlight=Highlight(tuple((scene.depth, unit) for unit in range(scene.step.net.sizes[-1]))),
        reveals=(quantity,),
        main=quantity,
        neuron="loss",
    )
