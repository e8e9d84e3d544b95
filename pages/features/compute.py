"""Runs and films for this lesson, cached."""

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from pages.features.figures.films import maps_film, plane_film
from pages.features.numbers import digits, spirals
from pages.features.numbers.digits import Probed, Removed
from pages.features.numbers.spirals import MAPS, PLANE, Bent, Maps
from pages.shared.runs import trained


def run_of(experiment: Experiment) -> Run:
    """The whole run of an experiment."""
    return trained(experiment, experiment.epochs * 10_000)


@st.cache_resource(max_entries=12, show_spinner=False)
def maps_of(seed: int, chosen: int) -> Maps:
    """The maps of all units; the chosen step has a frame of its own."""
    return spirals.maps(run_of(spirals.experiment(MAPS, seed)), chosen)


@st.cache_resource(max_entries=12, show_spinner="Drawing …")
def maps_film_of(seed: int, chosen: int, colours: Palette) -> AnimatedFigure:
    """Their film, which opens at the chosen step."""
    return maps_film(maps_of(seed, chosen), chosen, colours)


@st.cache_resource(max_entries=12, show_spinner=False)
def bent_of(seed: int, chosen: int) -> Bent:
    """The plane of the last hidden layer; the chosen step has a frame of its own."""
    return spirals.bent(run_of(spirals.experiment(PLANE, seed)), chosen)


@st.cache_resource(max_entries=12, show_spinner="Drawing …")
def plane_film_of(seed: int, chosen: int, colours: Palette) -> AnimatedFigure:
    """Its film, which opens at the chosen step."""
    return plane_film(bent_of(seed, chosen), chosen, colours)


def digits_of(seed: int) -> Run:
    """The network that learns digits."""
    return run_of(digits.experiment(seed))


@st.cache_resource(max_entries=12, show_spinner=False)
def probed_of(seed: int) -> Probed:
    """What can be read in each of its layers."""
    return digits.probed(digits_of(seed))


@st.cache_resource(max_entries=24, show_spinner=False)
def removed_of(seed: int, layer: int) -> Removed:
    """What is lost without each unit of a layer."""
    return digits.removed(digits_of(seed), layer)
