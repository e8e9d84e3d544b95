"""Runs and films, in caches of limited size."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.film.replay import replay
from backprop.figures.palette import Palette
from backprop.film.run_film import Film, film
from backprop.training.experiment import Experiment
from backprop.training.remedy import Tried, calmer_rate
from backprop.training.run import Run
from backprop.training.train import train

MOST_RUNS = 12
_PATIENCE = 0.3
"""Seconds before a training shows how far it is."""

_runs: "OrderedDict[tuple[Experiment, int], Run]" = OrderedDict()
_lock = Lock()


def trained(experiment: Experiment, updates: int, progress: Callable[[float], None] | None = None) -> Run:
    """The run of an experiment, over as many whole epochs as these updates need.

    It has a cache of its own, because a function in Streamlit's caches cannot report its progress.
    """
    size = min(experiment.batch_size, len(experiment.prepare().x))
    per_epoch = -(-len(experiment.prepare().x) // size)
    key = (experiment, min(-(-updates // per_epoch), experiment.epochs))
    with _lock:
        if key in _runs:
            _runs.move_to_end(key)
            return _runs[key]
    run = train(experiment, _patient(progress) if progress else None, epochs=key[1])
    with _lock:
        _runs[key] = run
        while len(_runs) > MOST_RUNS:
            _runs.popitem(last=False)
    return run


def _patient(progress: Callable[[float], None]) -> Callable[[float], None]:
    """Report progress only of a long training, and at most ten times a second."""
    last = time.monotonic() + _PATIENCE - 0.1

    def tell(share: float) -> None:
        nonlocal last
        if time.monotonic() - last > 0.1:
            last = time.monotonic()
            progress(share)

    return tell


@st.cache_resource(max_entries=MOST_RUNS, show_spinner=False)
def calmer_rate_of(experiment: Experiment) -> Tried | None:
    """Smaller learning rates, tried for a run that diverges."""
    return calmer_rate(experiment)


@st.cache_resource(max_entries=MOST_RUNS, show_spinner=False)
def film_of(experiment: Experiment, updates: int, chosen: int | None = None) -> Film:
    """The film of a run up to some update; a chosen step has a frame of its own."""
    run = trained(experiment, updates)
    return film(run, last=min(updates, run.updates), chosen=chosen)


@st.cache_resource(max_entries=2 * MOST_RUNS, show_spinner=False)
def replay_of(experiment: Experiment, updates: int, colours: Palette, surface: bool, start: int) -> AnimatedFigure:
    """The film as a figure that opens at a training step; it takes longer to build than to send."""
    return replay(film_of(experiment, updates, start), colours, surface=surface, start=start)
