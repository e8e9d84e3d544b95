"""Remove one unit, and see what is lost: its activation is held at one value, and the rest is computed again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.activations import ACTIVATIONS
from backprop.checks import invalid, read_only, whole
from backprop.losses import loss_function
from backprop.network import Network, Parameters, check_parameters
from backprop.passes import forward
from backprop.steps import check_data

Array = np.ndarray

ZERO, MEAN = "zero", "mean"
"""What a removed unit says: nothing, or always its mean over the samples."""


@dataclass(frozen=True, slots=True, eq=False)
class Ablation:
    """The network without one unit of a layer, for each of its units.

    Attributes:
        layer: the layer, from 0.
        prediction: ŷ without each unit (units, n, outputs).
        loss: the loss without each unit (units,).
        whole_prediction: ŷ of the whole network (n, outputs).
        whole_loss: its loss.
    """

    layer: int
    prediction: Array
    loss: Array
    whole_prediction: Array
    whole_loss: float


def ablate(
    net: Network, params: Parameters, x: ArrayLike, y: ArrayLike, loss: str, layer: int, by: str = MEAN
) -> Ablation:
    """Remove each unit of a hidden layer, one at a time.

    Args:
        net: the network.
        params: its parameters, without leading axes.
        x: inputs (n, features).
        y: targets (n, outputs).
        loss: name of a loss that fits the output activation.
        layer: index of a hidden layer, from 0.
        by: "mean" holds the unit at its mean over the samples, so that only what it distinguishes is lost; "zero" takes
            its mean away as well, as if the unit and its weights did not exist.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    check_parameters(net, params)
    inputs, targets = check_data(net, x, y, loss)
    if net.depth < 2:
        raise invalid("net", net.sizes, "a network with at least one hidden layer")
    at = whole("layer", layer, 0, net.depth - 2)
    if by not in (ZERO, MEAN):
        raise invalid("by", by, f"{ZERO!r} or {MEAN!r}")
    layers = forward(net, params, inputs)
    own = layers[at].a
    kept = own.mean(axis=0) if by == MEAN else np.zeros(own.shape[1])
    value = loss_function(loss, net.output).value
    whole_loss = float(value(layers[-1].z, layers[-1].a, targets))
    predictions, found = [], []
    for unit, said in enumerate(kept):
        a = own.copy()
        a[:, unit] = said
        z = layers[-1].z
        for after in range(at + 1, net.depth):
            z = a @ params.weights[after] + params.biases[after]
            a = ACTIVATIONS[net.activations[after]].f(z)
        predictions.append(a)
        found.append(float(value(z, a, targets)))
    return Ablation(at, read_only(np.stack(predictions)), read_only(np.array(found)), layers[-1].a, whole_loss)
