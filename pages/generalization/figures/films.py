"""A run as a film: the data with what the network makes of them, and its losses."""

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.curves import loss_panel
from backprop.figures.film.data import data_panel
from backprop.figures.film.grid import Grid, Place
from backprop.figures.palette import Palette
from backprop.film.run_film import Film

_GRID = Grid((320,), (3,))
_PLACES = (Place(0, 0, 0.46), Place(0, 0.54, 1))


def run_and_losses(film: Film, start: int, held_out: str, colours: Palette) -> AnimatedFigure:
    """The film.

    Args:
        film: the run.
        start: the step to open at.
        held_out: what the part that is not trained with is called.
        colours: of the theme.
    """
    data = data_panel(film, colours, surface=True, narrow=False, held_out=held_out)
    assert data is not None
    panels = [data, loss_panel(film, colours, held_out)]
    return compose(panels, _PLACES, _GRID, film.steps, film.nearest(start), colours)
