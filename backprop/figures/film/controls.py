"""Play, pause, speed and the slider of a replay: all of it runs in the browser."""

from typing import Any

import numpy as np

from backprop.figures.film.grid import SLIDER
from backprop.figures.palette import DARK, Palette
from backprop.figures.style import faded

SPEEDS = (("▶ Slow", 250), ("▶ Play", 70), ("▶ Fast", 0))
"""What the buttons say, and how many milliseconds a frame stays."""


def _animation(milliseconds: int) -> dict[str, Any]:
    return {
        "mode": "immediate",
        "fromcurrent": True,
        "frame": {"duration": milliseconds, "redraw": False},
        "transition": {"duration": 0},
    }


def buttons(colours: Palette, above: int = 0) -> dict[str, Any]:
    """Play at three speeds, and pause.

    Each speed plays from where the film is, or from the start if it is at its end. Plotly makes every button white
    where the mouse is, whatever the theme: so the ink is dark in both.

    Args:
        colours: of the theme.
        above: how many pixels above the panels the controls end.
    """
    dark = colours == DARK
    speeds = [
        {"label": label, "method": "animate", "args": [None, _animation(milliseconds)]}
        for label, milliseconds in SPEEDS
    ]
    pause = {"label": "❚❚ Pause", "method": "animate", "args": [[None], _animation(0)]}
    return {
        "type": "buttons",
        "direction": "right",
        "buttons": [*speeds, pause],
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": above + SLIDER},
        "bgcolor": colours.accent if dark else faded(colours.accent, 0.15),
        "bordercolor": colours.accent,
        "font": {"size": 14, "color": colours.background if dark else colours.text},
    }


def slider(
    steps: np.ndarray, first: int, colours: Palette, above: int = 0, counted: str = "Training step"
) -> dict[str, Any]:
    """All frames, by their step; the one numbered `first` is chosen.

    Args:
        steps: of each frame.
        first: index of the frame that is shown.
        colours: of the theme.
        above: as for the buttons.
        counted: what a step is called.
    """
    at_once = _animation(0)
    return {
        "active": first,
        "steps": [
            {"label": str(int(step)), "method": "animate", "args": [[str(int(step))], at_once]} for step in steps
        ],
        "currentvalue": {"prefix": f"{counted} ", "font": {"size": 15, "color": colours.text}, "offset": 6},
        "transition": {"duration": 0},
        "x": 0,
        "xanchor": "left",
        "len": 1,
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": above, "t": 0},
        "bgcolor": colours.line,
        "activebgcolor": colours.accent,
        "bordercolor": colours.accent,
        "borderwidth": 1,
        "tickcolor": colours.muted,
        "font": {"size": 12, "color": colours.muted},
        "ticklen": 4,
        "minorticklen": 0,
    }
