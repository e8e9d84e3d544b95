"""What both films have in common: the film, its step box, and the frame that is shown."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from backprop.film.run_film import Film
from pages.shared.layout import colours
from pages.shared.player import nearest, opening, places, play
from pages.shared.widgets import Number


class Filmed(Protocol):
    """What a film shows, with the run that it belongs to."""

    @property
    def film(self) -> Film: ...


Found = TypeVar("Found", bound=Filmed)


def film_scene(
    key: str,
    narrowest: int,
    row: Number,
    found_at: Callable[[int], Found],
    figure_at: Callable[[int, Palette], AnimatedFigure],
    words: Callable[[Found, int], str],
) -> tuple[Found, int]:
    """Show a film; it opens at its beginning, or at the step of the link.

    Args:
        key: of the chart.
        narrowest: pixels below which the picture scrolls sideways.
        row: the step box.
        found_at: what the film shows; the given step has a frame of its own.
        figure_at: the film that opens at the given step.
        words: what a frame shows.

    Returns:
        What the film shows, and the index of the frame of the step.
    """
    where = places(key, narrowest)
    step = row.show(where.row)
    start = opening(step, found_at(0).film.steps, 0)
    found = found_at(start)
    index = nearest(found.film.steps, step)
    said = words(found, index)
    play(where, figure_at(start, colours()), step, said, row.key, words=said)
    return found, index
