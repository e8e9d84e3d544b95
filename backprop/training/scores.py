"""Scores: how good predictions are, in numbers that are easier to read than a loss.

Predictions may have leading axes (independent runs): each run gets its own score. With one output, the class is 1 for
a prediction above 0.5; with more, it is the largest output (the first of equals). A NaN prediction counts as wrong.
"""

import numpy as np

from backprop.checks import invalid

Array = np.ndarray


def _check(prediction: Array, y: Array) -> None:
    if np.ndim(y) != 2 or np.size(y) == 0:
        raise invalid("y.shape", np.shape(y), "(n, outputs), at least one sample and one output")
    if np.shape(prediction)[-2:] != np.shape(y):
        raise invalid("prediction.shape", np.shape(prediction), f"(…, {len(y)}, {np.shape(y)[1]}), as y")


def _classes(values: Array) -> Array:
    """Index of the class (…, n), from one column or from one column per class; −1 where a value is NaN."""
    index = values[..., 0] > 0.5 if values.shape[-1] == 1 else values.argmax(axis=-1)
    return np.where(np.isnan(values).any(axis=-1), -1, index)


def accuracy(prediction: Array, y: Array) -> Array:
    """The share of samples whose class is right.

    Args:
        prediction: (…, n, outputs).
        y: classes as (n, 1) of 0 and 1, or one-hot (n, classes).

    Returns:
        (…): one number for each run.

    Raises:
        ValueError: shapes that do not fit, or no samples.
    """
    _check(prediction, y)
    return (_classes(prediction) == _classes(y)).mean(axis=-1)


def confusion_matrix(prediction: Array, y: Array) -> Array:
    """How many samples of class i (row) are predicted as class j (column); NaN predictions are not counted.

    Args:
        prediction: (…, n, outputs).
        y: classes as (n, 1) of 0 and 1, or one-hot (n, classes).

    Returns:
        Counts (…, classes, classes), whole numbers.

    Raises:
        ValueError: shapes that do not fit, or no samples.
    """
    _check(prediction, y)
    classes = np.arange(max(2, y.shape[1]))
    truth = (_classes(y)[:, None] == classes).astype(np.int64)
    taken = (_classes(prediction)[..., None] == classes).astype(np.int64)
    return truth.T @ taken


def r_squared(prediction: Array, y: Array) -> Array:
    """R²: the share of the targets' variance that is explained; 1 is perfect, 0 is no better than the mean.

    Args:
        prediction: (…, n, outputs).
        y: targets (n, outputs); squares are summed over all outputs.

    Returns:
        (…): one number for each run; NaN where all targets are equal, because there is nothing to explain.

    Raises:
        ValueError: shapes that do not fit, or no samples.
    """
    _check(prediction, y)
    total = ((y - y.mean(axis=0)) ** 2).sum() if (y != y[0]).any() else 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a diverged run has a score of −∞
        left = ((prediction - y) ** 2).sum(axis=(-2, -1))
        return np.where(total > 0, 1.0 - left / total, np.nan)[()]
