"""The glossary, and the only place that makes the names of layers, units and parameters that a reader sees.

Code counts from 0; these names count layers and units from 1. A published example may have its own names for
the parameters (Mazur's w₅); all others are named by position, as in w₁₂⁽²⁾: layer 2, from unit 1 to unit 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backprop.network import Network, ParameterId


@dataclass(frozen=True, slots=True)
class Symbol:
    """One entry of the glossary.

    Attributes:
        key: the name in code.
        latex: the formula or symbol.
        shape: shape of the array, batch first.
        meaning: one sentence.
    """

    key: str
    latex: str
    shape: str
    meaning: str


GLOSSARY: tuple[Symbol, ...] = (
    Symbol("x", r"x", "(n, features)", "Inputs, one row per sample."),
    Symbol("y", r"y", "(n, outputs)", "Targets: what the prediction should be."),
    Symbol("W", r"W", "(fan_in, fan_out)", "Weights of a layer: one for each pair of a unit before and a unit in it."),
    Symbol("b", r"b", "(fan_out,)", "Biases of a layer: one for each unit."),
    Symbol("z", r"z = a_\text{prev} W + b", "(n, fan_out)", "Pre-activation: the weighted sum of a unit's inputs."),
    Symbol("a", r"a = f(z)", "(n, fan_out)", "Activation: the unit's output. In the last layer the prediction ŷ."),
    Symbol("prediction", r"\hat y", "(n, outputs)", "Prediction: the activation of the last layer."),
    Symbol("loss", r"L", "scalar", "Loss: one number for how wrong the predictions are, for the whole batch."),
    Symbol("loss_terms", r"\ell", "(n, outputs)", "Term of the loss: of one sample and output, before any sum."),
    Symbol("da", r"\frac{\partial L}{\partial a}", "(n, fan_out)", "Derivative of the loss by a unit's output."),
    Symbol(
        "slope",
        r"\frac{\partial a}{\partial z} = f'(z)",
        "(n, fan_out)",
        "Local slope: derivative of a unit's output by its own pre-activation.",
    ),
    Symbol(
        "delta",
        r"\delta = \frac{\partial L}{\partial z} = \frac{\partial L}{\partial a}\, f'(z)",
        "(n, fan_out)",
        "Error signal: derivative of the loss by a unit's pre-activation.",
    ),
    Symbol(
        "dW",
        r"\frac{\partial L}{\partial W} = a_\text{prev}^\top\, \delta",
        "(fan_in, fan_out)",
        "Gradient of the loss by the weights, summed over the samples of the batch.",
    ),
    Symbol("db", r"\frac{\partial L}{\partial b} = \sum \delta", "(fan_out,)", "Gradient of the loss by the biases."),
    Symbol("learning_rate", r"\alpha", "scalar", "Learning rate: how far a step goes against the gradient."),
    Symbol("theta", r"\theta", "any", "Any parameter: a weight or a bias."),
    Symbol("theta_new", r"\theta^\text{new}", "any", "The same parameter after the update."),
    Symbol("g", r"g", "as θ", "What the optimizer is given: the gradient, with penalty and limit where there are any."),
    Symbol("t", r"t", "scalar", "Which update this is, counted from 1."),
    Symbol("mu", r"\mu", "scalar", "Momentum and Nesterov: how much of the velocity is kept."),
    Symbol("rho", r"\rho", "scalar", "RMSProp: how much of the average of squares is kept."),
    Symbol("beta1", r"\beta_1", "scalar", "Adam: how much of the average m is kept."),
    Symbol("beta2", r"\beta_2", "scalar", "Adam: how much of the average v is kept."),
    Symbol("eps", r"\varepsilon", "scalar", "A small number that keeps a division by 0 away."),
    Symbol(
        "m",
        r"m,\; \hat m",
        "as θ",
        "Adam: running average of the gradient; with the hat, corrected for its start at 0.",
    ),
    Symbol(
        "v",
        r"v,\; \hat v",
        "as θ",
        "As in the papers: the velocity in momentum and Nesterov, else the running average (in AdaGrad the sum) of g².",
    ),
    Symbol("l1", r"\lambda_1", "scalar", "Weight of the penalty on the sizes of the weights."),
    Symbol("l2", r"\lambda_2", "scalar", "Weight of the penalty on half the squares of the weights."),
    Symbol("N", r"N", "scalar", "Length of the whole gradient, over all parameters, penalties included."),
    Symbol("C", r"C", "scalar", "The largest length that the whole gradient may have."),
    Symbol("c", r"c = \min(1, C / N)", "scalar", "What the whole gradient is multiplied with to keep that limit."),
    Symbol("n", r"n", "scalar", "Number of samples in the batch."),
    Symbol("s", r"\delta^{[s]}", "1 … n", "Sample: a number in square brackets says which row of the batch is meant."),
    Symbol("k", r"\hat y_k", "1 … n_out", "Output: counts the units of the last layer in a sum over them."),
    Symbol("l", r"W^{(l)}", "1 … depth", "Layer: a number in parentheses says which layer is meant."),
    Symbol("fan_in", r"n_\text{in}", "scalar", "fan_in: number of inputs of a layer."),
    Symbol("fan_out", r"n_\text{out}", "scalar", "fan_out: number of units of a layer."),
)

SYMBOLS: dict[str, Symbol] = {symbol.key: symbol for symbol in GLOSSARY}

_SUBSCRIPT = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")
_SUPERSCRIPT = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def subscript(text: object) -> str:
    """Digits as Unicode subscripts."""
    return str(text).translate(_SUBSCRIPT)


def superscript(text: object) -> str:
    """Digits and parentheses as Unicode superscripts."""
    return str(text).translate(_SUPERSCRIPT)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the units and parameters of one network, as a reader sees them.

    A *node layer* is 0 for the inputs, then 1 … L for the layers that have weights.

    Attributes:
        net: the network.
        published: names from the source of a worked example, such as "w5" or "θ6".
    """

    net: Network
    published: Mapping[ParameterId, str] = field(default_factory=dict)

    def unit(self, node_layer: int, unit: int) -> str:
        """The name of a unit as Unicode text: x₁, h₁, h₁⁽²⁾ (with several hidden layers) or ŷ₁."""
        letter = self._letter(node_layer, text=True)
        return f"{letter}{subscript(unit + 1)}{superscript(self._layer_mark(node_layer))}"

    def unit_latex(self, node_layer: int, unit: int) -> str:
        """The name of a unit as LaTeX."""
        mark = self._layer_mark(node_layer)
        return f"{self._letter(node_layer, text=False)}_{{{unit + 1}}}" + (f"^{{{mark}}}" if mark else "")

    def input_latex(self, layer: int, source: int) -> str:
        """One input of a layer: x₁, or the activation a of a hidden unit."""
        unit = self.unit_latex(layer, source)
        return unit if layer == 0 else f"a_{{{unit}}}"

    def parameter(self, parameter: ParameterId) -> str:
        """The name of a parameter as Unicode text: the published name, such as w₅, or else w₁₂⁽²⁾ or b₂⁽¹⁾."""
        letter, index, mark = self._parameter(parameter)
        return f"{letter}{subscript(index)}{superscript(mark)}"

    def parameter_latex(self, parameter: ParameterId) -> str:
        """The name of a parameter as LaTeX."""
        letter, index, mark = self._parameter(parameter)
        return f"{letter.replace('θ', chr(92) + 'theta')}_{{{index}}}" + (f"^{{{mark}}}" if mark else "")

    def layer(self, node_layer: int) -> str:
        """The name of a layer: input, hidden layer 2 or output layer."""
        if node_layer == 0:
            return "input"
        if node_layer == self.net.depth:
            return "output layer"
        return "hidden layer" if self.net.depth == 2 else f"hidden layer {node_layer}"

    def ends(self, parameter: ParameterId) -> tuple[str, str]:
        """Names of the units that a weight leads from and to; a bias comes from "1", the constant input."""
        source = "1" if parameter.source is None else self.unit(parameter.layer, parameter.source)
        return source, self.unit(parameter.layer + 1, parameter.target)

    def _letter(self, node_layer: int, *, text: bool) -> str:
        if node_layer == 0:
            return "x"
        if node_layer == self.net.depth:
            return "ŷ" if text else r"\hat y"
        return "h"

    def _layer_mark(self, node_layer: int) -> str:
        several_hidden = self.net.depth > 2
        return f"({node_layer})" if several_hidden and 0 < node_layer < self.net.depth else ""

    def _parameter(self, parameter: ParameterId) -> tuple[str, str, str]:
        """Letter, index and layer mark."""
        if parameter in self.published:
            name = self.published[parameter]
            return name[0], name[1:], ""
        if parameter.source is None:
            return "b", f"{parameter.target + 1}", f"({parameter.layer + 1})"
        comma = "," if max(self.net.shapes[parameter.layer]) > 9 else ""
        return "w", f"{parameter.source + 1}{comma}{parameter.target + 1}", f"({parameter.layer + 1})"
