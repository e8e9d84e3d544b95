"""The loss curves of a training run: at which steps the losses are recorded, and what they are there."""

import numpy as np

from backprop.checks import read_only
from backprop.data.preparation import Prepared
from backprop.flat import to_parameters
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import forward
from backprop.training.experiment import Experiment

Array = np.ndarray

_EARLY, _RECORDED = 40, 300
"""The losses are recorded after each of the first `_EARLY` updates, and after at most `_RECORDED` of all epochs."""

_AT_ONCE = 100_000
"""Limit on the size of the largest array when many sets of parameters are evaluated together."""


def recorded_steps(epochs: int, per_epoch: int) -> Array:
    """The steps at which the losses are recorded: each of the first ones, then ends of epochs, evenly spaced."""
    early = np.arange(min(_EARLY, epochs * per_epoch) + 1)
    ends = np.linspace(0, epochs, min(epochs, _RECORDED) + 1).round().astype(int) * per_epoch
    return np.union1d(early, ends)


def losses(net: Network, params: Parameters, x: Array, y: Array, loss: str) -> Array:
    """The loss of many sets of parameters on the same data.

    Args:
        net: the network.
        params: weights (runs, fan_in, fan_out) and biases (runs, fan_out).
        x, y: inputs (n, features) and targets (n, outputs).
        loss: name of a loss that fits the output.

    Returns:
        (runs,).
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a diverging run overflows
        output = forward(net, params, x)[-1]
        return loss_function(loss, net.output).value(output.z, output.a, y)


class LossCurves:
    """The loss curves of one run; parameters are collected, and many are evaluated together.

    Args:
        experiment, net, data: those of the run.
        wanted: the steps at which the losses are wanted.
    """

    def __init__(self, experiment: Experiment, net: Network, data: Prepared, wanted: Array) -> None:
        self.experiment, self.net, self.data = experiment, net, data
        self.wanted = frozenset(wanted.tolist())
        self._steps: list[int] = []
        self._waiting: list[Array] = []
        self._values: list[Array] = []
        widest = max(net.sizes) * max(len(data.x), len(data.x_test))
        self._most = max(1, _AT_ONCE // max(widest, net.parameter_count))

    def add(self, step: int, theta: Array) -> None:
        """Record the losses at a step with the parameters `theta`."""
        self._steps.append(step)
        self._waiting.append(theta.copy())
        if len(self._waiting) >= self._most:
            self._evaluate()

    def _evaluate(self) -> None:
        if not self._waiting:
            return
        params = to_parameters(self.net, np.stack(self._waiting))
        loss, data = str(self.experiment.loss), self.data
        nothing = np.full(len(self._waiting), np.nan)
        self._values.append(
            np.stack(
                [
                    losses(self.net, params, data.x, data.y, loss),
                    losses(self.net, params, data.x_test, data.y_test, loss) if len(data.x_test) else nothing,
                    self.experiment.regularization.penalty(params),
                ]
            )
        )
        self._waiting.clear()

    def result(self, updates: int) -> dict[str, Array]:
        """Steps, training loss, test loss and penalty up to a number of updates, under the names of `Run`'s fields."""
        self._evaluate()
        steps, values = np.array(self._steps), np.concatenate(self._values, axis=1)
        kept = steps <= updates
        names = ("steps", "train_loss", "test_loss", "penalty")
        return {name: read_only(row[kept]) for name, row in zip(names, (steps, *values), strict=True)}
