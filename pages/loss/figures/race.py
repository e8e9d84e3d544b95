"""Two copies of one neuron in training, replayed together in the browser."""

from collections.abc import Sequence

import numpy as np

from backprop.explain.numbers import text
from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, rounded, still
from backprop.figures.palette import Palette
from backprop.figures.panels import plain
from backprop.figures.style import QUIET, Trace
from pages.loss.figures.look import dot, legend, line
from pages.loss.numbers.race import UPDATES, Course, reach

Array = np.ndarray

EVERY, POINTS = 10, 5
"""Updates from frame to frame, and from point to point of a line."""
_GRID = Grid((250,), (2,))
_PLACES = (Place(0, 0, 0.47), Place(0, 0.53, 1))
_Z = np.linspace(-6.0, 5.0, 111)
_OVERHEAD = 1.12


def replayed(courses: Sequence[Course], loss: str, start: int, colours: Palette) -> AnimatedFigure:
    """The predictions over the updates, and how far each update moves z, over z.

    Args:
        courses: both copies.
        loss: the chosen one, drawn above the other.
        start: after how many updates it opens.
        colours: of the theme.
    """
    steps = np.union1d(np.arange(0, UPDATES + 1, EVERY), start)
    ordered = sorted(courses, key=lambda course: course.loss == loss)
    panels = [_predictions(ordered, loss, steps, colours), _moves(ordered, loss, steps, colours)]
    first = int(np.searchsorted(steps, start))
    return compose(panels, _PLACES, _GRID, steps, first, colours)


def _predictions(courses: Sequence[Course], loss: str, steps: Array, colours: Palette) -> Panel:
    """Both predictions up to the current update, so that nobody sees the rest in advance."""

    def way(course: Course, index: int) -> Trace:
        at = np.union1d(np.arange(0, steps[index] + 1, POINTS), steps[index])
        return {"x": at.tolist(), "y": plain(course.prediction[at])}

    def dots(index: int) -> Trace:
        at = int(steps[index])
        return {"x": [at] * len(courses), "y": [rounded(float(course.prediction[at])) for course in courses]}

    half = still(
        QUIET
        | {
            "mode": "lines",
            "x": [0, UPDATES],
            "y": [0.5, 0.5],
            "line": {"color": colours.line, "width": 1.5, "dash": "dot"},
        }
    )
    ways = [
        Moving(
            QUIET | {"mode": "lines", "line": line(course.loss == loss, colours)},
            lambda index, course=course: way(course, index),
        )
        for course in courses
    ]
    return Panel(
        (
            "<b>Prediction ŷ</b>; the target is 0",
            legend(loss, colours, {course.loss: f", α = {text(course.rate, 3)}" for course in courses}),
        ),
        [half, *ways, Moving(_markers(courses, loss, colours), dots)],
        {"range": [-0.025 * UPDATES, 1.025 * UPDATES], "title": "update", "dtick": 50},
        {"range": [-0.03, 1.05], "tickvals": [0, 0.25, 0.5, 0.75, 1]},
    )


def _moves(courses: Sequence[Course], loss: str, steps: Array, colours: Palette) -> Panel:
    """How far one update moves z, at every z; the copies slide to the left."""
    curves = [reach(course, _Z) for course in courses]
    top = _OVERHEAD * max(float(curve.max()) for curve in curves)

    def dots(index: int) -> Trace:
        at = int(steps[index])
        z = np.array([course.z[at] for course in courses])
        heights = [float(reach(course, np.array([place]))[0]) for course, place in zip(courses, z, strict=True)]
        return {"x": plain(z), "y": [rounded(height) for height in heights]}

    shapes = [
        still(QUIET | {"mode": "lines", "line": line(course.loss == loss, colours), "x": plain(_Z), "y": plain(curve)})
        for course, curve in zip(courses, curves, strict=True)
    ]
    return Panel(
        ("<b>How far one update moves z</b>", "at every z; each neuron slides to the left"),
        [*shapes, Moving(_markers(courses, loss, colours), dots)],
        {"range": [float(_Z[0]), float(_Z[-1])], "title": "z", "dtick": 2},
        {"range": [-0.03 * top, top], "nticks": 5},
    )


def _markers(courses: Sequence[Course], loss: str, colours: Palette) -> Trace:
    looks = [dot(course.loss == loss, colours) for course in courses]
    return {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "size": [look["size"] for look in looks],
            "color": [look["color"] for look in looks],
            "line": {key: [look["line"][key] for look in looks] for key in ("color", "width")},
            "opacity": 1,
        },
    }
