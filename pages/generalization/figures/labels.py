"""Accuracy against the share of random labels."""

import plotly.graph_objects as go

from backprop.explain.numbers import percent
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading
from backprop.figures.style import QUIET, Figure, base_layout
from pages.generalization.figures.spread import Series, spread
from pages.generalization.numbers.labels import Memory
from pages.generalization.words import accuracy_words

_HEIGHT = 400
_TICKS = [0.0, 0.25, 0.5, 0.75, 1.0]


def memory_picture(found: Memory, seed: int, colours: Palette) -> go.Figure:
    """Accuracy on the training labels and on the test part.

    Args:
        found: the accuracies.
        seed: the index of the one that is chosen.
        colours: of the theme.
    """
    train = Series("training labels", found.train, colours.accent, True, accuracy_words(found, found.train))
    test = Series("test part", found.test, colours.text, False, accuracy_words(found, found.test))
    places = list(range(len(found.shares)))
    guessing = QUIET | {
        "mode": "lines",
        "x": places,
        "y": [found.chance] * len(places),
        "line": {"color": colours.muted, "width": 1.5, "dash": "2px,3px"},
    }
    words = (
        f"<b>Accuracy</b>: {train.heading} &#160; {test.heading}",
        f"median and range of {found.train.shape[1]} seeds, × seed {seed}",
        f"⋯ guessing: {percent(found.chance)}",
    )
    layout = base_layout(colours, _HEIGHT) | {
        "xaxis": axis(
            colours,
            -0.5,
            len(places) - 0.5,
            "random labels",
            tickvals=places,
            ticktext=[percent(share) for share in found.shares],
            showgrid=False,
            zeroline=False,
        ),
        "yaxis": axis(colours, 0.0, 1.04, tickvals=_TICKS, ticktext=[percent(tick) for tick in _TICKS]),
        "margin": {"l": 48, "r": 8, "t": 74, "b": 46},
        "annotations": [heading("<br>".join(words), 0, 1, colours, yshift=4, xshift=-40)],
    }
    return Figure(data=[*spread(train, 0.0, seed, colours), *spread(test, 0.0, seed, colours), guessing], layout=layout)
