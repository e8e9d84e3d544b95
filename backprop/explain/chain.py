"""The card of one parameter: its chain rule, the share of every path, and the finite difference beside it."""

from dataclasses import dataclass

from backprop.checks import invalid
from backprop.explain import latex as tex
from backprop.explain.backward import gradient_formula
from backprop.explain.moment import Scene
from backprop.explain.numbers import factor
from backprop.explain.numbers import latex as number
from backprop.explain.quantities import of_parameter
from backprop.network import ParameterId
from backprop.paths import MAX_PATHS, Path, count_paths, paths

_DIGITS = 9
_ROLES = {"input": tex.entering, "slope": tex.slope, "weight": tex.upstream, "delta": tex.upstream}


@dataclass(frozen=True, slots=True)
class PathShare:
    """One path's share of a gradient.

    Attributes:
        route: the units on the way, as text: "w₁ → h₁ → ŷ₂ → L".
        symbols: the product in symbols, LaTeX.
        numbers: the product with numbers, LaTeX (for the whole batch only the result).
        product: the share.
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
        shares: one for each path; empty if there are too many.
        refusal: why there are none, else empty.
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
    symbols, numbers = [], []
    for step in path.factors:
        paint = _ROLES[step.kind]
        symbols.append(paint(_symbol(scene, step.kind, step.layer, step.source, step.unit)))
        numbers.append(paint(factor(float(step.values[scene.sample]))))
    shown = r" \cdot ".join(numbers) + rf" = {number(path.product)}" if scene.batch == 1 else number(path.product)
    route = " → ".join([scene.names.parameter(parameter), *units, "L"])
    return PathShare(route, r" \cdot ".join(symbols), shown, path.product)


def _symbol(scene: Scene, kind: str, layer: int, source: int | None, unit: int) -> str:
    names = scene.names
    if kind == "input":
        return "1" if source is None else names.input_latex(layer, source)
    if kind == "weight":
        return names.parameter_latex(ParameterId(layer, source, unit))
    name = names.unit_latex(layer + 1, unit)
    return rf"f'(z_{{{name}}})" if kind == "slope" else rf"\delta_{{{name}}}"
