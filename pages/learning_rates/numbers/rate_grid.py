"""Which learning rates to try, and their results: sweeps over α, and over α and one more setting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backprop.checks import invalid
from backprop.initializers import INITIALIZERS
from backprop.trace import Broken
from backprop.training.experiment import Experiment
from backprop.training.sweep import sweep, sweep_all

Array = np.ndarray

BATCH_SIZES = (4, 16, 64)
"""Batch sizes of the map; the full batch is added to them."""


def geometric_rates(low: float, high: float, count: int) -> tuple[float, ...]:
    """Learning rates from `low` to `high`, each larger than the one before by the same factor, rounded to three digits.

    Raises:
        ValueError: `low` is not above 0 and below `high`.
    """
    if not 0 < low < high:
        raise invalid("low", low, f"a number above 0 and below {high:g}")
    return tuple(float(f"{rate:.3g}") for rate in np.geomspace(low, high, count))


@dataclass(frozen=True, slots=True, eq=False)
class RateMap:
    """The results of several learning rates, for several values of a second setting.

    Attributes:
        names: of these values; the other fields have one entry for each.
        steps: the training steps at which the loss is recorded (m,).
        curves: the training loss at these steps (rates, m), NaN once a run has broken.
        diverged: what broke first in each run, or None.
    """

    names: tuple[str, ...]
    steps: tuple[Array, ...]
    curves: tuple[Array, ...]
    diverged: tuple[tuple[Broken | None, ...], ...]

    @property
    def first(self) -> float:
        """The lowest training loss at the start; every run has one there."""
        return float(min(curve[:, 0].min() for curve in self.curves))

    @property
    def losses(self) -> Array:
        """The training loss at the end (values, rates)."""
        return np.stack([curve[:, -1] for curve in self.curves])


def by_batch_size(experiment: Experiment, rates: Sequence[float], epochs: int) -> RateMap:
    """The same number of epochs with small and large batches; the smaller the batch, the more updates."""
    samples = len(experiment.prepare().x)
    sizes = [*(size for size in BATCH_SIZES if size < samples), samples]
    found = [sweep(replace(experiment, batch_size=size, epochs=epochs), rates) for size in sizes]
    return RateMap(
        names=tuple(map(str, sizes)),
        steps=tuple(one.steps for one in found),
        curves=tuple(one.train_loss for one in found),
        diverged=tuple(one.diverged for one in found),
    )


def by_initializer(experiment: Experiment, rates: Sequence[float]) -> RateMap:
    """The same training with each initializer of the weights."""
    names, count = tuple(INITIALIZERS), len(rates)
    found = sweep_all([replace(experiment, initializer=name, learning_rate=rate) for name in names for rate in rates])
    rows = [slice(count * row, count * (row + 1)) for row in range(len(names))]
    return RateMap(
        names=names,
        steps=(found.steps,) * len(names),
        curves=tuple(found.train_loss[row] for row in rows),
        diverged=tuple(found.diverged[row] for row in rows),
    )
