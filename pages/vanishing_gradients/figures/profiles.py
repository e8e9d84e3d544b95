"""Sizes of activations and of gradients in each layer, measured and expected by theory."""

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.powers import ends, positive, power_axis
from backprop.figures.style import QUIET, Figure, Trace, base_layout, faded
from pages.vanishing_gradients.numbers.sizes import Sizes
from pages.vanishing_gradients.numbers.theory import Theory

Array = np.ndarray

_HEIGHT = 360
_MARGIN = {"l": 52, "r": 12, "t": 74, "b": 46}
_MANY = 25
"""From this many layers on, marks are small."""


def gradient_profile(found: Sizes, expected: Theory, seed: int, colours: Palette) -> go.Figure:
    """‖δ‖ of each layer with its expectation, and ‖∂L/∂W‖.

    Args:
        found: of all seeds.
        expected: theory; it is drawn from the median of the output layer's ‖δ‖.
        seed: the one that stands out.
        colours: of the theme.
    """
    theory = np.median(found.delta[:, -1]) * expected.delta
    gradient = np.median(found.gradient, axis=0)
    layers = np.arange(1, len(gradient) + 1)
    hollow = _line(layers, gradient, colours.text, "‖∂L/∂W‖", False)
    names = (
        f'<span style="color:{colours.accent}">● ‖δ‖</span>',
        f'<span style="color:{colours.text}">○ ‖∂L/∂W‖</span>',
        f'<span style="color:{colours.muted}">╌╌ ‖δ‖ in theory</span>',
    )
    return _profile(
        "Backward: size of gradients", names, found.delta, theory, seed, [hollow], [gradient], "‖δ‖", colours
    )


def activation_profile(found: Sizes, expected: Theory, seed: int, colours: Palette) -> go.Figure:
    """The root mean square of each hidden layer's activations, with its expectation; arguments as above."""
    names = (
        f'<span style="color:{colours.accent}">● RMS of a</span>',
        f'<span style="color:{colours.muted}">╌╌ in theory</span>',
    )
    hidden = found.a[:, :-1]
    return _profile("Forward: size of activations", names, hidden, expected.a[:-1], seed, [], [], "RMS of a", colours)


def _profile(
    title: str,
    names: tuple[str, ...],
    values: Array,
    theory: Array,
    seed: int,
    others: list[Trace],
    also: list[Array],
    name: str,
    colours: Palette,
) -> go.Figure:
    layers = np.arange(1, values.shape[1] + 1)
    low, high = ends(values, theory, *also)
    within = np.clip(values, 10.0**low, 10.0**high)
    band = QUIET | {
        "mode": "none",
        "fill": "toself",
        "fillcolor": faded(colours.accent, 0.14),
        "x": [*layers.tolist(), *layers[::-1].tolist()],
        "y": positive([*within.min(axis=0), *within.max(axis=0)[::-1]]),
    }
    dashed = QUIET | {
        "mode": "lines",
        "x": layers.tolist(),
        "y": positive(theory),
        "line": {"color": colours.muted, "width": 2.5, "dash": "6px,4px"},
    }
    own = QUIET | {
        "mode": "markers",
        "x": layers.tolist(),
        "y": positive(values[seed]),
        "marker": {"size": 7, "symbol": "x-thin", "line": {"color": colours.accent, "width": 1.5}},
    }
    line = _line(layers, np.median(values, axis=0), colours.accent, name, True)
    words = f"<b>{title}</b><br>{' &#160; '.join(names)}<br>median and range of {len(values)} seeds, × seed {seed}"
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, 0.5, len(layers) + 0.5, "layer", zeroline=False, nticks=10),
        "yaxis": power_axis(colours, low, high),
        "margin": _MARGIN,
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-44)],
    }
    return Figure(data=[band, dashed, *others, own, line], layout=layout)


def _line(layers: Array, values: Array, ink: str, name: str, filled: bool) -> Trace:
    return QUIET | {
        "mode": "lines+markers",
        "x": layers.tolist(),
        "y": positive(values),
        "line": {"color": ink, "width": 2 if filled else 1},
        "marker": {
            "size": 5 if len(layers) > _MANY else 8,
            "color": ink if filled else "rgba(0,0,0,0)",
            "line": {"color": ink, "width": 1.5},
        },
        "text": [f"layer {at}<br>{name} {text(float(value), 3)}" for at, value in enumerate(values, start=1)],
        "hoverinfo": "text",
    }
