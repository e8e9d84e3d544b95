"""What only this lesson says."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop.explain.numbers import percent, text
from pages.generalization.numbers.cures import Cured
from pages.generalization.numbers.fits import Fit
from pages.generalization.numbers.labels import Memory
from pages.generalization.numbers.losses import Losses
from pages.generalization.numbers.setting import HIDDEN, L2, NOISE, SAMPLES

Array = np.ndarray

TITLES = {
    HIDDEN: "hidden units",
    SAMPLES: "training samples",
    NOISE: "noise",
    L2: "λ of the L2 penalty",
}
_MOST = 0.7
"""The share of the seeds that counts as most of them."""
HIGHER, LOWER, ALIKE = "higher", "lower", "about the same"
_ALIKE = 0.2
"""Two numbers are about the same if they differ by less than this share of the larger one."""


def compared(value: float, other: float) -> str:
    """Whether a number is higher or lower than another, or about the same."""
    if abs(value - other) <= _ALIKE * max(abs(value), abs(other)):
        return ALIKE
    return HIGHER if value > other else LOWER


def loss_text(value: float) -> str:
    """A loss with three digits."""
    return text(float(value), 3)


def value_text(field: str, value: Any) -> str:
    """A value of a setting as it stands on an axis."""
    return "none" if field == L2 and not value else text(float(value), 3) if isinstance(value, float) else str(value)


def counted(count: int, one: str) -> str:
    """1 unit, 2 units."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def loss_words(found: Losses, values: Array) -> list[str]:
    """The losses at each value, for the pointer."""
    name = TITLES[found.field]
    return [
        f"{name}: {value_text(found.field, value)} ({counted(int(parameters), 'parameter')})<br>{_spread(row)}"
        for value, parameters, row in zip(found.values, found.parameters, values, strict=True)
    ]


def _spread(row: Array) -> str:
    return f"median {loss_text(float(np.median(row)))}, from {loss_text(row.min())} to {loss_text(row.max())}"


def losses_alt(found: Losses) -> str:
    """Both losses in words."""
    rows = zip(found.values, found.train_median, found.test_median, strict=True)
    said = "; ".join(
        f"{value_text(found.field, value)}: {loss_text(train)}, {loss_text(test)}" for value, train, test in rows
    )
    return f"Median training loss and test loss by {TITLES[found.field]}. {said}."


def losses_rows(found: Losses) -> list[list[str]]:
    """For each value a row of a table: parameters, median losses and gap, and the range of the test losses."""
    return [
        [
            value_text(found.field, value),
            f"{int(parameters):,}",
            *(loss_text(each) for each in (train, test, gap)),
            f"{loss_text(row.min())} to {loss_text(row.max())}",
        ]
        for value, parameters, train, test, gap, row in zip(
            found.values,
            found.parameters,
            found.train_median,
            found.test_median,
            found.gap,
            found.test,
            strict=True,
        )
    ]


def peak(found: Losses) -> int | None:
    """The place after the lowest test loss where it is clearly higher than at the end, for most seeds; None if none."""
    median, best = found.test_median, int(found.test_median.argmin())
    top = best + int(median[best:].argmax())
    clearly = compared(float(median[top]), float(median[-1])) == HIGHER
    return top if clearly and (found.test[top] > found.test[-1]).mean() >= _MOST else None


def fit_alt(found: Fit, title: str) -> str:
    """A fit in words."""
    return (
        f"{title}: {counted(len(found.x), 'training sample')}, the true curve, and the curve of the network."
        f" {fit_text(found)}"
    )


def fit_text(found: Fit) -> str:
    """Both losses of a run, and the gap."""
    return f"Training loss {loss_text(found.train)}, test loss {loss_text(found.test)}, gap {loss_text(found.gap)}."


def accuracy_words(found: Memory, values: Array) -> list[str]:
    """The accuracies at each share, for the pointer."""
    return [
        f"{percent(share)} random labels<br>median {percent(float(np.median(row)))},"
        f" from {percent(float(row.min()))} to {percent(float(row.max()))}"
        for share, row in zip(found.shares, values, strict=True)
    ]


def memory_alt(found: Memory) -> str:
    """Both accuracies in words."""
    rows = zip(found.shares, np.median(found.train, axis=1), np.median(found.test, axis=1), strict=True)
    said = "; ".join(f"{percent(share)}: {percent(train)}, {percent(test)}" for share, train, test in rows)
    return f"Accuracy on the training labels and on the test part by share of random labels. {said}."


def updates_text(updates: Sequence[float] | Array) -> str:
    """How many updates it took, as the median over the seeds: the number, or that it did not happen."""
    median = float(np.median(np.where(np.isnan(updates), np.inf, updates)))
    return f"about {median:,.0f} updates" if np.isfinite(median) else "more updates than were taken"


def cured_rows(found: Cured) -> list[list[str]]:
    """A row of a table before and one after a cure, with medians over the seeds."""
    rows = []
    for when, side in (("before", found.before), ("after", found.after)):
        train, test = (float(np.median(each)) for each in (side.train, side.test))
        rows.append([when, *map(loss_text, (train, test, test - train))])
    return rows


def helped_text(found: Cured) -> str:
    """For how many seeds the test loss is lower, the same or higher."""
    seeds = len(found.before.test)
    rest = {"unchanged": found.same, "higher": seeds - found.helped - found.same}
    others = ", ".join(f"{count} {what}" for what, count in rest.items() if count)
    return f"**{found.helped} of {seeds}** seeds have a lower test loss{f' ({others})' if others else ''}."


def cured_alt(found: Cured) -> str:
    """Before and after in words."""
    pairs = zip(found.before.test, found.after.test, strict=True)
    said = "; ".join(
        f"seed {seed}: {loss_text(before)} to {loss_text(after)}" for seed, (before, after) in enumerate(pairs)
    )
    return f"Test loss of each seed, before and after. {said}."


def film_alt(step: int, train: float, held_out: float, name: str) -> str:
    """A frame of a film in words."""
    return f"Step {step:,}: training loss {loss_text(train)}, {name} loss {loss_text(held_out)}."
