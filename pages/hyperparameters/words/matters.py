"""What is said of the choices one by one, two at a time, and all together."""

import numpy as np

from backprop.explain.numbers import percent
from pages.hyperparameters.numbers.full import AXES, Full
from pages.hyperparameters.numbers.space import CHOICES, Setting
from pages.hyperparameters.words.settings import TITLES, listed, loss_text, setting_text, value_text

BEST = 20
"""Settings that stand out among all."""
_LITTLE = 1.1
"""A loss that is at most so many times another is little more."""


def largest(found: Full) -> str:
    """The choice that explains most alone."""
    return CHOICES[int(found.shares.argmax())]


def shares_text(found: Full) -> str:
    """All shares, in the order of the choices."""
    return "; ".join(
        f"{TITLES[choice]}: {percent(share)}" for choice, share in zip(CHOICES, found.shares.tolist(), strict=True)
    )


def shares_rows(found: Full) -> list[list[str]]:
    """The share of each choice, and of their combinations."""
    rows = [[TITLES[choice], percent(float(share))] for choice, share in zip(CHOICES, found.shares, strict=True)]
    return [*rows, ["combinations", percent(found.rest)]]


def shares_alt(found: Full) -> str:
    """The shares as a picture, in words."""
    return f"Share of the variance that each choice explains alone. {shares_text(found)}; combinations:" + (
        f" {percent(found.rest)}."
    )


def effects_rows(found: Full) -> list[list[str]]:
    """For each value of each choice the median loss over all others, and the range without the ends."""
    rows = []
    for choice, values in zip(CHOICES, AXES, strict=True):
        for value, losses in zip(values, found.values_of(choice), strict=True):
            low, middle, high = (loss_text(float(each)) for each in np.quantile(losses, (0.1, 0.5, 0.9)))
            rows.append([TITLES[choice], value_text(value), middle, f"{low} to {high}"])
    return rows


def effects_alt(found: Full) -> str:
    """The losses by each choice, in words."""
    said = []
    for choice, values in zip(CHOICES, AXES, strict=True):
        medians = np.median(found.values_of(choice), axis=1)
        each = ", ".join(
            f"{value_text(value)}: {loss_text(middle)}" for value, middle in zip(values, medians, strict=True)
        )
        said.append(f"{TITLES[choice]} {each}")
    return f"Median validation loss by the value of each choice. {'; '.join(said)}."


def factors(found: Full) -> dict[str, float]:
    """For each choice the highest median loss of its values as a multiple of the lowest."""
    medians = {choice: np.median(found.values_of(choice), axis=1) for choice in CHOICES}
    return {choice: float(each.max() / each.min()) for choice, each in medians.items()}


def factors_text(found: Full) -> str:
    """The factor of each choice, the largest first."""
    ordered = sorted(factors(found).items(), key=lambda pair: -pair[1])
    return listed([f"{TITLES[choice]} {loss_text(factor)}" for choice, factor in ordered])


def pairs_alt(found: Full, across: str, up: str) -> str:
    """The heat map in words."""
    rows = zip(AXES[CHOICES.index(up)], found.medians(across, up), strict=True)
    columns = AXES[CHOICES.index(across)]
    said = "; ".join(
        f"{TITLES[up]} {value_text(value)}: "
        + ", ".join(f"{value_text(column)} {loss_text(loss)}" for column, loss in zip(columns, losses, strict=True))
        for value, losses in rows
    )
    return f"Median validation loss by {TITLES[across]} and {TITLES[up]}. {said}."


def pairs_table(found: Full, across: str, up: str) -> tuple[list[str], list[list[str]]]:
    """The heat map as the head and the rows of a table, which is rather long than wide."""
    if len(AXES[CHOICES.index(across)]) > len(AXES[CHOICES.index(up)]):
        across, up = up, across
    head = [f"{TITLES[up]} by {TITLES[across]}", *(value_text(value) for value in AXES[CHOICES.index(across)])]
    rows = zip(AXES[CHOICES.index(up)], found.medians(across, up), strict=True)
    return head, [[value_text(value), *(loss_text(loss) for loss in losses)] for value, losses in rows]


def pair_numbers(found: Full, across: str, up: str) -> tuple[dict[str, str], bool]:
    """Where the heat map is lowest, and what it costs to take that column in every row.

    Returns:
        Values for the text; and whether it costs little.
    """
    medians = found.medians(across, up)
    columns, rows = AXES[CHOICES.index(across)], AXES[CHOICES.index(up)]
    row, column = (int(each) for each in np.unravel_index(medians.argmin(), medians.shape))
    best = medians.argmin(axis=1)
    cost = float((medians[:, column] / medians.min(axis=1)).max())
    each = listed([f"{value_text(columns[at])} at {value_text(value)}" for value, at in zip(rows, best, strict=True)])
    said = {
        "across": TITLES[across],
        "up": TITLES[up],
        "lowest": loss_text(medians.min()),
        "column": value_text(columns[column]),
        "row": value_text(rows[row]),
        "each": each,
        "cost": loss_text(cost),
    }
    return said, cost <= _LITTLE


def used_text(found: Full) -> str:
    """How often each value of each choice occurs among the best settings."""
    best = found.best(BEST)
    said = []
    for axis, (choice, values) in enumerate(zip(CHOICES, AXES, strict=True)):
        counts = np.bincount(best[:, axis], minlength=len(values))
        each = ", ".join(f"{value_text(value)} ({count})" for value, count in zip(values, counts, strict=True))
        said.append(f"- **{TITLES[choice]}:** {each}")
    return "\n".join(said)


def parallel_alt(found: Full) -> str:
    """The parallel coordinates in words."""
    used = used_text(found).replace("- ", "").replace("**", "").replace("\n", "; ")
    best = found.best(1)[0]
    setting = ", ".join(
        f"{TITLES[choice]} {value_text(values[place])}"
        for choice, values, place in zip(CHOICES, AXES, best.tolist(), strict=True)
    )
    return (
        f"Each of {found.loss.size} settings as a line through its values. Values of the best {BEST}: {used}."
        f" The best: {setting}, loss {loss_text(found.loss.min())}."
    )


def parallel_rows(found: Full) -> list[list[str]]:
    """The best settings and their losses."""
    rows = []
    for places in found.best(BEST).tolist():
        setting = Setting(*(values[place] for values, place in zip(AXES, places, strict=True)))
        rows.append([setting_text(setting), loss_text(float(found.loss[tuple(places)]))])
    return rows
