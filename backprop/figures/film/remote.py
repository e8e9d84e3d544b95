"""An invisible button in the figure of a film, with which the player shows frames.

When a button is clicked, Plotly runs `animate` with the button's arguments. The player (`pages/shared/player`) writes
the frame into the arguments and clicks the button. There is no other way: Streamlit's Plotly cannot be reached by name.
"""

from typing import Any


def remote() -> dict[str, Any]:
    """The button, as an entry of `layout.updatemenus`: without size, colour or room of its own."""
    return {
        "type": "buttons",
        "buttons": [{"label": "", "method": "animate", "args": [[None], {"mode": "immediate"}]}],
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "bottom",
        "pad": {"t": 0, "r": 0, "b": 0, "l": 0},
        "borderwidth": 0,
        "bgcolor": "rgba(0,0,0,0)",
        "bordercolor": "rgba(0,0,0,0)",
        "font": {"size": 1, "color": "rgba(0,0,0,0)"},
    }
