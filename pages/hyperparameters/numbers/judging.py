"""What the error that a winner was chosen by promises, and what the winner keeps on test data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from backprop.checks import read_only
from backprop.data.datasets import make_dataset
from backprop.network import Network, Parameters
from backprop.passes import forward
from pages.hyperparameters.numbers.selection import expected_of_winner
from pages.hyperparameters.numbers.space import NEW, NOISE, at_random, new_samples
from pages.hyperparameters.numbers.trials import trained_together

Array = np.ndarray

TRIALS = 64
COUNTS = (1, 2, 4, 8, 16, 32, 64)
"""How many of the trials the winner is chosen from."""
SIZES = (10, 20, 40, 100, 400)
"""Validation samples."""
DRAWS = 200
_SOURCE_SEED = 2_027


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Networks of a random search, all trained with the same samples.

    Attributes:
        train: share of the training samples on which each is wrong (t,); 1 for a run that diverged.
        wrong: whether each is wrong on each sample that validation samples are drawn from (t, NEW).
        test: share of the test samples on which each is wrong (t,).
    """

    train: Array
    wrong: Array
    test: Array


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The winner of k trials, for each k in COUNTS.

    Attributes:
        size: validation samples.
        promised: mean validation error of the winner, for each draw of validation samples (DRAWS, k).
        kept: mean test error of the winner, likewise (DRAWS, k).
        by_training: training error and test error of the trial with the lowest training error of all.
        anyone: mean test error of all trials.
        hindsight: lowest test error of all trials.
    """

    size: int
    promised: Array
    kept: Array
    by_training: tuple[float, float]
    anyone: float
    hindsight: float

    @property
    def optimism(self) -> Array:
        """Mean test error minus mean validation error (k,)."""
        return (self.kept - self.promised).mean(axis=0)


@cache
def source() -> tuple[Array, Array]:
    """x (NEW, 2) and y (NEW, 1): what validation samples are drawn from; none of them is a test sample."""
    data = make_dataset("moons", NEW, NOISE, _SOURCE_SEED)
    return data.x, data.y


def pool(seed: int, progress: Callable[[float], None] | None = None) -> Pool:
    """Train a random search.

    Args:
        seed: of the search, the training samples and the initial weights.
        progress: called with the share that is done. An error that it raises ends the training.
    """
    train, test = np.ones(TRIALS), np.ones(TRIALS)
    wrong = np.ones((TRIALS, NEW), dtype=bool)
    for places, runs in trained_together(at_random(TRIALS, seed), [seed] * TRIALS, progress):
        params, data = runs.parameters_at(runs.kept[-1]), runs.experiments[0].prepare()
        fine = [each is None for each in runs.diverged]
        rows = np.array(places)[fine]
        train[rows] = _wrong(runs.net, params, data.x, data.y).mean(axis=1)[fine]
        wrong[rows] = _wrong(runs.net, params, *source())[fine]
        test[rows] = _wrong(runs.net, params, *new_samples()).mean(axis=1)[fine]
    return Pool(read_only(train), read_only(wrong), read_only(test))


def _wrong(net: Network, params: Parameters, x: Array, y: Array) -> Array:
    """Whether each run is wrong on each sample (runs, n)."""
    return ((forward(net, params, x)[-1].a > 0.5) != y)[..., 0]


def judge(found: Pool, size: int) -> Judged:
    """Choose by validation samples, many times over.

    Args:
        found: the networks.
        size: validation samples of each draw, one of SIZES.
    """
    draw = np.random.default_rng(size)
    promised, kept = np.empty((2, DRAWS, len(COUNTS)))
    for row in range(DRAWS):
        chosen_by = found.wrong[:, draw.choice(NEW, size, replace=False)].mean(axis=1)
        for column, count in enumerate(COUNTS):
            promised[row, column] = expected_of_winner(chosen_by, chosen_by, count)
            kept[row, column] = expected_of_winner(chosen_by, found.test, count)
    best = int(found.train.argmin())
    return Judged(
        size,
        read_only(promised),
        read_only(kept),
        (float(found.train[best]), float(found.test[best])),
        float(found.test.mean()),
        float(found.test.min()),
    )


def most_optimism(count: int, size: int) -> float:
    """The highest expected optimism of the winner of k networks on n validation samples: √(ln k / 2n).

    An error is a mean of n values from 0 to 1, so it is sub-Gaussian with variance factor 1/4n (Hoeffding 1963), and
    the expected maximum of k such variables is at most √(2 v ln k) (Boucheron, Lugosi and Massart 2013, theorem 2.5).
    """
    return float(np.sqrt(np.log(count) / (2 * size)))
