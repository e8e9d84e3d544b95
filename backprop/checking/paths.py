"""All paths of the chain rule from one weight or bias to the loss.

A parameter changes the loss through every chain of units from its own unit to an output. Along one path the
derivatives are multiplied; the products of all paths add up to the gradient:

    ∂L/∂w = Σ over paths   input · f′(z) · w · f′(z) · w · … · δ of the output unit.
"""

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from backprop.checks import freeze, invalid
from backprop.network import ParameterId
from backprop.trace import StepTrace

Array = np.ndarray

MAX_PATHS = 4096
"""The most paths that `paths` returns: nobody reads more, and their number is a product of layer sizes."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One factor of a path's product.

    Attributes:
        kind: "input" (∂z/∂w), "slope" (∂a/∂z), "weight" (∂z_next/∂a) or "delta" (∂L/∂z of the output).
        layer: layer of the factor, from 0.
        source: for a weight or an input, the unit of the layer before; None for a bias's input 1 and other factors.
        unit: the unit that the factor belongs to, or that the weight leads to.
        values: one number for each sample (n,).
    """

    kind: str
    layer: int
    source: int | None
    unit: int
    values: Array


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One chain of units from a parameter to the loss.

    Attributes:
        units: one unit per layer, from the parameter's own unit to an output.
        factors: what is multiplied, in order from the parameter to the loss.
        products: the product for each sample (n,).
    """

    units: tuple[int, ...]
    factors: tuple[Factor, ...]
    products: Array

    @property
    def product(self) -> float:
        """This path's share of the gradient: the sum over the samples."""
        return float(self.products.sum())


def count_paths(step: StepTrace, parameter: ParameterId) -> int:
    """How many paths lead from the parameter to the loss: the product of the sizes of the layers after its own."""
    return prod(step.net.sizes[parameter.layer + 2 :])


def paths(step: StepTrace, parameter: ParameterId) -> tuple[Path, ...]:
    """Every path from the parameter to the loss. Their products sum to the parameter's gradient.

    Raises:
        ValueError: the network has no such parameter, or there are more than `MAX_PATHS` paths.
    """
    net = step.net
    if not net.has(parameter):
        raise invalid("parameter", str(parameter), f"a weight or bias of a network with sizes {net.sizes}")
    count = count_paths(step, parameter)
    if count > MAX_PATHS:
        raise invalid("number of paths", count, f"at most {MAX_PATHS}; choose a parameter nearer to the output")
    later = [range(size) for size in net.sizes[parameter.layer + 2 :]]
    return tuple(_path(step, parameter, (parameter.target, *units)) for units in product(*later))


def _path(step: StepTrace, parameter: ParameterId, units: tuple[int, ...]) -> Path:
    n, last = len(step.x), step.net.depth - 1
    first = parameter.layer
    inputs = freeze(np.ones(n)) if parameter.source is None else step.forward[first].inputs[:, parameter.source]
    factors = [Factor("input", first, parameter.source, parameter.target, inputs)]
    for layer in range(first, last):
        unit, following = units[layer - first], units[layer - first + 1]
        factors.append(Factor("slope", layer, None, unit, step.backward[layer].slope[:, unit]))
        weight = step.parameters.weights[layer + 1][unit, following]
        factors.append(Factor("weight", layer + 1, unit, following, freeze(np.full(n, weight))))
    factors.append(Factor("delta", last, None, units[-1], step.backward[last].delta[:, units[-1]]))
    products = freeze(np.prod([factor.values for factor in factors], axis=0))
    return Path(units, tuple(factors), products)
