"""The choices that are searched, and the two ways to pick trials from them."""

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import NamedTuple, TypeVar

import numpy as np

from backprop.data.datasets import make_dataset
from backprop.training.experiment import Experiment

Array = np.ndarray
Value = TypeVar("Value")

RATES = (0.01, 10.0)
"""Lowest and highest learning rate; searched on a logarithmic axis."""
WIDTHS = (2, 3, 4, 6, 8, 12, 16)
DEPTHS = (1, 2, 3)
INITIALIZERS = ("xavier", "he", "normal")
BATCHES = (5, 10, 20, 40)
LEVELS = {32: (2, 2, 2, 2, 2), 72: (3, 3, 2, 2, 2), 108: (3, 3, 3, 2, 2)}
"""For each budget the number of values that the grid tries of each choice."""
SAMPLES, NOISE, EPOCHS = 80, 0.3, 40
"""Half of the samples are for training, half for validation."""
NEW = 2_000
_NEW_SEED = 2_026
SEEDS = tuple(range(5))
"""Of the repetitions: each has other samples, other initial weights, and another random search."""


RATE, WIDTH, DEPTH, INITIALIZER, BATCH = "learning_rate", "width", "depth", "initializer", "batch_size"
"""The choices, as fields of a `Setting`."""
CHOICES = (RATE, WIDTH, DEPTH, INITIALIZER, BATCH)


class Setting(NamedTuple):
    """One value of each choice."""

    learning_rate: float
    width: int
    depth: int
    initializer: str
    batch_size: int


def experiment(setting: Setting, seed: int) -> Experiment:
    """Two moons; the test part of the experiment is the validation part of the search."""
    return Experiment(
        "moons",
        (setting.width,) * setting.depth,
        "tanh",
        learning_rate=setting.learning_rate,
        batch_size=setting.batch_size,
        epochs=EPOCHS,
        initializer=setting.initializer,
        noise=NOISE,
        samples=SAMPLES,
        test_fraction=0.5,
        seed=seed,
        standardize=False,
    )


@cache
def new_samples() -> tuple[Array, Array]:
    """x (n, 2) and y (n, 1): test data that no run is trained or chosen with."""
    data = make_dataset("moons", NEW, NOISE, _NEW_SEED)
    return data.x, data.y


def different(settings: Sequence[Setting]) -> tuple[int, ...]:
    """How many different values of each choice occur."""
    return tuple(len(set(values)) for values in zip(*settings, strict=True))


def expected_different(budget: int) -> tuple[float, ...]:
    """How many different values of each choice a random search tries on average.

    Of m values, each is missed by all n trials with the chance (1 − 1/m)ⁿ. A learning rate never comes twice.
    """
    sizes = [len(axis) for axis in (WIDTHS, DEPTHS, INITIALIZERS, BATCHES)]
    return (float(budget), *(size * (1 - (1 - 1 / size) ** budget) for size in sizes))


def chance_of_best(budget: int, share: float) -> float:
    """The chance that at least one of the trials of a random search is in the best share of all settings."""
    return 1 - (1 - share) ** budget


def spread(values: tuple[Value, ...], count: int) -> tuple[Value, ...]:
    """Some of the values, evenly spread; both ends are among them if there is more than one."""
    return tuple(values[round(place)] for place in np.linspace(0, len(values) - 1, count))


def grid(budget: int) -> tuple[Setting, ...]:
    """All combinations of a few values of each choice; `budget` is one of LEVELS."""
    rates, *others = LEVELS[budget]
    axes = zip((WIDTHS, DEPTHS, INITIALIZERS, BATCHES), others, strict=True)
    values = (np.geomspace(*RATES, rates).tolist(), *(spread(tuple(axis), count) for axis, count in axes))
    return tuple(Setting(*each) for each in product(*values))


def at_random(budget: int, seed: int) -> tuple[Setting, ...]:
    """Each choice drawn independently, the learning rate uniform in its logarithm (Bergstra and Bengio 2012)."""
    draw = np.random.default_rng(seed)
    rates = np.exp(draw.uniform(np.log(RATES[0]), np.log(RATES[1]), budget)).tolist()
    axes = [draw.integers(len(axis), size=budget) for axis in (WIDTHS, DEPTHS, INITIALIZERS, BATCHES)]
    rows = zip(rates, *(axis.tolist() for axis in axes), strict=True)
    return tuple(Setting(rate, WIDTHS[w], DEPTHS[d], INITIALIZERS[i], BATCHES[b]) for rate, w, d, i, b in rows)
