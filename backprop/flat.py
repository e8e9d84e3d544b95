"""All parameters of a network as one vector: layer by layer, the weights row by row, then the biases.

A single vector can be recorded with one copy, and updated with one call.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from backprop.network import Network, Parameters

Array = np.ndarray


class Views(NamedTuple):
    """Parts of a vector in the shapes of the parameters, without a copy.

    Attributes:
        weights: (…, fan_in, fan_out) for each layer.
        biases: (…, fan_out) for each layer.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]


def views(net: Network, vector: Array) -> Views:
    """Views into `vector` (…, parameter_count), in the shapes of the parameters."""
    weights, biases, start = [], [], 0
    for fan_in, fan_out in net.shapes:
        middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
        weights.append(vector[..., start:middle].reshape(*vector.shape[:-1], fan_in, fan_out))
        biases.append(vector[..., middle:end])
        start = end
    return Views(tuple(weights), tuple(biases))


def to_vector(parts: Parameters | Views) -> Array:
    """The inverse of `views`, as a new vector (…, parameter_count)."""
    leading = parts.biases[0].shape[:-1]
    pieces: Sequence[Array] = [
        piece
        for W, b in zip(parts.weights, parts.biases, strict=True)
        for piece in (W.reshape(*leading, W.shape[-2] * W.shape[-1]), b)
    ]
    return np.concatenate(pieces, axis=-1)


def to_parameters(net: Network, vector: Array) -> Parameters:
    """The parameters in a vector (…, parameter_count), as copies."""
    return Parameters.computed(*views(net, vector))
