"""The training loop of a sweep: runs that take each step together, and what is kept of them.

A run that diverges is stopped and keeps its last finite parameters; the others go on. The first non-finite quantity
is found as in `train`: if the parameters of a run are huge, and its numbers may not all be finite, its step is
computed again with every number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backprop.data.preparation import Prepared
from backprop.flat import to_parameters, to_vector
from backprop.initializers import initialize
from backprop.network import Network, Parameters
from backprop.optimizers import OptimizerState, Rule, joint_rule
from backprop.trace import Broken, first_broken
from backprop.training.batches import Batches
from backprop.training.experiment import Experiment
from backprop.training.loss_curves import losses, recorded_steps
from backprop.training.run import traced
from backprop.training.stacked import Blocks, Calls, StackedKernel, room, run_calls

Array = np.ndarray

_AT_ONCE = 200000
"""Limit on the size of the largest array when the parameters of many steps are evaluated together."""

_HUGE = 1e15
"""As in `train`: a run whose parameters grow beyond this is checked after every update."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The results of runs that were trained together; r runs, m recorded steps.

    Attributes:
        train_loss, test_loss, penalty: (r, m), as in `Sweep`.
        updates: (r,), as in `Sweep`.
        diverged: one for each run, as in `Sweep`.
        rows_at: a step that is kept -> the parameters before it (r, parameter_count).
    """

    train_loss: Array
    test_loss: Array
    penalty: Array
    updates: Array
    diverged: tuple[Broken | None, ...]
    rows_at: Callable[[int], Array]


class JointTraining:
    """Trains many runs together; their networks, batches and update rules have the same shape.

    Args:
        net: the network of all runs.
        experiments: one for each run.
        data: the data of each run; runs with the same data share one object.
        every: the parameters are kept at every `every`-th recorded step, and at the last one.
    """

    def __init__(self, net: Network, experiments: Sequence[Experiment], data: Sequence[Prepared], every: int) -> None:
        self.net, self.experiments, self.data = net, experiments, data
        self.first = experiments[0]
        self.x, self.y = _joint([one.x for one in data]), _joint([one.y for one in data])
        self.x_test, self.y_test = _joint([one.x_test for one in data]), _joint([one.y_test for one in data])
        self.reach = max(1.0, float(np.abs(self.x).max()))
        self.batches = [Batches(len(data[0].x), self.first.batch_size, one.seed) for one in experiments]
        self.per_epoch = self.batches[0].per_epoch
        self.blocks = Blocks(net, len(experiments))
        starts = {(one.initializer, one.seed): None for one in experiments}
        vectors = {key: to_vector(initialize(net, *key)) for key in starts}
        self.theta, self.gradient, self.before, self.earlier, self.last = (room(self.blocks.size) for _ in range(5))
        self.theta[:] = self.blocks.join(np.stack([vectors[one.initializer, one.seed] for one in experiments]))
        self.averages = tuple(np.zeros_like(self.theta) for _ in self.first.optimizer_at(0).keeps)
        self.updates = np.full(len(experiments), self.first.epochs * self.per_epoch)
        self.diverged: list[Broken | None] = [None] * len(experiments)
        self.ended: Array | None = None  # marks ended runs in theta, which is 0 there; see `last`
        self._make_room(every)

    def _make_room(self, every: int) -> None:
        """Create the arrays for what is recorded and kept."""
        self.steps = recorded_steps(self.first.epochs, self.per_epoch)
        self.kept = {int(step): at for at, step in enumerate(kept_steps(self.steps, every))}
        self.history = np.empty((len(self.kept), self.blocks.size))
        shape = (len(self.experiments), len(self.steps))
        self.train_loss, self.test_loss = np.full(shape, np.nan), np.full(shape, np.nan)
        self.penalty = np.zeros(shape)
        self.full_batch = self.per_epoch == 1  # then the forward pass gives the loss of all samples
        self.tested, self.penalized = self.x_test.shape[-2] > 0, self.first.regularization.penalizes
        evaluated = [] if self.full_batch else [self.x]
        evaluated += [self.x_test] if self.tested else []
        rows = max((x.shape[-2] for x in evaluated), default=1)
        largest = len(self.experiments) * max(self.net.parameter_count, rows * max(self.net.sizes[1:]))
        self.most_waiting = max(1, _AT_ONCE // largest)
        self.waiting: list[tuple[int, Array]] = []

    def run(self, progress: Callable[[float], None]) -> Trained:
        """Train.

        Args:
            progress: called after each epoch with the share that is done.
        """
        layouts = self._layouts()
        constant = all(one.schedule == "constant" for one in self.experiments)
        rule = self._rule(0)
        places = {step: place for place, step in enumerate(self.steps.tolist())}
        k = 0
        for epoch in range(self.first.epochs):
            if epoch and not constant:
                rule = self._rule(epoch)
            self._shuffle(epoch)
            for kernel, forward, backward in layouts:
                place = places.get(k)
                if place is not None:
                    self._record(place)
                run_calls(forward)
                if place is not None and self.full_batch:
                    self.train_loss[:, place] = kernel.loss()
                run_calls(backward)
                self._update(rule, kernel, k)
                k += 1
            if all(self.diverged):
                break
            progress((epoch + 1) / self.first.epochs)
        for place in range(int(np.searchsorted(self.steps, k)), len(self.steps)):
            self._record(place)
        if self.full_batch:
            kernel, forward, _ = layouts[0]
            run_calls(forward)
            self.train_loss[:, -1] = kernel.loss()
        return self._result()

    def _layouts(self) -> list[tuple[StackedKernel, Calls, Calls]]:
        """For each batch of an epoch, a kernel with its forward and backward calls. `_shuffle` fills in the samples."""
        kernels: dict[int, StackedKernel] = {}
        layouts = []
        self.mixed_x, self.mixed_y = np.array(self.x), np.array(self.y)
        loss, regularization = str(self.first.loss), self.first.regularization
        for part in self.batches[0].slices():
            x, y = self.mixed_x[..., part, :], self.mixed_y[..., part, :]
            n = x.shape[-2]
            if n not in kernels:
                kernels[n] = StackedKernel(self.blocks, loss, regularization, self.theta, self.gradient, n)
            layouts.append((kernels[n], kernels[n].forward(x, y), kernels[n].backward(x)))
        return layouts

    def _shuffle(self, epoch: int) -> None:
        if self.full_batch:
            return
        orders: dict[int, Array] = {}
        for run, batches in enumerate(self.batches):
            if batches.seed not in orders:
                orders[batches.seed] = batches.order(epoch)
            order = orders[batches.seed]
            if self.x.ndim == 2:  # all runs have the same data, and so the same seed
                np.take(self.x, order, 0, self.mixed_x, "clip")
                np.take(self.y, order, 0, self.mixed_y, "clip")
                return
            np.take(self.x[run], order, 0, self.mixed_x[run], "clip")
            np.take(self.y[run], order, 0, self.mixed_y[run], "clip")

    def _rule(self, epoch: int) -> Rule:
        return joint_rule([one.optimizer_at(epoch) for one in self.experiments], self.blocks.spread)

    def _update(self, rule: Rule, kernel: StackedKernel, k: int) -> None:
        """Update all runs; all gradients have been computed before."""
        self.before, self.earlier = self.earlier, self.before
        np.copyto(self.before, self.theta)
        if self.ended is not None:  # with gradient 0, ended runs do not change
            np.copyto(self.gradient, 0.0, where=self.ended)
        remembered = self.averages
        update, self.averages = rule(self.gradient, self.averages, k + 1)
        np.add(self.theta, update, self.theta)
        small = self.theta.dot(self.theta) <= _HUGE**2  # then no number is larger than _HUGE, and none is NaN
        if not small or not all(np.isfinite(average).all() for average in self.averages):
            self._look(kernel, remembered, k)

    def _look(self, kernel: StackedKernel, remembered: tuple[Array, ...], k: int) -> None:
        """End the runs in which a quantity of update k is not finite."""
        rows = self.blocks.rows
        odd = ~(np.abs(rows(self.theta)).max(axis=1) <= _HUGE)  # true for NaN too
        sound = kernel.sound(self.before, self.reach)
        for numbers in (self.theta, *self.averages):
            finite = np.isfinite(rows(numbers)).all(axis=1)
            odd, sound = odd | ~finite, sound & finite
        for run in np.flatnonzero(odd & ~sound).tolist():
            broken, seen = self._traced(run, remembered, k)
            if broken:
                self._end(run, broken, k if seen or k == 0 else k - 1)

    def _traced(self, run: int, remembered: tuple[Array, ...], k: int) -> tuple[Broken | None, bool]:
        """The first non-finite quantity in update k of a run, and whether its loss and prediction are finite."""
        own = self.blocks.of(run)
        state = OptimizerState(k, tuple(to_parameters(self.net, average[own]) for average in remembered))
        experiment, data, batches = self.experiments[run], self.data[run], self.batches[run]
        step = traced(experiment, self.net, data, batches, k, self.before[own], state)
        return first_broken(step, k), bool(np.isfinite(step.loss) and np.isfinite(step.prediction).all())

    def _end(self, run: int, broken: Broken, updates: int) -> None:
        """End a run with its parameters after `updates` updates: all before the broken update, or one fewer."""
        own = self.blocks.of(run)
        self.last[own] = (self.before if updates == broken.step else self.earlier)[own]
        if broken.step in self.kept:
            self.history[self.kept[broken.step], own] = self.last[own]
        for numbers in (self.theta, *self.averages):
            numbers[own] = 0.0
        self.updates[run], self.diverged[run] = updates, broken
        self.ended = self.blocks.spread(np.array([one is not None for one in self.diverged]))

    def _record(self, place: int) -> None:
        """Keep the parameters at a recorded step, and put them in the queue for losses and penalties."""
        at = self.kept.get(int(self.steps[place]))
        if at is not None:
            self.history[at] = self.theta
            if self.ended is not None:
                np.copyto(self.history[at], self.last, where=self.ended)
        if not self.full_batch or self.tested or self.penalized:
            self.waiting.append((place, self.theta.copy()))
            if len(self.waiting) >= self.most_waiting:
                self._evaluate()

    def _evaluate(self) -> None:
        """Compute losses and penalties of all parameters in the queue."""
        if not self.waiting:
            return
        places = [place for place, _ in self.waiting]
        params = Parameters.computed(*self.blocks.views(np.stack([theta for _, theta in self.waiting])))
        loss = str(self.first.loss)
        if not self.full_batch:
            self.train_loss[:, places] = losses(self.net, params, self.x, self.y, loss).T
        if self.tested:
            self.test_loss[:, places] = losses(self.net, params, self.x_test, self.y_test, loss).T
        if self.penalized:
            self.penalty[:, places] = self.first.regularization.penalty(params).T
        self.waiting.clear()

    def _result(self) -> Trained:
        self._evaluate()
        over = self.steps > self.updates[:, np.newaxis]
        for curve in (self.train_loss, self.test_loss, self.penalty):
            curve[over] = np.nan
        return Trained(
            train_loss=self.train_loss,
            test_loss=self.test_loss,
            penalty=self.penalty,
            updates=self.updates,
            diverged=tuple(self.diverged),
            rows_at=_reader(self.blocks, self.history, self.kept),
        )


def kept_steps(steps: Array, every: int) -> Array:
    """Every `every`-th of the recorded steps, and the last."""
    return np.union1d(steps[::every], steps[-1:])


def _reader(blocks: Blocks, history: Array, kept: Mapping[int, int]) -> Callable[[int], Array]:
    """A function from a kept step to its parameters, one row per run; it keeps only the arrays it needs in memory."""
    return lambda step: blocks.rows(history[kept[step]])


def _joint(arrays: Sequence[Array]) -> Array:
    """The array itself (n, columns) if all runs share it, else the arrays of all runs (runs, n, columns)."""
    return arrays[0] if all(array is arrays[0] for array in arrays) else np.stack(arrays)
