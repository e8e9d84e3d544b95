"""The validation loss of each trial against one of the choices."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout
from backprop.figures.ticks import decimal_ticks
from pages.hyperparameters.figures.looks import choice_axis, ink, loss_ends, marker, places, title
from pages.hyperparameters.numbers.search import GRID, RANDOM
from pages.hyperparameters.numbers.space import RATE
from pages.hyperparameters.numbers.trials import Trials
from pages.hyperparameters.words.search import described
from pages.hyperparameters.words.settings import TITLES, loss_text

_HEIGHT = 380
_ASIDE = 0.17


def trials_picture(grid: Trials, random: Trials, choice: str, colours: Palette) -> go.Figure:
    """A dot for each trial, a ring around both winners; a run that diverged is drawn at the top.

    Args:
        grid, random: the trials of both searches.
        choice: on the axis.
        colours: of the theme.
    """
    low, high = loss_ends(np.concatenate([grid.validation, random.validation]))
    left, right, ticks = choice_axis(choice)
    traces = []
    for name, found, aside in ((GRID, grid, -_ASIDE), (RANDOM, random, _ASIDE)):
        at = places(choice, [getattr(each, choice) for each in found.settings]) + (0 if choice == RATE else aside)
        losses = np.minimum(found.validation, 10**high)
        traces.append(
            QUIET
            | {
                "mode": "markers",
                "x": plain(at),
                "y": plain(losses),
                "marker": marker(name, 9, colours),
                "text": [
                    f"{described(each)}<br>loss {loss_text(loss)}"
                    for each, loss in zip(found.settings, found.validation, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
        traces.append(
            QUIET
            | {
                "mode": "markers",
                "x": plain(at[found.best]),
                "y": plain(losses[found.best]),
                "marker": {
                    "symbol": "circle-open",
                    "size": 20,
                    "color": ink(name, colours),
                    "line": {"width": 2},
                },
            }
        )
    both = f"{title(GRID, 'grid', colours)} &#160; {title(RANDOM, 'random', colours)}"
    words = f"<b>Validation loss</b> of each trial: {both}<br>◯ ring: lowest"
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(colours, left, right, TITLES[choice], zeroline=False, showgrid=False, **ticks),
        "yaxis": axis(
            colours, low, high, type="log", **decimal_ticks(low, high, (1,) if high - low > 2 else (1, 2, 5))
        ),
        "margin": {"l": 48, "r": 8, "t": 54, "b": 46},
        "annotations": [heading(words, 0, 1, colours, yshift=4, xshift=-40)],
    }
    return Figure(data=traces, layout=layout)
