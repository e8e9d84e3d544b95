"""Races and films for this lesson, cached."""

from dataclasses import dataclass, replace

import streamlit as st

from backprop.figures.film.animated import AnimatedFigure
from backprop.figures.palette import Palette
from backprop.landscape.surfaces import SURFACES
from pages.optimizers.choices import CAST, GROUNDS, NETWORK, ONE_FOR_ALL, OWN_BEST, Settings
from pages.optimizers.figures import network_film, surface_film
from pages.optimizers.numbers.network_race import NetworkRace, best_network_rates, network_experiment, race_of
from pages.optimizers.numbers.race import Race
from pages.optimizers.numbers.surface_race import SurfaceRace, best_rates, race_over

_KEPT = 24


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A race, over a surface or of networks."""

    settings: Settings
    walked: SurfaceRace | None
    trained: NetworkRace | None

    @property
    def race(self) -> Race:
        found = self.walked or self.trained
        assert found is not None
        return found.race


@st.cache_resource(max_entries=4 * _KEPT, show_spinner=False)
def best_of(ground: str, start: tuple[float, float] | None, steps: int, momentum: float, seed: int) -> dict[str, float]:
    """The best rate of the grid for each optimizer."""
    if ground == NETWORK:
        return best_network_rates(network_experiment(steps, seed), momentum)
    surface = SURFACES[ground]
    return best_rates(surface, start or surface.start, steps, momentum)


def rates_of(settings: Settings) -> dict[str, float]:
    """α of each optimizer that takes part."""
    if settings.mode == OWN_BEST:
        found = best_of(settings.ground, settings.start, settings.steps, settings.momentum, settings.seed)
    elif settings.mode == ONE_FOR_ALL:
        found = dict.fromkeys(CAST, settings.alpha)
    else:
        found = dict(zip(CAST, settings.by_hand, strict=True))
    return {name: found[name] for name in settings.who}


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def raced(settings: Settings) -> Found:
    """The race."""
    rates = rates_of(settings)
    if settings.ground == NETWORK:
        experiment = network_experiment(settings.steps, settings.seed)
        return Found(settings, None, race_of(experiment, rates, settings.momentum))
    surface = SURFACES[settings.ground]
    start = settings.start or surface.start
    return Found(settings, race_over(surface, start, rates, settings.steps, settings.momentum), None)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def film_of(settings: Settings, start: int, reveal: bool, colours: Palette) -> AnimatedFigure:
    """The film of the race."""
    found = raced(settings)
    if found.walked:
        return surface_film(found.walked, start, reveal, colours)
    assert found.trained is not None
    return network_film(found.trained, start, reveal, colours)


def everywhere(settings: Settings) -> dict[str, Race]:
    """A race of all optimizers on every ground, from its usual start and with the best rates there."""
    usual = Settings(mode=OWN_BEST, steps=settings.steps, momentum=settings.momentum, seed=settings.seed)
    return {ground: raced(replace(usual, ground=ground)).race for ground in GROUNDS}
