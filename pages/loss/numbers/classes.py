"""Three classes: a softmax output judged by MSE and by cross-entropy; with two classes it equals a sigmoid output."""

from collections.abc import Sequence

from backprop.network import Network, Parameters
from backprop.steps import trace_step
from backprop.trace import StepTrace
from pages.loss.numbers import LOG, MSE
from pages.loss.numbers.neuron import judged

CLASSES = 3
REACH = 6.0
"""How far from 0 each logit can be moved."""
OF_CLASSES = {MSE: "mse", LOG: "cross_entropy"}
"""The name of each of the two losses for many classes."""


def judged_classes(logits: Sequence[float], true: int, loss: str) -> StepTrace:
    """A softmax output with these logits.

    Args:
        logits: z of each class.
        true: index of the true class.
        loss: mse or log_loss.
    """
    count = len(logits)
    target = [[1.0 if index == true else 0.0 for index in range(count)]]
    params = Parameters(([list(logits)],), ([0.0] * count,))
    net = Network((1, count), output="softmax")
    return trace_step(net, params, [[1.0]], target, OF_CLASSES[loss])


def as_two_classes(z: float) -> tuple[float, float]:
    """Cross-entropy of two classes with logits z and 0, and log loss of a sigmoid output with pre-activation z."""
    return judged_classes((z, 0.0), 0, LOG).loss, judged(z, 1.0, LOG).loss
