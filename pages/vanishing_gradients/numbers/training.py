"""Trains several deep networks together, and keeps how large gradients and updates are in each layer.

The playground's experiments end at six hidden layers; these go on. The passes are the engine's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backprop.checks import read_only
from backprop.flat import to_parameters, to_vector
from backprop.network import Parameters
from backprop.optimizers import Optimizer, OptimizerState, joint_rule
from backprop.regularization import Regularization
from backprop.steps import trace_step
from backprop.trace import Broken, first_broken
from backprop.training.stacked import Blocks, StackedKernel, room, run_calls
from pages.vanishing_gradients.numbers.deep import LOSS, Deep, data

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Way:
    """How a deep network is trained, on the full batch.

    Attributes:
        deep: the network.
        optimizer: the update rule.
        clip: the largest norm of the whole gradient that the optimizer is given; None for no limit.
    """

    deep: Deep
    optimizer: Optimizer
    clip: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The training of r networks with L layers; F steps are kept with their sizes. After a run has ended, all is NaN.

    Attributes:
        loss: before each update and after the last one (r, updates + 1).
        steps: the kept steps (F,).
        gradient: ‖∂L/∂W‖ as the optimizer is given it, so after clipping (F, r, L).
        weight: ‖W‖ (F, r, L).
        update: ‖what the optimizer adds to W‖ (F, r, L).
        broken: for each run the first quantity that is not finite, or None.
        ended: the parameters of each run at its end: before the step that broke, or after the last update.
    """

    loss: Array
    steps: Array
    gradient: Array
    weight: Array
    update: Array
    broken: tuple[Broken | None, ...]
    ended: tuple[Parameters, ...]

    @property
    def relative_update(self) -> Array:
        """‖update‖ / ‖W‖ of each layer (F, r, L): what an update changes, as a share."""
        return read_only(self.update / self.weight)

    def only(self, steps: Sequence[int]) -> "Course":
        """The same with fewer kept steps: those that are among `steps`."""
        kept = np.isin(self.steps, steps)
        gradient, weight, update = (read_only(each[kept]) for each in (self.gradient, self.weight, self.update))
        return replace(self, steps=read_only(self.steps[kept]), gradient=gradient, weight=weight, update=update)

    @property
    def last_loss(self) -> Array:
        """The loss at the end of each run (r,); infinity if it has diverged."""
        return read_only(np.where(np.isnan(self.loss[:, -1]), np.inf, self.loss[:, -1]))


def train(
    way: Way,
    seeds: Sequence[int],
    updates: int,
    keep: Sequence[int] = (),
    progress: Callable[[float], None] = lambda share: None,
) -> Course:
    """Train a network from several initial weights.

    Args:
        way: the network and its training.
        seeds: of the initial weights, one for each run.
        updates: how many are taken.
        keep: the steps whose sizes are kept, ascending, from 0 to updates − 1.
        progress: called with the share that is done.
    """
    running = _Running(way, seeds)
    loss = np.full((len(seeds), updates + 1), np.nan)
    places = {step: place for place, step in enumerate(keep)}
    sizes = np.full((3, len(places), len(seeds), way.deep.depth), np.nan)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        for step in range(updates + 1):
            loss[:, step] = running.gradients(step)
            if step == updates or running.over.all():
                break
            update = running.update()
            if step in places:
                sizes[:, places[step]] = running.sizes(update)
            running.add(update)
            progress((step + 1) / updates)
    gradient, weight, change = map(read_only, sizes)
    return Course(
        read_only(loss),
        read_only(np.array(keep, dtype=int)),
        gradient,
        weight,
        change,
        tuple(running.broken),
        running.parameters(),
    )


class _Running:
    """The state of some runs that take each step together."""

    def __init__(self, way: Way, seeds: Sequence[int]) -> None:
        self.way, self.net = way, way.deep.net
        self.x, self.y = data()
        self.regularization = Regularization(clip=way.clip)
        self.blocks = Blocks(self.net, len(seeds))
        self.theta, self.gradient, self.before = (room(self.blocks.size) for _ in range(3))
        self.theta[:] = self.blocks.join(to_vector(way.deep.starts(seeds)))
        self.before[:] = self.theta
        self.kernel = StackedKernel(self.blocks, LOSS, self.regularization, self.theta, self.gradient, len(self.x))
        self.calls = [*self.kernel.forward(self.x, self.y), *self.kernel.backward(self.x)]
        self.rule = joint_rule([way.optimizer] * len(seeds), self.blocks.spread)
        self.averages = tuple(np.zeros_like(self.theta) for _ in way.optimizer.keeps)
        self.earlier = self.averages
        self.updates = 0
        self.over = np.zeros(len(seeds), dtype=bool)
        self.broken: list[Broken | None] = [None] * len(seeds)
        self.last: dict[int, Parameters] = {}

    def gradients(self, step: int) -> Array:
        """Both passes; the loss of each run (r,), NaN for those that have ended."""
        run_calls(self.calls)
        losses = np.where(self.over, np.nan, self.kernel.loss())
        finite = np.isfinite(losses) & np.isfinite(self.blocks.rows(self.gradient)).all(axis=1)
        for run in np.flatnonzero(~finite & ~self.over).tolist():
            self._end(run, step)
            losses[run] = np.nan
        return losses

    def _end(self, run: int, step: int) -> None:
        """End a run whose numbers are not finite; its step is traced to name the first of them."""
        params, averages, count = self._row(self.theta, run), self.averages, self.updates
        if not params.is_finite():  # then the update before has broken
            params, averages, count, step = self._row(self.before, run), self.earlier, count - 1, step - 1
        state = OptimizerState(count, tuple(self._row(average, run) for average in averages))
        optimizer, limit = self.way.optimizer, self.regularization
        traced = trace_step(self.net, params, self.x, self.y, LOSS, optimizer, state=state, regularization=limit)
        self.broken[run], self.last[run] = first_broken(traced, step), params
        self.theta[self.blocks.of(run)] = 0.0
        self.over[run] = True

    def _row(self, vector: Array, run: int) -> Parameters:
        """One run's part of a vector of all runs."""
        return to_parameters(self.net, self.blocks.rows(vector)[run])

    def update(self) -> Array:
        """What the optimizer adds to all parameters; 0 for runs that have ended."""
        ended = self.blocks.spread(self.over)
        np.copyto(self.gradient, 0.0, where=ended)
        self.updates += 1
        self.earlier = self.averages
        update, self.averages = self.rule(self.gradient, self.averages, self.updates)
        return np.where(ended, 0.0, update)

    def sizes(self, update: Array) -> Array:
        """The norms of gradient, weights and update of each layer (3, r, L); NaN for runs that have ended."""
        found = np.stack([self._by_layer(vector) for vector in (self.gradient, self.theta, update)])
        found[:, self.over] = np.nan
        return found

    def _by_layer(self, vector: Array) -> Array:
        return np.stack([np.linalg.norm(W, axis=(-2, -1)) for W in self.blocks.views(vector).weights], axis=-1)

    def add(self, update: Array) -> None:
        """Update all parameters."""
        self.before[:] = self.theta
        np.add(self.theta, update, self.theta)

    def parameters(self) -> tuple[Parameters, ...]:
        """Those of each run at its end."""
        rows = self.blocks.rows(self.theta)
        return tuple(self.last.get(run) or to_parameters(self.net, row) for run, row in enumerate(rows))
