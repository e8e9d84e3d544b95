"""A heat map of two choices."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.style import Figure, base_layout
from pages.hyperparameters.numbers.full import AXES, Full
from pages.hyperparameters.numbers.space import CHOICES
from pages.hyperparameters.words.settings import TITLES, value_text

_ROW = 46
_SHADES = 1.0
"""Powers of ten between the brightest and the darkest shade."""


def pairs_picture(found: Full, across: str, up: str, colours: Palette) -> go.Figure:
    """The median loss over all other choices, as colour and as number; the scale is the same for all pairs.

    Args:
        found: the full grid.
        across, up: the two choices.
        colours: of the theme.
    """
    medians = found.medians(across, up)
    columns, rows = ([value_text(each) for each in AXES[CHOICES.index(choice)]] for choice in (across, up))
    low = float(np.log10(np.quantile(found.loss, 0.05)))
    trace = {
        "type": "heatmap",
        "x": columns,
        "y": rows,
        "z": np.log10(medians),
        "zmin": low,
        "zmax": low + _SHADES,
        "colorscale": "Cividis",
        "reversescale": True,
        "text": [[f"{value:.2g}" for value in line] for line in medians],
        "texttemplate": "%{text}",
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "hovertemplate": f"{TITLES[across]} %{{x}}<br>{TITLES[up]} %{{y}}<br>median loss %{{text}}<extra></extra>",
    }
    figure = Figure(data=[trace], layout=base_layout(colours, 90 + _ROW * len(rows)))
    figure.update_xaxes(title=TITLES[across], type="category", showgrid=False, tickangle=0)
    figure.update_yaxes(title={"text": TITLES[up], "standoff": 10}, type="category", showgrid=False, automargin=True)
    figure.update_layout(margin={"l": 72, "r": 8, "t": 12, "b": 52})
    return figure
