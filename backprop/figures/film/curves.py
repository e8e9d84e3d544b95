"""The loss over the whole run with a cursor on it, and the size of each layer's gradient."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop.explain.numbers import text
from backprop.figures.film.cursor import Dots, Spot, Words, cursor
from backprop.figures.film.parts import BRIGHT, Moving, Panel, bottom_and_top, joined, magnitudes, rounded, still
from backprop.figures.palette import Palette
from backprop.figures.style import Trace
from backprop.film.run_film import Film
from backprop.losses import LOSSES

Array = np.ndarray

_TARGETS = 48
"""Places on each loss curve that can be clicked."""


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


def loss_panel(film: Film, colours: Palette, held_out: str = "test") -> Panel:
    """Training and test loss. Some points carry their training step in `customdata`, so that a click can choose it.

    Args:
        film: the run.
        colours: of the theme.
        held_out: what the part that is not trained with is called.
    """
    losses = [_Loss("training", "●", film.train_loss, film.train_at, colours.accent, colours.accent, "solid")]
    if film.has_test:
        losses.append(_Loss(held_out, "○", film.test_loss, film.test_at, colours.text, colours.background, "4px,3px"))
    axis = magnitudes(np.concatenate([loss.curve for loss in losses]))

    def at(index: int) -> tuple[int, Sequence[Spot]]:
        step = int(film.steps[index])
        return step, [(step, rounded(loss.at[index])) for loss in losses]

    def words(index: int) -> str:
        return "<br>".join(f"{loss.sign} {loss.name} {_number(loss.at[index])}" for loss in losses)

    dots = Dots([loss.fill for loss in losses], [loss.colour for loss in losses], ["circle"] * len(losses))
    return Panel(
        (f"<b>{LOSSES[film.loss].title}</b>", *["\u00a0"] * len(losses)),  # room for the numbers, which move
        [
            *(still(_curve(film.loss_steps, loss)) for loss in losses),
            cursor(bottom_and_top(axis), at, dots, colours.muted, Words(words, colours.text)),
            still(_targets(film, losses)),
        ],
        {"range": [0, int(film.steps[-1]) or 1], "title": "training step", "nticks": 5},
        axis,
    )


def _number(value: float) -> str:
    return text(float(value), 3) if np.isfinite(value) else "–"


def _curve(steps: Array, loss: _Loss) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [int(step) for step in steps],
        "y": [rounded(value) for value in loss.curve],
        "line": {"color": loss.colour, "width": 2.5, "dash": loss.dash},
        "hoverinfo": "skip",
        "cliponaxis": False,
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
    """Root mean square of ∂L/∂W of each layer, as thick lines with a mark at the top; none where a gradient is 0."""
    sizes, layers = film.gradient_sizes, range(film.net.depth)
    axis = magnitudes(sizes)
    floor, _ = bottom_and_top(axis)
    names = [*(str(layer + 1) for layer in layers[:-1]), "output"]

    def bars(index: int) -> Trace:
        tops = [rounded(size) if size > floor else None for size in sizes[index]]
        said = [f"layer {name}<br>{text(float(size), 4)}" for name, size in zip(names, sizes[index], strict=True)]
        return {
            "y": joined((floor, top, None) for top in tops),
            "text": [words for each in said for words in ("", each, "")],
        }

    look: Trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": joined((layer, layer, None) for layer in layers),
        "line": {"color": colours.accent, "width": 14},
        "marker": {
            "symbol": "line-ew",
            "size": [0, 22, 0] * len(layers),
            "opacity": 1,
            "line": {"color": colours.text, "width": [0, 2.5, 0] * len(layers)},
        },
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    return Panel(
        ("<b>Gradient size</b>", "of each layer,", "RMS of ∂L/∂W"),
        [Moving(look | BRIGHT, bars)],
        {
            "range": [-0.6, film.net.depth - 0.4],
            "tickvals": list(layers),
            "ticktext": names,
            "title": "layer",
            "showgrid": False,
        },
        axis,
    )
