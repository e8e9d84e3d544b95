"""The network in a replay: every weight as an edge, by sign and size.

A frame moves lines that are already there, so the browser has nothing to build: each sign and width has one trace,
and every frame says which edges are in it.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from backprop.figures.film.parts import Moving, Panel, joined, still
from backprop.figures.network.geometry import Geometry, geometry
from backprop.figures.palette import Palette
from backprop.figures.style import Trace, escaped
from backprop.film.run_film import Film

Array = np.ndarray
Spot = tuple[float, float]

WIDTHS = (1.0, 2.5, 5.0)
"""Widths of the lines in pixels, from the smallest weights to the largest."""
_MOST_NAMES = 8


def network_panel(film: Film, colours: Palette) -> Panel:
    """The network of a film. All frames share one scale: an edge gets wider if its weight gets larger."""
    places = geometry(film.net)
    edges = places.edges()
    weights = np.stack([film.weights[layer][:, source, target] for layer, source, target in edges], axis=-1)
    widths = _width_bins(np.abs(weights))

    signs = np.sign(weights).astype(int)

    def bin_of_edges(sign: int, width: int, look: Trace) -> list[Moving]:
        """The edges of a sign and a width; nothing if no frame has any, for each trace takes time in each frame."""
        inside = (signs == sign) & (widths == width)

        def at(index: int) -> Trace:
            found = trails([places.ends(edges[edge]) for edge in np.flatnonzero(inside[index])])
            return {
                "x": joined((*(int(x) for x, _ in trail), None) for trail in found),
                "y": joined((*(y for _, y in trail), None) for trail in found),
            }

        return [Moving(look, at)] if inside.any() else []

    parts = bin_of_edges(0, 0, _line(colours.line, 1))
    for width, pixels in enumerate(WIDTHS):
        parts += bin_of_edges(-1, width, _line(colours.negative, pixels, "5px,3px"))
        parts += bin_of_edges(1, width, _line(colours.positive, pixels))
    named = film.inputs if len(film.inputs) <= _MOST_NAMES else ()
    parts.append(still(_units(places, named, colours)))
    reach, last = (places.rows - 1) / 2 + 0.6, film.net.depth
    plus, minus = (f"<span style='color:{colour}'>" for colour in (colours.positive, colours.negative))
    return Panel(
        ("<b>Weights</b>", f"{plus}━ plus</span>  {minus}╍ minus</span>"),
        parts,
        {
            "range": [-0.3 - (0.12 * last if named else 0), last + 0.3],
            "tickvals": list(range(last + 1)),
            "ticktext": ["input", *map(str, range(1, last)), "output"],
            "title": "layer",
            "showgrid": False,
            "zeroline": False,
            "showline": False,
        },
        {"range": [-reach, reach], "visible": False},
    )


def trails(edges: Sequence[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """All edges, each once, as few lines: every line continues along another edge where possible.

    The browser takes as long for a short line as for a long one, and a trail needs half the numbers.
    """
    neighbours: dict[Spot, list[Spot]] = defaultdict(list)
    for one, other in edges:
        neighbours[one].append(other)
        neighbours[other].append(one)
    odd_first = sorted(neighbours, key=lambda spot: len(neighbours[spot]) % 2 == 0)  # a line must end at each odd spot
    found = []
    for start in odd_first:
        while neighbours[start]:
            trail = [start]
            while neighbours[trail[-1]]:
                here = trail[-1]
                there = neighbours[here].pop()
                neighbours[there].remove(here)
                trail.append(there)
            found.append(trail)
    return found


def _width_bins(sizes: Array) -> Array:
    """Index into `WIDTHS` for each weight. The largest 1 % are clipped: a huge weight must not make all others thin."""
    largest = float(np.quantile(sizes, 0.99)) or float(sizes.max()) or 1.0
    return (sizes / largest * len(WIDTHS)).clip(0, len(WIDTHS) - 1).astype(int)


def _line(colour: str, width: float, dash: str = "solid") -> Trace:
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "scatter", "mode": "lines", "line": line, "hoverinfo": "skip"}


def _units(places: Geometry, names: Sequence[str], colours: Palette) -> Trace:
    """All units, the name of each input left of it, and dots where a large layer leaves units out."""
    gaps = [places.node(layer, None) for layer, column in enumerate(places.columns) if None in column]
    units = [places.node(*node) for node in places.nodes()]  # the inputs come first
    spots = units + gaps
    size, more = 20 if places.rows <= 4 else 13, len(gaps)
    words = {
        "mode": "markers+text",
        "text": [*(f"{escaped(name)}\u2002" for name in names), *[""] * (len(units) - len(names)), *["⋮"] * more],
        "textposition": ["middle left"] * len(units) + ["middle center"] * more,
        "textfont": {
            "size": [13] * len(units) + [20] * more,
            "color": [colours.text] * len(units) + [colours.muted] * more,
        },
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "marker": {
            "size": [size] * len(units) + [0] * more,
            "opacity": 1,
            "color": colours.background,
            "line": {"color": colours.muted, "width": [1.5] * len(units) + [0] * more},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    } | (words if names or gaps else {})
