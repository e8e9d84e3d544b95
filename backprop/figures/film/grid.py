"""Where the panels of a film are."""

from dataclasses import dataclass

_TEXT_LINE = 19
BELOW_AXIS = 46
"""Pixels for an axis's numbers and title."""
_SIDE = 46
"""Room left and right for the numbers of the axes: those of the right column stand on the right."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel is: its row, and from where to where it reaches across (0 to 1)."""

    row: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of panels, in pixels from top to bottom.

    Attributes:
        heights: of the rows.
        titles: lines of title above each row.
    """

    heights: tuple[int, ...]
    titles: tuple[int, ...]

    @property
    def _tops(self) -> list[int]:
        """Where each row begins, in pixels below the top margin."""
        tops, y = [], 0
        for row, height in enumerate(self.heights):
            y += (BELOW_AXIS + self.titles[row] * _TEXT_LINE + 8) if row else 0
            tops.append(y)
            y += height
        return tops

    @property
    def inner(self) -> int:
        """Height from the first row's top to the last row's bottom."""
        return self._tops[-1] + self.heights[-1]

    @property
    def words(self) -> int:
        """Height of the titles of the first row."""
        return self.titles[0] * _TEXT_LINE + 8

    @property
    def margin(self) -> dict[str, int]:
        return {
            "l": _SIDE,
            "r": _SIDE,
            "t": self.words,
            "b": BELOW_AXIS,
        }

    @property
    def height(self) -> int:
        return self.inner + self.margin["t"] + self.margin["b"]

    def domain(self, row: int) -> list[float]:
        """Bottom and top of a row, as shares of the inner height, counted from the bottom."""
        top = self._tops[row]
        return [1 - (top + self.heights[row]) / self.inner, 1 - top / self.inner]


def arrangement(with_data: bool, has_test: bool, narrow: bool) -> tuple[Grid, list[Place]]:
    """Data beside the network, and below them the curves: side by side, or one below the other if `narrow`."""
    upper = [Place(0, 0, 0.37), Place(0, 0.42, 1)] if with_data else [Place(0, 0, 1)]
    lines = 3 if has_test else 2
    if narrow:
        upper = [Place(0, 0, 0.48), Place(0, 0.54, 1)] if with_data else upper
        return Grid((165, 110, 90), (2, lines, 2)), [*upper, Place(1, 0, 1), Place(2, 0, 1)]
    return Grid((310, 140), (2, 3)), [*upper, Place(1, 0, 0.47), Place(1, 0.53, 1)]
