"""What a classifier says about one sample: a bar for each class, the true one marked."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.checks import invalid
from backprop.explain.training.class_shares import class_shares
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.figures.training.confusion import shortened
from backprop.figures.training.tiles import CLEAR
from backprop.trace import StepTrace

Array = np.ndarray


def forward_bars(
    step_or_activations: StepTrace | Array,
    classes: Sequence[str],
    colours: Palette,
    sample: int = 0,
    truth: int | None = None,
) -> go.Figure:
    """The outputs for one sample as bars in percent. The true class is bold with a mark, the largest bar is coloured.

    Args:
        step_or_activations: a step, or the activations of the output layer: (outputs,) or (n, outputs).
        classes: the names of all classes; with one output, the share of the first class is 1 − output.
        colours: of the theme.
        sample: which row.
        truth: index of the true class; with a step it is known from the targets.

    Raises:
        ValueError: the outputs do not fit the number of classes, or there is no such sample or true class.
    """
    shares, true = class_shares(step_or_activations, len(classes), sample, truth)
    if true is not None and not 0 <= true < len(classes):
        raise invalid("truth", true, f"from 0 to {len(classes) - 1}")
    winner = int(np.argmax(shares))
    colour = colours.positive if true in (None, winner) else colours.negative
    names = [shortened(name, 16) for name in classes]
    layout = base_layout(colours, 44 + 30 * len(classes))
    layout |= {
        "xaxis": {"range": [0, 1.32], "visible": False, "fixedrange": True},
        "yaxis": {
            "range": [len(classes) - 0.4, -0.6],
            "tickvals": list(range(len(classes))),
            "ticktext": [f"<b>{name}</b>" if index == true else name for index, name in enumerate(names)],
            "tickfont": {"size": 13, "color": colours.text},
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "ticks": "outside",  # a little room
            "ticklen": 6,
            "tickcolor": CLEAR,
            "fixedrange": True,
        },
        "bargap": 0.25,
    }
    return Figure(data=[_bars(shares, true, winner, colour, colours)], layout=layout)


def _bars(shares: Array, true: int | None, winner: int, colour: str, colours: Palette) -> Trace:
    marks = [" ◀ true" if index == true else "" for index in range(len(shares))]
    return {
        "type": "bar",
        "orientation": "h",
        "x": shares.tolist(),
        "y": list(range(len(shares))),
        "marker": {
            "color": [colour if index == winner else faded(colours.muted, 0.6) for index in range(len(shares))],
        },
        "text": [f"<b>{_percent(p)}{mark}</b>" if mark else _percent(p) for p, mark in zip(shares, marks, strict=True)],
        "textposition": "outside",
        "textfont": {"size": 13, "color": colours.text},
        "cliponaxis": False,
        "hovertemplate": "%{x:.6f}<extra></extra>",
    }


def _percent(share: float) -> str:
    """Whole percents; 0 % and 100 % are written only where they are exact."""
    if 0 < share < 0.01:
        return "< 1 %"
    return "> 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")
