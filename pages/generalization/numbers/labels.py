"""Random labels: what a network can learn by heart, and what it then knows of other samples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.data.datasets import MOST_SAMPLES
from backprop.passes import forward
from backprop.training.experiment import Experiment
from backprop.training.scores import accuracy
from backprop.training.sweep import Sweep
from backprop.training.vary import vary

Array = np.ndarray

MOONS, DIGITS = "moons", "digits"
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
SEEDS = tuple(range(3))
LEARNED = 0.1
"""A run has learned its labels once its training loss is below this."""

_USUAL = {
    MOONS: Experiment(
        "moons", (32, 32), optimizer="adam", learning_rate=0.03, batch_size=MOST_SAMPLES, epochs=1_000, samples=80
    ),
    DIGITS: Experiment(
        *("digits", (32,), "relu"),
        optimizer="adam",
        learning_rate=0.01,
        batch_size=MOST_SAMPLES,
        epochs=150,
        initializer="he",
        test_fraction=0.8,
    ),
}


def usual(data: str) -> Experiment:
    """The training on one of both data sets, with true labels."""
    return _USUAL[data]


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """Runs with v shares of random labels and s seeds.

    Attributes:
        shares: (v,).
        train, test: accuracy on the labels that were trained with, and on the test part (v, s).
        updates: how many updates it took to learn the training labels (v, s); NaN if that never happened.
        chance: accuracy of guessing.
    """

    shares: tuple[float, ...]
    train: Array
    test: Array
    updates: Array
    chance: float


def memory(data: str, progress: Callable[[float], None] | None = None) -> Memory:
    """Train with each share of random labels and each seed."""
    found = vary(usual(data), "random_labels", SHARES, SEEDS, progress)
    scores = np.array([_scores(each) for each in found.sweeps])
    return Memory(
        shares=SHARES,
        train=read_only(scores[:, 0]),
        test=read_only(scores[:, 1]),
        updates=read_only(np.stack([_learned(each) for each in found.sweeps])),
        chance=1 / len(usual(data).table().classes),
    )


def _scores(runs: Sweep) -> tuple[list[float], list[float]]:
    """Accuracy of each run on its training part and on its test part."""
    params = runs.parameters_at(int(runs.kept[-1]))
    train, test = [], []
    for run, one in enumerate(runs.experiments):
        data, own = one.prepare(), params.map(lambda array, run=run: array[run])
        train.append(float(accuracy(forward(runs.net, own, data.x)[-1].a, data.y)))
        test.append(float(accuracy(forward(runs.net, own, data.x_test)[-1].a, data.y_test)))
    return train, test


def _learned(runs: Sweep) -> Array:
    """The first recorded step at which the training loss of each run is below `LEARNED`."""
    below = runs.train_loss < LEARNED
    return np.where(below.any(axis=1), runs.steps[below.argmax(axis=1)], np.nan)
