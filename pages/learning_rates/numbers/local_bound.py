"""How large a learning rate may be at a place of a run: 2/λmax, from the curvature of the loss.

On a quadratic loss with Hessian H, gradient descent with learning rate α multiplies the error along each eigenvector by
1 − αλ. The error shrinks in all directions if, and only if, α < 2/λmax. A network's loss is not quadratic, so the bound
is local, and moves with the weights (Cohen et al. 2021 call the place where runs settle the edge of stability).
"""

from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only, whole
from backprop.film.frames import choose_frames, stacked
from backprop.landscape.curvature import largest_curvature
from backprop.training.run import Run

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """The local bound along one run.

    Attributes:
        rate: the run's learning rate.
        steps: training steps (m,), the first of them 0.
        values: 2/λmax there (m,); NaN where the loss does not bend upwards in any direction.
    """

    rate: float
    steps: Array
    values: Array

    @property
    def at_start(self) -> float | None:
        """2/λmax at the start; None if there is none."""
        first = float(self.values[0])
        return first if np.isfinite(first) else None


def bound_along(run: Run, most: int = 30) -> Bound:
    """The bound at some steps of a run, on all its training samples, for the loss without a penalty.

    Args:
        run: the run; the last place is that of its last finite parameters.
        most: how many places at most.

    Raises:
        ValueError: `most` is not a whole number from 2 to 1000.
    """
    steps = choose_frames(run.updates, whole("most", most, 2, 1_000))
    params = stacked([run.parameters_at(int(step)) for step in steps])
    curvature, _ = largest_curvature(run.net, params, run.data.x, run.data.y, str(run.experiment.loss))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(curvature > 0, 2.0 / curvature, np.nan)
    return Bound(run.experiment.learning_rate, read_only(steps), read_only(values))
