"""One number of a training step: its address, its value, and its name."""

from dataclasses import dataclass

from backprop.network import ParameterId
from backprop.notation import Names
from backprop.trace import StepTrace

NODE_KINDS = ("z", "a", "term", "da", "slope", "delta")
EDGE_KINDS = ("product", "share", "gradient", "update", "new")


@dataclass(frozen=True, slots=True)
class Quantity:
    """The address of one number.

    Attributes:
        kind: z, a, term (of the loss), da, slope, delta: of one unit and sample;
            product (w · input), share (w · δ, which a unit of the next layer sends back): of one weight and sample;
            gradient, update, new: of one parameter, for the whole batch;
            loss: of the whole batch.
        layer: layer with weights, from 0; -1 for the loss.
        unit: unit in that layer, from 0; -1 for the loss.
        source: unit in the layer before; None for a bias, or where there is none.
    """

    kind: str
    layer: int = -1
    unit: int = -1
    source: int | None = None

    @property
    def parameter(self) -> ParameterId:
        """The weight or bias that it belongs to."""
        return ParameterId(self.layer, self.source, self.unit)


def of_parameter(kind: str, parameter: ParameterId) -> Quantity:
    """The gradient, update or new value of a parameter."""
    return Quantity(kind, parameter.layer, parameter.target, parameter.source)


def value(step: StepTrace, sample: int, quantity: Quantity) -> float:
    """The number itself."""
    layer, unit, source = quantity.layer, quantity.unit, quantity.source
    match quantity.kind:
        case "z" | "a":
            return float(getattr(step.forward[layer], quantity.kind)[sample, unit])
        case "da" | "slope" | "delta":
            return float(getattr(step.backward[layer], quantity.kind)[sample, unit])
        case "term":
            return float(step.loss_terms[sample, unit])
        case "loss":
            return step.loss
        case "product":
            return step.parameters[quantity.parameter] * float(step.forward[layer].inputs[sample, source])
        case "share":
            return step.parameters[quantity.parameter] * float(step.backward[layer].delta[sample, unit])
        case "gradient":
            here = step.backward[layer]
            return float(here.db[unit] if source is None else here.dW[source, unit])
        case "update":
            return float(step.update[layer].b[unit] if source is None else step.update[layer].W[source, unit])
        case "new":
            return step.parameters_after[quantity.parameter]
    raise ValueError(f"unknown kind of quantity: {quantity.kind}")


def latex(names: Names, quantity: Quantity) -> str:
    """The symbol of the number in formulas."""
    if quantity.kind == "loss":
        return "L"
    if quantity.kind in EDGE_KINDS:
        return _edge_latex(names, quantity)
    unit = names.unit_latex(quantity.layer + 1, quantity.unit)
    output = quantity.layer == names.net.depth - 1
    activation = unit if output else f"a_{{{unit}}}"
    return {
        "z": f"z_{{{unit}}}",
        "a": activation,
        "term": rf"\ell_{{{quantity.unit + 1}}}",
        "da": rf"\frac{{\partial L}}{{\partial {activation}}}",
        "slope": rf"\frac{{\partial {activation}}}{{\partial z_{{{unit}}}}}",
        "delta": rf"\delta_{{{unit}}}",
    }[quantity.kind]


def _edge_latex(names: Names, quantity: Quantity) -> str:
    parameter = names.parameter_latex(quantity.parameter)
    match quantity.kind:
        case "product":
            return rf"{parameter}\, {names.input_latex(quantity.layer, quantity.source or 0)}"
        case "share":
            return rf"{parameter}\, \delta_{{{names.unit_latex(quantity.layer + 1, quantity.unit)}}}"
        case "gradient":
            return rf"\frac{{\partial L}}{{\partial {parameter}}}"
        case "update":
            return rf"\Delta {parameter}"
    return rf"{parameter}^{{\text{{new}}}}" if "^" not in parameter else rf"{{{parameter}}}^{{\text{{new}}}}"


def text(names: Names, quantity: Quantity) -> str:
    """The name of the number in plain text, for tables and screen readers."""
    if quantity.kind == "loss":
        return "L"
    if quantity.kind in EDGE_KINDS:
        parameter = names.parameter(quantity.parameter)
        source = names.ends(quantity.parameter)[0]
        target = names.unit(quantity.layer + 1, quantity.unit)
        return {
            "product": f"{parameter} · {source}",
            "share": f"{parameter} · δ of {target}",
            "gradient": f"∂L/∂{parameter}",
            "update": f"Δ{parameter}",
            "new": f"{parameter} new",
        }[quantity.kind]
    unit = names.unit(quantity.layer + 1, quantity.unit)
    activation = unit if quantity.layer == names.net.depth - 1 else f"a of {unit}"
    return {
        "z": f"z of {unit}",
        "a": activation,
        "term": f"loss of {unit}",
        "da": f"∂L/∂a of {unit}",
        "slope": f"slope of {unit}",
        "delta": f"δ of {unit}",
    }[quantity.kind]
