"""XOR with a small network, trained from many initial weights: at which losses they end, and what keeps them there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations

import numpy as np

from backprop.checks import read_only
from backprop.flat import to_parameters, to_vector
from backprop.landscape.curvature import hessian_vector
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import backward, forward
from backprop.training.experiment import Experiment
from backprop.training.sweep import Sweep, sweep
from pages.local_minima.numbers.ends import kinds

Array = np.ndarray

TABLE = "x1,x2,class\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n"
SEEDS = 200
UPDATES = 2_000
RATE = 3.0
SOLVED = 0.05
"""A run has solved XOR if its loss is below this; all levels are far above it."""
_ALIKE = 0.1
"""Predictions that differ by less than this are alike."""
_SLOPE = 0.01


def experiment(activation: str, loss: str, units: int = 2, seed: int = 0) -> Experiment:
    """Gradient descent on all four samples, with Xavier's initial weights."""
    return Experiment(
        "own",
        (units,),
        activation,
        loss=loss,
        learning_rate=RATE,
        batch_size=4,
        epochs=UPDATES,
        initializer="xavier",
        test_fraction=0.0,
        standardize=False,
        data=TABLE,
        target="class",
        seed=seed,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Where r runs have ended; P parameters.

    Attributes:
        net: the network.
        params: the parameters, with a leading axis (r, …).
        loss: (r,); NaN for a run that has diverged.
        predictions: ŷ of the four samples (r, 4).
        gradient: norms of the gradients (r,).
        eigenvalues: of the Hessians, ascending (r, P).
        kinds: of the ends, r of them.
        largest: the largest weight, in absolute value, half way and at the end (2, r).
    """

    net: Network
    params: Parameters
    loss: Array
    predictions: Array
    gradient: Array
    eigenvalues: Array
    kinds: tuple[str, ...]
    largest: Array

    @property
    def solved(self) -> Array:
        """Which runs have solved XOR (r,)."""
        return read_only(self.loss < SOLVED)

    @property
    def mixed(self) -> list[tuple[int, ...]]:
        """For each run the samples, from 0, that it cannot tell from one of the other class."""
        y = samples()[1][:, 0]
        found = []
        for row in self.predictions:
            alike = np.abs(row[:, np.newaxis] - row) < _ALIKE
            confused = (alike & (y[:, np.newaxis] != y)).any(axis=1)
            found.append(tuple(np.flatnonzero(confused).tolist()))
        return found


@cache
def samples() -> tuple[Array, Array]:
    """x (4, 2) and y (4, 1)."""
    prepared = experiment("tanh", "log_loss").prepare()
    return prepared.x, prepared.y


@cache
def levels(loss: str) -> tuple[float, ...]:
    """The lowest losses that are possible where some samples share one prediction, ascending; from 0.

    The best shared prediction is the share of class 1 among them.

    Args:
        loss: "log_loss" or "mse".
    """
    y = samples()[1][:, 0]
    term = loss_function(loss, "sigmoid").term
    found = {0.0}
    groups = chain.from_iterable(combinations(range(4), size) for size in (2, 3, 4))
    for group in groups:
        targets = y[list(group)]
        share = targets.mean()
        if not 0 < share < 1:
            continue
        z = np.full(len(group), np.log(share / (1 - share)))
        found.add(round(float(term(z, np.full(len(group), share), targets).sum() / 4), 12))
    return tuple(sorted(found))


def train(one: Experiment, progress: Callable[[float], None] = lambda share: None, seeds: int = SEEDS) -> Sweep:
    """All seeds together."""
    return sweep(one, seeds=range(seeds), progress=progress)


def ends(runs: Sweep) -> Ends:
    """Look at the ends of runs on XOR.

    Args:
        runs: of `experiment`.
    """
    x, y = samples()
    net, loss = runs.net, str(runs.experiments[0].loss)
    params = runs.parameters_at(int(runs.steps[-1]))
    half = runs.parameters_at(int(runs.kept[len(runs.kept) // 2]))
    largest = np.stack([np.abs(to_vector(each)).max(axis=1) for each in (half, params)])
    layers = forward(net, params, x)
    slopes = backward(net, params, layers, np.broadcast_to(y, (len(runs), *y.shape)), loss)
    gradient = np.sqrt(sum(np.square(s.dW).sum(axis=(1, 2)) + np.square(s.db).sum(axis=1) for s in slopes))
    eigenvalues = np.linalg.eigvalsh(hessians(net, params, loss))
    return Ends(
        net,
        params,
        read_only(np.array(runs.train_loss[:, -1])),
        read_only(layers[-1].a[..., 0]),
        read_only(gradient),
        read_only(eigenvalues),
        tuple(kinds(eigenvalues, gradient, curvature_tolerance(runs.experiments[0]), _SLOPE)),
        read_only(largest),
    )


def curvature_tolerance(one: Experiment) -> float:
    """1 / (α · updates): along a direction with less curvature, the whole training changes little."""
    return 1.0 / (one.learning_rate * UPDATES)


def hessians(net: Network, params: Parameters, loss: str) -> Array:
    """The whole Hessian of each set of parameters (r, P, P), made symmetric; column by column as products."""
    x, y = samples()
    runs, count = to_vector(params).shape
    columns = []
    for place in range(count):
        unit = np.zeros((runs, count))
        unit[:, place] = 1.0
        columns.append(to_vector(hessian_vector(net, params, x, y, loss, to_parameters(net, unit))))
    found = np.stack(columns, axis=-1)
    return 0.5 * (found + np.swapaxes(found, -1, -2))


def level_of(loss: Array, among: Sequence[float]) -> Array:
    """The index of the nearest level (r,)."""
    return np.abs(np.asarray(loss)[:, np.newaxis] - np.asarray(among)).argmin(axis=1)


def with_optimizer(one: Experiment, way: str) -> Experiment:
    """The same with momentum, or with single samples as batches.

    Args:
        one: the experiment.
        way: "plain", "momentum" or "single".
    """
    if way == "momentum":
        return replace(one, optimizer="momentum", momentum=0.9, learning_rate=RATE / 10)
    return replace(one, batch_size=1) if way == "single" else one
