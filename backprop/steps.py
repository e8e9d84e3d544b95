"""One training step with everything it computes, and many such steps on the same batch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array, freeze, invalid
from backprop.losses import check_targets, loss_function
from backprop.network import Network, Parameters, check_frozen, check_parameters
from backprop.optimizers import Optimizer, OptimizerState, sgd
from backprop.passes import backward, forward
from backprop.regularization import NONE, Regularization, regularize
from backprop.trace import Broken, LayerUpdate, StepTrace, first_broken

Array = np.ndarray


def check_data(net: Network, x: ArrayLike, y: ArrayLike, loss: str) -> tuple[Array, Array]:
    """x (n, features) and y (n, outputs) as read-only float64 arrays that fit the network and the loss.

    Raises:
        ValueError: wrong shapes, no samples, NaN or an infinity, or targets for which the loss is not defined.
    """
    inputs, targets = finite_array("x", x), finite_array("y", y)
    if inputs.ndim != 2 or inputs.shape[1] != net.sizes[0]:
        raise invalid("x.shape", inputs.shape, f"(n, {net.sizes[0]}): one row per sample, one column per input")
    if targets.shape != (len(inputs), net.sizes[-1]):
        raise invalid("y.shape", targets.shape, f"{(len(inputs), net.sizes[-1])}: one row per sample of x")
    check_targets(loss_function(loss, net.output), targets)
    return inputs, targets


def trace_step(
    net: Network,
    params: Parameters,
    x: ArrayLike,
    y: ArrayLike,
    loss: str,
    optimizer: Optimizer | None = None,
    frozen: Sequence[str] = (),
    state: OptimizerState | None = None,
    regularization: Regularization = NONE,
) -> StepTrace:
    """Take one training step on the whole batch and keep every number.

    All gradients are computed first, from the parameters as they were; then all parameters are updated.

    Args:
        net: the network.
        params: the parameters before the update.
        x: inputs (n, features).
        y: targets (n, outputs).
        loss: name of a loss that fits the output activation.
        optimizer: update rule; gradient descent with learning rate 0.1 if None.
        frozen: names of arrays that are not trained: W1, b1, W2, … Their gradients are still computed.
        state: what the optimizer remembers from earlier steps; None before the first.
        regularization: penalties and limit for the gradient before the optimizer uses it.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """
    check_parameters(net, params)
    inputs, targets = check_data(net, x, y, loss)
    held = check_frozen(net, frozen)
    rule = sgd(0.1) if optimizer is None else optimizer
    begin = rule.init(params) if state is None else state
    return take_step(net, params, inputs, targets, loss, rule, held, begin, regularization)


def take_step(
    net: Network,
    params: Parameters,
    x: Array,
    y: Array,
    loss: str,
    optimizer: Optimizer,
    frozen: frozenset[str],
    state: OptimizerState,
    regularization: Regularization,
) -> StepTrace:
    """`trace_step` without checks: all arguments must be right, and the arrays x and y read-only."""
    criterion = loss_function(loss, net.output)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a diverging run overflows; Broken says where
        layers = forward(net, params, x)
        z, a = layers[-1].z, layers[-1].a
        gradients = backward(net, params, layers, y, loss)
        gradient = Parameters.computed([layer.dW for layer in gradients], [layer.db for layer in gradients])
        given = regularize(regularization, gradient, params)
        proposed, state_after = optimizer.update(given, state)
        update = tuple(
            LayerUpdate(
                W=freeze(np.zeros_like(W) if f"W{index}" in frozen else W),
                b=freeze(np.zeros_like(b) if f"b{index}" in frozen else b),
            )
            for index, (W, b) in enumerate(zip(proposed.weights, proposed.biases, strict=True), start=1)
        )
        after = Parameters.computed(
            [W + layer.W for W, layer in zip(params.weights, update, strict=True)],
            [b + layer.b for b, layer in zip(params.biases, update, strict=True)],
        )
        return StepTrace(
            net=net,
            parameters=params,
            x=x,
            y=y,
            loss_name=loss,
            loss_terms=freeze(criterion.term(z, a, y)),
            loss=float(criterion.value(z, a, y)),
            forward=layers,
            backward=gradients,
            update=update,
            optimizer=optimizer,
            state=state,
            state_after=state_after,
            frozen=frozen,
            regularization=regularization,
            penalty=float(regularization.penalty(params)) if regularization.penalizes else 0.0,
            given=given,
            parameters_after=after,
        )


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """A training run on one batch: losses and checkpoints, from which any step can be computed again, bit for bit.

    Attributes:
        losses: the loss before update k, for k = 0 … last; all finite, unless step 0 itself is broken.
        last: the last step that `trace` can compute.
        broken: the first quantity that is not finite, or None. `broken.step` is `last` if loss and prediction of that
            step are finite (or if it is step 0), else `last` + 1; all earlier steps are finite.
        first: the trace of step 0, which holds network, data, loss and optimizer.
        checkpoints: (parameters, optimizer state) before every `every`-th step.
        every: distance between checkpoints.
    """

    losses: Array
    last: int
    broken: Broken | None
    first: StepTrace
    checkpoints: tuple[tuple[Parameters, OptimizerState], ...]
    every: int

    def trace(self, k: int) -> StepTrace:
        """The trace of step k, identical to that of the run.

        Raises:
            ValueError: k is not a whole number from 0 to `last`.
        """
        if isinstance(k, bool) or not isinstance(k, int | np.integer) or not 0 <= k <= self.last:
            raise invalid("step", k, f"a whole number from 0 to {self.last}")
        params, state = self.checkpoints[k // self.every]
        for _ in range(k % self.every):
            step = _repeat(self.first, params, state)
            params, state = step.parameters_after, step.state_after
        return _repeat(self.first, params, state)


def repeat_step(first: StepTrace, steps: int, every: int = 25) -> History:
    """Take the step `first` and `steps` more after it, on the same data with the same optimizer.

    A diverging run ends at the last step whose loss and prediction are finite.

    Raises:
        ValueError: `steps` is not a whole number from 0, or `every` is not a whole number from 1.
    """
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 0:
        raise invalid("steps", steps, "a whole number from 0")
    if isinstance(every, bool) or not isinstance(every, int | np.integer) or every < 1:
        raise invalid("every", every, "a whole number from 1")
    losses: list[float] = []
    checkpoints: list[tuple[Parameters, OptimizerState]] = []
    params, state = first.parameters, first.state
    broken: Broken | None = None
    for index in range(int(steps) + 1):
        step = _repeat(first, params, state)
        broken = first_broken(step, index)
        if broken and losses and not (np.isfinite(step.loss) and np.isfinite(step.prediction).all()):
            break
        if index % every == 0:
            checkpoints.append((params, state))
        losses.append(step.loss)
        if broken:
            break
        params, state = step.parameters_after, step.state_after
    return History(freeze(np.array(losses)), len(losses) - 1, broken, first, tuple(checkpoints), every)


def _repeat(first: StepTrace, params: Parameters, state: OptimizerState) -> StepTrace:
    return take_step(
        first.net,
        params,
        first.x,
        first.y,
        first.loss_name,
        first.optimizer,
        first.frozen,
        state,
        first.regularization,
    )
