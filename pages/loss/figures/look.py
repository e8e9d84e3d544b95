"""How the two losses look, and axes that stay where they are."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop.figures.palette import Palette
from backprop.figures.style import Trace, faded
from backprop.losses import LOSSES
from pages.loss.words.judging import other

QUIET: Trace = {"type": "scatter", "hoverinfo": "skip"}


def line(chosen: bool, colours: Palette) -> dict[str, Any]:
    """The line of a loss: thick and solid if it is the chosen one, else thin and dashed."""
    if chosen:
        return {"color": colours.accent, "width": 3.5, "dash": "solid", "simplify": False}
    return {"color": colours.muted, "width": 2, "dash": "6px,4px", "simplify": False}


def dot(chosen: bool, colours: Palette) -> dict[str, Any]:
    """A point on a loss: filled if it is the chosen one, else hollow."""
    edge = {"color": colours.background if chosen else colours.muted, "width": 2}
    return {
        "size": 14 if chosen else 10,
        "color": colours.accent if chosen else colours.background,
        "line": edge,
        "opacity": 1,
    }


def legend(loss: str, colours: Palette, more: Mapping[str, str] | None = None) -> str:
    """Which line is which, the chosen loss first; `more` is added to each name."""
    parts = []
    for name in (loss, other(loss)):
        words = LOSSES[name].title + (more[name] if more else "")
        ink, sign = (colours.accent, "━━") if name == loss else (colours.muted, "╌╌")
        parts.append(f'<span style="color:{ink}">{sign} {f"<b>{words}</b>" if name == loss else words}</span>')
    return "\u2003".join(parts)


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


def plain(values: ArrayLike) -> list[float]:
    """Numbers rounded to five digits, so that fewer bytes are sent."""
    return [float(f"{value:.5g}") for value in np.ravel(np.asarray(values, dtype=float))]
