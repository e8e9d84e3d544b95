r"""Forward and backward pass of a fully connected network.

Forward, layer by layer, starting from a₀ = x:

    z = a_prev W + b            weighted sums          (n, fan_out)
    a = f(z)                    activations            (n, fan_out)

Backward, from the last layer to the first. L is the loss; the chain rule has three factors:

    ∂L/∂a                       from the loss, or from the layer after
    δ = ∂L/∂z = ∂L/∂a · f′(z)   since a = f(z)         (log loss, cross-entropy: directly from z)
    ∂L/∂W = a_prevᵀ δ           since ∂z/∂W = a_prev   sums over the batch
    ∂L/∂b = Σ δ                 since ∂z/∂b = 1
    ∂L/∂a_prev = δ Wᵀ           passed to the layer before

This module only computes gradients; the optimizer uses them.
Arrays may have extra leading axes (independent runs): matmul treats each run separately.
"""

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checks import freeze, read_only
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.trace import LayerBackward, LayerForward

Array = np.ndarray


def forward(net: Network, params: Parameters, x: Array) -> tuple[LayerForward, ...]:
    """The forward pass.

    Args:
        net: the network.
        params: its weights (…, fan_in, fan_out) and biases (…, fan_out).
        x: inputs (…, n, features).

    Returns:
        One record for each layer, in layer order.
    """
    layers = []
    inputs = freeze(x)
    for name, W, b in zip(net.activations, params.weights, params.biases, strict=True):
        z = inputs @ W
        z += b[..., np.newaxis, :]
        a = ACTIVATIONS[name].f(z)
        layers.append(LayerForward(inputs=inputs, z=read_only(z), a=read_only(a)))
        inputs = a
    return tuple(layers)


def backward(
    net: Network, params: Parameters, layers: tuple[LayerForward, ...], y: Array, loss: str
) -> tuple[LayerBackward, ...]:
    """The backward pass: the derivatives of the loss with respect to every a, z, weight and bias.

    Args:
        net: the network.
        params: the parameters that the forward pass used.
        layers: what the forward pass returned.
        y: targets (…, n, outputs).
        loss: name of a loss that fits the output activation.

    Returns:
        One record for each layer, in layer order.
    """
    criterion = loss_function(loss, net.output)
    output = layers[-1]
    da = criterion.da(output.z, output.a, y)
    delta = criterion.delta(output.z, output.a, y, ACTIVATIONS[net.output])
    records = []
    for index in reversed(range(net.depth)):
        here = layers[index]
        slope = ACTIVATIONS[net.activations[index]].slope(here.z)
        if index < net.depth - 1:
            da = delta @ np.swapaxes(params.weights[index + 1], -2, -1)
            delta = da * slope
        dW = np.swapaxes(here.inputs, -2, -1) @ delta
        db = delta.sum(axis=-2)
        records.append(LayerBackward(*map(read_only, (da, slope, delta, dW, db))))
    return tuple(reversed(records))
