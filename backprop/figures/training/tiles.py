"""Many small pictures in one heatmap: tiles on a canvas, with gaps between them, a frame round each, and names.

Values are int8: −127 … 127 from the lowest to the highest colour, 0 in the middle, GAP where nothing is drawn.
Positions count cells from the upper left corner of the canvas; a cell's middle is at a whole number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop.figures.palette import Palette
from backprop.figures.style import Trace

Array = np.ndarray

GAP = -128
KEY = 36
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where the tiles are.

    Attributes:
        corners: (x, y) of the upper left cell of each tile.
        width, height: of each tile, in cells.
        canvas: width and height of the whole, in cells.
        name: room for a name below each tile, in cells.
    """

    corners: tuple[tuple[int, int], ...]
    width: int
    height: int
    canvas: tuple[int, int]
    name: int

    def put(self, pictures: Sequence[Array]) -> Array:
        """The canvas, int8 (canvas height, canvas width), with a picture (height, width) on each tile."""
        z = np.full(self.canvas[::-1], GAP, dtype=np.int8)
        for (x, y), picture in zip(self.corners, pictures, strict=True):
            z[y : y + self.height, x : x + self.width] = picture
        return z

    def middles(self) -> tuple[list[float], list[float]]:
        """The middle of each tile: all x, all y."""
        xs = [x + (self.width - 1) / 2 for x, _ in self.corners]
        return xs, [y + (self.height - 1) / 2 for _, y in self.corners]

    def names(self, names: Sequence[str], colours: Palette) -> Trace:
        """A name below each tile."""
        return {
            "type": "scatter",
            "mode": "text",
            "x": self.middles()[0],
            "y": [y + self.height - 0.5 + 0.55 * self.name for _, y in self.corners],
            "text": list(names),
            "textposition": "middle center",
            "textfont": {"size": 12, "color": colours.text},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }

    def frames(self, colours: Palette) -> dict[str, Any]:
        """The frames of all tiles, as one shape: they make a tile in the background's colour visible, too."""
        edges = [(x - 0.5, y - 0.5, x + self.width - 0.5, y + self.height - 0.5) for x, y in self.corners]
        path = "".join(f"M{left},{top}H{right}V{bottom}H{left}Z" for left, top, right, bottom in edges)
        return {"type": "path", "path": path, "line": {"color": colours.line, "width": 1}}

    def axes(self, room: float) -> dict[str, Any]:
        """Both axes: invisible, with square cells; spare height of the figure is left free at the bottom.

        Args:
            room: cells to keep free on all sides.
        """
        width, height = self.canvas
        common = {"visible": False, "fixedrange": True, "constrain": "domain"}
        return {
            "xaxis": common | {"range": [-0.5 - room, width - 0.5 + room]},
            "yaxis": common
            | {"range": [height - 0.5 + room, -0.5 - room], "scaleanchor": "x", "constraintoward": "top"},
        }


def signed_bytes(values: Array, largest: float) -> Array:
    """Numbers from −largest to largest as int8 from −127 to 127; others are clipped, and NaN becomes GAP."""
    share = np.divide(values, largest, where=~np.isnan(values), out=np.full(values.shape, np.nan))
    return np.where(np.isnan(share), GAP, (share.clip(-1.0, 1.0) * 127).round()).astype(np.int8)


def signed_heatmap(z: Array, colours: Palette, ends: Sequence[str], y: float) -> Trace:
    """The canvas in the diverging colour scale, with a colour bar above, `KEY` pixels high.

    Args:
        z: int8 (height, width).
        colours: of the theme.
        ends: what the lowest, the middle and the highest colour mean.
        y: lower edge of the colour bar; 1 is the upper edge of the plot.
    """
    first = 0.5 / 255  # values below, which are only GAP, have no colour
    middle = 128 / 255
    scale = [
        [0.0, CLEAR],
        [first, CLEAR],
        [first, colours.negative],
        [middle, colours.background],
        [1.0, colours.positive],
    ]
    return {
        "type": "heatmap",
        "z": z,
        "zmin": GAP,
        "zmax": 127,
        "colorscale": scale,
        "hoverinfo": "skip",
        "colorbar": {
            "orientation": "h",
            "x": 0.5,
            "y": y,
            "yanchor": "bottom",
            "ypad": 0,
            "lenmode": "pixels",
            "len": 220,
            "thickness": 10,
            "outlinecolor": colours.line,
            "outlinewidth": 1,
            "tickvals": [-127, 0, 127],
            "ticktext": list(ends),
            "tickfont": {"size": 12, "color": colours.muted},
        },
    }
