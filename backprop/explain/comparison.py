"""The other loss: one forward pass, judged by squared error and by the loss made for probabilities."""

from dataclasses import dataclass

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.losses import LOSSES, Loss, losses_for
from backprop.trace import StepTrace

Array = np.ndarray

_PARTNER = {"sigmoid": "log_loss", "softmax": "cross_entropy"}


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What one loss says of a forward pass.

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
        squared: MSE.
        logarithmic: log loss or cross-entropy.
        prediction, target: (outputs,).
        ratio: δ under MSE over δ under the other (outputs,); NaN where both are 0.
        law: what the ratio is in symbols, LaTeX; empty where it has no short form.
    """

    squared: Verdict
    logarithmic: Verdict
    prediction: Array
    target: Array
    ratio: Array
    law: str


def compare_losses(step: StepTrace, sample: int) -> LossComparison | str:
    """MSE and log loss (for softmax: cross-entropy) from the step's one forward pass.

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
    squared, logarithmic = (_verdict(step, sample, LOSSES[name]) for name in ("mse", partner))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = squared.delta / logarithmic.delta
    law = r"\frac{\delta_\text{MSE}}{\delta_\text{log}} = 2\,\hat y\,(1 - \hat y)" if output == "sigmoid" else ""
    return LossComparison(squared, logarithmic, step.prediction[sample], step.y[sample], ratio, law)


def _verdict(step: StepTrace, sample: int, loss: Loss) -> Verdict:
    z, a = step.forward[-1].z, step.forward[-1].a
    delta = loss.delta(z, a, step.y, ACTIVATIONS[step.net.output])
    return Verdict(loss, float(loss.value(z, a, step.y)), loss.da(z, a, step.y)[sample], delta[sample])
