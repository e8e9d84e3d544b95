"""Where the units and edges of a network diagram are. Positions depend on the network alone, so nothing jumps."""

from dataclasses import dataclass, replace

from backprop.network import Network

Edge = tuple[int, int, int]
"""(layer, source, target) of a weight."""

MOST_UNITS = 8
"""Layers with more units are summarised: the first ones, a gap, the last one."""
_FIRST = 6


@dataclass(frozen=True, slots=True)
class Geometry:
    """Places of everything on a diagram; x counts node layers, y counts rows from the middle.

    Attributes:
        net: the network.
        columns: for each node layer the units shown from top to bottom; None stands for those left out.
    """

    net: Network
    columns: tuple[tuple[int | None, ...], ...]

    @property
    def rows(self) -> int:
        """Units in the tallest column."""
        return max(len(column) for column in self.columns)

    def node(self, node_layer: int, unit: int | None) -> tuple[float, float]:
        """The place of a unit; of the gap, if the unit is left out."""
        column = self.columns[node_layer]
        row = column.index(unit) if unit in column else column.index(None)
        return float(node_layer), (len(column) - 1) / 2 - row

    def shows(self, node_layer: int, unit: int) -> bool:
        """Whether a unit has a place of its own."""
        return unit in self.columns[node_layer]

    def nodes(self) -> list[tuple[int, int]]:
        """(node layer, unit) of every unit shown."""
        return [(layer, unit) for layer, column in enumerate(self.columns) for unit in column if unit is not None]

    def edges(self) -> list[Edge]:
        """Every weight between units shown."""
        return [edge for layer in range(self.net.depth) for edge in self.edges_of(layer)]

    def edges_of(self, layer: int) -> list[Edge]:
        """Every weight of one layer between units shown."""
        return [
            (layer, source, target)
            for target in self.columns[layer + 1]
            if target is not None
            for source in self.columns[layer]
            if source is not None
        ]

    def ends(self, edge: Edge) -> tuple[tuple[float, float], tuple[float, float]]:
        """The places of the two units that an edge connects."""
        layer, source, target = edge
        return self.node(layer, source), self.node(layer + 1, target)


def geometry(net: Network) -> Geometry:
    """The places for a network."""
    return Geometry(net, tuple(_column(size) for size in net.sizes))


def _column(size: int) -> tuple[int | None, ...]:
    if size <= MOST_UNITS:
        return tuple(range(size))
    return (*range(_FIRST), None, size - 1)


_PHONE, _PROJECTOR = 326, 452
"""Width in pixels of the card on a phone 390 pixels wide, and of its left column on a screen 1280 pixels wide."""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes that depend on how crowded the diagram is, in pixels.

    Attributes:
        width: least width of the whole figure; in a wider one only the columns move apart.
        side: room left of the inputs and right of the outputs, at that width.
        node: diameter of a unit.
        font, small: size of the text in a unit, and of all other text.
        digits: significant digits of numbers beside units.
        facts: most lines of text below a unit.
        row: distance of two units in a column.
        above, below: room above the centre of the highest unit, and below that of the lowest.
    """

    width: int
    side: int
    node: int
    font: int
    small: int
    digits: int
    facts: int
    row: int
    above: int
    below: int

    def height(self, rows: int) -> int:
        """Height of the whole figure."""
        return self.above + self.below + self.row * (rows - 1)

    def column(self, depth: int) -> float:
        """Distance of two layers in the narrowest figure."""
        return (self.width - 2 * self.side) / depth


_SMALL = Look(_PHONE, side=36, node=50, font=12, small=11, digits=4, facts=3, row=200, above=95, below=92)
_CHAIN = Look(_PROJECTOR, side=34, node=48, font=11, small=10, digits=4, facts=3, row=100, above=140, below=90)
_DEEP = Look(_PROJECTOR, side=34, node=44, font=11, small=10, digits=3, facts=3, row=200, above=88, below=82)
_CROWDED = Look(_PROJECTOR, side=30, node=36, font=10, small=10, digits=3, facts=0, row=100, above=65, below=52)


def look_of(places: Geometry) -> Look:
    """Sizes for a network: the more units, the smaller. A small network fits a phone, all others fit a projector."""
    rows, depth = places.rows, places.net.depth
    if depth <= 2 and rows <= 3:
        return _SMALL if rows <= 2 else replace(_SMALL, facts=2, row=155, below=80)
    if rows == 1:
        return _CHAIN if depth <= 5 else replace(_CHAIN, side=26, node=40, digits=3, facts=1)
    if depth <= 4 and rows <= 5:
        taller = {2: _DEEP, 3: replace(_DEEP, facts=2, row=150)}
        return taller.get(rows, replace(_DEEP, facts=1, row=106))
    return _CROWDED if rows <= 4 else replace(_CROWDED, node=34, row=64)
