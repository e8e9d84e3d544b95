"""Runs, sweeps and films for this lesson, kept for all visitors."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from backprop.film.run_film import Film
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.sweep import sweep
from pages.generalization.figures.films import run_and_losses
from pages.generalization.numbers import cures, labels, setting
from pages.generalization.numbers.cures import Side
from pages.generalization.numbers.fits import Fit, fit
from pages.generalization.numbers.labels import Memory
from pages.generalization.numbers.losses import HIDDEN, L2, NOISE, SAMPLES, Losses, losses_against
from pages.shared.runs import film_of, trained
from pages.shared.work import worked

_LESSON = "generalization"
_VALUES: dict[str, Sequence[Any]] = {
    HIDDEN: setting.UNITS,
    SAMPLES: setting.SAMPLES,
    NOISE: setting.NOISE,
    L2: setting.L2,
}


class Chosen(NamedTuple):
    """What the sliders say."""

    units: int
    samples: int
    noise: float
    seed: int

    @property
    def experiment(self) -> Experiment:
        """The training."""
        return setting.experiment(*self)

    def key(self, what: str, *without: str) -> tuple[Any, ...]:
        """The key of something that depends on all settings but the seed and those that are named."""
        values = {HIDDEN: self.units, SAMPLES: self.samples, NOISE: self.noise}
        return (_LESSON, what, setting.UPDATES, *(value for name, value in values.items() if name not in without))


def run_of(experiment: Experiment) -> Run:
    """The whole run."""
    return trained(experiment, experiment.epochs)


def fit_of(experiment: Experiment) -> Fit:
    """The run at its end."""
    return fit(run_of(experiment))


def losses_of(chosen: Chosen, field: str) -> Losses | None:
    """The losses over all values of a setting; None if the visitor has stopped the training."""
    return worked(
        chosen.key(f"losses by {field}", field),
        lambda progress: losses_against(chosen.experiment, field, _VALUES[field], progress),
        "Training",
        "Train",
    )


def memory_of(data: str) -> Memory | None:
    """The accuracies over all shares of random labels; None if the visitor has stopped the training."""
    return worked((_LESSON, "labels", data), lambda progress: labels.memory(data, progress), "Training", "Train")


@st.cache_resource(max_entries=64, show_spinner="Training …")
def ended_of(experiment: Experiment) -> Side:
    """The runs of all seeds at their end."""
    return cures.ended(sweep(experiment, seeds=setting.SEEDS))


@st.cache_resource(max_entries=64, show_spinner="Training …")
def stopped_of(experiment: Experiment) -> Side:
    """The runs of all seeds where their validation loss is lowest."""
    return cures.stopped(sweep(experiment, seeds=setting.SEEDS))


def film_at(experiment: Experiment, chosen: int) -> Film:
    """The run as a film; the chosen step has a frame of its own."""
    return film_of(experiment, experiment.epochs, chosen)


@st.cache_resource(max_entries=16, show_spinner="Drawing …")
def film_figure(experiment: Experiment, chosen: int, held_out: str, colours: Palette) -> AnimatedFigure:
    """Its figure, which opens at the chosen step."""
    return run_and_losses(film_at(experiment, chosen), chosen, held_out, colours)
