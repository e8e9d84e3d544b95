"""What several figures share: the marks of both searches, and where values of a choice stand on an axis."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from backprop.figures.palette import Palette
from backprop.figures.style import Trace
from backprop.figures.ticks import decimal_ticks
from pages.hyperparameters.numbers.search import GRID, RANDOM
from pages.hyperparameters.numbers.space import BATCHES, DEPTHS, INITIALIZERS, RATE, RATES, WIDTHS

Array = np.ndarray

_VALUES: dict[str, tuple[Any, ...]] = {
    "width": WIDTHS,
    "depth": DEPTHS,
    "initializer": INITIALIZERS,
    "batch_size": BATCHES,
}
SIGNS = {GRID: "○", RANDOM: "●"}


def ink(name: str, colours: Palette) -> str:
    """The colour of a search."""
    return colours.text if name == GRID else colours.accent


def title(name: str, words: str, colours: Palette) -> str:
    """Words with the mark of a search, in its colour."""
    return f'<span style="color:{ink(name, colours)}">{SIGNS[name]} {words}</span>'


def marker(name: str, size: float, colours: Palette) -> Trace:
    """The mark of a search: hollow for grid search, filled for random search."""
    own = ink(name, colours)
    fill = "rgba(0,0,0,0)" if name == GRID else own
    return {"size": size, "color": fill, "line": {"color": own, "width": 1.5}}


def places(choice: str, values: Iterable[Any]) -> Array:
    """Where values stand: the logarithm of a learning rate, else the place in the list."""
    if choice == RATE:
        return np.log10(np.array(list(values), dtype=float))
    return np.array([_VALUES[choice].index(value) for value in values], dtype=float)


def choice_axis(choice: str) -> tuple[float, float, dict[str, Any]]:
    """Ends and ticks of the axis of a choice."""
    if choice == RATE:
        low, high = (float(np.log10(rate)) for rate in RATES)
        ticks = decimal_ticks(low - 0.01, high + 0.01, (1,))
        return low - 0.25, high + 0.25, ticks | {"tickvals": [float(np.log10(each)) for each in ticks["tickvals"]]}
    values = _VALUES[choice]
    ticks = {"tickvals": list(range(len(values))), "ticktext": [str(value) for value in values]}
    return -0.6, len(values) - 0.4, ticks


def loss_ends(losses: Array) -> tuple[float, float]:
    """Ends of a logarithmic axis with all finite losses, as powers of ten, to the next half."""
    known = np.log10(losses[np.isfinite(losses)])
    return float(np.floor(4 * known.min() - 0.2) / 4), float(np.ceil(4 * known.max() + 0.2) / 4)
