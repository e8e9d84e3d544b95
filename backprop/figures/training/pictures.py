"""Weights and samples as pictures: the first layer of a network whose inputs are 8 by 8 pixels, and a digit."""

import numpy as np
import plotly.graph_objects as go

from backprop.checks import invalid
from backprop.explain.numbers import MINUS, text
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout
from backprop.figures.training.tiles import KEY, Tiles, signed_bytes, signed_heatmap
from backprop.network import Network, Parameters
from backprop.notation import Names

Array = np.ndarray

MOST_COLUMNS = 8
BRIGHTEST = 16
"""The largest value of a pixel of the handwritten digits."""
_WIDE, _LARGEST, _NAME, _ROOM = 600, 112, 21, 8
_DIGIT = (8, 8)


def weight_pictures(params: Parameters, colours: Palette, shape: tuple[int, int] = _DIGIT) -> go.Figure:
    """The weights of each unit of the first layer as a picture: what the unit looks for.

    Args:
        params: of a network whose inputs are pixels, row by row.
        colours: of the theme.
        shape: rows and columns of the picture.

    Returns:
        All pictures on one scale, symmetric about 0.

    Raises:
        ValueError: the number of inputs is not the number of pixels.
    """
    W = params.weights[0]
    rows, columns = shape
    if len(W) != rows * columns:
        raise invalid("weights[0].shape", W.shape, f"({rows * columns}, units): a weight for each pixel")
    units = W.shape[1]
    across = min(units, MOST_COLUMNS)
    pitch = min(_LARGEST, _WIDE // across)
    step = rows + round(rows * _NAME / (pitch - _NAME) + 0.5)
    corners = tuple((unit % across * (columns + 1), unit // across * step) for unit in range(units))
    down = (units - 1) // across + 1
    tiles = Tiles(corners, columns, rows, (across * (columns + 1) - 1, down * step), step - rows)
    largest = float(np.abs(W, where=np.isfinite(W), out=np.zeros_like(W)).max()) or 1.0
    pictures = [signed_bytes(W[:, unit].reshape(rows, columns), largest) for unit in range(units)]
    limit = text(largest, 3)
    names = Names(Network((len(W), *(weights.shape[1] for weights in params.weights))))
    layout = base_layout(colours, KEY + 2 * _ROOM + pitch * down) | tiles.axes(room=0.25)
    layout |= {
        "margin": {"l": 4, "r": 4, "t": KEY + _ROOM, "b": _ROOM},
        "shapes": [tiles.frames(colours)],
    }
    traces = [
        signed_heatmap(tiles.put(pictures), colours, (f"{MINUS}{limit}", "0", limit), 1 + _ROOM / (pitch * down)),
        tiles.names([names.unit(1, unit) for unit in range(units)], colours),
    ]
    return Figure(data=traces, layout=layout)


def digit_picture(pixels: Array, colours: Palette) -> go.Figure:
    """A handwritten digit.

    Args:
        pixels: (64,) row by row, from 0 to 16, as in the data set.
        colours: of the theme.

    Raises:
        ValueError: the shape of `pixels` is not (64,).
    """
    rows, columns = _DIGIT
    values = np.asarray(pixels, dtype=np.float64)
    if values.shape != (rows * columns,):
        raise invalid("pixels.shape", values.shape, f"({rows * columns},)")
    layout = base_layout(colours, 180)
    tile = Tiles(((0, 0),), columns, rows, (columns, rows), 0)
    layout |= tile.axes(room=0.1) | {"shapes": [tile.frames(colours)]}
    picture: Trace = {
        "type": "heatmap",
        "z": values.reshape(rows, columns),
        "zmin": 0,
        "zmax": BRIGHTEST,
        "colorscale": [[0.0, colours.background], [1.0, colours.text]],
        "showscale": False,
        "hovertemplate": "pixel %{z:.3g} of " + f"{BRIGHTEST}<extra></extra>",
    }
    return Figure(data=[picture], layout=layout)
