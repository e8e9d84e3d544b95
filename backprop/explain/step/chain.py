"""The card of one parameter: the chain rule for its gradient, and the share of every path in the gradient."""

from dataclasses import dataclass

from backprop.checking.paths import MAX_PATHS, Factor, Path, count_paths, paths
from backprop.checks import invalid
from backprop.explain import latex as tex
from backprop.explain.numbers import factor
from backprop.explain.numbers import latex as number
from backprop.explain.step.gradients import gradient_formula
from backprop.explain.step.moment import Scene
from backprop.explain.step.quantities import of_parameter
from backprop.network import ParameterId

_DIGITS = 9
_MOST_SAMPLES = 4
"""At most this many terms of a path's sum over the batch are shown."""
_ROLES = {"input": tex.entering, "slope": tex.slope, "weight": tex.upstream, "delta": tex.upstream}


@dataclass(frozen=True, slots=True)
class PathShare:
    """One path's share of a gradient.

    Attributes:
        route: the units on the way, as text: "w₁ → h₁ → ŷ₂ → L".
        symbols: the product in symbols, LaTeX; in a batch summed over the samples s.
        numbers: the product with numbers, LaTeX; in a batch the sum over the samples, shortened.
        product: the share as a number.
    """

    route: str
    symbols: str
    numbers: str
    product: float


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about the gradient of one parameter.

    Attributes:
        title: "w₅, from h₁ to ŷ₁".
        symbols, numbers: the chain rule, LaTeX; numbers with nine digits.
        gradient: the derivative from the backward pass.
        shares: one for each path; empty if there are too many paths.
        refusal: the reason why there are no shares, else empty.
    """

    title: str
    symbols: str
    numbers: str
    gradient: float
    shares: tuple[PathShare, ...]
    refusal: str


def card(scene: Scene, parameter: ParameterId) -> Card:
    """The card of a parameter.

    Raises:
        ValueError: the network has no such parameter.
    """
    if not scene.step.net.has(parameter):
        raise invalid("parameter", str(parameter), f"a weight or bias of a network with sizes {scene.step.net.sizes}")
    quantity = of_parameter("gradient", parameter)
    source, target = scene.names.ends(parameter)
    count = count_paths(scene.step, parameter)
    if count > MAX_PATHS:
        shares: tuple[PathShare, ...] = ()
        refusal = (
            f"{count:,} paths lead from here to the loss. They are listed up to {MAX_PATHS:,}: "
            "choose a parameter nearer to the output."
        )
    else:
        shares = tuple(_share(scene, parameter, path) for path in paths(scene.step, parameter))
        refusal = ""
    symbols, numbers = gradient_formula(scene, quantity, _DIGITS)
    name = scene.names.parameter(parameter)
    title = f"{name}, the bias of {target}" if parameter.is_bias else f"{name}, from {source} to {target}"
    return Card(title, symbols, numbers, scene.value(quantity), shares, refusal)


def _share(scene: Scene, parameter: ParameterId, path: Path) -> PathShare:
    units = [scene.unit(parameter.layer + index, unit) for index, unit in enumerate(path.units)]
    route = " → ".join([scene.names.parameter(parameter), *units, "L"])
    symbols = r" \cdot ".join(_ROLES[step.kind](_symbol(scene, step)) for step in path.factors)
    if scene.batch > 1:
        symbols = rf"\sum_{{s=1}}^{{{scene.batch}}} {symbols}"
    products = [_product(path, sample) for sample in range(scene.batch)]
    total = " + ".join(tex.shorten(products, _MOST_SAMPLES))
    return PathShare(route, symbols, rf"{total} = {number(path.product)}", path.product)


def _product(path: Path, sample: int) -> str:
    """The product along a path for one sample, with numbers."""
    factors = [_ROLES[step.kind](factor(float(step.values[sample]))) for step in path.factors]
    return r" \cdot ".join(factors)


def _symbol(scene: Scene, step: Factor) -> str:
    """The symbol of one factor; in a batch, a factor that differs between samples has the superscript s."""
    names = scene.names
    if step.kind == "weight":
        return names.parameter_latex(ParameterId(step.layer, step.source, step.unit))
    if step.kind == "input" and step.source is None:
        return "1"
    name = names.unit_latex(step.layer + 1, step.unit)
    sign = {"slope": rf"f'(z_{{{name}}})", "delta": rf"\delta_{{{name}}}"}.get(step.kind)
    sign = sign or names.input_latex(step.layer, step.source or 0)
    return tex.of_sample(sign) if scene.batch > 1 else sign
