"""Two training runs side by side, as large pictures that move together: what each has learned, and both losses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.cursor import Dots, Spot, cursor
from backprop.figures.film.data import data_panel
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.parts import Moving, Panel, bottom_and_top, magnitudes, rounded, still
from backprop.figures.palette import Palette
from backprop.figures.style import Trace
from backprop.film.run_film import Film
from backprop.losses import LOSSES

Array = np.ndarray

_GRID = Grid((256,), (2,))
_PLACES = (Place(0, 0, 0.3), Place(0, 0.335, 0.635), Place(0, 0.71, 1))
_ABOVE = 30.0
"""A loss above this many times the larger first loss is drawn at the top."""
_DASHES = ("solid", "8px,4px")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of the two runs, with all pictures of what it has learned: they are used again while the other run changes.

    Attributes:
        film: the run.
        panel: the data and the prediction.
    """

    film: Film
    panel: Panel


def side(film: Film, colours: Palette) -> Side:
    """A run as one side of a duel.

    Raises:
        ValueError: the data have neither one nor two columns, or the network has more than one output.
    """
    panel = data_panel(film, colours, surface=True, narrow=False)
    if panel is None:
        raise ValueError("film: data of one or two columns are needed, and one output")
    return Side(film, panel)


def longer_of(one: Side, other: Side) -> Side:
    """The run with the longer film; both films together use its frames."""
    return max(one, other, key=lambda side: int(side.film.steps[-1]))


def duel(
    sides: tuple[Side, Side], titles: Sequence[str], start: int, colours: Palette, ahead: bool = True
) -> AnimatedFigure:
    """Two films in one; a film that ends early stands still.

    Args:
        sides: two runs on the same data.
        titles: what to write above each.
        start: the training step to open at.
        colours: of the theme.
        ahead: whether the loss curves also show the steps still to come.
    """
    films = (sides[0].film, sides[1].film)
    longer = longer_of(*sides).film
    steps = longer.steps
    panels: list[Panel] = []
    for one, title in zip(sides, titles, strict=True):
        at = _frames_of(one.film, steps)
        parts = [Moving(part.look, lambda index, part=part, at=at: part.at(at[index])) for part in one.panel.parts]
        panels.append(replace(one.panel, title=(f"<b>{title}</b>",), parts=parts))
    panels.append(_losses(films, titles, steps, colours, ahead))
    return compose(panels, _PLACES, _GRID, steps, longer.nearest(start), colours)


def _frames_of(film: Film, steps: Array) -> list[int]:
    """The film's last frame up to each of the steps."""
    return (np.searchsorted(film.steps, steps, side="right") - 1).tolist()


def _losses(films: tuple[Film, Film], titles: Sequence[str], steps: Array, colours: Palette, ahead: bool) -> Panel:
    """Both training losses, whole or up to the cursor, with a cursor on each."""
    inks = (colours.accent, colours.negative)
    firsts = [float(film.train_at[0]) for film in films]
    most = _ABOVE * max((first for first in firsts if np.isfinite(first)), default=1.0)
    curves = [np.minimum(film.train_loss, most) for film in films]
    axis = magnitudes(np.concatenate(curves))
    at = [_frames_of(film, steps) for film in films]

    def places(index: int) -> tuple[int, Sequence[Spot]]:
        frames = [(film, frames[index]) for film, frames in zip(films, at, strict=True)]
        spots = [(int(film.steps[frame]), rounded(min(film.train_at[frame], most))) for film, frame in frames]
        return int(steps[index]), spots

    def curve(film: Film, values: Array, frames: list[int]) -> Callable[[int], Trace]:
        x, y = [int(step) for step in film.loss_steps], [rounded(value) for value in values]

        def shown(index: int) -> Trace:
            end = len(x) if ahead else int(np.searchsorted(film.loss_steps, film.steps[frames[index]], side="right"))
            return {"x": x[:end], "y": y[:end]}

        return shown

    lines = []
    for film, values, frames, title, ink, dash in zip(films, curves, at, titles, inks, _DASHES, strict=True):
        look: Trace = {
            "type": "scatter",
            "mode": "lines",
            "cliponaxis": False,
            "line": {"color": ink, "width": 2.5, "dash": dash},
            "hovertemplate": f"{title}<br>step %{{x}}<br>loss %{{y:.4g}}<extra></extra>",
        }
        shown = curve(film, values, frames)
        lines.append(still(look | shown(0)) if ahead else Moving(look, shown))
    dots = Dots(inks, inks, ("circle", "diamond"), border=0)
    legend = [
        f'<span style="color:{ink}">{sign} {title}</span>'
        for sign, title, ink in zip(("──", "– –"), titles, inks, strict=True)
    ]
    return Panel(
        (f"<b>{LOSSES[films[0].loss].title}</b>", "\u2003".join(legend)),
        [*lines, cursor(bottom_and_top(axis), places, dots, colours.muted)],
        {"range": [0, int(steps[-1]) or 1], "title": "training step", "nticks": 4},
        axis,
    )
