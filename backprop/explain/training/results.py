"""How good a network is at one step of its training, on both parts of the data; and what to try if it diverges."""

from dataclasses import dataclass

import numpy as np

from backprop.explain.numbers import text
from backprop.explain.training.divergence import divergence
from backprop.losses import loss_function
from backprop.network import Parameters
from backprop.notation import Names
from backprop.optimizers import WITH_VELOCITY
from backprop.passes import forward
from backprop.training.remedy import Tried
from backprop.training.run import Run
from backprop.training.scores import accuracy, confusion_matrix, r_squared

Array = np.ndarray

TRAINING, TEST = "training", "test"
_LARGE_INPUT = 10.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the data.

    Attributes:
        samples: how many there are.
        loss: mean loss, without penalty.
        score: accuracy of a classification, R² of a regression; R² is NaN where all targets are equal.
    """

    samples: int
    loss: float
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """The results of a network before update k.

    Attributes:
        step: k.
        score_name: "accuracy" or "R²".
        training: the part that is trained with.
        test: the part that is not trained with; None if there is none.
        classes: names of the classes; () for a regression.
        confusion: counts (classes, classes), rows are the true classes, read-only; None for a regression.
        confusion_part: "test", or "training" if there is no test part.
    """

    step: int
    score_name: str
    training: Part
    test: Part | None
    classes: tuple[str, ...]
    confusion: Array | None
    confusion_part: str


def results(run: Run, k: int) -> Results:
    """Losses, scores and confusion matrix with the parameters before update k.

    Raises:
        ValueError: k is no step of the run.
    """
    params, data = run.parameters_at(k), run.data
    classes = data.dataset.classes
    training, prediction = _part(run, params, data.x, data.y)
    test, truth, part = None, data.y, TRAINING
    if len(data.x_test):
        (test, prediction), truth, part = _part(run, params, data.x_test, data.y_test), data.y_test, TEST
    return Results(
        step=int(k),
        score_name="accuracy" if classes else "R²",
        training=training,
        test=test,
        classes=classes,
        confusion=_read_only(confusion_matrix(prediction, truth)) if classes else None,
        confusion_part=part,
    )


def _part(run: Run, params: Parameters, x: Array, y: Array) -> tuple[Part, Array]:
    """Loss and score on a part of the data, and the prediction."""
    with np.errstate(over="ignore", invalid="ignore"):  # a run may overflow before it diverges
        output = forward(run.net, params, x)[-1]
        loss = float(loss_function(str(run.experiment.loss), run.net.output).value(output.z, output.a, y))
        score = float((accuracy if run.data.dataset.classes else r_squared)(output.a, y))
    return Part(len(x), loss, score), output.a


def scores_text(found: Results) -> tuple[str, str]:
    """The scores of both parts: accuracy in percent, R² as it is; a dash without a test part."""

    def said(part: Part | None) -> str:
        if part is None:
            return "–"
        return f"{100 * part.score:.1f} %" if found.classes else text(part.score, 3)

    return said(found.training), said(found.test)


def _read_only(array: Array) -> Array:
    """The array itself, made read-only: nothing else refers to it."""
    array.flags.writeable = False
    return array


def divergence_sentence(run: Run, tried: Tried | None = None) -> str:
    """What broke, at which step, in which layer, and what to try; "" if the run did not diverge.

    Args:
        run: the run.
        tried: smaller learning rates that have been tried; None if none has.
    """
    if run.diverged is None:
        return ""
    experiment = run.experiment
    told = divergence(run.diverged, run.last, Names(run.net))
    rate = experiment.learning_rate
    hints = []
    if experiment.optimizer in WITH_VELOCITY and experiment.momentum > 0:
        hints.append("less momentum")
    if experiment.initializer in ("normal", "uniform", "all-equal"):
        hints.append("smaller initial weights (Xavier, or He for ReLU)")
    if not experiment.standardize and float(np.abs(run.data.x).max()) > _LARGE_INPUT:
        hints.append("standardised inputs")
    more = f" {_joined(hints)} can help{' too' if tried and tried.helps else ''}." if hints else ""
    return f"{told[:-1]} than {text(rate, 4)}{_outcome(tried)}.{more}"


def _outcome(tried: Tried | None) -> str:
    """The result of the learning rates that have been tried; "" if none has."""
    if tried is None or not tried.rates:
        return ""
    rates = [text(rate, 4) for rate in tried.rates]
    if tried.helps:
        return f": with {rates[-1]} the loss falls from {text(tried.first, 3)} to {text(tried.last, 3)}"
    if len(rates) == 1:
        return f"; {rates[0]} has been tried here, and does not help"
    return f"; those from {rates[0]} down to {rates[-1]}, each a tenth of the last, have been tried, and none helps"


def _joined(hints: list[str]) -> str:
    """The hints, joined as the beginning of a sentence."""
    *others, last = hints
    words = f"{', '.join(others)} or {last}" if others else last
    return words[0].upper() + words[1:]
