"""Where the label of each edge stands: on no unit, on no other label, and always at the same place.

The narrowest diagram is the hardest case: on a wider one everything only moves apart. So places are searched for on
the narrowest one, once for each network.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from backprop.figures.network.boxes import LINE, Box, text_size
from backprop.figures.network.geometry import Edge, Geometry, Look, geometry, look_of
from backprop.network import Network, ParameterId
from backprop.notation import Names

BELOW, ABOVE = 8, 8
"""Distance from the border of a unit to the text below and above it, in pixels."""
WIDER = 1.4
"""Usual width of a figure, as a multiple of its least width."""
_MOST, _TRIES = 16, 3_000
"""If a layer has more edges, or needs more tries to find places, its edges are labelled only while used or chosen."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an edge is clicked and labelled.

    Attributes:
        share: how far along the edge, from 0 to 1.
        lift: how far above the edge the label stands, in pixels.
    """

    share: float
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Placement:
    """The places of all labels of edges.

    Attributes:
        places: of the units.
        look: sizes.
        spots: the spot of every edge.
        labelled: the layers whose edges can all be labelled at once.
        fixed: what no label may cover.
    """

    places: Geometry
    look: Look
    spots: Mapping[Edge, Spot]
    labelled: frozenset[int]
    fixed: tuple[Box, ...]

    def along(self, edge: Edge) -> tuple[float, float]:
        """The place where an edge is clicked."""
        return _along(self.places, edge, self.spots[edge].share)

    def label(self, edge: Edge) -> tuple[float, float]:
        """The place of an edge's label."""
        x, y = self.along(edge)
        return x, y + self.spots[edge].lift / self.look.row

    def box(self, edge: Edge, size: tuple[float, float]) -> Box:
        """The rectangle that an edge's label of that size covers."""
        return _box(self.places, self.look, edge, self.spots[edge], size)

    def apart(self, bodies: Mapping[Edge, str]) -> dict[Edge, str]:
        """The labels that can stand together: those of whole layers; of the others, each that meets none before it."""
        kept = {edge: body for edge, body in bodies.items() if edge[0] in self.labelled}
        if len(kept) == len(bodies):
            return kept
        boxes = [*self.fixed, *(self.box(edge, text_size(body, self.look.small)) for edge, body in kept.items())]
        for edge, body in bodies.items():
            box = self.box(edge, text_size(body, self.look.small))
            if edge not in kept and not any(other.meets(box) for other in boxes):
                kept[edge] = body
                boxes.append(box)
        return kept


def placement(names: Names) -> Placement:
    """The places for a network with these names."""
    return _placement(names.net, tuple(names.published.items()))


@lru_cache(maxsize=200)
def _placement(net: Network, published: tuple[tuple[ParameterId, str], ...]) -> Placement:
    places = geometry(net)
    look, names = look_of(places), Names(net, dict(published))
    fixed = _obstacles(places, look)
    spots: dict[Edge, Spot] = {}
    labelled: set[int] = set()
    for layer in range(net.depth):
        size = _label_size(names, layer, look)
        near = [box for box in fixed if abs(box.x / look.column(net.depth) - layer - 0.5) < 1]
        edges = places.edges_of(layer)
        free = {edge: _free(places, look, edge, size, near) for edge in edges}
        together = {}
        if len(edges) <= _MOST:
            together = _together({edge: _clearest(places, look, edge, free[edge], edges) for edge in edges})
        spots |= together or {edge: next(free[edge], (Spot(_usual(places, edge)), None))[0] for edge in edges}
        labelled |= {layer} if together else set()
    return Placement(places, look, MappingProxyType(spots), frozenset(labelled), fixed)


def label_digits(names: Names, look: Look) -> int:
    """Significant digits in the labels of edges: a name by place, such as w₁₂⁽²⁾, takes the room of one digit."""
    return look.digits if names.published else 3


def _label_size(names: Names, layer: int, look: Look) -> tuple[float, float]:
    """The size that is kept free for each label of a layer: name and value, and below it a small gradient."""
    longest = max(
        (names.parameter(ParameterId(layer, source, target)) for source, target in _corners(names.net, layer)), key=len
    )
    value, gradient = ("−0.5044", "−0.0001234") if label_digits(names, look) > 3 else ("−0.504", "−0.000123")
    return text_size(f"{longest} {value}<br>∂ {gradient}", look.small)


def _corners(net: Network, layer: int) -> tuple[tuple[int, int], tuple[int, int]]:
    fan_in, fan_out = net.shapes[layer]
    return (0, 0), (fan_in - 1, fan_out - 1)


def _obstacles(places: Geometry, look: Look) -> tuple[Box, ...]:
    """The boxes of the units, and of the text above and below them."""
    column, boxes = look.column(places.net.depth), []
    facts = text_size("<br>".join(["∂L/∂a +0.0364"] * look.facts), look.small)
    bias = text_size("∂ −0.00326<br>b", look.small)
    for layer, unit in places.nodes():
        x, y = places.node(layer, unit)[0] * column, places.node(layer, unit)[1] * look.row
        boxes.append(Box(x, y, look.node, look.node, round=True))
        if layer and look.facts:
            boxes.append(Box(x, y - look.node / 2 - BELOW - facts[1] / 2, *facts))
            boxes.append(Box(x, y + look.node / 2 + ABOVE + bias[1] / 2, *bias))
    return tuple(boxes)


def _along(places: Geometry, edge: Edge, share: float) -> tuple[float, float]:
    (x0, y0), (x1, y1) = places.ends(edge)
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def _box(places: Geometry, look: Look, edge: Edge, spot: Spot, size: tuple[float, float]) -> Box:
    x, y = _along(places, edge, spot.share)
    return Box(x * look.column(places.net.depth), y * look.row + spot.lift, *size)


def _usual(places: Geometry, edge: Edge) -> float:
    (_, start), (_, end) = places.ends(edge)
    return 0.5 if start == end else 0.4


def _candidates(places: Geometry, look: Look, edge: Edge) -> list[Spot]:
    """Places to try, the best first: near the usual place on the edge; for a horizontal edge also above and below."""
    usual = _usual(places, edge)
    shares = sorted((step / 50 for step in range(12, 38)), key=lambda share: abs(share - usual))
    (_, start), (_, end) = places.ends(edge)
    if start != end:
        return [Spot(share) for share in shares]
    text = LINE * look.small
    over = look.node / 2 + text + 2
    lifts = (over, -over, look.node / 2 + ABOVE + 3 * text + 4)  # the last is above a unit's bias
    return [*map(Spot, shares), *(Spot(share, lift) for lift in lifts for share in shares[:9])]


def _free(
    places: Geometry, look: Look, edge: Edge, size: tuple[float, float], fixed: list[Box]
) -> Iterator[tuple[Spot, Box]]:
    """The places where a label covers nothing fixed, and the label's box there."""
    for spot in _candidates(places, look, edge):
        box = _box(places, look, edge, spot, size)
        if not any(other.meets(box) for other in fixed):
            yield spot, box


def _clearest(
    places: Geometry, look: Look, edge: Edge, found: Iterable[tuple[Spot, Box]], edges: Sequence[Edge]
) -> list[tuple[Spot, Box]]:
    """The free places, sorted by how many other edges run through the label in a figure of the usual width."""
    column = look.column(places.net.depth)

    def crossed(candidate: tuple[Spot, Box]) -> int:
        box = candidate[1]
        middle, reach = box.x / column - edge[0], box.width / 2 / column / WIDER
        return sum(_runs_through(places, look, other, middle - reach, middle + reach, box) for other in others)

    others = [other for other in edges if other != edge]
    return sorted(found, key=crossed)


def _runs_through(places: Geometry, look: Look, edge: Edge, start: float, end: float, box: Box) -> bool:
    """Whether an edge crosses a box that reaches from the share `start` to the share `end` of the edge."""
    heights = sorted(_along(places, edge, share)[1] * look.row for share in (start, end))
    return heights[0] < box.y + box.height / 2 and heights[1] > box.y - box.height / 2


def _together(choices: Mapping[Edge, Sequence[tuple[Spot, Box]]]) -> dict[Edge, Spot]:
    """A place for each label so that no two overlap; {} if no such places are found."""
    order = sorted(choices, key=lambda edge: len(choices[edge]))
    tries = 0

    def search(index: int, taken: tuple[Box, ...]) -> dict[Edge, Spot] | None:
        nonlocal tries
        if index == len(order):
            return {}
        for spot, box in choices[order[index]]:
            tries += 1
            if tries > _TRIES:
                return None
            if not any(other.meets(box) for other in taken):
                rest = search(index + 1, (*taken, box))
                if rest is not None:
                    return {order[index]: spot, **rest}
        return None

    return search(0, ()) or {}
