"""The loss over the whole run with a cursor on it, and the size of each layer's gradient."""

from dataclasses import dataclass

import numpy as np

from backprop.explain.numbers import text
from backprop.figures.film.parts import BRIGHT, Moving, Panel, bottom_and_top, magnitudes, rounded, still
from backprop.figures.palette import Palette
from backprop.figures.style import Trace
from backprop.film.run_film import Film
from backprop.losses import LOSSES

Array = np.ndarray

_TARGETS = 48
"""Places on each loss curve that can be clicked."""
_QUIET: Trace = {"type": "scatter", "hoverinfo": "skip", "cliponaxis": False}


@dataclass(frozen=True, slots=True, eq=False)
class _Loss:
    """One of the two losses: its name, its curve (m,), its values at the frames (F,), and how it looks."""

    name: str
    sign: str
    curve: Array
    at: Array
    colour: str
    fill: str
    dash: str


def loss_panel(film: Film, colours: Palette) -> Panel:
    """Training and test loss. Some points carry their training step in `customdata`, so that a click can choose it."""
    losses = [_Loss("training", "●", film.train_loss, film.train_at, colours.accent, colours.accent, "solid")]
    if film.has_test:
        losses.append(_Loss("test", "○", film.test_loss, film.test_at, colours.text, colours.background, "4px,3px"))
    axis = magnitudes(np.concatenate([loss.curve for loss in losses]))
    low, high = bottom_and_top(axis)

    def cursor(index: int) -> Trace:
        return {"x": [int(film.steps[index])] * 2}

    def dots(index: int) -> Trace:
        return {"x": [int(film.steps[index])] * len(losses), "y": [rounded(loss.at[index]) for loss in losses]}

    def words(index: int) -> Trace:
        lines = [f"{loss.sign} {loss.name} {_number(loss.at[index])}" for loss in losses]
        return {"text": ["<br>".join(lines)]}

    thin: Trace = {"mode": "lines", "line": {"color": colours.muted, "width": 1}, "y": [low, high]}
    marker = {
        "size": 11,
        "color": [loss.fill for loss in losses],
        "line": {"color": [loss.colour for loss in losses], "width": 2},
    }
    numbers: Trace = {
        "mode": "text",
        "x": [0],
        "y": [low + 0.999 * (high - low)],
        "textposition": "top right",
        "textfont": {"size": 14, "color": colours.text},
        "unselected": {"textfont": {"color": colours.text}},
    }
    return Panel(
        (f"<b>{LOSSES[film.loss].title}</b>", *["\u00a0"] * len(losses)),  # room for the numbers, which move
        [
            *(still(_curve(film.loss_steps, loss)) for loss in losses),
            Moving(_QUIET | thin, cursor),
            Moving(_QUIET | BRIGHT | {"mode": "markers", "marker": marker}, dots),
            Moving(_QUIET | numbers, words),
            still(_targets(film, losses)),
        ],
        {"range": [0, int(film.steps[-1]) or 1], "title": "training step", "nticks": 5},
        axis,
    )


def _number(value: float) -> str:
    return text(float(value), 3) if np.isfinite(value) else "–"


def _curve(steps: Array, loss: _Loss) -> Trace:
    return _QUIET | {
        "mode": "lines",
        "x": [int(step) for step in steps],
        "y": [rounded(value) for value in loss.curve],
        "line": {"color": loss.colour, "width": 2.5, "dash": loss.dash},
    }


def _targets(film: Film, losses: list[_Loss]) -> Trace:
    """Invisible marks along the curves, because lines cannot be clicked.

    The marks are small: where large marks overlap, the browser takes the last one instead of the nearest. A click up
    to 20 pixels away counts as well.
    """
    wanted = np.linspace(0, film.loss_steps[-1], _TARGETS)
    places = np.unique(np.abs(film.loss_steps - wanted[:, np.newaxis]).argmin(axis=1))
    marks = [
        (int(film.loss_steps[place]), loss.name, rounded(float(loss.curve[place])))
        for loss in losses
        for place in places
    ]
    steps, names, values = zip(*marks, strict=True)
    return BRIGHT | {
        "type": "scatter",
        "mode": "markers",
        "x": steps,
        "y": values,
        "customdata": steps,
        "text": names,
        "marker": {"size": 6, "color": "rgba(0,0,0,0)", "opacity": 1},
        "cliponaxis": False,
        "hovertemplate": "step %{x}<br>%{text} %{y:.5g}<extra></extra>",
    }


def gradient_panel(film: Film, colours: Palette) -> Panel:
    """Root mean square of ∂L/∂W of each layer, as bars drawn by thick lines; none where a gradient is 0."""
    sizes, layers = film.gradient_sizes, range(film.net.depth)
    axis = magnitudes(sizes)
    floor, _ = bottom_and_top(axis)

    def heights(index: int) -> list[float | None]:
        return [rounded(size) if size > floor else None for size in sizes[index]]

    def bars(index: int) -> Trace:
        return {"y": [end for top in heights(index) for end in (floor, top, None)]}

    def tops(index: int) -> Trace:
        return {"y": heights(index)}

    names = [*(str(layer + 1) for layer in layers[:-1]), "output"]
    broad: Trace = {
        "mode": "lines",
        "x": [end for layer in layers for end in (layer, layer, None)],
        "line": {"color": colours.accent, "width": 14},
    }
    caps: Trace = {
        "type": "scatter",
        "mode": "markers",
        "x": list(layers),
        "marker": {"symbol": "line-ew", "size": 22, "line": {"color": colours.text, "width": 2.5}},
        "text": names,
        "hovertemplate": "layer %{text}<br>%{y:.4g}<extra></extra>",
    }
    return Panel(
        ("<b>Gradient size</b>", "of each layer,", "RMS of ∂L/∂W"),
        [Moving(_QUIET | broad, bars), Moving(caps | BRIGHT, tops)],
        {
            "range": [-0.6, film.net.depth - 0.4],
            "tickvals": list(layers),
            "ticktext": names,
            "title": "layer",
            "showgrid": False,
        },
        axis,
    )
