"""Train a network, and keep enough to see every update again, bit for bit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, inf

import numpy as np

from backprop.checks import invalid, whole
from backprop.experiment import Experiment
from backprop.flat import to_parameters, to_vector
from backprop.initializers import initialize
from backprop.kernel import Calls, Kernel
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.optimizers import OptimizerState
from backprop.passes import forward
from backprop.preparation import Prepared
from backprop.steps import take_step
from backprop.trace import Broken, StepTrace, first_broken

Array = np.ndarray

MEMORY = 16 * 2**20
"""Bytes for the parameters that a run keeps: those of every update if they fit, else of every second, third, …"""

_CHECKPOINTS = 256
"""Up to how many states of the optimizer are kept; between them they are computed again."""

_EARLY, _RECORDED = 40, 300
"""The losses are recorded after each of the first updates, and after at most so many of all epochs."""

_HUGE = 1e15
"""A run whose parameters grow beyond this is followed number by number: something is about to break."""

_AT_ONCE = 100_000
"""Numbers in the largest array while many sets of parameters are evaluated together."""


class Batches:
    """Which samples each update sees: all of them once in each epoch, in an order that only seed and epoch decide.

    Args:
        n: number of training samples.
        size: of a batch; the last one of an epoch may be smaller.
        seed: of the order. The full batch keeps the order of the data.
    """

    def __init__(self, n: int, size: int, seed: int) -> None:
        self.n, self.size, self.seed = n, min(size, n), seed
        self.per_epoch = ceil(n / self.size)

    def order(self, epoch: int) -> Array:
        """The order of the samples in one epoch (n,)."""
        if self.per_epoch == 1:
            return np.arange(self.n)
        return np.random.default_rng([self.seed, 2, epoch]).permutation(self.n)

    def slices(self) -> list[slice]:
        """The part of an epoch's order that each of its updates sees."""
        return [slice(start, min(start + self.size, self.n)) for start in range(0, self.n, self.size)]

    def rows(self, update: int) -> Array:
        """The samples that one update sees, in order."""
        epoch, batch = divmod(update, self.per_epoch)
        return self.order(epoch)[batch * self.size : (batch + 1) * self.size]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A training run. Update k leads from the parameters before it, k, to those before the next, k + 1.

    Attributes:
        experiment: what was trained.
        net, data: the network, and the data as it sees them.
        batches: which samples each update saw.
        updates: number of updates taken; for a diverging run up to the last finite parameters.
        steps: at which of 0 … `updates` the losses are recorded (m,).
        train_loss, test_loss: of the whole training and test part (m,), without penalty; NaN without a test part.
        penalty: on the weights (m,); 0 without regularization.
        diverged: what became non-finite first, or None.
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
        """The last update that `trace` can show: the one that broke, if the run diverged."""
        return self.updates if self.diverged else self.updates - 1

    def parameters_at(self, k: int) -> Parameters:
        """The parameters before update k; k = `updates` for those after the last.

        Raises:
            ValueError: k is no whole number from 0 to `updates`.
        """
        at = _step(k, self.updates)
        kept = at % self._every == 0
        return to_parameters(self.net, self._history[at // self._every] if kept else self._before(at).theta)

    def trace(self, k: int) -> StepTrace:
        """Update k with every number, bit for bit the one that was taken.

        Raises:
            ValueError: k is no whole number from 0 to `last`.
        """
        kernel = self._before(_step(k, self.last))
        averages = tuple(to_parameters(self.net, average) for average in kernel.averages)
        state = OptimizerState(kernel.count, averages)
        return _traced(self.experiment, self.net, self.data, self.batches, k, kernel.theta, state)

    def epoch(self, k: int) -> int:
        """The epoch of update k, from 0."""
        return k // self.batches.per_epoch

    def _before(self, k: int) -> Kernel:
        """A kernel with the state before update k: from the last one kept, step by step."""
        remembers = bool(self._states[0])  # gradient descent remembers nothing but the parameters
        apart = self._states_every if remembers else self._every
        start = k // apart * apart
        averages = self._states[start // apart] if remembers else ()
        kernel = _kernel(self.experiment, self.net, self._history[start // self._every], averages, start)
        with _silent():
            for update in range(start, k):
                rows = self.batches.rows(update)
                calls = kernel.prepare(self.data.x[rows], self.data.y[rows])
                kernel.step(calls, self.experiment.optimizer_at(self.epoch(update)))
        return kernel


def train(experiment: Experiment, progress: Callable[[float], None] | None = None, epochs: int | None = None) -> Run:
    """Train a network.

    A diverging run ends early, with its last finite state, and names the first quantity that broke.

    Args:
        experiment: what to train.
        progress: told the share that is done, from 0 to 1, now and then. What it raises ends the training.
        epochs: how many epochs to take now; all, if None. Each is the same as in the whole training.

    Raises:
        ValueError: more epochs than the experiment has.
    """
    taken = experiment.epochs if epochs is None else whole("epochs", epochs, 0, experiment.epochs)
    data, net = experiment.prepare(), experiment.network()
    batches = Batches(len(data.x), experiment.batch_size, experiment.seed)
    theta = to_vector(initialize(net, experiment.initializer, experiment.seed))
    with _silent():
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
        self.kernel = _kernel(experiment, net, theta, zeros, 0)
        self.states: list[tuple[Array, ...]] = [zeros]
        self.curves = _Curves(experiment, net, data, recorded_steps(epochs, batches.per_epoch))
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
        """One epoch; returns the size of the largest parameter met, ∞ if what the optimizer remembers has broken."""
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
        """Keep more than the parameters after this many updates."""
        if self.kernel.averages and count % self.states_every == 0:
            self.states.append(self.kernel.averages)
        if count in self.curves.wanted:
            self.curves.add(count, self.kernel.theta)

    def _follow(self, epoch: int, theta: Array, averages: tuple[Array, ...]) -> tuple[Broken | None, int]:
        """What broke first in an epoch, and the last update to look at: the epoch again, with all its numbers."""
        first = epoch * self.batches.per_epoch
        state = OptimizerState(first, tuple(to_parameters(self.net, average) for average in averages))
        for k in range(first, first + self.batches.per_epoch):
            step = _traced(self.experiment, self.net, self.data, self.batches, k, theta, state)
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
            _history=_frozen(self.history[: updates // self.every + 1]),
            _every=self.every,
            _states=tuple(self.states[: updates // self.states_every + 1]),
            _states_every=self.states_every,
        )
        if run.steps[-1] == updates:
            return run
        self.curves.add(updates, to_vector(run.parameters_at(updates)))  # a diverging run ends between the others
        return replace(run, **self.curves.result(updates))


class _Curves:
    """Losses at some steps; parameters are collected and evaluated many at a time."""

    def __init__(self, experiment: Experiment, net: Network, data: Prepared, wanted: Array) -> None:
        self.experiment, self.net, self.data = experiment, net, data
        self.wanted = frozenset(wanted.tolist())
        self._steps: list[int] = []
        self._waiting: list[Array] = []
        self._values: list[Array] = []
        widest = max(net.sizes) * max(len(data.x), len(data.x_test))
        self._most = max(1, _AT_ONCE // max(widest, net.parameter_count))

    def add(self, step: int, theta: Array) -> None:
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
        """Steps, training loss, test loss and penalty up to a number of updates, by the names that a run gives them."""
        self._evaluate()
        steps, values = np.array(self._steps), np.concatenate(self._values, axis=1)
        kept = steps <= updates
        names = ("steps", "train_loss", "test_loss", "penalty")
        return {name: _frozen(row[kept]) for name, row in zip(names, (steps, *values), strict=True)}


def losses(net: Network, params: Parameters, x: Array, y: Array, loss: str) -> Array:
    """The loss of many sets of parameters on the same data.

    Args:
        net: the network.
        params: weights (runs, fan_in, fan_out) and biases (runs, fan_out).
        x, y: inputs (n, features) and targets (n, outputs).
        loss: its name.

    Returns:
        (runs,).
    """
    with _silent():
        output = forward(net, params, x)[-1]
        return loss_function(loss, net.output).value(output.z, output.a, y)


def recorded_steps(epochs: int, per_epoch: int) -> Array:
    """Steps whose losses are recorded: each of the first ones, then ends of epochs, evenly spread."""
    early = np.arange(min(_EARLY, epochs * per_epoch) + 1)
    ends = np.linspace(0, epochs, min(epochs, _RECORDED) + 1).round().astype(int) * per_epoch
    return np.union1d(early, ends)


def _silent() -> np.errstate:
    """A diverging run overflows; `Broken` says where."""
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


def _kernel(experiment: Experiment, net: Network, theta: Array, averages: tuple[Array, ...], count: int) -> Kernel:
    return Kernel(net, str(experiment.loss), experiment.regularization, theta, averages, count)


def _traced(
    experiment: Experiment,
    net: Network,
    data: Prepared,
    batches: Batches,
    k: int,
    theta: Array,
    state: OptimizerState,
) -> StepTrace:
    """Update k from a state, with every number."""
    rows = batches.rows(k)
    return take_step(
        net,
        to_parameters(net, theta),
        _frozen(data.x[rows]),
        _frozen(data.y[rows]),
        str(experiment.loss),
        experiment.optimizer_at(k // batches.per_epoch),
        frozenset(),
        state,
        experiment.regularization,
    )


def _step(k: int, last: int) -> int:
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or not 0 <= k <= last:
        raise invalid("step", k, f"a whole number from 0 to {last}")
    return int(k)


def _frozen(array: Array) -> Array:
    """The array itself, which nobody else holds, read-only."""
    array.flags.writeable = False
    return array
