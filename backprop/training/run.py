"""A training run. It keeps enough to compute every update again, bit for bit."""

from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only, whole
from backprop.data.preparation import Prepared
from backprop.flat import to_parameters
from backprop.network import Network, Parameters
from backprop.optimizers import OptimizerState
from backprop.steps import take_step
from backprop.trace import Broken, StepTrace
from backprop.training.batches import Batches
from backprop.training.experiment import Experiment
from backprop.training.kernel import Kernel

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A training run. Step k has the parameters before update k, so update k leads from step k to step k + 1.

    Attributes:
        experiment: what was trained.
        net, data: the network, and its prepared data.
        batches: which samples each update used.
        updates: number of updates taken; for a diverging run up to the last parameters whose loss and prediction are
            finite.
        steps: the steps from 0 to `updates` at which the losses are recorded (m,).
        train_loss, test_loss: losses on the whole training and test part (m,), without penalty; the test loss is NaN
            without a test part.
        penalty: penalty on the weights (m,); 0 without regularization.
        diverged: the first quantity that is not finite, or None.
    """

    experiment: Experiment
    net: Network
    data: Prepared
    batches: Batches
    updates: int
    steps: Array
    train_loss: Array
    test_loss: Array
    penalty: Array
    diverged: Broken | None
    _history: Array
    _every: int
    _states: tuple[tuple[Array, ...], ...]
    _states_every: int

    @property
    def last(self) -> int:
        """The last update that `trace` can show; if the run diverged, the one after the last update taken."""
        return self.updates if self.diverged else self.updates - 1

    def parameters_at(self, k: int) -> Parameters:
        """The parameters before update k; k = `updates` for those after the last update.

        Raises:
            ValueError: k is not a whole number from 0 to `updates`.
        """
        at = whole("step", k, 0, self.updates)
        kept = at % self._every == 0
        return to_parameters(self.net, self._history[at // self._every] if kept else self._before(at).theta)

    def trace(self, k: int) -> StepTrace:
        """Update k with every number, equal bit for bit to the one that the run took.

        Raises:
            ValueError: k is not a whole number from 0 to `last`.
        """
        kernel = self._before(whole("step", k, 0, self.last))
        averages = tuple(to_parameters(self.net, average) for average in kernel.averages)
        state = OptimizerState(kernel.count, averages)
        return traced(self.experiment, self.net, self.data, self.batches, k, kernel.theta, state)

    def epoch(self, k: int) -> int:
        """The epoch of update k, from 0."""
        return k // self.batches.per_epoch

    def _before(self, k: int) -> Kernel:
        """A kernel with the state before update k, computed step by step from the last state kept."""
        remembers = bool(self._states[0])  # gradient descent has no averages
        apart = self._states_every if remembers else self._every
        start = k // apart * apart
        averages = self._states[start // apart] if remembers else ()
        kernel = make_kernel(self.experiment, self.net, self._history[start // self._every], averages, start)
        with silent():
            for update in range(start, k):
                rows = self.batches.rows(update)
                calls = kernel.prepare(self.data.x[rows], self.data.y[rows])
                kernel.step(calls, self.experiment.optimizer_at(self.epoch(update)))
        return kernel


def make_kernel(experiment: Experiment, net: Network, theta: Array, averages: tuple[Array, ...], count: int) -> Kernel:
    """A kernel that takes the updates of an experiment in place, from the state after `count` updates."""
    return Kernel(net, str(experiment.loss), experiment.regularization, theta, averages, count)


def traced(
    experiment: Experiment,
    net: Network,
    data: Prepared,
    batches: Batches,
    k: int,
    theta: Array,
    state: OptimizerState,
) -> StepTrace:
    """Update k with every number, from the parameters and the optimizer state before it."""
    rows = batches.rows(k)
    return take_step(
        net,
        to_parameters(net, theta),
        read_only(data.x[rows]),
        read_only(data.y[rows]),
        str(experiment.loss),
        experiment.optimizer_at(k // batches.per_epoch),
        frozenset(),
        state,
        experiment.regularization,
    )


def silent() -> np.errstate:
    """Turns off NumPy's warnings: a diverging run overflows, and `Broken` says where."""
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")
