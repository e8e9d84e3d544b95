"""What a run makes of the line between its samples."""

from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.data.toy_sets import sine
from backprop.network import Parameters
from backprop.passes import forward
from backprop.training.loss_curves import losses
from backprop.training.run import Run
from pages.generalization.numbers.setting import new_samples

Array = np.ndarray

LINE = read_only(np.linspace(-1.0, 1.0, 241))
"""Where the curves are drawn."""
TRUTH = read_only(sine(LINE))


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A run at one step.

    Attributes:
        x, y: the training samples (n,).
        line: what the network predicts at `LINE`.
        train, test: its losses on the training samples and on the new ones.
    """

    x: Array
    y: Array
    line: Array
    train: float
    test: float

    @property
    def gap(self) -> float:
        """Test loss minus training loss."""
        return self.test - self.train


def fit(run: Run, step: int | None = None) -> Fit:
    """A run at a step; at its end if None."""
    params = run.parameters_at(run.updates if step is None else step)
    data = run.data
    return Fit(
        x=data.x[:, 0],
        y=data.y[:, 0],
        line=forward(run.net, params, LINE[:, np.newaxis])[-1].a[:, 0],
        train=_loss(run, params, data.x, data.y),
        test=_loss(run, params, *new_samples(run.experiment.noise)),
    )


def _loss(run: Run, params: Parameters, x: Array, y: Array) -> float:
    return float(losses(run.net, params, x, y, str(run.experiment.loss)))
