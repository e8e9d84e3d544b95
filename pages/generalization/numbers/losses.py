"""Training loss and test loss against one setting, over several seeds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop.checks import read_only
from backprop.training.experiment import Experiment
from backprop.training.sweep import Sweep
from backprop.training.vary import vary
from pages.generalization.numbers.setting import SEEDS, least_loss, new_samples, varied_to

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Losses at the end of training for v values of one setting and s seeds, without penalty.

    Attributes:
        field: of the experiment.
        values: of this lesson (v,): units, training samples, noise, λ.
        parameters: weights and biases of the network (v,).
        train: on the training samples (v, s).
        test: on new samples, the same for all runs with the same noise (v, s).
        least: the loss of the true curve on the new samples (v,).
    """

    field: str
    values: tuple[Any, ...]
    parameters: Array
    train: Array
    test: Array
    least: Array

    @property
    def train_median(self) -> Array:
        """Over the seeds (v,)."""
        return np.median(self.train, axis=1)

    @property
    def test_median(self) -> Array:
        """Over the seeds (v,)."""
        return np.median(self.test, axis=1)

    @property
    def gap(self) -> Array:
        """Median test loss minus median training loss (v,)."""
        return self.test_median - self.train_median

    def place(self, value: Any) -> int:
        """The index of a value."""
        return self.values.index(value)


def losses_against(
    setting: Experiment, field: str, values: Sequence[Any], progress: Callable[[float], None] | None = None
) -> Losses:
    """Train with each value and each seed.

    Args:
        setting: everything else.
        field: one of the settings that `setting` names.
        values: as this lesson counts them.
        progress: as in `vary`.
    """
    found = vary(setting, field, [varied_to(field, value) for value in values], SEEDS, progress)
    noises = [float(each.experiments[0].noise) for each in found.sweeps]
    return Losses(
        field=field,
        values=tuple(values),
        parameters=found.parameter_counts,
        train=found.train_loss,
        test=read_only(np.stack([at_end(each, noise) for each, noise in zip(found.sweeps, noises, strict=True)])),
        least=read_only(np.array([least_loss(noise) for noise in noises])),
    )


def at_end(runs: Sweep, noise: float) -> Array:
    """The loss of each run on the new samples, after its last update (s,)."""
    return runs.loss_on(*new_samples(noise), runs.kept[-1:])[:, 0]


def with_value(setting: Experiment, field: str, value: Any) -> Experiment:
    """The experiment with another value of one setting."""
    return replace(setting, **{field: varied_to(field, value)})
