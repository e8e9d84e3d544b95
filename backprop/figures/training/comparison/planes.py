"""Two planes side by side: what each run predicts at every point."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.figures.film.data import SYMBOLS, class_colour
from backprop.figures.film.parts import ends
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.figures.training.comparison.names import KEPT, NOW
from backprop.figures.training.comparison.points import data_points, data_rows, hover_words
from backprop.figures.training.confusion import shortened
from backprop.figures.training.plane import over, ticks_of, with_gaps
from backprop.landscape.contours import crossings
from backprop.training.run import Run

Array = np.ndarray

CELLS = 61
_SHADE = 0.6


def planes(kept: Run, now: Run, colours: Palette, height: int) -> go.Figure:
    """Two planes with the same ranges, each with its boundary and its data; `height` is in pixels."""
    ticks = ticks_of((kept, now), CELLS)
    across, up = ticks
    traces: list[Trace] = []
    layout = base_layout(colours, height)
    alike = bool(np.isclose(np.ptp(across), np.ptp(up)))
    for mark, run, domain in (("", kept, [0.0, 0.485]), ("2", now, [0.515, 1.0])):  # as close together as possible
        axes: Trace = {"xaxis": f"x{mark}", "yaxis": f"y{mark}"}
        traces += [trace | axes for trace in _plane(run, ticks, colours)]
        common = {
            "color": colours.muted,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "constrain": "domain",
            "nticks": 5,
        }
        names = [shortened(name, 30) for name in run.data.dataset.columns]
        x = {"range": ends(across), "domain": domain, "anchor": f"y{mark}"}
        x["constraintoward"] = "left" if mark else "right"
        y = {"range": ends(up), "anchor": f"x{mark}", "constraintoward": "top", "showticklabels": not mark}
        y |= {"scaleanchor": f"x{mark}"} if alike else {}
        layout[f"xaxis{mark}"] = common | x | {"title": {"text": names[0], "standoff": 4}}
        layout[f"yaxis{mark}"] = common | y | ({} if mark else {"title": {"text": names[1], "standoff": 4}})
    layout |= {
        "margin": {"l": 52, "r": 8, "t": 30, "b": 54},
        "annotations": [_title(f"<b>{KEPT}</b>", ""), _title(f"<b>{NOW}</b>", "2")],
    }
    return Figure(data=traces, layout=layout)


def _title(words: str, mark: str) -> dict[str, Any]:
    return {
        "text": words,
        "x": 0,
        "y": 1,
        "xref": f"x{mark} domain",
        "yref": f"y{mark} domain",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 2,
        "showarrow": False,
        "font": {"size": 14},
    }


def _plane(run: Run, ticks: tuple[Array, ...], colours: Palette) -> list[Trace]:
    """The surface, the boundary, and the data."""
    prediction = over(run, run.parameters_at(run.updates), ticks)[-1].a
    classes = len(run.data.dataset.classes)
    scale: list[list[object]]
    if prediction.shape[-1] == 1:
        z, leads, top = prediction[..., 0], [prediction[..., 0] - 0.5], 1.0
        scale = [[0.0, class_colour(0, colours)], [0.5, colours.background], [1.0, class_colour(1, colours)]]
        hover = {"hovertemplate": "prediction %{z:.2f}<extra></extra>"}
    else:
        z, leads, top = _winners(prediction), _leads(prediction), float(classes)
        scale = []
        for index in range(classes):
            colour = class_colour(index, colours)
            scale += [[index / top, faded(colour, 0.1)], [(index + 1) / top, faded(colour, 1)]]
        hover = {"hoverinfo": "skip"}
    across, up = ticks
    lines = with_gaps(line for lead in leads if np.isfinite(lead).all() for line in crossings(across, up, lead)).astype(
        np.float32
    )
    surface: Trace = {
        "type": "heatmap",
        "x": across.astype(np.float32),
        "y": up.astype(np.float32),
        "z": z.astype(np.float32),
        "zmin": 0,
        "zmax": top,
        "colorscale": scale,
        "opacity": _SHADE,
        "showscale": False,
    }
    border: Trace = {
        "type": "scatter",
        "mode": "lines",
        "x": lines[:, 0],
        "y": lines[:, 1],
        "line": {"color": colours.text, "width": 2},
        "hoverinfo": "skip",
    }
    rows, test = data_rows(run)
    label = run.data.dataset.y[rows, 0].astype(int)
    plain = [class_colour(int(index), colours) for index in label]
    symbols = [SYMBOLS[index % len(SYMBOLS)] for index in label]
    return [
        surface | hover,
        border,
        data_points(run.data.dataset.x[rows].T, plain, symbols, test, hover_words(run), colours),
    ]


def _winners(prediction: Array) -> Array:
    """The index of the predicted class, plus its confidence: 0 if all are equally likely, just under 1 if certain."""
    k = prediction.shape[-1]
    sure = ((prediction.max(axis=-1) * k - 1) / (k - 1)).clip(0.0, 0.999)
    return prediction.argmax(axis=-1) + sure


def _leads(prediction: Array) -> list[Array]:
    """For each class but the last, by how much it is ahead of the best other one: 0 on its borders."""
    classes = range(prediction.shape[-1] - 1)
    return [prediction[..., k] - np.delete(prediction, k, axis=-1).max(axis=-1) for k in classes]
