"""How large activations and gradients are in each layer before the first update, and which factor makes them so."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.passes import backward, forward
from pages.vanishing_gradients.numbers.deep import LOSS, SEEDS, Deep, data

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Sizes:
    """Sizes of r networks with L layers, in layer order. A factor that is not defined (0 / 0) is NaN.

    Attributes:
        a: root mean square of the activations (r, L).
        delta: ‖δ‖, the Euclidean norm over all samples and units (r, L); the loss is a mean over the samples.
        gradient: ‖∂L/∂W‖ (r, L).
        weight: ‖W‖ (r, L).
        weight_factor: ‖δ Wᵀ‖ / ‖δ‖ with δ and W of the layer after (r, L − 1): what the weights do to the error signal.
        slope_factor: ‖δ‖ of the layer itself / that ‖δ Wᵀ‖ (r, L − 1): what the slopes do.
    """

    a: Array
    delta: Array
    gradient: Array
    weight: Array
    weight_factor: Array
    slope_factor: Array

    @property
    def ratio(self) -> Array:
        """‖δ‖ of the first layer / ‖δ‖ of the output layer (r,): what the layers between them make of it."""
        with np.errstate(all="ignore"):
            return read_only(self.delta[:, 0] / self.delta[:, -1])

    def first_change(self, rate: float) -> Array:
        """‖update‖ / ‖W‖ of the first layer (r,) for one update of gradient descent.

        Args:
            rate: the learning rate α.
        """
        return read_only(rate * self.gradient[:, 0] / self.weight[:, 0])


def sizes(deep: Deep, seeds: Sequence[int] = SEEDS) -> Sizes:
    """Measure both passes of some networks, each with its own initial weights."""
    x, y = data()
    net, params = deep.net, deep.starts(seeds)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        layers = forward(net, params, x)
        gradients = backward(net, params, layers, np.broadcast_to(y, (len(seeds), *y.shape)), LOSS)
        a = [np.sqrt(np.square(layer.a).mean(axis=(-2, -1))) for layer in layers]
        delta, da = _norms([layer.delta for layer in gradients]), _norms([layer.da for layer in gradients])
        gradient, weight = _norms([layer.dW for layer in gradients]), _norms(params.weights)
        weight_factor, slope_factor = da[:, :-1] / delta[:, 1:], delta[:, :-1] / da[:, :-1]
    return Sizes(*map(read_only, (np.stack(a, axis=-1), delta, gradient, weight, weight_factor, slope_factor)))


def _norms(layers: Sequence[Array]) -> Array:
    """The Euclidean norm of each run's numbers in each layer (r, L). Scaled, so that small numbers keep theirs."""
    norms = []
    for layer in layers:
        largest = np.abs(layer).max(axis=(-2, -1))
        scale = np.where(largest > 0, largest, 1.0)
        scaled = layer / scale[:, np.newaxis, np.newaxis]
        norms.append(scale * np.sqrt(np.square(scaled).sum(axis=(-2, -1))))
    return np.stack(norms, axis=-1)
