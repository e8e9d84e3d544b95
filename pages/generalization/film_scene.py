"""A run as a film, with its step box: two scenes have one."""

from backprop.film.run_film import Film
from backprop.training.experiment import Experiment
from pages.generalization.compute import film_at, film_figure
from pages.generalization.words import film_alt
from pages.shared.layout import colours
from pages.shared.player import nearest, opening, places, play
from pages.shared.widgets import Number

_NARROWEST = 640


def run_film(key: str, row: Number, experiment: Experiment, held_out: str) -> tuple[Film, int]:
    """Show a run; it opens at its beginning, or at the step of the link.

    Args:
        key: of the chart.
        row: the step box.
        experiment: what is trained, on the full batch.
        held_out: what the part that is not trained with is called.

    Returns:
        The film, and the index of the frame of the step.
    """
    where = places(key, _NARROWEST)
    step = row.show(where.row, high=experiment.epochs)
    start = opening(step, film_at(experiment, 0).steps, 0)
    film = film_at(experiment, start)
    index = nearest(film.steps, step)
    said = film_alt(int(film.steps[index]), film.train_at[index], film.test_at[index], held_out)
    play(where, film_figure(experiment, start, held_out, colours()), step, said, row.key, words=said)
    return film, index
