"""A linear classifier on the activations of a layer: how much of the classes a straight cut finds there.

The idea is that of Alain and Bengio (Understanding intermediate layers using linear classifier probes, 2016). Here the
classifier is fitted to the targets by ridge regression (Hoerl and Kennard, 1970), which has a closed form: the answer
depends on no learning rate and no seed. Features are standardised with their own mean and deviation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array, freeze, invalid, number
from backprop.training.scores import accuracy

Array = np.ndarray

_CONSTANT = 1e-12
"""A deviation below this share of the largest value is rounding noise."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearProbe:
    """A fitted linear classifier: prediction = features @ W + b.

    Attributes:
        W: (features, outputs).
        b: (outputs,).
    """

    W: Array
    b: Array

    def predict(self, features: ArrayLike) -> Array:
        """The predictions (n, outputs) for features (n, features).

        Raises:
            ValueError: another number of features.
        """
        return np.asarray(features, dtype=np.float64) @ self.W + self.b

    def accuracy(self, features: ArrayLike, y: ArrayLike) -> float:
        """The share of samples whose class is right; `y` as in `linear_probe`.

        Raises:
            ValueError: another number of features, or shapes that do not fit.
        """
        return float(accuracy(self.predict(features), np.asarray(y, dtype=np.float64)))


def linear_probe(features: ArrayLike, y: ArrayLike, ridge: float = 1e-3) -> LinearProbe:
    """Fit a linear classifier to activations.

    Args:
        features: activations (n, features); rows are samples.
        y: classes as (n, 1) of 0 and 1, or one-hot (n, classes).
        ridge: strength of the penalty on W, above 0, for standardised features and the mean over the samples. It makes
            the answer unique where features are copies of each other.

    Raises:
        ValueError: shapes that do not fit, numbers that are not finite, or a bad `ridge`.
    """
    x, targets = finite_array("features", features), finite_array("y", y)
    if x.ndim != 2 or x.size == 0:
        raise invalid("features.shape", x.shape, "(n, features), at least one of each")
    if targets.ndim != 2 or len(targets) != len(x):
        raise invalid("y.shape", targets.shape, f"({len(x)}, outputs): one row per row of features")
    strength = number("ridge", ridge, "a finite number above 0", above=0.0)
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    varies = deviation > _CONSTANT * np.abs(x).max(axis=0)
    scale = np.where(varies, deviation, np.inf)  # a feature that is always the same gets no weight
    standard, middle = (x - mean) / scale, targets.mean(axis=0)
    gram = standard.T @ standard / len(x) + strength * np.eye(x.shape[1])
    W = np.linalg.solve(gram, standard.T @ (targets - middle) / len(x)) / scale[:, np.newaxis]
    return LinearProbe(freeze(W), freeze(middle - mean @ W))
