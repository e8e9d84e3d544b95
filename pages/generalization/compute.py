"""Runs, sweeps and films for this lesson, kept for all visitors."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from backprop.film.run_film import Film
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.sweep import Sweep
from pages.generalization.figures.films import run_and_losses
from pages.generalization.numbers import cures, labels, setting
from pages.generalization.numbers.fits import Fit, fit
from pages.generalization.numbers.labels import Memory
from pages.generalization.numbers.losses import Losses, losses_against
from pages.shared.runs import film_of, trained
from pages.shared.work import worked

_VALUES: dict[str, Sequence[Any]] = {
    "hidden": setting.UNITS,
    "samples": setting.SAMPLES,
    "noise": setting.NOISE,
    "l2": setting.L2,
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

    def but(self, field: str) -> tuple[Any, ...]:
        """All but one setting and the seed: what a comparison over that setting depends on."""
        values = {"hidden": self.units, "samples": self.samples, "noise": self.noise}
        return tuple(value for name, value in values.items() if name != field)


def run_of(experiment: Experiment) -> Run:
    """The whole run."""
    return trained(experiment, experiment.epochs)


def fit_of(experiment: Experiment) -> Fit:
    """The run at its end."""
    return fit(run_of(experiment))


def losses_of(chosen: Chosen, field: str) -> Losses | None:
    """The losses over all values of a setting; None if the visitor has stopped the training."""
    return worked(
        (field, *chosen.but(field)),
        lambda progress: losses_against(chosen.experiment, field, _VALUES[field], progress),
        "Training",
        "Train",
    )


def memory_of(data: str) -> Memory | None:
    """The accuracies over all shares of random labels; None if the visitor has stopped the training."""
    return worked(("labels", data), lambda progress: labels.memory(data, progress), "Training", "Train")


@st.cache_resource(max_entries=16, show_spinner="Training …")
def runs_of(experiment: Experiment) -> Sweep:
    """The runs of all seeds; the seed of the experiment plays no part."""
    return cures.runs_of(experiment)


def film_at(experiment: Experiment, chosen: int) -> Film:
    """The run as a film; the chosen step has a frame of its own."""
    return film_of(experiment, experiment.epochs, chosen)


@st.cache_resource(max_entries=16, show_spinner="Drawing …")
def film_figure(experiment: Experiment, chosen: int, held_out: str, colours: Palette) -> AnimatedFigure:
    """Its figure, which opens at the chosen step."""
    return run_and_losses(film_at(experiment, chosen), chosen, held_out, colours)
