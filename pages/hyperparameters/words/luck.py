"""What is said of settings that are trained with many seeds."""

from backprop.explain.numbers import signed, text
from pages.hyperparameters.numbers.finalists import NEW_SEEDS, Difference, Finalists
from pages.hyperparameters.numbers.selection import wins
from pages.hyperparameters.words.settings import loss_text, setting_text

ALL = f"all {len(NEW_SEEDS)}"
MORE = f"{len(NEW_SEEDS) // 2 + 1} to {len(NEW_SEEDS) - 1}"
FEWER = f"{len(NEW_SEEDS) // 2} or fewer"


def how_many(count: int) -> str:
    """The answer that fits the number of seeds with which the winner wins again."""
    return ALL if count == len(NEW_SEEDS) else MORE if count > len(NEW_SEEDS) // 2 else FEWER


def finalists_rows(found: Finalists) -> list[list[str]]:
    """For each setting its loss in the search, the losses with the new seeds, and how often it is the best."""
    again = wins(found.losses)
    return [
        [
            f"{place + 1}: {setting_text(setting)}",
            loss_text(found.chosen_by[place]),
            f"{loss_text(found.medians[place])}, from {loss_text(losses.min())} to {loss_text(losses.max())}",
            str(again[place]),
        ]
        for place, (setting, losses) in enumerate(zip(found.settings, found.losses, strict=True))
    ]


def luck_alt(found: Finalists) -> str:
    """The losses of all settings with all seeds, in words."""
    rows = zip(found.chosen_by, found.medians, found.losses, strict=True)
    said = "; ".join(
        f"place {place}: {loss_text(before)} in the search, median {loss_text(middle)}, from {loss_text(losses.min())}"
        f" to {loss_text(losses.max())}"
        for place, (before, middle, losses) in enumerate(rows, start=1)
    )
    return f"Validation loss of the best settings with {len(NEW_SEEDS)} new seeds. {said}."


def luck_numbers(found: Finalists, apart: Difference) -> dict[str, str]:
    """Values for the text."""
    return {
        "again": str(int(wins(found.losses)[0])),
        "new": str(len(NEW_SEEDS)),
        "count": str(len(found.settings)),
        "lucky": str(found.lucky),
        "before": loss_text(found.chosen_by[0]),
        "after": loss_text(found.medians[0]),
        "low": loss_text(found.losses[0].min()),
        "high": loss_text(found.losses[0].max()),
        "mean": signed(apart.mean, 2),
        "error": text(apart.error, 2),
        "lower": str(apart.lower),
        "better": "1" if apart.mean < 0 else "2",
    }
