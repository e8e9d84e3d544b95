"""What the weights and the slopes of each layer make of the error signal."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, chosen_column, heading
from backprop.figures.powers import ends, positive, power_axis
from backprop.figures.style import QUIET, Figure, Trace, base_layout
from pages.vanishing_gradients.numbers.sizes import Sizes
from pages.vanishing_gradients.numbers.theory import Theory

Array = np.ndarray

_HEIGHT = 360


def factors_picture(found: Sizes, expected: Theory, run: int, chosen: int, bound: float, colours: Palette) -> go.Figure:
    """Both factors and their product, for each hidden layer; theory is dashed.

    Args:
        found: of all seeds.
        expected: of theory.
        run: the seed.
        chosen: the layer that is marked, from 1.
        bound: the largest slope of the activation.
        colours: of the theme.
    """
    weight, slope = found.weight_factor[run], found.slope_factor[run]
    layers = np.arange(1, len(weight) + 1)
    gain = expected.shrink / expected.slope
    series = (
        ("weights", weight, gain, colours.accent, "circle", "●"),
        ("slopes", slope, expected.slope, colours.slope, "diamond", "◆"),
        ("both: change of ‖δ‖", weight * slope, expected.shrink, colours.text, "square", "■"),
    )
    low, high = ends(weight, slope, weight * slope, expected.shrink, gain, bound, 1.0)
    traces = [_theory(layers, theory, ink) for _, _, theory, ink, _, _ in series]
    traces += [_measured(layers, values, name, ink, symbol) for name, values, _, ink, symbol, _ in series]
    names = " &#160; ".join(f'<span style="color:{ink}">{sign} {name}</span>' for name, _, _, ink, _, sign in series)
    mark = chosen_column(chosen, colours)
    lines = [_level(1.0, colours.muted, "solid"), _level(bound, colours.slope, "2px,3px")][: 1 if bound == 1.0 else 2]
    limit = "" if bound == 1.0 else f" &#160; ⋯ largest slope {text(bound, 3)}"
    words = f"<b>Factor of each layer</b>, on the way back<br>{names}<br>╌╌ in theory{limit}"
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0.5, len(layers) + 0.5, "layer", zeroline=False, nticks=10),
        "yaxis": power_axis(colours, low, high),
        "margin": {"l": 52, "r": 12, "t": 74, "b": 46},
        "shapes": [mark, *lines],
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=traces, layout=layout)


def _level(value: float, ink: str, dash: str) -> dict[str, object]:
    line = {"color": ink, "width": 1.5, "dash": dash}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line, "layer": "below"}


def _theory(layers: Array, values: Array, ink: str) -> Trace:
    line = {"color": ink, "width": 1.5, "dash": "6px,4px"}
    return QUIET | {"mode": "lines", "x": layers.tolist(), "y": positive(values), "line": line}


def _measured(layers: Array, values: Array, name: str, ink: str, symbol: str) -> Trace:
    return QUIET | {
        "mode": "markers",
        "x": layers.tolist(),
        "y": positive(values),
        "marker": {"size": 8 if len(layers) < 25 else 6, "symbol": symbol, "color": ink},
        "text": [f"layer {at}<br>{name}: × {text(float(value), 3)}" for at, value in enumerate(values, start=1)],
        "hoverinfo": "text",
    }
