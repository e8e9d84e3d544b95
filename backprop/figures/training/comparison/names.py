"""What the two runs are called, and how a name stands at the end of a curve."""

from typing import Any

KEPT, NOW = "kept", "now"
APART = 0.09
"""Least distance of two names, as a share of the axis."""


def name_at_end(name: str, colour: str, **place: Any) -> dict[str, Any]:
    """A run's name right of the end of its curve, in the colour of the curve."""
    return place | {
        "xanchor": "left",
        "xshift": 4,
        "text": f"<b>{name}</b>",
        "font": {"color": colour, "size": 14},
        "showarrow": False,
    }
