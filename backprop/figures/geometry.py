"""Where the units and edges of a network diagram are. Positions depend on the network alone, so nothing jumps."""

from dataclasses import dataclass

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
        return [
            (layer, source, target)
            for layer in range(self.net.depth)
            for target in self.columns[layer + 1]
            if target is not None
            for source in self.columns[layer]
            if source is not None
        ]

    def ends(self, edge: Edge) -> tuple[tuple[float, float], tuple[float, float]]:
        """The places of the two units that an edge connects."""
        layer, source, target = edge
        return self.node(layer, source), self.node(layer + 1, target)

    def share(self, edge: Edge) -> float:
        """How far along an edge its label and click target are: nearer to the source where edges cross."""
        (_, start), (_, end) = self.ends(edge)
        return 0.5 if start == end else 0.4

    def along(self, edge: Edge) -> tuple[float, float]:
        """The place of an edge's label and click target."""
        (x0, y0), (x1, y1) = self.ends(edge)
        t = self.share(edge)
        return x0 + t * (x1 - x0), y0 + t * (y1 - y0)

    def labels_fit(self, layer: int) -> bool:
        """Whether all edges of a layer can carry their label at once."""
        return len(self.columns[layer]) * len(self.columns[layer + 1]) <= 6


def geometry(net: Network) -> Geometry:
    """The places for a network."""
    return Geometry(net, tuple(_column(size) for size in net.sizes))


def _column(size: int) -> tuple[int | None, ...]:
    if size <= MOST_UNITS:
        return tuple(range(size))
    return (*range(_FIRST), None, size - 1)


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes that depend on how crowded the diagram is, in pixels.

    Attributes:
        node: diameter of a unit.
        font: size of the text in a unit.
        facts: how many lines there are below a unit.
        row: distance of two units in a column.
        above, below: room over the highest and under the lowest unit's centre.
    """

    node: int
    font: int
    facts: int
    row: int
    above: int
    below: int

    def height(self, rows: int) -> int:
        """Height of the whole figure."""
        return self.above + self.below + self.row * (rows - 1)


def look_of(places: Geometry) -> Look:
    """Sizes for a network: the more units, the smaller."""
    rows, depth = places.rows, places.net.depth
    if rows == 1:
        return Look(66, 13, 3, 100, 165, 150) if depth <= 3 else Look(54, 11, 3, 100, 165, 150)
    if rows <= 2 and depth <= 3:
        return Look(66, 13, 3, 205, 95, 125)
    if rows <= 3 and depth <= 4:
        return Look(58, 12, 2, 140, 90, 95)
    if rows <= 5 and depth <= 5:
        return Look(48, 11, 1, 96, 85, 75)
    return Look(40, 10, 0, 58, 75, 55)
