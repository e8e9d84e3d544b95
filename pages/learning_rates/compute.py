"""Runs, sweeps and films for this lesson, cached."""

from dataclasses import dataclass, replace

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from backprop.film.run_film import film
from backprop.notation import Names
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.sweep import Sweep, sweep
from pages.learning_rates.figures.duel import Side, duel, side
from pages.learning_rates.figures.mosaic import mosaic
from pages.learning_rates.numbers.local_bound import Bound, bound_along
from pages.learning_rates.numbers.rate_grid import RateMap, by_batch_size, by_initializer
from pages.learning_rates.numbers.sweep_film import sweep_film
from pages.learning_rates.words import Pace, pace
from pages.shared.player import nearest
from pages.shared.runs import trained

Rates = tuple[float, ...]

_FRAMES = 32
_PLACES = 30
EPOCHS = 30
"""Epochs for the map over batch sizes, where a small batch means many updates."""


@dataclass(frozen=True, slots=True, eq=False)
class Swept:
    """A sweep, and the label of each of its runs."""

    found: Sweep
    labels: tuple[Pace, ...]


def run_of(experiment: Experiment, rate: float) -> Run:
    """The run with one learning rate."""
    run = replace(experiment, learning_rate=rate)
    return trained(run, run.epochs)


def label_of(run: Run) -> Pace:
    """The label of a run's learning rate."""
    return pace(run.steps, run.train_loss, run.diverged, Names(run.net))


@st.cache_resource(max_entries=4, show_spinner="Training …")
def swept(experiment: Experiment, rates: Rates) -> Swept:
    """All runs with these learning rates."""
    found = sweep(experiment, rates)
    names = Names(found.net)
    curves = zip(found.train_loss, found.diverged, strict=True)
    return Swept(found, tuple(pace(found.steps, losses, broken, names) for losses, broken in curves))


@st.cache_resource(max_entries=16, show_spinner=False)
def side_of(experiment: Experiment, rate: float, chosen: int, colours: Palette) -> Side:
    """The run with one learning rate as one side of a duel; the chosen step has a frame of its own."""
    return side(film(run_of(experiment, rate), _FRAMES, chosen=chosen), colours)


@st.cache_resource(max_entries=8, show_spinner=False)
def duel_of(
    experiment: Experiment,
    rates: tuple[float, float],
    titles: tuple[str, str],
    start: int,
    ahead: bool,
    colours: Palette,
) -> AnimatedFigure:
    """The films of two runs in one figure; `ahead` as in `duel`."""
    one, other = (side_of(experiment, rate, start, colours) for rate in rates)
    return duel((one, other), titles, start, colours, ahead)


@st.cache_resource(max_entries=4, show_spinner="Training …")
def mosaic_of(experiment: Experiment, rates: Rates, start: int, colours: Palette) -> AnimatedFigure:
    """The film of all runs."""
    all_runs = swept(experiment, rates)
    pictures = sweep_film(all_runs.found, chosen=start)
    return mosaic(pictures, all_runs.labels, colours, nearest(pictures.steps, start))


@st.cache_resource(max_entries=16, show_spinner=False)
def bound_of(experiment: Experiment, rate: float) -> Bound:
    """2/λmax along a run."""
    return bound_along(run_of(experiment, rate), _PLACES)


@st.cache_resource(max_entries=4, show_spinner="Training …")
def map_of(experiment: Experiment, rates: Rates, by: str) -> RateMap:
    """Learning rates against batch sizes, or against initializers."""
    return by_batch_size(experiment, rates, EPOCHS) if by == "batch size" else by_initializer(experiment, rates)
