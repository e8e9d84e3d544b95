"""The winners of both searches with each seed: the loss that they were chosen by, and their test loss."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout, faded
from pages.hyperparameters.figures.looks import marker, title
from pages.hyperparameters.numbers.search import GRID, RANDOM, Searches
from pages.hyperparameters.numbers.space import SEEDS
from pages.hyperparameters.words.settings import loss_text

_HEIGHT = 380
_DOMAINS = ((0.0, 0.48), (0.52, 1.0))


def winners_picture(found: Searches, seed: int, colours: Palette) -> go.Figure:
    """A row for each seed, a mark for each search; both panels have the same axis.

    Args:
        found: the searches.
        seed: the one that stands out.
        colours: of the theme.
    """
    kinds = ("validation", found.validation), ("test", found.test)
    known = np.concatenate([values(name) for _, values in kinds for name in (GRID, RANDOM)])
    known = known[np.isfinite(known)]
    low, high = float(np.floor(20 * known.min() - 0.5) / 20), float(np.ceil(20 * known.max() + 0.5) / 20)
    layout = base_layout(colours, _HEIGHT)
    traces, notes = [], []
    rows = list(SEEDS)
    for number, (kind, values) in enumerate(kinds):
        end = "2" if number else ""
        here = {"xaxis": f"x{end}", "yaxis": f"y{end}"}
        one, other = (np.minimum(values(name), high) for name in (GRID, RANDOM))
        traces.append(
            QUIET
            | here
            | {
                "mode": "lines",
                "x": [each for pair in zip(plain(one), plain(other), strict=True) for each in (*pair, None)],
                "y": [each for row in rows for each in (row, row, None)],
                "line": {"color": colours.muted, "width": 1.5},
            }
        )
        for name, losses in ((RANDOM, other), (GRID, one)):
            traces.append(
                QUIET
                | here
                | {
                    "mode": "markers",
                    "x": plain(losses),
                    "y": rows,
                    "marker": marker(name, 11, colours),
                    "text": [f"{name} search, seed {row}<br>{kind} loss {loss_text(losses[row])}" for row in rows],
                    "hoverinfo": "text",
                }
            )
        domain = list(_DOMAINS[number])
        layout[f"xaxis{end}"] = axis(colours, low, high, "loss", domain=domain, anchor=f"y{end}", nticks=4)
        layout[f"yaxis{end}"] = axis(
            colours,
            len(rows) - 0.5,
            -0.5,
            "" if number else "seed",
            anchor=f"x{end}",
            tickvals=rows,
            showgrid=False,
            zeroline=False,
            showticklabels=not number,
        )
        notes.append(heading(f"<b>{kind}</b>", domain[0], 1, colours, yshift=4))
    both = f"{title(GRID, 'grid', colours)} &#160; {title(RANDOM, 'random', colours)}"
    notes.append(heading(f"<b>Loss of the winners</b>: {both}", 0, 1, colours, yshift=26, xshift=-40))
    mark = {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": faded(colours.accent, 0.12)}
    mark |= {"xref": "paper", "x0": 0, "x1": 1, "y0": seed - 0.4, "y1": seed + 0.4}
    layout |= {"margin": {"l": 44, "r": 8, "t": 54, "b": 46}, "annotations": notes, "shapes": [mark]}
    return Figure(data=traces, layout=layout)
