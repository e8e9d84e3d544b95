"""Axes that stay where they are, headings above panels, and numbers short enough to send."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop.figures.palette import Palette
from backprop.figures.style import faded


def axis(colours: Palette, low: float, high: float, title: str = "", **more: Any) -> dict[str, Any]:
    """An axis with a fixed range."""
    base = {
        "range": [low, high],
        "color": colours.muted,
        "gridcolor": faded(colours.line, 0.5),
        "zeroline": True,
        "zerolinecolor": colours.line,
        "zerolinewidth": 1,
        "fixedrange": True,
        "nticks": 6,
        "tickfont": {"size": 12},
        "tickangle": 0,
    }
    if title:
        base["title"] = {"text": title, "standoff": 4, "font": {"size": 13}}
    return base | more


def heading(text: str, x: float, y: float, colours: Palette, **more: Any) -> dict[str, Any]:
    """Words above a panel."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 14, "color": colours.text},
        "borderpad": 0,
    } | more


def chosen_column(place: float, colours: Palette) -> dict[str, Any]:
    """A pale band behind one place of a horizontal axis that has places 1 apart: what is chosen."""
    return {
        "type": "rect",
        "layer": "below",
        "line": {"width": 0},
        "fillcolor": faded(colours.accent, 0.12),
        "x0": place - 0.4,
        "x1": place + 0.4,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
    }


def plain(values: ArrayLike) -> list[float]:
    """Numbers rounded to five digits, so that fewer bytes are sent."""
    return [float(f"{value:.5g}") for value in np.ravel(np.asarray(values, dtype=float))]
