"""Many training runs at once: the same numbers as `train` gives run by run, in a fraction of the time.

The runs have an array axis of their own, and every call works on all of them (see `stacked`, `joint_training`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import invalid, read_only
from backprop.data.preparation import Prepared
from backprop.flat import to_parameters, to_vector
from backprop.network import Network, Parameters
from backprop.steps import check_data
from backprop.trace import Broken
from backprop.training.experiment import Experiment
from backprop.training.joint_training import JointTraining, kept_steps
from backprop.training.loss_curves import losses, recorded_steps
from backprop.training.run import silent
from backprop.training.train import train

Array = np.ndarray

MOST_RUNS = 1_000

_AT_ONCE = 80_000
"""Limit on the numbers of one kind, such as z, of all runs trained together, so that they stay in the cache."""

_MEMORY = 64 * 2**20
"""Bytes for the parameters that a sweep keeps: those of every recorded step if they fit, else every second, third, …"""

_DATA = (
    *("dataset", "samples", "noise", "seed", "test_fraction", "random_labels"),
    *("features", "standardize", "data", "target", "output"),
)
"""The fields that decide which data an experiment has."""

_SHAPE = ("hidden", "activation", "output", "loss", "optimizer", "epochs", "l1", "l2", "clip")
"""The fields that must be the same for all runs; the sizes of data and batches must be, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """Many runs of networks with one shape.

    Attributes:
        experiments: what was trained, one for each run.
        net: the network of all runs.
        steps: the steps at which the losses are recorded (m,); the same for all runs.
        train_loss, test_loss: losses on the whole training and test part (runs, m), without penalty; NaN after the last
            update of a run that diverged. The test loss is NaN without a test part.
        penalty: penalty on the weights (runs, m); 0 without regularization, NaN after the last update of a run that
            diverged.
        updates: number of updates that each run took (runs,); for a diverging run up to the last parameters whose loss
            and prediction are finite.
        diverged: for each run, the first quantity that is not finite, or None.
        kept: the recorded steps whose parameters are kept, first and last among them.
    """

    experiments: tuple[Experiment, ...]
    net: Network
    steps: Array
    train_loss: Array
    test_loss: Array
    penalty: Array
    updates: Array
    diverged: tuple[Broken | None, ...]
    kept: Array
    _rows_at: tuple[Callable[[int], Array], ...]

    def __len__(self) -> int:
        return len(self.experiments)

    def parameters_at(self, step: int) -> Parameters:
        """The parameters of all runs before update `step`: weights (runs, fan_in, fan_out), biases (runs, fan_out).

        For a run that diverged, every later step has the parameters after its last update.

        Raises:
            ValueError: a step that is not in `kept`.
        """
        if isinstance(step, bool) or step not in self.kept:
            raise invalid("step", step, "one of the steps that are kept")
        return to_parameters(self.net, np.concatenate([rows_at(int(step)) for rows_at in self._rows_at]))

    def loss_on(self, x: ArrayLike, y: ArrayLike, steps: ArrayLike | None = None) -> Array:
        """The loss of all runs on other samples than those of the training, such as a test set that all runs share.

        The samples are not scaled. Where data are standardised, each run has a scaler of its own, and there is no such
        set; `parameters_at` and the run's own `transform` give the loss then.

        Args:
            x: inputs as the network gets them (n, inputs).
            y: targets (n, outputs).
            steps: some of the steps in `kept`; all of them if None.

        Returns:
            (runs, steps), without penalty; NaN after the last update of a run that diverged.

        Raises:
            ValueError: standardised data, shapes that do not fit, no samples, or a step that is not in `kept`.
        """
        if self.experiments[0].standardize:
            raise invalid("standardize", True, "False: each run would need a scaler of its own")
        loss = str(self.experiments[0].loss)
        inputs, targets = check_data(self.net, x, y, loss)
        at = np.ravel(self.kept if steps is None else steps)
        found = [losses(self.net, self.parameters_at(step), inputs, targets, loss) for step in at.tolist()]
        values = np.stack(found, axis=1) if found else np.empty((len(self), 0))
        return read_only(np.where(at > self.updates[:, np.newaxis], np.nan, values))

    def nearest(self, step: int) -> int:
        """The kept step that is nearest to a step."""
        return int(self.kept[np.argmin(np.abs(self.kept - step))])


def sweep(
    experiment: Experiment,
    learning_rates: Sequence[float] | None = None,
    seeds: Sequence[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """Train the same network with many learning rates and seeds.

    Args:
        experiment: all other settings.
        learning_rates: the rates; that of the experiment if None.
        seeds: the seeds; that of the experiment if None. Run r has rate r // len(seeds) and seed r % len(seeds).
        progress: called now and then with the share that is done, from 0 to 1. An error that it raises ends the
            training.

    Raises:
        ValueError: no runs, too many runs, or a value that is not allowed.
    """
    rates = [experiment.learning_rate] if learning_rates is None else list(learning_rates)
    numbers = [experiment.seed] if seeds is None else list(seeds)
    _check_count(len(rates) * len(numbers))
    return sweep_all(
        [replace(experiment, learning_rate=rate, seed=seed) for rate in rates for seed in numbers], progress
    )


def sweep_all(experiments: Sequence[Experiment], progress: Callable[[float], None] | None = None) -> Sweep:
    """Train many experiments whose networks, batches and rules have the same shape.

    They may differ in learning rate, schedule, momentum, initializer, seed, and in data of the same size.

    Args:
        experiments: what to train.
        progress: called now and then with the share that is done, from 0 to 1. An error that it raises ends the
            training.

    Raises:
        ValueError: no runs, too many runs, or runs that do not fit together.
    """
    _check_count(len(experiments))
    if len(experiments) == 1:
        return _alone(experiments[0], progress)
    data = _prepared(experiments)
    _check_shapes(experiments, data)
    net, first = experiments[0].network(), experiments[0]
    batch = min(first.batch_size, len(data[0].x))
    steps = recorded_steps(first.epochs, -(-len(data[0].x) // batch))
    every = max(1, -(-8 * net.parameter_count * len(experiments) * len(steps) // _MEMORY))
    size = max(1, _AT_ONCE // (batch * sum(net.sizes[1:])))
    starts = range(0, len(experiments), size)
    parts = []
    for number, start in enumerate(starts):

        def tell(share: float, done: int = number) -> None:
            if progress:
                progress((done + share) / len(starts))

        end = start + size
        with silent():
            parts.append(JointTraining(net, experiments[start:end], data[start:end], every).run(tell))
    return Sweep(
        experiments=tuple(experiments),
        net=net,
        steps=read_only(steps),
        train_loss=read_only(np.concatenate([part.train_loss for part in parts])),
        test_loss=read_only(np.concatenate([part.test_loss for part in parts])),
        penalty=read_only(np.concatenate([part.penalty for part in parts])),
        updates=read_only(np.concatenate([part.updates for part in parts])),
        diverged=tuple(broken for part in parts for broken in part.diverged),
        kept=read_only(kept_steps(steps, every)),
        _rows_at=tuple(part.rows_at for part in parts),
    )


def _alone(experiment: Experiment, progress: Callable[[float], None] | None) -> Sweep:
    """A sweep of a single run, for which `train` is faster."""
    run = train(experiment, progress)
    steps = recorded_steps(experiment.epochs, run.batches.per_epoch)
    own = np.flatnonzero(np.isin(run.steps, steps))  # a diverging run also records its last step
    places = np.searchsorted(steps, run.steps[own])

    def curve(values: Array) -> Array:
        whole = np.full((1, len(steps)), np.nan)
        whole[0, places] = values[own]
        return read_only(whole)

    def rows_at(step: int) -> Array:
        return to_vector(run.parameters_at(min(step, run.updates)))[np.newaxis]

    return Sweep(
        experiments=(experiment,),
        net=run.net,
        steps=read_only(steps),
        train_loss=curve(run.train_loss),
        test_loss=curve(run.test_loss),
        penalty=curve(run.penalty),
        updates=read_only(np.array([run.updates])),
        diverged=(run.diverged,),
        kept=read_only(steps.copy()),
        _rows_at=(rows_at,),
    )


def _check_count(runs: int) -> None:
    if not 1 <= runs <= MOST_RUNS:
        raise invalid("runs", runs, f"from 1 to {MOST_RUNS} runs")


def _prepared(experiments: Sequence[Experiment]) -> list[Prepared]:
    """The data of each run; runs with the same data share one object."""
    known: dict[tuple[object, ...], Prepared] = {}
    keys = [tuple(getattr(experiment, field) for field in _DATA) for experiment in experiments]
    for key, experiment in zip(keys, experiments, strict=True):
        if key not in known:
            known[key] = experiment.prepare()
    return [known[key] for key in keys]


def _check_shapes(experiments: Sequence[Experiment], data: Sequence[Prepared]) -> None:
    """Refuse runs that cannot be trained together."""
    first = experiments[0]
    shapes = [(len(prepared.x), len(prepared.x_test), prepared.x.shape[1], prepared.y.shape[1]) for prepared in data]
    for experiment, shape in zip(experiments, shapes, strict=True):
        for field in _SHAPE:
            if getattr(experiment, field) != getattr(first, field):
                raise invalid(field, getattr(experiment, field), f"the same for all runs, here {getattr(first, field)}")
        if shape != shapes[0]:
            raise invalid("dataset", experiment.dataset, "for all runs data with as many samples, inputs and outputs")
        if min(experiment.batch_size, shape[0]) != min(first.batch_size, shape[0]):
            raise invalid("batch_size", experiment.batch_size, f"the same for all runs, here {first.batch_size}")
