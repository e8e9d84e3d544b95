"""The map of activation against gain: what is left of the error signal in the first layer."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from backprop.activations import ACTIVATIONS as TABLE
from backprop.explain.numbers import MINUS
from backprop.explain.numbers import text as number
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.style import Figure, Trace, base_layout, mixed
from pages.vanishing_gradients.numbers.deep import ACTIVATIONS
from pages.vanishing_gradients.numbers.ratio_map import GAINS, RatioMap

MOST = 10
"""Powers of ten from which on the colour stays the same."""
_ROW = 46
_DEEPEST = 0.65
"""How much of its colour the deepest shade has: the numbers must stay readable on it."""
_CLOSE = 3.5
"""Names whose gains differ by fewer columns stand at two heights."""


def place_of(gain: float) -> float:
    """Where a gain is on the axis, in columns."""
    return float(np.log(gain / GAINS[0]) / np.log(GAINS[1] / GAINS[0]))


def power_text(power: float) -> str:
    """A whole power of ten with its sign."""
    rounded = round(power)
    return "0" if rounded == 0 else f"{'+' if rounded > 0 else MINUS}{abs(rounded)}"


def ratio_picture(
    found: RatioMap, activation: str, gain: float, named: Mapping[str, float], colours: Palette
) -> go.Figure:
    """The map.

    Args:
        found: what was measured.
        activation, gain: what is chosen.
        named: gains with a name.
        colours: of the theme.
    """
    rows = list(range(len(ACTIVATIONS)))
    columns = list(range(len(GAINS)))
    pale = colours.background
    cells: Trace = {
        "type": "heatmap",
        "x": columns,
        "y": rows,
        "z": found.log_ratio.round(2).tolist(),
        "zmin": -MOST,
        "zmax": MOST,
        "colorscale": [
            [0.0, mixed(pale, colours.negative, _DEEPEST)],
            [0.5, pale],
            [1.0, mixed(pale, colours.positive, _DEEPEST)],
        ],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "text": [[power_text(float(power)) for power in row] for row in found.log_ratio],
        "texttemplate": "%{text}",
        "textfont": {"size": 12, "color": colours.text},
        "customdata": [[f"{TABLE[name].title}, gain {number(gain, 3)}" for gain in GAINS] for name in ACTIVATIONS],
        "hovertemplate": "%{customdata}<br>‖δ‖ first / output: 10<sup>%{z}</sup><extra></extra>",
    }
    known = [(row, place_of(at)) for row, at in zip(rows, found.balanced, strict=True) if at is not None]
    line: Trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [place for _, place in known],
        "y": [row for row, _ in known],
        "line": {"color": colours.text, "width": 2, "dash": "6px,4px"},
        "marker": {"symbol": "diamond", "size": 10, "color": colours.background}
        | {"line": {"color": colours.text, "width": 2}},
        "text": [f"theory: balanced at gain {number(at, 4)}" for at in found.balanced if at is not None],
        "hovertemplate": "%{text}<extra></extra>",
    }
    row = ACTIVATIONS.index(activation)
    box = {"type": "rect", "x0": place_of(gain) - 0.5, "x1": place_of(gain) + 0.5, "y0": row - 0.5, "y1": row + 0.5}
    box["line"] = {"color": colours.accent, "width": 3}
    uprights, labels = _names(named, rows[-1] + 0.5, colours)
    words = (
        "<b>Power of ten of ‖δ‖ in the first layer / ‖δ‖ in the output layer</b>"
        f"<br>{found.depth} layers of {found.width} units, median of three seeds &#160; "
        f'<span style="color:{colours.negative}">− vanishes</span> &#160; '
        f'<span style="color:{colours.positive}">+ explodes</span> &#160; ◇ balanced in theory'
    )
    layout = base_layout(colours, _ROW * len(rows) + 170) | {
        "xaxis": axis(colours, -0.6, len(columns) - 0.4, "gain", zeroline=False, showgrid=False)
        | {"tickvals": columns[::4], "ticktext": [number(GAINS[column], 3) for column in columns[::4]]},
        "yaxis": axis(colours, -0.5, len(rows) + 0.6, zeroline=False, showgrid=False)
        | {"tickvals": rows, "ticktext": [TABLE[name].title for name in ACTIVATIONS]},
        "margin": {"l": 84, "r": 8, "t": 54, "b": 46},
        "shapes": [box, *uprights],
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-76), *labels],
    }
    return Figure(data=[cells, line], layout=layout)


def _names(
    named: Mapping[str, float], top: float, colours: Palette
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """A short line above the map at each named gain, and its name."""
    uprights, labels = [], []
    before, level = -_CLOSE, 0
    for name, gain in sorted(named.items(), key=lambda pair: pair[1]):
        place = place_of(gain)
        level = 1 - level if place - before < _CLOSE else 0
        before, end = place, top + 0.15 + 0.45 * level
        line = {"color": colours.muted, "width": 1.5}
        uprights.append({"type": "line", "x0": place, "x1": place, "y0": top, "y1": end, "line": line})
        look = {"xref": "x", "yref": "y", "xanchor": "center", "align": "center"}
        labels.append(heading(name, place, end, colours, **look) | {"font": {"size": 13, "color": colours.muted}})
    return uprights, labels
