"""Two losses on the same forward pass: squared error, and the loss made for probabilities."""

from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.losses import LOSSES, Loss, losses_for
from backprop.trace import StepTrace

Array = np.ndarray

_SQUARED = {"mse": r"\text{MSE}", "half_sse": r"\frac12\text{ squared}"}
_PARTNER = {"sigmoid": "log_loss", "softmax": "cross_entropy"}


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The result of one loss for a forward pass.

    Attributes:
        loss: the loss function.
        value: the loss of the batch.
        da: ∂L/∂a of the output (outputs,), for one sample.
        delta: δ of the output (outputs,), for one sample.
    """

    loss: Loss
    value: float
    da: Array
    delta: Array


@dataclass(frozen=True, slots=True, eq=False)
class LossComparison:
    """Two losses on the same forward pass, for one sample.

    Attributes:
        output: the output activation, sigmoid or softmax.
        squared: MSE, or ½ squared if the step was taken with it.
        logarithmic: log loss or cross-entropy.
        prediction, target: (outputs,).
        ratio: δ under the squared loss over δ under the other (outputs,); NaN where both are 0.
        law: the ratio in symbols, LaTeX; empty where it has no short form.
        trained: name of the loss that the step was taken with.
    """

    output: str

    squared: Verdict
    logarithmic: Verdict
    prediction: Array
    target: Array
    ratio: Array
    law: str
    trained: str


def compare_losses(step: StepTrace, sample: int) -> LossComparison | str:
    """A squared loss and log loss (for softmax: cross-entropy) from the step's one forward pass.

    The squared loss is the one that the step was taken with, if that was a squared loss; else MSE.

    Returns:
        The comparison, or a sentence that says why there is none.
    """
    output = step.net.output
    partner = _PARTNER.get(output)
    if partner is None:
        return (
            f"An output with {ACTIVATIONS[output].title} is no probability, so log loss has no meaning for it. "
            f"Losses that fit: {', '.join(LOSSES[name].title for name in losses_for(output))}."
        )
    inside = ((step.y >= 0) & (step.y <= 1)).all()
    if not inside or (output == "softmax" and not np.allclose(step.y.sum(axis=-1), 1.0)):
        return f"{LOSSES[partner].title} needs targets that are probabilities; these targets are not."
    chosen = step.loss_name if step.loss_name in _SQUARED else "mse"
    squared, logarithmic = (_verdict(step, sample, LOSSES[name]) for name in (chosen, partner))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = squared.delta / logarithmic.delta
    prediction, target = step.prediction[sample], step.y[sample]
    law = _law(chosen, step.net.sizes[-1]) if output == "sigmoid" else ""
    return LossComparison(output, squared, logarithmic, prediction, target, ratio, law, step.loss_name)


def _law(squared: str, outputs: int) -> str:
    """δ under a squared loss over δ under log loss: the slope, times the factor between their conventions."""
    number = {"mse": r"2\,", "half_sse": rf"{outputs}\," if outputs > 1 else ""}[squared]
    return rf"\frac{{\delta_{{{_SQUARED[squared]}}}}}{{\delta_\text{{log}}}} = {number}\hat y\,(1 - \hat y)"


def _verdict(step: StepTrace, sample: int, loss: Loss) -> Verdict:
    z, a = step.forward[-1].z, step.forward[-1].a
    delta = loss.delta(z, a, step.y, ACTIVATIONS[step.net.output])
    return Verdict(loss, float(loss.value(z, a, step.y)), loss.da(z, a, step.y)[sample], delta[sample])
