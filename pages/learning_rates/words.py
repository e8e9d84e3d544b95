"""Whether a learning rate was too small or too large, decided from its loss curve by fixed rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop.explain.numbers import text
from backprop.explain.training.divergence import broken_quantity
from backprop.notation import Names
from backprop.trace import Broken

Array = np.ndarray

_OFTEN, _RISE, _SWING, _LEFT, _PACE, _STILL = 0.25, 0.01, 0.02, 0.5, 0.1, 0.01
_DIGITS = 1e-12
"""A change below this share of the first loss is rounding error."""
_FEWEST_DIGITS, _MOST_DIGITS = 3, 6
_ASIDE = 0.01
"""A peak or low point is mentioned if it is this share beyond both ends of the curve."""

TOO_SLOW, GOOD, OSCILLATING, DIVERGING, STUCK = "too slow", "good", "oscillating", "diverging", "stuck"

RULES: dict[str, str] = {
    OSCILLATING: "Every number stays finite, and in the second half the loss comes back at least once to where it "
    f"began or below. There it falls in some steps, and rises in more than {_OFTEN:.0%} of them, each time by more "
    f"than {_RISE:.0%} of the first loss. Or it ends with {_LEFT:.0%} to {1 + _STILL:.0%} of the first loss, and "
    f"before that it both climbs and comes down by more than {_SWING:.0%} of the first loss, and climbs by more than "
    "the second half brings it down in all.",
    DIVERGING: "A number became too large for a computer to hold; or the loss ends more than "
    f"{_STILL:.0%} above where it began.",
    GOOD: f"Less than {_LEFT:.0%} of the first loss is left.",
    TOO_SLOW: f"At least {_LEFT:.0%} of the first loss is left, and it still falls, below where it began: in the "
    f"second half by at least {_STILL:.0%}, or by at least {_PACE:.0%} of what it fell from its highest in the first "
    "half.",
    STUCK: f"Otherwise: it ends with {_LEFT:.0%} to {1 + _STILL:.0%} of the first loss, and in the second half it "
    "falls by less than that, or not below where it began, or not at all.",
}
"""Every label with its rule. They are tried in this order, and the first that applies decides."""

SIGNS: dict[str, str] = {TOO_SLOW: "↘", GOOD: "✓", OSCILLATING: "∿", DIVERGING: "↑", STUCK: "–"}
"""Every label, and a symbol for it where there is no room for the word."""
SIGNS_IN_WORDS = ", ".join(f"{sign} {kind}" for kind, sign in SIGNS.items())


@dataclass(frozen=True, slots=True)
class Pace:
    """What a loss curve says about its learning rate.

    Attributes:
        kind: key in `RULES`.
        sentence: the label in a sentence with numbers.
    """

    kind: str
    sentence: str


def pace(steps: Array, losses: Array, broken: Broken | None, names: Names, first: float | None = None) -> Pace:
    """The label of a run.

    Args:
        steps: training steps at which the loss is recorded, ascending (m,); they decide where the second half begins.
        losses: the training loss at these steps (m,), the first at step 0; the run counts as broken at the first value
            that is not finite.
        broken: what became non-finite first, or None.
        names: of the network's layers.
        first: a run is good if it ends below half of this loss, or below half of its own first loss if that is smaller.
            It is for runs from different initial weights: the worse the start, the easier it is to improve on it.
    """
    known = losses[: _first_broken(losses)]
    cut = len(known) < len(losses)
    with np.errstate(over="ignore"):  # a sum of losses can be too large as well
        kind = _kind(steps[: len(known)], known, broken is not None or cut, first)
    if broken is not None:
        told = f"in step {broken.step:,} {broken_quantity(broken, names)} grew beyond every number."
    elif cut:
        told = "the loss grew beyond every number."
    else:
        told = _story(steps, known, kind)
    return Pace(kind, f"{kind}: {told}")


def _first_broken(losses: Array) -> int:
    finite = np.isfinite(losses)
    return len(losses) if finite.all() else int(np.argmin(finite))


def _middle(steps: Array) -> int:
    """Where the second half of the steps begins."""
    return int(np.searchsorted(steps, (steps[0] + steps[-1]) / 2))


def _kind(steps: Array, losses: Array, broken: bool, least: float | None) -> str:
    if broken or len(losses) == 0:
        return DIVERGING
    first, last, middle = float(losses[0]), float(losses[-1]), _middle(steps)
    enough = _LEFT * (first if least is None else min(first, least))
    early, late = losses[: middle + 1], losses[middle:]
    changes = np.diff(late)
    often = len(changes) > 0 and float(np.mean(changes > _RISE * first)) > _OFTEN
    flickers = often and changes.min() < -_DIGITS * first
    swings = enough <= last <= first * (1 + _STILL) and _swings(late, first)
    if late.min() <= first and (flickers or swings):
        return OSCILLATING
    if last > first * (1 + _STILL):
        return DIVERGING
    if last < enough:
        return GOOD
    before, after = float(early.max() - early[-1]), float(late[0]) - last
    still = after > _DIGITS * first and (after >= _STILL * late[0] or after >= _PACE * before)
    return TOO_SLOW if still and last < first else STUCK


def _swings(late: Array, first: float) -> bool:
    """Whether a loss goes up and down, and up by more than it falls from beginning to end."""
    climb, descent = _climb(late), _climb(-late)
    return min(climb, descent) > _SWING * first and climb > float(late[0] - late[-1])


def _climb(values: Array) -> float:
    """The largest rise from an earlier value to a later one."""
    return float((values - np.minimum.accumulate(values)).max())


def _story(steps: Array, losses: Array, kind: str) -> str:
    """How the loss changed, in a sentence, with enough digits to distinguish its numbers."""
    first, last = float(losses[0]), float(losses[-1])
    if kind == OSCILLATING:
        late = losses[_middle(steps) :]
        low, high = _apart(float(late.min()), float(late.max()))
        return f"in the second half the loss swings between {low} and {high}."
    peak, lowest = float(losses.max()), float(losses.min())
    if peak > max(first, last) * (1 + _ASIDE):
        begin, aside, end = _apart(first, peak, last)
        return f"the loss rose from {begin} to {aside}, then fell to {end}."
    if lowest < min(first, last) * (1 - _ASIDE):
        begin, aside, end = _apart(first, lowest, last)
        return f"the loss fell from {begin} to {aside}, then rose to {end}."
    if f"{first:.{_MOST_DIGITS}g}" == f"{last:.{_MOST_DIGITS}g}":
        return f"the loss stays near {text(first, _FEWEST_DIGITS)}."
    begin, end = _apart(first, last)
    return f"the loss {'rose' if last > first else 'fell'} from {begin} to {end}."


def _apart(*values: float) -> list[str]:
    """Numbers as text, with the fewest digits that distinguish all numbers that can be distinguished with more."""
    seen = [len({f"{value:.{digits}g}" for value in values}) for digits in range(_FEWEST_DIGITS, _MOST_DIGITS + 1)]
    return [text(value, _FEWEST_DIGITS + seen.index(max(seen))) for value in values]


def good_rates(rates: Array, kinds: Sequence[str]) -> str:
    """The range of learning rates that are good for a way to train, in words."""
    good = [float(rate) for rate, kind in zip(rates, kinds, strict=True) if kind == GOOD]
    if not good:
        return "at no learning rate here"
    if len(good) == 1:
        return f"at α = {text(good[0], 3)} only"
    between = [kind for rate, kind in zip(rates, kinds, strict=True) if good[0] <= rate <= good[-1]]
    gaps = ", with gaps" if len(between) > len(good) else ""
    return f"from α = {text(good[0], 3)} to {text(good[-1], 3)}{gaps}"
