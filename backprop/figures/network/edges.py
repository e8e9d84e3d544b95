"""The edges of a network diagram: a few lines, binned by sign and width, however many weights there are.

They are drawn as shapes, one for each bin: a shape takes the browser a fraction of the time of a trace.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from math import isfinite

from backprop.explain.step.moment import Highlight, Scene
from backprop.explain.step.quantities import Quantity
from backprop.figures.network.geometry import Edge, Geometry
from backprop.figures.network.placement import Placement
from backprop.figures.palette import Palette
from backprop.figures.style import faded
from backprop.network import ParameterId

_WIDTHS = (1.5, 2.5, 3.5, 5.0)
_FEW = 12


@dataclass(frozen=True, slots=True)
class Stroke:
    """Edges that look the same.

    Attributes:
        edges: which ones.
        colour, width, dash: of the line, as Plotly has them.
    """

    edges: tuple[Edge, ...]
    colour: str
    width: float
    dash: str = "solid"


def edge_value(scene: Scene, phase: str, known: Set[Quantity], edge: Edge) -> float | None:
    """What an edge shows: its weight, gradient or update; None while that is not known."""
    layer, source, target = edge
    if phase in ("forward", "loss"):
        return scene.step.parameters[ParameterId(layer, source, target)]
    kind = "gradient" if phase == "backward" else "update"
    quantity = Quantity(kind, layer, target, source)
    return scene.value(quantity) if quantity in known else None


def bands(places: Geometry, highlight: Highlight, selected: ParameterId | None, colours: Palette) -> list[Stroke]:
    """A soft band under the edges that are being used, and one under the chosen edge."""
    shown = set(places.edges())
    used = tuple(edge for edge in highlight.edges if edge in shown)
    chosen = (
        () if selected is None or selected.source is None else ((selected.layer, selected.source, selected.target),)
    )
    return [
        Stroke(used, faded(colours.accent, 0.25), 14 if len(used) <= _FEW else 5),  # many broad bands would merge
        Stroke(tuple(edge for edge in chosen if edge in shown), faded(colours.accent, 0.45), 9),
    ]


def strokes(values: Mapping[Edge, float | None], colours: Palette) -> list[Stroke]:
    """Solid for plus, dashed for minus, wider for larger; thin and grey where nothing is known."""
    known = {edge: value for edge, value in values.items() if value and isfinite(value)}
    largest = max(map(abs, known.values()), default=0.0)
    bins: dict[tuple[bool, float], list[Edge]] = {}
    for edge, value in known.items():
        size = min(int(abs(value) / largest * len(_WIDTHS)), len(_WIDTHS) - 1)
        bins.setdefault((value > 0, _WIDTHS[size]), []).append(edge)
    found = [Stroke(tuple(edge for edge in values if edge not in known), colours.line, 1)]
    for (positive, width), edges in sorted(bins.items()):
        look = (colours.positive, width, "solid") if positive else (colours.negative, width, "5px,3px")
        found.append(Stroke(tuple(edges), *look))
    return found


def shapes(drawn: Iterable[Stroke], placed: Placement, gaps: Mapping[Edge, float]) -> list[dict[str, object]]:
    """Each stroke as one path; an edge with a label leaves room for it.

    Args:
        drawn: the strokes from the lowest to the topmost.
        placed: where units and labels are.
        gaps: for each edge with a label, the share of its length that the label covers to each side of the label's
            middle.
    """
    return [
        {
            "type": "path",
            "path": "".join(_path(edge, placed, gaps.get(edge, 0.0)) for edge in stroke.edges),
            "line": {"color": stroke.colour, "width": stroke.width, "dash": stroke.dash},
            "layer": "below",
        }
        for stroke in drawn
        if stroke.edges
    ]


def _path(edge: Edge, placed: Placement, gap: float) -> str:
    (x0, y0), (x1, y1) = placed.places.ends(edge)
    middle = placed.spots[edge].share
    parts = ((0.0, middle - gap), (middle + gap, 1.0)) if gap else ((0.0, 1.0),)
    points = [[(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in part] for part in parts]
    return "".join(f"M{a:.6g},{b:.6g}L{c:.6g},{d:.6g}" for (a, b), (c, d) in points)
