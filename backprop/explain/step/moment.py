"""The record of one moment, and what the builders of moments share."""

import re
from dataclasses import dataclass

from backprop.activations import ACTIVATIONS, Activation
from backprop.explain import latex as tex
from backprop.explain.step import quantities
from backprop.explain.step.quantities import Quantity
from backprop.losses import LOSSES, Loss
from backprop.notation import Names
from backprop.trace import StepTrace

PHASES = ("forward", "loss", "backward", "update")
PHASE_TITLES = {"forward": "Forward pass", "loss": "Loss", "backward": "Backward pass", "update": "Update"}


@dataclass(frozen=True, slots=True)
class Highlight:
    """What a moment points at on the diagram.

    Attributes:
        nodes: (node layer, unit) pairs; node layer 0 is the inputs.
        edges: (layer, source, target) of weights.
    """

    nodes: tuple[tuple[int, int], ...] = ()
    edges: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a training step: something that is computed, and everything that is shown about it.

    Attributes:
        phase: one of `PHASES`.
        place: the phase and layer in words.
        title: what happens, in a few words.
        symbols: the formula in symbols, LaTeX; colours as roles.
        numbers: the formula with the numbers put in, LaTeX.
        result: the result as plain text, one line or several.
        why: the reason, in a sentence or a few.
        code: the NumPy lines that compute it.
        highlight: what it points at on the diagram.
        reveals: the numbers that it adds to what is known, in order of computation.
        main: the number it is about, if it is about one.
        neuron: within a phase and layer, moments with the same value here become one at the granularity "neuron".
        layer: layer with weights, from 0; -1 if it belongs to no layer, such as the loss.
        known: how many numbers of the tape are known after it.
    """

    phase: str
    place: str
    title: str
    symbols: str
    numbers: str
    result: str
    why: str
    code: str
    highlight: Highlight
    reveals: tuple[Quantity, ...]
    main: Quantity | None = None
    neuron: str = ""
    layer: int = -1
    known: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A step seen through one sample: the input of all functions that build moments.

    Attributes:
        step: the training step.
        sample: which row of the batch.
        names: how units and parameters are called.
    """

    step: StepTrace
    sample: int
    names: Names

    @property
    def depth(self) -> int:
        return self.step.net.depth

    @property
    def batch(self) -> int:
        """Number of samples."""
        return len(self.step.x)

    @property
    def criterion(self) -> Loss:
        return LOSSES[self.step.loss_name]

    def activation(self, layer: int) -> Activation:
        return ACTIVATIONS[self.step.net.activations[layer]]

    def is_output(self, layer: int) -> bool:
        return layer == self.depth - 1

    def value(self, quantity: Quantity) -> float:
        return quantities.value(self.step, self.sample, quantity)

    def latex(self, quantity: Quantity) -> str:
        return quantities.latex(self.names, quantity)

    def text(self, quantity: Quantity) -> str:
        return quantities.text(self.names, quantity)

    def unit(self, layer: int, unit: int) -> str:
        """Text name of a unit of a layer with weights."""
        return self.names.unit(layer + 1, unit)

    def indexed(self, body: str, unit: int) -> str:
        """A formula in y and ŷ, with one output's own names put in."""
        prediction = self.names.unit_latex(self.depth, unit)
        return body.replace(r"\hat y", "@").replace("y", f"y_{{{unit + 1}}}").replace("@", prediction)

    def summed(self, body: str) -> str:
        """A formula in y and ŷ with the indices of a sum over the outputs k and, in a batch, over the samples s."""
        return of_output(body, "^{[s]}" if self.batch > 1 else "")

    def layered(self, code: str, layer: int, place: str = "") -> str:
        """A NumPy line from a table, with the names of a layer's arrays put in: a becomes a2."""
        return re.sub(r"\b(a|z|da|delta|slope)\b", rf"\g<1>{layer + 1}{place}", code)

    def of_unit(self, code: str, layer: int, unit: int, row: int | str) -> str:
        """A NumPy line from a table for one unit alone: a becomes a2[0, 1]; len(y) and y.size stay as they are.

        Args:
            code: the line.
            layer, unit: which unit.
            row: which sample, or ":" for all of them.
        """
        place = f"[{row}, {unit}]"
        return re.sub(r"(?<!len\()\by\b(?!\.size)", f"y{place}", self.layered(code, layer, place))

    def shown(self, body: str) -> str:
        """The symbol of a number of this sample, with the sample's number if there are several."""
        return tex.of_sample(body, self.sample + 1) if self.batch > 1 else body

    @property
    def sample_words(self) -> str:
        """Such as " · sample 2 of 4"; "" if there is only one sample."""
        return f" · sample {self.sample + 1} of {self.batch}" if self.batch > 1 else ""

    def place(self, phase: str, layer: int, *, whole: bool = False) -> str:
        """Phase and layer in words, and which samples of a batch are meant: this one, or all of them (`whole`)."""
        samples = f" · all {self.batch} samples" if whole and self.batch > 1 else self.sample_words
        return f"{PHASE_TITLES[phase].lower()} · {self.names.layer(layer + 1)}" + ("" if phase == "update" else samples)

    def inputs_code(self, layer: int) -> str:
        """Name of a layer's input array in the code lines."""
        return "x" if layer == 0 else f"a{layer}"

    def incoming(self, layer: int, unit: int) -> tuple[tuple[int, int, int], ...]:
        return tuple((layer, source, unit) for source in range(self.step.net.sizes[layer]))

    def outgoing(self, layer: int, unit: int) -> tuple[tuple[int, int, int], ...]:
        """Edges from a unit to the layer after; none from the output layer."""
        if self.is_output(layer):
            return ()
        return tuple((layer + 1, unit, target) for target in range(self.step.net.sizes[layer + 2]))


def of_output(body: str, sample: str = "") -> str:
    """A formula in y and ŷ for the output k; `sample` is a superscript that names the sample, or ""."""
    return body.replace(r"\hat y", "@").replace("y", f"y_k{sample}").replace("@", rf"\hat y_k{sample}")
