"""A race of optimizers that train one network: the same data, the same initial weights, the full batch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from backprop.film.frames import predictions, stacked
from backprop.landscape.contours import crossings
from backprop.landscape.grid import grid_of, ticks_over
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.sweep import sweep
from backprop.training.train import train
from pages.optimizers.numbers.race import CAST, RATE_GRID, Entry, Race, best_rate, path_length

Array = np.ndarray

_SHARE = 0.25
_TICKS = 33


@dataclass(frozen=True, slots=True, eq=False)
class NetworkRace:
    """A race with the runs behind it.

    Attributes:
        race: its outcome.
        runs: in the order of the race's entries.
    """

    race: Race
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Boundaries:
    """The decision boundary of each run at each of F training steps.

    Attributes:
        ticks: of both axes.
        lines: for each run, for each frame: lines (count, 2 coordinates).
    """

    ticks: tuple[Array, ...]
    lines: tuple[tuple[tuple[Array, ...], ...], ...]


def network_experiment(steps: int, seed: int) -> Experiment:
    """What every optimizer trains: two rings of points, four hidden units, one update for each epoch."""
    return Experiment(
        dataset="circles",
        hidden=(4,),
        loss="log_loss",
        batch_size=2_000,
        epochs=steps,
        samples=100,
        test_fraction=0.0,
        seed=seed,
    )


def race_of(experiment: Experiment, rates: Mapping[str, float], momentum: float = 0.9) -> NetworkRace:
    """Train one network by several optimizers.

    Args:
        experiment: with the full batch, and so few epochs that the loss of every epoch is recorded.
        rates: α for each optimizer that takes part, by name.
        momentum: decay of the velocity, for those that have one.
    """
    runs = tuple(
        train(replace(experiment, optimizer=name, learning_rate=rate, momentum=momentum))
        for name, rate in rates.items()
    )
    entries = tuple(
        Entry(run.experiment.optimizer_at(0), run.train_loss, _walked(run), run.updates if run.diverged else None)
        for run in runs
    )
    return NetworkRace(Race(entries, experiment.epochs, 0.0, _SHARE), runs)


def best_network_rates(experiment: Experiment, momentum: float = 0.9) -> dict[str, float]:
    """For each optimizer the α of `RATE_GRID` with the lowest loss after the last step."""
    found = {}
    for name in CAST:
        runs = sweep(replace(experiment, optimizer=name, momentum=momentum), RATE_GRID)
        last = runs.train_loss[:, -1]
        found[name] = best_rate(np.where(np.isfinite(last), last, np.inf))
    return found


def boundaries(race: NetworkRace, steps: Array) -> Boundaries:
    """The decision boundaries at some training steps. A run that diverged stays where it was last finite."""
    first = race.runs[0]
    across, up = ticks = ticks_over(first.data.dataset.x, _TICKS)
    places = first.data.transform(grid_of(ticks))
    lines = []
    for run in race.runs:
        params = stacked([run.parameters_at(min(int(step), run.updates)) for step in steps])
        with np.errstate(over="ignore", invalid="ignore"):  # a run that was about to break
            found = predictions(run.net, params, places)[..., 0].reshape(len(steps), _TICKS, _TICKS)
        lines.append(tuple(tuple(crossings(across, up, np.nan_to_num(values), 0.5)) for values in found))
    return Boundaries(ticks, tuple(lines))


def _walked(run: Run) -> float:
    """The length of a run's path over all weights and biases."""
    params = [run.parameters_at(step) for step in range(run.updates + 1)]
    rows = [np.concatenate([array.ravel() for array in (*each.weights, *each.biases)]) for each in params]
    return path_length(np.diff(np.array(rows), axis=0))
