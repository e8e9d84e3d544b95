"""A run that was kept beside the one of now: their losses on one axis, their predictions with the same ranges."""

from math import ceil, floor
from typing import Any

import numpy as np
import plotly.graph_objects as go

from backprop.boundary import crossings
from backprop.explain.numbers import text
from backprop.figures.confusion import shortened
from backprop.figures.plane import over, ticks_of, with_gaps
from backprop.figures.replay_data import SYMBOLS, class_colour
from backprop.figures.replay_parts import bottom_and_top, ends, magnitudes, rounded
from backprop.figures.style import Figure, Trace, base_layout, faded
from backprop.palette import Palette
from backprop.training import Run

Array = np.ndarray

KEPT, NOW = "kept", "now"
CELLS = 61
_CURVE = 161
_OUTGROWN = 10.0
"""The axis ends at so many times the larger first loss: a run that blows up must not flatten the other one."""
_SHADE = 0.6
_APART = 0.09
"""How far apart two labels are, as a share of the axis."""
_MANY = 300
_HIGH, _LOW = 380, 250


# Losses -------------------------------------------------------------------------------------------------------------


def two_losses(kept: Run, now: Run, colours: Palette) -> go.Figure:
    """Training loss (solid) and test loss (dashed) of two runs over their training steps.

    What is not finite is left out, and so is what lies far above both first losses: the axis ends there.
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
        "clickmode": "event",
        "annotations": [*_labels(looks, axis, last), _key(kept, now)],
    }
    return Figure(data=traces, layout=layout)


def _losses(run: Run) -> tuple[Array, Array]:
    return run.train_loss, run.test_loss


def _ticks(axis: dict[str, object]) -> dict[str, object]:
    """Enough numbers beside a logarithmic axis, however few decades it has."""
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
    """The name of each run at the right end of its training curve, one never on the other."""
    low, high = bottom_and_top(axis)
    log = axis["type"] == "log"

    def share(value: float) -> float:
        """How high on the axis."""
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
        missing = _APART - (upper[1] - lower[1])
        if missing > 0:
            down = min(missing / 2, lower[1])
            lower[1] -= down
            upper[1] += missing - down
    return [
        {
            "x": step,
            "y": place,
            "yref": "y domain",
            "xanchor": "left",
            "xshift": 4,
            "text": f"<b>{name}</b>",
            "font": {"color": colour, "size": 14},
            "showarrow": False,
        }
        for step, place, name, colour in spots
    ]


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


# Predictions --------------------------------------------------------------------------------------------------------


def two_boundaries(kept: Run, now: Run, colours: Palette, narrow: bool = False) -> go.Figure | None:
    """What two runs predict with their last parameters, with their data: planes side by side, or curves in one.

    Args:
        kept, now: the runs.
        colours: of the theme.
        narrow: for a phone: planes are lower there.

    Returns:
        The figure; None unless both runs have classes in two columns, or both one output over one column.
    """
    kinds = {_kind(kept), _kind(now)}
    if kinds == {"plane"}:
        return _planes(kept, now, colours, _LOW if narrow else _HIGH)
    return _curves(kept, now, colours) if kinds == {"curve"} else None


def _kind(run: Run) -> str | None:
    columns, outputs = run.data.dataset.x.shape[1], run.net.sizes[-1]
    if columns == 2 and run.data.dataset.classes:
        return "plane"
    return "curve" if columns == 1 and outputs == 1 else None


def _planes(kept: Run, now: Run, colours: Palette, height: int) -> go.Figure:
    ticks = ticks_of((kept, now), CELLS)
    across, up = ticks
    traces: list[Trace] = []
    layout = base_layout(colours, height)
    alike = bool(np.isclose(np.ptp(across), np.ptp(up)))
    for mark, run, domain in (("", kept, [0.0, 0.485]), ("2", now, [0.515, 1.0])):  # as near to each other as they can
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
        "clickmode": "event",
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
    rows, test = _rows(run)
    label = run.data.dataset.y[rows, 0].astype(int)
    plain = [class_colour(int(index), colours) for index in label]
    symbols = [SYMBOLS[index % len(SYMBOLS)] for index in label]
    return [surface | hover, border, _points(run.data.dataset.x[rows].T, plain, symbols, test, _words(run), colours)]


def _winners(prediction: Array) -> Array:
    """The index of the class that wins, plus how sure: 0 for no more than the others, just under 1 for certain."""
    k = prediction.shape[-1]
    sure = ((prediction.max(axis=-1) * k - 1) / (k - 1)).clip(0.0, 0.999)
    return prediction.argmax(axis=-1) + sure


def _leads(prediction: Array) -> list[Array]:
    """For each class but the last by how much it leads: 0 on its borders."""
    classes = range(prediction.shape[-1] - 1)
    return [prediction[..., k] - np.delete(prediction, k, axis=-1).max(axis=-1) for k in classes]


def _curves(kept: Run, now: Run, colours: Palette) -> go.Figure:
    (ticks,) = ticks_of((kept, now), _CURVE)
    same = np.array_equal(kept.data.dataset.x, now.data.dataset.x) and np.array_equal(kept.data.rows, now.data.rows)
    same = same and np.array_equal(kept.data.dataset.y, now.data.dataset.y)
    y = np.concatenate([run.data.dataset.y[:, 0] for run in (kept, now)])
    low, high = float(y.min()), float(y.max())
    room = 0.15 * (high - low or 1.0)
    traces: list[Trace] = []
    for run, colour in ((kept, colours.negative), (now, colours.muted))[same:]:
        rows, test = _rows(run)
        places = np.stack([run.data.dataset.x[rows, 0], run.data.dataset.y[rows, 0]])
        traces.append(_points(places, [colour] * len(rows), ["circle"] * len(rows), test, _words(run), colours))
    tops = []
    for run, name, colour, dash in ((kept, KEPT, colours.negative, "3px,3px"), (now, NOW, colours.accent, "solid")):
        values = _fitted(run, ticks)
        end = float(np.nan_to_num(values[-1], nan=low))
        sign = " ↑" if end > high + room else " ↓" if end < low - room else ""
        tops.append((min(max(end, low - room), high + room), name + sign, colour))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": ticks.astype(np.float32),
                "y": values.clip(low - 100 * room, high + 100 * room).astype(np.float32),
                "name": name,
                "line": {"color": colour, "width": 3.5, "dash": dash},
                "hovertemplate": f"{name}: %{{y:.4g}}<extra></extra>",
            }
        )
    layout = base_layout(colours, 320)
    common = {"color": colours.muted, "gridcolor": faded(colours.line, 0.6), "zeroline": False, "fixedrange": True}
    layout |= {
        "xaxis": common | {"range": ends(ticks), "title": {"text": shortened(now.data.dataset.columns[0], 30)}},
        "yaxis": common
        | {
            "range": [low - room, high + room],
            "title": {"text": shortened(now.data.dataset.target, 30)},
            "automargin": True,
        },
        "margin": {"l": 52, "r": 52, "t": 12, "b": 46},
        "clickmode": "event",
        "annotations": _curve_names(tops, high - low + 2 * room),
    }
    return Figure(data=traces, layout=layout)


def _fitted(run: Run, ticks: Array) -> Array:
    """Predictions in the data's own unit (count,)."""
    prediction = over(run, run.parameters_at(run.updates), (ticks,))[-1].a
    scaler = run.data.target_scaler
    with np.errstate(over="ignore"):  # a run that is about to break
        return prediction[:, 0] if scaler is None else scaler.undo(prediction)[:, 0]


def _curve_names(tops: list[tuple[float, str, str]], span: float) -> list[dict[str, Any]]:
    """Each name at the right end of its curve, one never on the other."""
    (first, *_), (second, *_) = tops
    shift = 9 if abs(first - second) < _APART * span else 0
    signs = (1, -1) if first >= second else (-1, 1)
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": y,
            "yshift": sign * shift,
            "xanchor": "left",
            "xshift": 4,
            "text": f"<b>{name}</b>",
            "font": {"color": colour, "size": 14},
            "showarrow": False,
        }
        for (y, name, colour), sign in zip(tops, signs, strict=True)
    ]


# The data -----------------------------------------------------------------------------------------------------------


def _rows(run: Run) -> tuple[Array, Array]:
    """Rows of the data set, training part first, and which are tested."""
    rows = np.concatenate([run.data.rows, run.data.test_rows])
    return rows, np.arange(len(rows)) >= len(run.data.rows)


def _words(run: Run) -> list[str]:
    """What a point says under the mouse."""
    rows, test = _rows(run)
    dataset = run.data.dataset
    said = [
        shortened(dataset.classes[int(value)], 30) if dataset.classes else f"{value:.4g}"
        for value in dataset.y[rows, 0]
    ]
    return [f"{word}, {'test' if tested else 'training'}" for word, tested in zip(said, test, strict=True)]


def _points(
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
