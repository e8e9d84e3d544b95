"""Changes to the gradient before the optimizer uses it: penalties on large weights, and a limit on its length.

The penalty is reported separately from the loss; `dW` and `db` are derivatives of the loss alone.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from backprop.checks import invalid, number
from backprop.flat import to_vector
from backprop.network import Parameters

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Regularization:
    """Penalty l1 · Σ|w| + ½ l2 · Σw² over the weights, not the biases; and a limit on the norm of the whole gradient.

    Attributes:
        l1: coefficient of the sum of absolute values (lasso), from 0.
        l2: coefficient of half the sum of squares (weight decay), from 0.
        clip: the gradient, penalties included, is scaled down to this Euclidean norm if it is longer
            (Pascanu et al. 2013); None for no limit.

    Raises:
        ValueError: a negative or infinite coefficient, or a limit that is not above 0.
    """

    l1: float = 0.0
    l2: float = 0.0
    clip: float | None = None

    def __post_init__(self) -> None:
        for field in ("l1", "l2"):
            value = number(field, getattr(self, field), "a number from 0")
            if value < 0:
                raise invalid(field, value, "a number from 0")
            object.__setattr__(self, field, value)
        if self.clip is not None:
            object.__setattr__(self, "clip", number("clip", self.clip, "a number above 0, or None", above=0.0))

    @property
    def penalizes(self) -> bool:
        """Whether there is any penalty."""
        return self.l1 > 0 or self.l2 > 0

    def penalty(self, params: Parameters) -> Array:
        """The penalty, one number for each run."""
        penalty = np.zeros(params.biases[0].shape[:-1])
        if self.l1 > 0:  # without this test, 0 times an infinite sum would be NaN
            penalty += self.l1 * np.sum([np.abs(W).sum(axis=(-2, -1)) for W in params.weights], axis=0)
        if self.l2 > 0:
            penalty += 0.5 * self.l2 * np.sum([np.square(W).sum(axis=(-2, -1)) for W in params.weights], axis=0)
        return penalty

    def slope(self, W: Array) -> Array:
        """Derivative of the penalty with respect to each weight: l1 · sign(w) + l2 · w."""
        return self.l1 * np.sign(W) + self.l2 * W

    def factor(self, gradient: Array) -> float:
        """The factor that keeps a gradient within the limit: 1, or less if its norm is above the limit.

        Args:
            gradient: the whole gradient as one vector.
        """
        if self.clip is None:
            return 1.0
        norm = float(np.sqrt(np.dot(gradient, gradient)))
        if norm == inf:  # the squares overflowed; the numbers themselves may be finite
            largest = float(np.abs(gradient).max())
            return min(1.0, self.clip / largest / float(np.linalg.norm(gradient / largest))) if largest < inf else 1.0
        return self.clip / norm if norm > self.clip else 1.0


NONE = Regularization()


def regularize(regularization: Regularization, gradient: Parameters, params: Parameters) -> Parameters:
    """The gradient that the optimizer is given: that of loss plus penalty, scaled down if it is too long."""
    if regularization.penalizes:
        slopes = [regularization.slope(W) for W in params.weights]
        weights = [dW + slope for dW, slope in zip(gradient.weights, slopes, strict=True)]
        gradient = Parameters.computed(weights, gradient.biases)
    factor = regularization.factor(to_vector(gradient))
    return gradient if factor == 1.0 else gradient.map(lambda array: factor * array)
