"""The verdict on a training run: its kind, a sentence and the rule that decides; and whether the run learned its data.

The rules use the recorded training losses that are finite, in order, and the loss of the best single answer for all
samples: a network that only reaches that loss has learned hardly anything from its inputs.
"""

from dataclasses import dataclass

import numpy as np

from backprop.explain.numbers import text
from backprop.explain.training.results import TRAINING, results
from backprop.losses import Loss, loss_function
from backprop.training.run import Run

Array = np.ndarray

_BLOWN, _STILL, _RISE, _OFTEN, _FALL, _NEAR = 10.0, 0.05, 0.05, 0.2, 0.5, 0.3
_FEWEST = 4
_HALVINGS = 60
_SEPARATED = 0.95

BLOWS_UP, OSCILLATES, GOES_DOWN, HARDLY_MOVES, GOES_UP = (
    "blows up",
    "oscillates",
    "goes down",
    "hardly moves",
    "goes up",
)

RULES: dict[str, str] = {
    BLOWS_UP: f"The loss becomes infinite or no number, or its last value is more than {_BLOWN:g} times the first.",
    OSCILLATES: f"In the second half of the recorded losses at least {_OFTEN:.0%} of the changes are rises by more "
    f"than {_RISE:.0%} of the first loss, and the half's median is still above {_FALL:.0%} of the first loss.",
    HARDLY_MOVES: f"The last loss is within {_STILL:.0%} of the first. Or it is lower, but within {_STILL:.0%} of what "
    f"the best single answer for all samples gives, and the first was at most {_NEAR:.0%} above that: hardly "
    "anything was learned from the inputs.",
    GOES_DOWN: f"The last loss is below {1 - _STILL:.0%} of the first.",
    GOES_UP: f"The last loss is more than {_STILL:.0%} above the first, but not {_BLOWN:g} times as large.",
}
"""Every kind with its rule. The rules are tried in this order, and the first that applies decides."""

KINDS: tuple[str, ...] = tuple(RULES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run went.

    Attributes:
        kind: one of `KINDS`.
        sentence: the verdict with numbers.
        rule: the rule that decides, for a student to read.
    """

    kind: str
    sentence: str
    rule: str


def verdict(run: Run) -> Verdict:
    """The verdict on a run, from its training loss."""
    losses = run.train_loss[np.isfinite(run.train_loss)]
    single = single_answer_loss(run)
    kind = _kind(losses, single, broken=run.diverged is not None or len(losses) < len(run.train_loss))
    return Verdict(kind, _sentence(kind, losses, single, run), RULES[kind])


def single_answer_loss(run: Run) -> float:
    """The lowest training loss that is possible with the same answer for all samples.

    For squared errors, log loss and cross-entropy that answer is the mean target; for classes, the share of each class.
    """
    y, output = run.data.y, run.net.output
    loss = loss_function(str(run.experiment.loss), output)
    answers = [y.mean(axis=0)] if loss.dterm_dz else [y.mean(axis=0), _level(loss, y)]
    return min(_value_of_answer(loss, np.broadcast_to(answer, y.shape), y, output) for answer in answers)


def _value_of_answer(loss: Loss, answer: Array, y: Array, output: str) -> float:
    log, log_rest = (np.log(np.maximum(part, np.finfo(float).tiny)) for part in (answer, 1.0 - answer))
    z = {"sigmoid": log - log_rest, "softmax": log}.get(output, answer)
    return float(loss.value(z, answer, y))


def _level(loss: Loss, y: Array) -> Array:
    """The answer (outputs,) at which the derivatives of all terms by it add up to 0, found by bisection.

    The loss must be convex in the answer and must not need z.
    """
    low, high = y.min(axis=0), y.max(axis=0)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        rises = loss.dterm(middle, np.broadcast_to(middle, y.shape), y).sum(axis=0) > 0
        low, high = np.where(rises, low, middle), np.where(rises, middle, high)
    return 0.5 * (low + high)


def _kind(losses: Array, single: float, broken: bool) -> str:
    if broken or len(losses) == 0:
        return BLOWS_UP
    first, last = float(losses[0]), float(losses[-1])
    if last > _BLOWN * first:
        return BLOWS_UP
    late = losses[len(losses) // 2 :]
    changes = np.diff(late)
    if len(changes) >= _FEWEST:
        often = float(np.mean(changes > _RISE * first)) >= _OFTEN
        if often and float(np.median(late)) > _FALL * first:
            return OSCILLATES
    if last > (1 + _STILL) * first:
        return GOES_UP
    nothing_learned = first <= (1 + _NEAR) * single and abs(last - single) <= _STILL * single
    return HARDLY_MOVES if last >= (1 - _STILL) * first or nothing_learned else GOES_DOWN


def _sentence(kind: str, losses: Array, single: float, run: Run) -> str:
    if len(losses) == 0:
        return "The training loss blows up: it is never a number that a computer can hold."
    first, last, low, high = (text(float(value), 3) for value in (losses[0], losses[-1], losses.min(), losses.max()))
    updates = f"{run.updates:,} step{'s' if run.updates != 1 else ''}"
    if kind == OSCILLATES:
        late = losses[len(losses) // 2 :]
        low, high = text(float(late.min()), 3), text(float(late.max()), 3)
        return f"The training loss oscillates: it begins at {first}, and later swings between {low} and {high}."
    if kind == BLOWS_UP and run.diverged:
        return f"The training loss blows up: from {first} to {high}, and after {updates} the numbers break."
    told = f"The training loss {kind}: from {first} to {last} in {updates}."
    if losses[-1] < (1 - _STILL) * single:
        return told
    return f"{told} The best single answer for all samples gives {text(single, 3)}."


def separates(run: Run) -> bool:
    """Whether the network has learned its training part: accuracy, or R² of a regression, of at least 0.95."""
    return results(run, run.updates).training.score >= _SEPARATED


def separation(run: Run) -> str:
    """The result of `separates` as a sentence, with the numbers."""
    found = results(run, run.updates)
    score, samples = found.training.score, found.training.samples
    limit = f"{_SEPARATED:.0%}".replace("%", " %")
    good = score >= _SEPARATED
    if found.classes:
        right = round(score * samples)
        verb = "tells the classes apart" if good else "does not tell the classes apart"
        share = f"{100 * score:.3g} %"
        return f"The network {verb}: {right} of {samples} {TRAINING} samples are right ({share}; {limit} is enough)."
    if np.isnan(score):
        return f"All {samples} {TRAINING} targets are equal: there is nothing to explain, and no R²."
    verb = "follows the data" if good else "does not follow the data"
    return f"The network {verb}: R² on the {samples} {TRAINING} samples is {text(score, 3)} ({_SEPARATED} is enough)."
