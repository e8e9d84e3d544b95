"""A training as a film: the loss, the gradient of each layer, and what an update changes in it."""

import numpy as np

from backprop.explain.numbers import text
from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.cursor import Dots, Words, cursor
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, bottom_and_top, magnitudes, rounded, still
from backprop.figures.palette import Palette
from backprop.figures.style import QUIET, Trace
from pages.vanishing_gradients.numbers.training import Course

Array = np.ndarray

_GRID = Grid((290,), (2,))
_PLACES = (Place(0, 0, 0.3), Place(0, 0.38, 0.66), Place(0, 0.72, 1))


def training_film(course: Course, start: int, colours: Palette) -> AnimatedFigure:
    """The film of the first run.

    Args:
        course: the training; its kept steps are the frames.
        start: the step to open at.
        colours: of the theme.
    """
    panels = [
        _loss(course, colours),
        _layers(("<b>‖∂L/∂W‖</b>", "of each layer"), course.gradient[:, 0], colours),
        _layers(("<b>‖update‖ / ‖W‖</b>", "of each layer"), course.relative_update[:, 0], colours),
    ]
    first = int(np.abs(course.steps - start).argmin())
    return compose(panels, _PLACES, _GRID, course.steps, first, colours)


def _loss(course: Course, colours: Palette) -> Panel:
    loss = course.loss[0]
    known = np.flatnonzero(np.isfinite(loss))
    axis = magnitudes(loss)
    curve = QUIET | {
        "mode": "lines",
        "x": known.tolist(),
        "y": [rounded(float(value)) for value in loss[known]],
        "line": {"color": colours.accent, "width": 2.5},
        "cliponaxis": False,
    }

    def at(index: int) -> tuple[int, list[tuple[float, float | None]]]:
        step = int(course.steps[index])
        return step, [(step, rounded(float(loss[step])))]

    def words(index: int) -> str:
        return f"● {text(float(loss[course.steps[index]]), 3)}"

    dots = Dots([colours.accent], [colours.accent], ["circle"])
    return Panel(
        ("<b>Log loss</b>", "\u00a0"),
        [still(curve), cursor(bottom_and_top(axis), at, dots, colours.muted, Words(words, colours.text))],
        {"range": [0, int(course.steps[-1]) or 1], "title": "training step", "nticks": 4},
        axis,
    )


def _layers(title: tuple[str, str], values: Array, colours: Palette) -> Panel:
    """One number for each layer (F, L), on a logarithmic axis that holds for all frames."""
    layers = list(range(1, values.shape[1] + 1))
    axis = magnitudes(values)
    first: Trace = QUIET | {
        "mode": "lines",
        "x": layers,
        "y": [rounded(float(value)) for value in values[0]],
        "line": {"color": colours.muted, "width": 1.5, "dash": "4px,3px"},
    }

    def now(index: int) -> Trace:
        shown = [rounded(float(value)) if value > 0 else None for value in values[index]]
        said = [f"layer {layer}<br>{text(float(value), 3)}" for layer, value in zip(layers, values[index], strict=True)]
        return {"y": shown, "text": said}

    look: Trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": layers,
        "line": {"color": colours.accent, "width": 2},
        "marker": {"size": 6, "color": colours.accent, "opacity": 1},
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    across = {"range": [0.5, len(layers) + 0.5], "title": "layer", "nticks": 6}
    return Panel(title, [still(first), Moving(look, now)], across, axis)
