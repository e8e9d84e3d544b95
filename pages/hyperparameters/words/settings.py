"""Choices, their values and settings, as a person reads them."""

from collections.abc import Sequence

from backprop.explain.numbers import text
from pages.hyperparameters.numbers.search import GRID, RANDOM
from pages.hyperparameters.numbers.space import BATCH, CHOICES, DEPTH, INITIALIZER, RATE, WIDTH, Setting

TITLES = {
    RATE: "learning rate α",
    WIDTH: "width",
    DEPTH: "depth",
    INITIALIZER: "initial weights",
    BATCH: "batch size",
}
SEARCHES = {GRID: "grid search", RANDOM: "random search"}


def loss_text(value: float) -> str:
    """A loss with three digits."""
    return text(float(value), 3)


def value_text(value: float | str) -> str:
    """A value of a choice."""
    return value if isinstance(value, str) else text(float(value), 2) if isinstance(value, float) else str(value)


def counted(count: int, one: str) -> str:
    """1 unit, 2 units."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def listed(parts: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def setting_text(setting: Setting) -> str:
    """All five choices."""
    layers = f"{counted(setting.depth, 'layer')} of {counted(setting.width, 'unit')}"
    return f"α = {text(setting.learning_rate, 3)}, {layers}, {setting.initializer}, batch size {setting.batch_size}"


def setting_cells(setting: Setting) -> list[str]:
    """All five choices as cells of a table, in the order of CHOICES."""
    return [text(value, 3) if isinstance(value, float) else str(value) for value in setting]


HEAD = tuple(TITLES[choice] for choice in CHOICES)
