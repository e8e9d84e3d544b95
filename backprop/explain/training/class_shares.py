"""The share (predicted probability) that a classifier gives to each class, for one sample."""

import numpy as np

from backprop.checks import invalid
from backprop.trace import StepTrace

Array = np.ndarray


def class_shares(
    source: StepTrace | Array, classes: int, sample: int = 0, truth: int | None = None
) -> tuple[Array, int | None]:
    """The share of each class, and which is the true one.

    Args:
        source: a step, or the activations of the output layer: (outputs,) or (n, outputs).
        classes: how many there are; with one output and two classes, the share of the first class is 1 − output.
        sample: which row.
        truth: index of the true class, if the source does not know it.

    Returns:
        Shares (classes,); and the index of the true class, None if it is not known.

    Raises:
        ValueError: the outputs do not fit the number of classes, or there is no such sample.
    """
    outputs = np.atleast_2d(source.prediction if isinstance(source, StepTrace) else np.asarray(source, dtype=float))
    if not 0 <= sample < len(outputs):
        raise invalid("sample", sample, f"from 0 to {len(outputs) - 1}")
    shares = outputs[sample]
    if len(shares) == 1 and classes == 2:
        shares = np.array([1.0 - shares[0], shares[0]])
    if shares.shape != (classes,):
        raise invalid("outputs", len(shares), f"{classes}, one for each class")
    if truth is None and isinstance(source, StepTrace):
        target = source.y[sample]
        truth = int(target[0] > 0.5) if len(target) == 1 else int(target.argmax())
    return shares, truth
