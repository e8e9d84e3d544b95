"""One setting varied, and everything else as it was: how the loss depends on units, noise, samples or a penalty.

The runs of one value, one for each seed, are trained together (see `sweep`). A seed decides data, split, initial
weights and order, so the spread over seeds is what all of these do together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import invalid, read_only
from backprop.training.experiment import Experiment
from backprop.training.sweep import MOST_RUNS, Sweep, sweep

Array = np.ndarray

_FIELDS = tuple(field.name for field in fields(Experiment) if field.name != "seed")


@dataclass(frozen=True, slots=True, eq=False)
class Varied:
    """Runs over v values of one field and s seeds.

    Attributes:
        field: of `Experiment`.
        values: of the field, as they were given (v,).
        seeds: (s,).
        sweeps: for each value, the runs of all seeds (v,).
    """

    field: str
    values: tuple[Any, ...]
    seeds: tuple[int, ...]
    sweeps: tuple[Sweep, ...]

    @property
    def train_loss(self) -> Array:
        """The loss on the training part at the end (v, s), without penalty; NaN for a run that diverged."""
        return read_only(np.stack([each.train_loss[:, -1] for each in self.sweeps]))

    @property
    def test_loss(self) -> Array:
        """The same on each run's own test part (v, s); NaN without one."""
        return read_only(np.stack([each.test_loss[:, -1] for each in self.sweeps]))

    @property
    def gap(self) -> Array:
        """The generalization gap (v, s): test loss minus training loss at the end."""
        return read_only(self.test_loss - self.train_loss)

    @property
    def parameter_counts(self) -> Array:
        """Weights and biases of the network (v,)."""
        return read_only(np.array([each.net.parameter_count for each in self.sweeps]))

    def loss_on(self, x: ArrayLike, y: ArrayLike) -> Array:
        """The loss at the end on other samples, such as a test set that all runs share; see `Sweep.loss_on`.

        Returns:
            (v, s); NaN for a run that diverged.

        Raises:
            ValueError: as there.
        """
        return read_only(np.stack([each.loss_on(x, y, each.kept[-1:])[:, 0] for each in self.sweeps]))


def vary(
    experiment: Experiment,
    field: str,
    values: Sequence[Any],
    seeds: Sequence[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Varied:
    """Train with several values of one field, each with several seeds.

    Args:
        experiment: all other settings.
        field: of `Experiment`, such as "hidden", "noise", "samples", "l2" or "random_labels"; any but "seed".
        values: of the field; at least one.
        seeds: at least one; that of the experiment if None.
        progress: called now and then with the share that is done, from 0 to 1. An error that it raises ends the
            training.

    Raises:
        ValueError: an unknown field, no values or seeds, too many runs, or a value that is not allowed.
    """
    if field not in _FIELDS:
        raise invalid("field", field, ", ".join(_FIELDS))
    numbers = (experiment.seed,) if seeds is None else tuple(seeds)
    if not 1 <= len(values) * len(numbers) <= MOST_RUNS:
        raise invalid("runs", len(values) * len(numbers), f"from 1 to {MOST_RUNS} runs")
    settings = [replace(experiment, **{field: value}) for value in values]
    sweeps = []
    for place, setting in enumerate(settings):

        def tell(share: float, done: int = place) -> None:
            if progress:
                progress((done + share) / len(settings))

        sweeps.append(sweep(setting, seeds=numbers, progress=tell))
    return Varied(field, tuple(values), numbers, tuple(sweeps))
