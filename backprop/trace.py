"""The records of one training step: frozen, with read-only arrays, and one name for each quantity.

n samples; layer l has fan_in inputs and fan_out units. Index 0 is the first layer that has weights.
Extra leading axes (independent runs) may stand before every shape.
"""

from dataclasses import dataclass

import numpy as np

from backprop.network import Network, Parameters
from backprop.optimizers import Optimizer, OptimizerState
from backprop.regularization import Regularization

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class LayerForward:
    """One layer in the forward pass.

    Attributes:
        inputs: a of the layer before, or x for the first layer (n, fan_in).
        z: pre-activation, inputs @ W + b (n, fan_out).
        a: activation, f(z) (n, fan_out).
    """

    inputs: Array
    z: Array
    a: Array


@dataclass(frozen=True, slots=True, eq=False)
class LayerBackward:
    """One layer in the backward pass; L is the loss of the whole batch.

    Attributes:
        da: ∂L/∂a (n, fan_out).
        slope: ∂a/∂z (n, fan_out); for softmax the diagonal of the Jacobian.
        delta: ∂L/∂z (n, fan_out).
        dW: ∂L/∂W (fan_in, fan_out).
        db: ∂L/∂b (fan_out,).
    """

    da: Array
    slope: Array
    delta: Array
    dW: Array
    db: Array


@dataclass(frozen=True, slots=True, eq=False)
class LayerUpdate:
    """What the optimizer adds to one layer's parameters; zeros where they are frozen.

    Attributes:
        W: (fan_in, fan_out).
        b: (fan_out,).
    """

    W: Array
    b: Array


@dataclass(frozen=True, slots=True, eq=False)
class StepTrace:
    """One whole training step: forward pass, loss, backward pass, update.

    Attributes:
        net: the network.
        parameters: before the update.
        x: inputs (n, features).
        y: targets (n, outputs).
        loss_name: key in `LOSSES`.
        loss_terms: one term for each sample and output, before division (n, outputs).
        loss: the loss before the update.
        forward, backward, update: one record for each layer, in layer order.
        optimizer: the update rule.
        state, state_after: what the optimizer remembers, before and after.
        frozen: names of the arrays that are not trained, such as b1.
        regularization: penalties and limit for the gradient before the optimizer uses it.
        penalty: the penalty on the weights before the update; it is not part of `loss`.
        given: the gradient that the optimizer was given: that of loss plus penalty, scaled down if it was too long.
            Without regularization it equals `gradient`.
        parameters_after: after the update.
    """

    net: Network
    parameters: Parameters
    x: Array
    y: Array
    loss_name: str
    loss_terms: Array
    loss: float
    forward: tuple[LayerForward, ...]
    backward: tuple[LayerBackward, ...]
    update: tuple[LayerUpdate, ...]
    optimizer: Optimizer
    state: OptimizerState
    state_after: OptimizerState
    frozen: frozenset[str]
    regularization: Regularization
    penalty: float
    given: Parameters
    parameters_after: Parameters

    @property
    def prediction(self) -> Array:
        """ŷ (n, outputs): the activation of the last layer."""
        return self.forward[-1].a

    @property
    def gradient(self) -> Parameters:
        """∂L/∂W and ∂L/∂b of all layers, in the shape of the parameters."""
        return Parameters.computed([layer.dW for layer in self.backward], [layer.db for layer in self.backward])

    @property
    def gradient_sizes(self) -> tuple[float, ...]:
        """Root mean square of ∂L/∂W of each layer, in layer order."""
        return tuple(_root_mean_square(layer.dW) for layer in self.backward)

    @property
    def updates(self) -> Parameters:
        """What is added to the parameters, in their shape."""
        return Parameters.computed([layer.W for layer in self.update], [layer.b for layer in self.update])


def _root_mean_square(values: Array) -> float:
    """The root mean square; values are first scaled by the largest one, so that the squares do not overflow."""
    largest = float(np.abs(values).max())
    if largest == 0 or not np.isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.mean((values / largest) ** 2)))


@dataclass(frozen=True, slots=True)
class Broken:
    """The first quantity of a step that is not finite.

    Attributes:
        step: which training step, from 0.
        layer: which layer, from 0; None for the loss.
        quantity: its name in the notation: z, a, loss, delta, dW, db, W or b; or a name in `Optimizer.keeps`.
    """

    step: int
    layer: int | None
    quantity: str


def first_broken(step: StepTrace, index: int = 0) -> Broken | None:
    """The first quantity that is not finite, in order of computation; None if all are finite.

    ∂L/∂a is not checked: at a saturated output with log loss its true value may exceed float64, while δ is exact.
    """
    for layer, forward in enumerate(step.forward):
        for quantity in ("z", "a"):
            if not np.isfinite(getattr(forward, quantity)).all():
                return Broken(index, layer, quantity)
    if not np.isfinite(step.loss):
        return Broken(index, None, "loss")
    for layer in reversed(range(len(step.backward))):
        for quantity in ("delta", "dW", "db"):
            if not np.isfinite(getattr(step.backward[layer], quantity)).all():
                return Broken(index, layer, quantity)
    for name, average in zip(step.optimizer.keeps, step.state_after.averages, strict=True):
        for layer in range(step.net.depth):
            if not (np.isfinite(average.weights[layer]).all() and np.isfinite(average.biases[layer]).all()):
                return Broken(index, layer, name)
    for layer in range(len(step.update)):
        if not np.isfinite(step.parameters_after.weights[layer]).all():
            return Broken(index, layer, "W")
        if not np.isfinite(step.parameters_after.biases[layer]).all():
            return Broken(index, layer, "b")
    return None
