"""Train a network: epochs of updates, and what a run keeps of them."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil, inf

import numpy as np

from backprop.checks import read_only, whole
from backprop.data.preparation import Prepared
from backprop.flat import to_parameters, to_vector
from backprop.initializers import initialize
from backprop.network import Network
from backprop.optimizers import OptimizerState
from backprop.trace import Broken, first_broken
from backprop.training.batches import Batches
from backprop.training.experiment import Experiment
from backprop.training.kernel import Calls
from backprop.training.loss_curves import LossCurves, recorded_steps
from backprop.training.run import Run, make_kernel, silent, traced

Array = np.ndarray

MEMORY = 16 * 2**20
"""Bytes for the parameters that a run keeps: those of every update if they fit, else of every second, third, …"""

_CHECKPOINTS = 256
"""The most states of the optimizer that are kept; the states between them are computed again."""

_HUGE = 1e15
"""If parameters grow beyond this, the epoch is computed again, and every number is checked for being finite."""


def train(experiment: Experiment, progress: Callable[[float], None] | None = None, epochs: int | None = None) -> Run:
    """Train a network.

    A diverging run ends early, with its last finite state, and names the first quantity that is not finite.

    Args:
        experiment: what to train.
        progress: called after each epoch with the share that is done, from 0 to 1. An error that it raises ends the
            training.
        epochs: how many epochs to train now; None for all. Each epoch is the same as in the whole training.

    Raises:
        ValueError: more epochs than the experiment has.
    """
    taken = experiment.epochs if epochs is None else whole("epochs", epochs, 0, experiment.epochs)
    data, net = experiment.prepare(), experiment.network()
    batches = Batches(len(data.x), experiment.batch_size, experiment.seed)
    theta = to_vector(initialize(net, experiment.initializer, experiment.seed))
    with silent():
        return _Trainer(experiment, net, data, batches, theta, taken).run(progress)


class _Trainer:
    """The loop of `train`: epochs of kernel steps, with what a run keeps of them."""

    def __init__(
        self, experiment: Experiment, net: Network, data: Prepared, batches: Batches, theta: Array, epochs: int
    ) -> None:
        self.experiment, self.net, self.data, self.batches, self.epochs = experiment, net, data, batches, epochs
        total = epochs * batches.per_epoch
        self.every = max(1, ceil((total + 1) * theta.nbytes / MEMORY))
        self.history = np.empty((total // self.every + 1, len(theta)))
        self.history[0] = theta
        self.states_every = ceil(max(1, total / _CHECKPOINTS) / self.every) * self.every
        optimizer = experiment.optimizer_at(0)
        zeros = tuple(np.zeros_like(theta) for _ in optimizer.keeps)
        self.kernel = make_kernel(experiment, net, theta, zeros, 0)
        self.states: list[tuple[Array, ...]] = [zeros]
        self.curves = LossCurves(experiment, net, data, recorded_steps(epochs, batches.per_epoch))
        self.curves.add(0, theta)
        self.noted = self.curves.wanted.union(range(0, total + 1, self.states_every))

    def run(self, progress: Callable[[float], None] | None) -> Run:
        x, y = np.array(self.data.x), np.array(self.data.y)
        layouts = [self.kernel.prepare(x[part], y[part]) for part in self.batches.slices()]
        for epoch in range(self.epochs):
            if self.batches.per_epoch > 1:
                order = self.batches.order(epoch)
                self.data.x.take(order, 0, x, "clip")
                self.data.y.take(order, 0, y, "clip")
            before = self.kernel.theta.copy(), self.kernel.averages
            largest = self._epoch(layouts, epoch)
            if not largest <= _HUGE:  # true for NaN too
                broken, last = self._follow(epoch, *before)
                if broken:
                    return self._result(last, broken)
            if progress:
                progress((epoch + 1) / self.epochs)
        return self._result(self.epochs * self.batches.per_epoch, None)

    def _epoch(self, layouts: list[Calls], epoch: int) -> float:
        """Train one epoch; returns the size of its largest parameter, ∞ if an optimizer's average is not finite."""
        kernel, optimizer = self.kernel, self.experiment.optimizer_at(epoch)
        theta, history, every, noted = kernel.theta, self.history, self.every, self.noted
        first = kernel.count + 1
        for count in kernel.steps(layouts, optimizer):
            if not count % every:
                history[count // every] = theta
            if count in noted:
                self._note(count)
        if not all(np.isfinite(average).all() for average in kernel.averages):
            return inf
        seen = history[-(-first // every) : kernel.count // every + 1]
        return float(np.maximum(np.abs(seen).max(initial=0.0), np.abs(theta).max()))  # NaN if one of them is

    def _note(self, count: int) -> None:
        """Keep averages and record losses after this many updates, where they are wanted."""
        if self.kernel.averages and count % self.states_every == 0:
            self.states.append(self.kernel.averages)
        if count in self.curves.wanted:
            self.curves.add(count, self.kernel.theta)

    def _follow(self, epoch: int, theta: Array, averages: tuple[Array, ...]) -> tuple[Broken | None, int]:
        """Compute an epoch again with every number; returns the first non-finite one, and how many updates to keep."""
        first = epoch * self.batches.per_epoch
        state = OptimizerState(first, tuple(to_parameters(self.net, average) for average in averages))
        for k in range(first, first + self.batches.per_epoch):
            step = traced(self.experiment, self.net, self.data, self.batches, k, theta, state)
            broken = first_broken(step, k)
            if broken:
                seen = np.isfinite(step.loss) and np.isfinite(step.prediction).all()
                return broken, k if seen or k == 0 else k - 1
            theta, state = to_vector(step.parameters_after), step.state_after
        return None, 0

    def _result(self, updates: int, broken: Broken | None) -> Run:
        run = Run(
            experiment=self.experiment,
            net=self.net,
            data=self.data,
            batches=self.batches,
            updates=updates,
            **self.curves.result(updates),
            diverged=broken,
            _history=read_only(self.history[: updates // self.every + 1]),
            _every=self.every,
            _states=tuple(self.states[: updates // self.states_every + 1]),
            _states_every=self.states_every,
        )
        if run.steps[-1] == updates:
            return run
        self.curves.add(updates, to_vector(run.parameters_at(updates)))  # a diverging run ends between recorded steps
        return replace(run, **self.curves.result(updates))
