"""Sizes, maps and trainings for this lesson, kept for all visitors."""

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from pages.shared.work import worked
from pages.vanishing_gradients.figures.film import training_film
from pages.vanishing_gradients.numbers import cures, film, ratio_map, sizes, theory, units
from pages.vanishing_gradients.numbers.cures import Cures
from pages.vanishing_gradients.numbers.deep import Deep
from pages.vanishing_gradients.numbers.ratio_map import RatioMap
from pages.vanishing_gradients.numbers.sizes import Sizes
from pages.vanishing_gradients.numbers.theory import Theory
from pages.vanishing_gradients.numbers.training import Course
from pages.vanishing_gradients.numbers.units import Units

_LESSON = "vanishing_gradients"


@st.cache_resource(max_entries=64, show_spinner=False)
def sizes_of(deep: Deep) -> Sizes:
    """Both passes of all seeds."""
    return sizes.sizes(deep)


@st.cache_resource(max_entries=64, show_spinner=False)
def theory_of(deep: Deep) -> Theory:
    """What theory expects."""
    return theory.theory(deep)


@st.cache_resource(max_entries=16, show_spinner=False)
def units_of(deep: Deep, seed: int) -> Units:
    """The hidden layers of one network before training."""
    return units.units(deep, seed)


def map_of(depth: int, width: int) -> RatioMap | None:
    """The map; None if the visitor has stopped it."""
    key = (_LESSON, "map", depth, width)
    return worked(key, lambda progress: ratio_map.ratio_map(depth, width, progress), "Measuring", "Measure")


def course_of(deep: Deep, optimizer: str, rate: float, seed: int) -> Course | None:
    """The training of the film, with all its steps; None if the visitor has stopped it."""
    key = (_LESSON, "film", film.UPDATES, deep, optimizer, rate, seed)
    return worked(key, lambda progress: film.filmed(deep, optimizer, rate, seed, progress), "Training", "Train")


@st.cache_resource(max_entries=16, show_spinner="Drawing …")
def film_figure(
    deep: Deep, optimizer: str, rate: float, seed: int, chosen: int, colours: Palette, _course: Course
) -> AnimatedFigure:
    """Its figure, which opens at the chosen step."""
    return training_film(film.frames(_course, chosen), chosen, colours)


def treated(patient: str, chosen: Cures) -> Course | None:
    """A network trained with some cures; None if the visitor has stopped it."""
    key = (_LESSON, "cures", cures.UPDATES, patient, chosen)
    return worked(key, lambda progress: cures.treated(patient, chosen, progress), "Training", "Train")
