"""The structure of a network (`Network`), its weights and biases (`Parameters`), and the address of one of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS, activation
from backprop.checks import finite_array, freeze, invalid

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class ParameterId:
    """The address of one weight or bias; all its numbers count from 0.

    Attributes:
        layer: index into `Parameters.weights` and `.biases`.
        source: unit that the weight comes from; None for a bias.
        target: unit that the weight leads to, or that has the bias.
    """

    layer: int
    source: int | None
    target: int

    @property
    def is_bias(self) -> bool:
        return self.source is None

    def __str__(self) -> str:
        """The form used in links, which counts from 1: `w2.1.2` (layer 2, from unit 1 to unit 2) or `b2.1`."""
        if self.source is None:
            return f"b{self.layer + 1}.{self.target + 1}"
        return f"w{self.layer + 1}.{self.source + 1}.{self.target + 1}"

    @staticmethod
    def parse(text: str) -> "ParameterId":
        """The inverse of `str`.

        Raises:
            ValueError: `text` has another form.
        """
        weight = re.fullmatch(r"w([1-9]\d{0,3})\.([1-9]\d{0,3})\.([1-9]\d{0,3})", text, re.ASCII)
        if weight:
            layer, source, target = (int(group) - 1 for group in weight.groups())
            return ParameterId(layer, source, target)
        bias = re.fullmatch(r"b([1-9]\d{0,3})\.([1-9]\d{0,3})", text, re.ASCII)
        if bias:
            layer, target = (int(group) - 1 for group in bias.groups())
            return ParameterId(layer, None, target)
        raise invalid("parameter", text, "w<layer>.<from>.<to> or b<layer>.<unit>, counted from 1")


@dataclass(frozen=True, slots=True)
class Network:
    """A fully connected feed-forward network: its sizes and activations, without the parameters.

    Attributes:
        sizes: units per layer, inputs first, as in (2, 4, 1).
        hidden: activation of the hidden layers: one name, or one per hidden layer.
        output: activation of the output layer.

    Raises:
        ValueError: fewer than two layers, a layer without units, an unknown or misplaced activation.
    """

    sizes: tuple[int, ...]
    hidden: str | tuple[str, ...] = "sigmoid"
    output: str = "sigmoid"

    def __post_init__(self) -> None:
        allowed = "at least two whole numbers from 1, inputs first"
        if isinstance(self.sizes, str) or not isinstance(self.sizes, Sequence) or len(self.sizes) < 2:
            raise invalid("sizes", self.sizes, allowed)
        for size in self.sizes:
            if isinstance(size, bool) or not isinstance(size, int | np.integer) or size < 1:
                raise invalid("sizes", self.sizes, allowed)
        object.__setattr__(self, "sizes", tuple(int(size) for size in self.sizes))
        hidden_layers = len(self.sizes) - 2
        if isinstance(self.hidden, str):
            activation(self.hidden, "hidden", HIDDEN_ACTIVATIONS)
        else:
            if not isinstance(self.hidden, Sequence) or len(self.hidden) != hidden_layers:
                raise invalid("hidden", self.hidden, f"one name, or one for each of the {hidden_layers} hidden layers")
            for name in self.hidden:
                activation(name, "hidden", HIDDEN_ACTIVATIONS)
            object.__setattr__(self, "hidden", tuple(self.hidden))
        activation(self.output, "output")
        if self.output == "softmax" and self.sizes[-1] < 2:
            raise invalid("output", self.output, "with one output unit: any but softmax, which would always give 1")

    @property
    def depth(self) -> int:
        """Number of layers that have weights."""
        return len(self.sizes) - 1

    @property
    def activations(self) -> tuple[str, ...]:
        """Name of the activation of each layer that has weights."""
        hidden = (self.hidden,) * (self.depth - 1) if isinstance(self.hidden, str) else self.hidden
        return (*hidden, self.output)

    @property
    def kinked(self) -> bool:
        """True if some layer's activation has a slope that jumps at z = 0."""
        return any(ACTIVATIONS[name].kinked for name in self.activations)

    @property
    def parameter_count(self) -> int:
        return sum((fan_in + 1) * fan_out for fan_in, fan_out in self.shapes)

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(fan_in, fan_out) of each layer that has weights."""
        return tuple(zip(self.sizes[:-1], self.sizes[1:], strict=True))

    def parameter_ids(self) -> Iterator[ParameterId]:
        """Every weight and bias, layer by layer, unit by unit, the unit's weights before its bias."""
        for layer, (fan_in, fan_out) in enumerate(self.shapes):
            for target in range(fan_out):
                for source in range(fan_in):
                    yield ParameterId(layer, source, target)
                yield ParameterId(layer, None, target)

    def has(self, parameter: ParameterId) -> bool:
        """Whether that weight or bias exists in this network."""
        if not 0 <= parameter.layer < self.depth:
            return False
        fan_in, fan_out = self.shapes[parameter.layer]
        return 0 <= parameter.target < fan_out and (parameter.source is None or 0 <= parameter.source < fan_in)


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Parameters:
    """Weights and biases of all layers, or anything else of that shape (gradients, updates, velocities).

    Arrays are copied, then made read-only. All arrays may have the same extra leading axes (independent runs).

    Attributes:
        weights: one array (…, fan_in, fan_out) per layer.
        biases: one array (…, fan_out) per layer.

    Raises:
        ValueError: shapes that do not fit together, NaN or an infinity.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]

    def __init__(self, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]) -> None:
        self._set(
            tuple(finite_array(f"weights[{layer}]", W) for layer, W in enumerate(weights)),
            tuple(finite_array(f"biases[{layer}]", b) for layer, b in enumerate(biases)),
        )
        self._check_shapes()

    def _set(self, weights: tuple[Array, ...], biases: tuple[Array, ...]) -> None:
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "biases", biases)

    def _check_shapes(self) -> None:
        weights, biases = self.weights, self.biases
        if len(weights) != len(biases) or not weights:
            raise invalid(
                "biases", f"{len(biases)} arrays", f"as many as there are weights ({len(weights)}), at least 1"
            )
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
            if W.ndim < 2:
                raise invalid(f"weights[{layer}].shape", W.shape, "(…, fan_in, fan_out)")
            if b.shape != (*W.shape[:-2], W.shape[-1]):
                raise invalid(
                    f"biases[{layer}].shape", b.shape, f"{(*W.shape[:-2], W.shape[-1])}, to go with the weights"
                )
            if W.shape[:-2] != weights[0].shape[:-2]:
                raise invalid(
                    f"weights[{layer}].shape", W.shape, f"leading axes {weights[0].shape[:-2]} as in weights[0]"
                )
            if layer and W.shape[-2] != weights[layer - 1].shape[-1]:
                raise invalid(f"weights[{layer}].shape", W.shape, f"fan_in {weights[layer - 1].shape[-1]}")

    @classmethod
    def computed(cls, weights: Sequence[Array], biases: Sequence[Array]) -> "Parameters":
        """Parameters from computed arrays, without checks: they may be infinite or NaN if a run diverges."""
        parameters = object.__new__(cls)
        parameters._set(tuple(freeze(W) for W in weights), tuple(freeze(b) for b in biases))
        return parameters

    def map(self, function: Callable[..., Array], *others: "Parameters") -> "Parameters":
        """`function` applied to each array together with the arrays of `others` at the same place."""
        weights = [function(*arrays) for arrays in zip(self.weights, *(o.weights for o in others), strict=True)]
        biases = [function(*arrays) for arrays in zip(self.biases, *(o.biases for o in others), strict=True)]
        return Parameters.computed(weights, biases)

    def __getitem__(self, parameter: ParameterId) -> float:
        """One weight or bias (without leading axes)."""
        if parameter.source is None:
            return float(self.biases[parameter.layer][parameter.target])
        return float(self.weights[parameter.layer][parameter.source, parameter.target])

    def replace(self, values: dict[ParameterId, float]) -> "Parameters":
        """A copy of the parameters in which some have new values."""
        weights = [np.array(W) for W in self.weights]
        biases = [np.array(b) for b in self.biases]
        for parameter, value in values.items():
            if not self.has(parameter):
                raise invalid("parameter", str(parameter), "a weight or bias of these parameters")
            if parameter.source is None:
                biases[parameter.layer][parameter.target] = value
            else:
                weights[parameter.layer][parameter.source, parameter.target] = value
        return Parameters(tuple(weights), tuple(biases))

    def has(self, parameter: ParameterId) -> bool:
        """Whether that weight or bias exists here."""
        if not 0 <= parameter.layer < len(self.weights):
            return False
        fan_in, fan_out = self.weights[parameter.layer].shape[-2:]
        return 0 <= parameter.target < fan_out and (parameter.source is None or 0 <= parameter.source < fan_in)

    def is_finite(self) -> bool:
        return all(bool(np.isfinite(array).all()) for array in (*self.weights, *self.biases))


def check_parameters(net: Network, params: Parameters) -> None:
    """Refuse parameters that do not fit the network.

    Raises:
        ValueError: a wrong number of layers, or a wrong shape.
    """
    if len(params.weights) != net.depth:
        raise invalid("weights", f"{len(params.weights)} layers", f"{net.depth} layers for sizes {net.sizes}")
    for layer, shape in enumerate(net.shapes):
        if params.weights[layer].shape != shape:
            raise invalid(f"weights[{layer}].shape", params.weights[layer].shape, f"{shape} for sizes {net.sizes}")


def check_frozen(net: Network, frozen: Sequence[str]) -> frozenset[str]:
    """The names of the arrays that are not trained, such as b1 or W2 (layers from 1).

    Raises:
        ValueError: a name that the network does not have.
    """
    names = [f"{kind}{layer + 1}" for layer in range(net.depth) for kind in "Wb"]
    if isinstance(frozen, str):
        raise invalid("frozen", frozen, "a tuple of names, such as ('b1', 'b2')")
    for name in frozen:
        if name not in names:
            raise invalid("frozen", name, ", ".join(names))
    return frozenset(frozen)
