"""Six points: squares on a line under MSE, surprises below an S-curve under log loss."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.palette import Palette
from backprop.figures.panels import axis, heading, plain
from backprop.figures.style import QUIET, Figure, Trace, base_layout, faded
from backprop.trace import StepTrace
from pages.loss.numbers.data import X
from pages.loss.words.judging import probability

Array = np.ndarray

_HEIGHT = 390
_REACH = 4.0
_AVERAGE = 6.0
"""Width of the panel for the average square, in units of the data."""
_WIDE = 5.0
_LEFT = [0.0, 0.602]
_RIGHT = [0.639, 1.0]
"""Both panels have the same scale: they are 10 units and 6 units wide."""
_HIGHEST = 9.0
"""Upper end of the axis of surprises: 2|w| + |b| is at most 8, and no surprise is much larger than that."""
_WORD = 1.8
"""Height of a number over a bar, in units of surprise: where the line of the average would cross it, it is moved up."""
_AREA = 0.22


def squares(step: StepTrace, line: tuple[Array, Array], colours: Palette) -> go.Figure:
    """Each error is the side of a square; beside them the average square.

    Args:
        step: the line on all points, under MSE.
        line: x and ŷ along the line (m,).
        colours: of the theme.
    """
    rising = line[1][-1] >= line[1][0]
    boxes = [
        _square(x, prediction, y, rising)
        for x, y, prediction in zip(step.x[:, 0], step.y[:, 0], step.prediction[:, 0], strict=True)
    ]
    side = float(np.sqrt(step.loss))
    middle = _AVERAGE / 2
    average = (
        [middle + sign * side / 2 for sign in (-1, 1, 1, -1, -1)],
        [sign * side / 2 for sign in (-1, -1, 1, 1, -1)],
    )
    right = {"xaxis": "x2", "yaxis": "y2"}
    traces: list[Trace] = [
        _filled(
            [value for box in boxes for value in (*box[0], None)],
            [v for box in boxes for v in (*box[1], None)],
            colours,
        ),
        QUIET
        | {"mode": "lines", "x": plain(line[0]), "y": plain(line[1]), "line": {"color": colours.text, "width": 2.5}},
        _points(step, colours, "area"),
        _filled(*average, colours) | right,
    ]
    layout = base_layout(colours, _HEIGHT)
    layout["xaxis"] = axis(
        colours, -_WIDE, _WIDE, "x", dtick=2, domain=_LEFT, constrain="domain", constraintoward="left"
    )
    layout["yaxis"] = axis(colours, -_REACH, _REACH, "y", scaleanchor="x", constrain="domain", constraintoward="top")
    hidden = {"visible": False}
    layout["xaxis2"] = (
        axis(colours, 0, _AVERAGE, domain=_RIGHT, anchor="y2", constrain="domain", constraintoward="left") | hidden
    )
    layout["yaxis2"] = (
        axis(colours, -_REACH, _REACH, anchor="x2", scaleanchor="x2", constrain="domain", constraintoward="top")
        | hidden
    )
    layout["margin"] = {"l": 46, "r": 8, "t": 28, "b": 44}
    layout["annotations"] = [
        heading("<b>Each error is the side of a square</b>", 0, 1, colours, yshift=6),
        heading(
            f"<b>Average square</b><br>MSE = <b>{text(step.loss, 4)}</b>",
            middle,
            side / 2,
            colours,
            xref="x2",
            yref="y2",
            xanchor="center",
            align="center",
            yshift=6,
        ),
    ]
    return Figure(data=traces, layout=layout)


def is_cut(step: StepTrace) -> bool:
    """Whether a square, or the line at a point, is partly outside of the picture."""
    rising = step.prediction[-1, 0] >= step.prediction[0, 0]
    corners = [
        _square(*numbers, rising) for numbers in zip(step.x[:, 0], step.prediction[:, 0], step.y[:, 0], strict=True)
    ]
    return any(max(map(abs, x)) > _WIDE or max(map(abs, y)) > _REACH for x, y in corners)


def _square(x: float, prediction: float, y: float, rising: bool) -> tuple[list[float], list[float]]:
    """The square on one error, on the side where it does not cross the line."""
    error = prediction - y
    width = error if rising else -error  # above a rising line there is room on the left
    return plain([x, x + width, x + width, x, x]), plain([prediction, prediction, y, y, prediction])


def _filled(x: Sequence[float | None], y: Sequence[float | None], colours: Palette) -> Trace:
    return QUIET | {
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "fill": "toself",
        "fillcolor": faded(colours.accent, _AREA),
        "line": {"color": colours.accent, "width": 1.5},
    }


def _points(step: StepTrace, colours: Palette, what: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": plain(step.x),
        "y": plain(step.y),
        "customdata": [
            [float(a), float(term)] for a, term in zip(step.prediction[:, 0], step.loss_terms[:, 0], strict=True)
        ],
        "hovertemplate": "x = %{x}, y = %{y}<br>ŷ = %{customdata[0]:.4g}<br>"
        + what
        + " %{customdata[1]:.4g}<extra></extra>",
        "marker": {
            "size": 12,
            "color": colours.text,
            "line": {"color": colours.background, "width": 1.5},
            "opacity": 1,
        },
        "cliponaxis": False,
    }


def surprises(step: StepTrace, curve: tuple[Array, Array], colours: Palette) -> go.Figure:
    """An S-curve through no and yes; below each point its surprise.

    Args:
        step: the curve on all points, under log loss.
        curve: x and ŷ along the curve (m,).
        colours: of the theme.
    """
    x, y, a = step.x[:, 0], step.y[:, 0], step.prediction[:, 0]
    given = [probability(float(target), float(prediction)) for target, prediction in zip(y, a, strict=True)]
    stems = [
        (float(place), float(1 - target), float(prediction)) for place, target, prediction in zip(x, y, a, strict=True)
    ]
    terms = step.loss_terms[:, 0]
    below: Trace = {"xaxis": "x", "yaxis": "y2"}
    average = {"color": colours.muted, "width": 1.5, "dash": "6px,4px"}
    bars: Trace = {
        "type": "bar",
        "x": plain(x),
        "y": plain(terms),
        "width": [0.42] * len(x),
        "marker": {"color": faded(colours.accent, 0.55), "line": {"color": colours.accent, "width": 1.5}},
        "customdata": plain(np.array(given)),
        "hovertemplate": "given %{customdata:.4g}<br>surprise %{y:.4g}<extra></extra>",
    }
    traces: list[Trace] = [
        QUIET
        | {
            "mode": "lines",
            "x": [value for place, _, _ in stems for value in (place, place, None)],
            "y": [value for _, foot, prediction in stems for value in (foot, prediction, None)],
            "line": {"color": faded(colours.accent, 0.55), "width": 5},
        },
        QUIET
        | {"mode": "lines", "x": plain(curve[0]), "y": plain(curve[1]), "line": {"color": colours.text, "width": 2.5}},
        _points(step, colours, "surprise"),
        bars | below,
        QUIET | {"mode": "lines", "x": [-_REACH, _REACH], "y": [step.loss] * 2, "line": average} | below,
        QUIET
        | {
            "mode": "text",
            "x": plain(x),
            "y": plain(np.where((terms < step.loss) & (step.loss < terms + _WORD), step.loss, terms)),
            "text": [text(float(value), 3) for value in terms],
            "textposition": "top center",
            "textfont": {"color": colours.text, "size": 13},
            "cliponaxis": False,
        }
        | below,
    ]
    layout = base_layout(colours, _HEIGHT)
    layout["xaxis"] = axis(colours, -3.0, 3.0, "x", anchor="y2", showgrid=False, zeroline=False)
    layout["yaxis"] = axis(
        colours, -0.08, 1.08, domain=[0.55, 1.0], tickvals=[0, 0.5, 1], ticktext=["0 no", "½", "1 yes"]
    )
    layout["yaxis2"] = axis(colours, 0.0, _HIGHEST, domain=[0.0, 0.4], anchor="x", tickvals=[0, 2, 4, 6, 8])
    layout["margin"] = {"l": 46, "r": 8, "t": 28, "b": 44}
    layout["annotations"] = [
        heading("<b>Probability ŷ of a yes</b>", 0, 1, colours, yshift=6),
        heading(
            f"<b>Surprise</b>, on average <b>{text(step.loss, 4)}</b>",
            0,
            0.4,
            colours,
            yshift=6,
        ),
    ]
    return Figure(data=traces, layout=layout)


PLACES = np.linspace(float(X.min()) - 3, float(X.max()) + 3, 81)
"""The x at which line and curve are drawn."""
