"""The replay of a training run: a figure whose frames move its panels together, in the browser, without the server.

Frames only move lines, points and areas that are already there, so they need no `redraw`: that would make the browser
draw everything again, and show only a third of the frames.
"""

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.compose import compose
from backprop.figures.film.curves import gradient_panel, loss_panel
from backprop.figures.film.data import data_panel
from backprop.figures.film.grid import arrangement
from backprop.figures.film.network import network_panel
from backprop.figures.palette import Palette
from backprop.figures.style import CLICKABLE
from backprop.film.run_film import Film


def replay(
    film: Film, colours: Palette, surface: bool = True, start: int | None = None, narrow: bool = False
) -> AnimatedFigure:
    """A training run that plays in the browser.

    Args:
        film: the run.
        colours: of the theme.
        surface: whether to fill the plane with the prediction; the decision boundary is always there.
        start: the training step to open at (the nearest frame); None for the first.
        narrow: for a phone: the curves one below the other.

    Returns:
        A figure whose frames are named by their step. Points of the loss curves carry their step in `customdata`.
    """
    data = data_panel(film, colours, surface, narrow)
    panels = [panel for panel in (data, network_panel(film, colours), loss_panel(film, colours)) if panel]
    panels.append(gradient_panel(film, colours))
    grid, places = arrangement(data is not None, film.has_test, narrow)
    first = 0 if start is None else film.nearest(start)
    figure = compose(panels, places, grid, film.steps, first, colours)
    figure.update_layout(CLICKABLE)
    return figure
