"""Lines over several settings: the median of all seeds, a band from the lowest to the highest, a dot for each run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop.figures.palette import Palette
from backprop.figures.panels import plain
from backprop.figures.style import QUIET, Trace, faded

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line.

    Attributes:
        name: what it is.
        values: of each setting and seed (v, s).
        ink: its colour.
        filled: whether its marks are filled; then its line is solid, else dashed.
        words: of each setting, under the pointer (v,).
    """

    name: str
    values: Array
    ink: str
    filled: bool
    words: Sequence[str]

    @property
    def sign(self) -> str:
        """Its mark, for a heading."""
        return "●" if self.filled else "○"

    @property
    def heading(self) -> str:
        """Its name in its colour, with its mark."""
        return f'<span style="color:{self.ink}">{self.sign} {self.name}</span>'


def spread(series: Series, least: float, chosen: int, colours: Palette) -> list[Trace]:
    """The traces of one line, over the places 0, 1, 2, …

    Args:
        series: the line.
        least: lower values are drawn there.
        chosen: the seed whose dots stand out.
        colours: of the theme.
    """
    values = np.maximum(series.values, least)
    places = np.arange(len(values))
    low, middle, high = values.min(axis=1), np.median(values, axis=1), values.max(axis=1)
    band = QUIET | {
        "mode": "none",
        "fill": "toself",
        "fillcolor": faded(series.ink, 0.12),
        "x": [*places.tolist(), *places[::-1].tolist()],
        "y": [*plain(low), *plain(high[::-1])],
    }
    runs = QUIET | {
        "mode": "markers",
        "x": np.repeat(places, values.shape[1]).tolist(),
        "y": plain(values),
        "marker": {"size": 4, "color": series.ink, "opacity": 0.35},
    }
    line = QUIET | {
        "mode": "lines+markers",
        "x": places.tolist(),
        "y": plain(middle),
        "line": {"color": series.ink, "width": 2.5, "dash": "solid" if series.filled else "6px,4px"},
        "marker": {
            "size": 9,
            "color": series.ink if series.filled else colours.background,
            "line": {"color": series.ink, "width": 2},
        },
        "text": list(series.words),
        "hoverinfo": "text",
    }
    own = QUIET | {
        "mode": "markers",
        "x": places.tolist(),
        "y": plain(values[:, chosen]),
        "marker": {"size": 7, "symbol": "x-thin", "color": series.ink, "line": {"color": series.ink, "width": 1.5}},
    }
    return [band, runs, own, line]
