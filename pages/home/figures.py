"""The film of the first page: data, weights and loss in one row."""

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.curves import loss_panel
from backprop.figures.film.data import data_panel
from backprop.figures.film.grid import Grid, Place
from backprop.figures.film.network import network_panel
from backprop.figures.palette import Palette
from backprop.film.run_film import Film

_GRID = Grid((230,), (2,))
_PLACES = (Place(0, 0, 0.29), Place(0, 0.34, 0.64), Place(0, 0.71, 1))


def learning_film(film: Film, colours: Palette) -> AnimatedFigure:
    """A network while it learns; opens before the first step.

    Args:
        film: of classes in a plane.
        colours: of the theme.
    """
    data = data_panel(film, colours, surface=True, narrow=True)
    assert data is not None
    return compose(
        [data, network_panel(film, colours), loss_panel(film, colours)], _PLACES, _GRID, film.steps, 0, colours
    )
