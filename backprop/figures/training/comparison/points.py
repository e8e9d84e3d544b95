"""The data of a run as points: training points filled, test points hollow."""

import numpy as np

from backprop.figures.palette import Palette
from backprop.figures.style import Trace
from backprop.figures.training.confusion import shortened
from backprop.training.run import Run

Array = np.ndarray

_MANY = 300


def data_rows(run: Run) -> tuple[Array, Array]:
    """Rows of the data set, training part first, and which of them belong to the test part."""
    rows = np.concatenate([run.data.rows, run.data.test_rows])
    return rows, np.arange(len(rows)) >= len(run.data.rows)


def hover_words(run: Run) -> list[str]:
    """The hover text of each point."""
    rows, test = data_rows(run)
    dataset = run.data.dataset
    said = [
        shortened(dataset.classes[int(value)], 30) if dataset.classes else f"{value:.4g}"
        for value in dataset.y[rows, 0]
    ]
    return [f"{word}, {'test' if tested else 'training'}" for word, tested in zip(said, test, strict=True)]


def data_points(
    places: Array, plain: list[str], symbols: list[str], test: Array, words: list[str], colours: Palette
) -> Trace:
    """Training points are filled, test points hollow; all in one trace."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": places[0].astype(np.float32),
        "y": places[1].astype(np.float32),
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": symbols,
            "size": 7 if len(test) <= _MANY else 5,
            "color": [colours.background if tested else colour for colour, tested in zip(plain, test, strict=True)],
            "line": {
                "color": [colour if tested else colours.background for colour, tested in zip(plain, test, strict=True)],
                "width": np.where(test, 1.5, 0.75).tolist(),
            },
        },
    }
