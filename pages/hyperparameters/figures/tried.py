"""Which learning rates and widths each search tries (cf. figure 1 of Bergstra and Bengio 2012)."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout
from pages.hyperparameters.figures.looks import choice_axis, ink, marker, places, title
from pages.hyperparameters.numbers.search import GRID, RANDOM
from pages.hyperparameters.numbers.space import RATE, WIDTH, Setting
from pages.hyperparameters.words.settings import counted

_HEIGHT = 300
_DOMAINS = ((0.0, 0.47), (0.53, 1.0))
_GROUND = -1.0


def tried_picture(grid: Sequence[Setting], random: Sequence[Setting], colours: Palette) -> go.Figure:
    """Learning rate and width of each trial; below, a line for each learning rate that occurs.

    Args:
        grid, random: the trials of both searches.
        colours: of the theme.
    """
    low, high, ticks = choice_axis(RATE)
    _, top, widths = choice_axis(WIDTH)
    layout = base_layout(colours, _HEIGHT)
    traces, notes = [], []
    for number, (name, settings) in enumerate(((GRID, grid), (RANDOM, random))):
        end = "2" if number else ""
        here: dict[str, Any] = {"xaxis": f"x{end}", "yaxis": f"y{end}"}
        rates = [each.learning_rate for each in settings]
        at = plain(places(RATE, rates))
        distinct = sorted(set(at))
        traces += [
            QUIET
            | here
            | {
                "mode": "markers",
                "x": at,
                "y": plain(places(WIDTH, [each.width for each in settings])),
                "marker": marker(name, 9, colours),
            },
            QUIET
            | here
            | {
                "mode": "markers",
                "x": distinct,
                "y": [_GROUND] * len(distinct),
                "marker": {
                    "symbol": "line-ns",
                    "size": 12,
                    "color": ink(name, colours),
                    "line": {"color": ink(name, colours), "width": 2},
                },
            },
        ]
        domain = list(_DOMAINS[number])
        layout[f"xaxis{end}"] = axis(
            colours, low, high, "α", domain=domain, anchor=f"y{end}", showgrid=False, zeroline=False, **ticks
        )
        layout[f"yaxis{end}"] = axis(
            colours,
            _GROUND - 0.5,
            top,
            "" if number else "width",
            anchor=f"x{end}",
            zeroline=False,
            **widths | ({"showticklabels": False} if number else {}),
        )
        count = counted(len(distinct), "learning rate")
        words = f"<b>{title(name, name.capitalize(), colours)}</b><br>❘ {count}"
        notes.append(heading(words, domain[0], 1, colours, yshift=4))
    layout |= {"margin": {"l": 44, "r": 8, "t": 48, "b": 46}, "annotations": notes}
    return Figure(data=traces, layout=layout)
