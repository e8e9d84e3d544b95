"""How the two losses look."""

from collections.abc import Mapping
from typing import Any

from backprop.figures.palette import Palette
from backprop.losses import LOSSES
from pages.loss.words.judging import other


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
