"""Training loss and test loss against one setting."""

import numpy as np
import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.panels import axis, chosen_column, heading, plain
from backprop.figures.style import QUIET, Figure, base_layout
from backprop.figures.ticks import decimal_ticks
from pages.generalization.figures.spread import Series, spread
from pages.generalization.numbers.losses import Losses
from pages.generalization.words import TITLES, loss_words, value_text

_HEIGHT = 400
_LEAST = 1e-5
"""Lower losses are drawn there."""


def losses_picture(found: Losses, value: object, seed: int, colours: Palette) -> go.Figure:
    """Both losses over all values, on a logarithmic axis.

    Args:
        found: the losses.
        value: the one that is chosen.
        seed: the index of the one that is chosen.
        colours: of the theme.
    """
    train = Series("training", found.train, colours.accent, True, loss_words(found, found.train))
    test = Series("test", found.test, colours.text, False, loss_words(found, found.test))
    known = np.concatenate([found.train, found.test]).clip(_LEAST)
    low, high = float(np.log10(known.min())), float(np.log10(known.max()))
    low, high = np.floor(2 * low) / 2 - 0.1, np.ceil(2 * high) / 2 + 0.1
    places = list(range(len(found.values)))
    noisy = found.least > _LEAST
    floor = QUIET | {
        "mode": "lines",
        "x": [place for place in places if noisy[place]] or [None],
        "y": plain(found.least[noisy]) or [None],
        "line": {"color": colours.muted, "width": 1.5, "dash": "2px,3px"},
    }
    here = found.place(value)
    mark = chosen_column(here, colours)
    words = (
        f"<b>Loss</b> after training: {train.heading} &#160; {test.heading}",
        f"median and range of {found.train.shape[1]} seeds, × seed {seed}",
        "⋯ loss of the true curve: noise alone" if noisy.any() else "without noise the true curve has no loss",
    )
    ticks = decimal_ticks(low, high, (1,) if high - low > 2 else (1, 2, 5))
    if known.min() <= _LEAST:
        ticks["ticktext"][0] = f"≤ {ticks['ticktext'][0]}"
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(
            colours,
            -0.5,
            len(places) - 0.5,
            TITLES[found.field],
            tickvals=places,
            ticktext=[value_text(found.field, each) for each in found.values],
            showgrid=False,
            zeroline=False,
        ),
        "yaxis": axis(colours, low, high, type="log", **ticks),
        "margin": {"l": 48, "r": 8, "t": 74, "b": 46},
        "shapes": [mark],
        "annotations": [heading("<br>".join(words), 0, 1, colours, yshift=4, xshift=-40)],
    }
    traces = [*spread(train, _LEAST, seed, colours), *spread(test, _LEAST, seed, colours), floor]
    return Figure(data=traces, layout=layout)
