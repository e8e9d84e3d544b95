"""The losses of two runs on one axis."""

from math import ceil, floor
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.explain.numbers import text
from backprop.figures.film.parts import bottom_and_top, magnitudes, rounded
from backprop.figures.palette import Palette
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.figures.training.comparison.names import APART, KEPT, NOW, name_at_end
from backprop.training.run import Run

Array = np.ndarray

_OUTGROWN = 10.0
"""The axis ends at this many times the larger first loss: a run that blows up must not flatten the other one."""


def two_losses(kept: Run, now: Run, colours: Palette) -> go.Figure:
    """Training loss (solid) and test loss (dashed) of two runs over their training steps.

    Losses that are not finite are left out. Losses far above both first losses are outside of the axis.
    """
    looks = ((kept, KEPT, colours.negative), (now, NOW, colours.accent))
    known = np.concatenate([losses[np.isfinite(losses)] for run, _, _ in looks for losses in _losses(run)])
    firsts = [float(run.train_loss[0]) for run, _, _ in looks if np.isfinite(run.train_loss[0])]
    most = _OUTGROWN * max(firsts, default=1.0) or np.inf
    axis = magnitudes(known.clip(max=most))
    axis |= _ticks(axis)
    last = int(max(kept.steps[-1], now.steps[-1])) or 1
    traces = [
        _curve(run, losses, f"{label}, {part}", colour, dash)
        for run, label, colour in looks
        for losses, part, dash in zip(_losses(run), ("training", "test"), ("solid", "5px,3px"), strict=True)
        if np.isfinite(losses).any()
    ]
    layout = base_layout(colours, 300)
    common = {"color": colours.muted, "gridcolor": faded(colours.line, 0.6), "zeroline": False, "fixedrange": True}
    layout |= {
        "xaxis": common | {"title": {"text": "training step", "standoff": 6}, "range": [0, last], "nticks": 6},
        "yaxis": common | {"title": {"text": "loss", "standoff": 6}, "automargin": True} | axis,
        "margin": {"l": 58, "r": 52, "t": 30, "b": 46},
        "annotations": [*_labels(looks, axis, last), _key(kept, now)],
    }
    return Figure(data=traces, layout=layout)


def _losses(run: Run) -> tuple[Array, Array]:
    return run.train_loss, run.test_loss


def _ticks(axis: dict[str, object]) -> dict[str, object]:
    """Enough tick labels on a logarithmic axis, however few powers of ten it spans."""
    if axis["type"] != "log":
        return {}
    low, high = (float(np.log10(end)) for end in bottom_and_top(axis))
    mantissas = (1, 2, 5) if high - low < 1.5 else (1, 3) if high - low < 3 else (1,)
    every = max(1, round((high - low) / 5))
    tens = [ten for ten in range(floor(low), ceil(high) + 1) if ten % every == 0]
    values = [float(f"{mantissa}e{ten}") for ten in tens for mantissa in mantissas]
    return {"tickvals": values, "ticktext": [text(value, 1).removeprefix("1×") for value in values]}


def _curve(run: Run, losses: Array, name: str, colour: str, dash: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": run.steps.tolist(),
        "y": [rounded(loss) for loss in losses],
        "name": name,
        "line": {"color": colour, "width": 2.5 if dash == "solid" else 2, "dash": dash},
        "hovertemplate": f"{name}<br>step %{{x}}<br>loss %{{y:.5g}}<extra></extra>",
    }


def _labels(looks: tuple[tuple[Run, str, str], ...], axis: dict[str, object], last: int) -> list[dict[str, Any]]:
    """The name of each run at the right end of its training curve; the two names never overlap."""
    low, high = bottom_and_top(axis)
    log = axis["type"] == "log"

    def share(value: float) -> float:
        """Height on the axis, from 0 to 1."""
        clipped = min(max(value, low), high)
        place = np.log(clipped / low) / np.log(high / low) if log else (clipped - low) / (high - low)
        return float(place)

    spots = []
    for run, name, colour in looks:
        known = np.flatnonzero(np.isfinite(run.train_loss))
        if len(known):
            end = known[-1]
            loss = float(run.train_loss[end])
            spots.append([float(run.steps[end]), share(loss), f"{name} ↑" if loss > high else name, colour])
    if len(spots) == 2 and abs(spots[0][0] - spots[1][0]) < 0.2 * last:
        lower, upper = sorted(spots, key=lambda spot: spot[1])
        missing = APART - (upper[1] - lower[1])
        if missing > 0:
            down = min(missing / 2, lower[1])
            lower[1] -= down
            upper[1] += missing - down
    return [name_at_end(name, colour, x=step, y=place, yref="y domain") for step, place, name, colour in spots]


def _key(kept: Run, now: Run) -> dict[str, Any]:
    tested = any(np.isfinite(run.test_loss).any() for run in (kept, now))
    return {
        "text": "── training" + ("   ╌╌ test" if tested else ""),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
    }
