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
from pages.generalization.numbers.cures import Sides
from pages.generalization.numbers.fits import Fit, fit
from pages.generalization.numbers.labels import Memory
from pages.generalization.numbers.losses import Losses, losses_against, with_value
from pages.generalization.numbers.setting import HIDDEN, L2, NOISE, SAMPLES
from pages.shared.runs import film_of, trained
from pages.shared.work import worked

_LESSON = "generalization"
_VALUES: dict[str, Sequence[Any]] = {
    HIDDEN: setting.UNITS,
    SAMPLES: setting.SIZES,
    NOISE: setting.NOISES,
    L2: setting.STRENGTHS,
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


def sides_of(chosen: Chosen, field: str = "", value: Any = None) -> Sides | None:
    """The runs of all seeds, at their end and stopped early; None if the visitor has stopped the training.

    Args:
        chosen: what the sliders say; its seed plays no part.
        field: a setting that has another value, such as the penalty; "" for none.
        value: of that setting.
    """
    experiment = with_value(chosen.experiment, field, value) if field else chosen.experiment
    return worked(
        (*chosen.key("sides"), field, value),
        lambda progress: cures.sides(sweep(experiment, seeds=setting.SEEDS, progress=progress)),
        "Training",
        "Train",
    )


def film_at(experiment: Experiment, chosen: int) -> Film:
    """The run as a film; the chosen step has a frame of its own."""
    return film_of(experiment, experiment.epochs, chosen)


@st.cache_resource(max_entries=16, show_spinner="Drawing …")
def film_figure(experiment: Experiment, chosen: int, held_out: str, colours: Palette) -> AnimatedFigure:
    """Its figure, which opens at the chosen step."""
    return run_and_losses(film_at(experiment, chosen), chosen, held_out, colours)
