"""Where each optimizer loses: for each one a button that sets all controls to such a race."""

from collections.abc import Mapping
from math import hypot

import numpy as np
import pandas as pd
import streamlit as st

from backprop.explain.numbers import text
from backprop.landscape.surfaces import SURFACES
from pages.optimizers import state
from pages.optimizers.choices import CAST, GROUNDS, NETWORK, ONE_FOR_ALL, OWN_BEST, USUAL_MOMENTUM, Settings
from pages.optimizers.compute import everywhere, raced
from pages.optimizers.numbers.race import standings
from pages.optimizers.numbers.surface_race import largest_stable_rate
from pages.optimizers.words.race import TITLES, result, versus
from pages.shared.layout import prose

_PAGE = __file__
_PRESSED = "_lose"
LOSING: Mapping[str, Settings] = {
    "sgd": Settings(NETWORK, OWN_BEST, steps=50),
    "momentum": Settings("bowl", OWN_BEST, steps=30),
    "nesterov": Settings("ravine", ONE_FOR_ALL, steps=50),
    "rmsprop": Settings("ravine", OWN_BEST, steps=200),
    "adam": Settings("plateau", OWN_BEST, steps=30),
}
"""For each optimizer a race in which it ends higher than SGD; for SGD a race in which it ends highest of all."""


def set_up() -> None:
    """Set every control to the race of the button that was pressed, if one was; call before any widget is drawn."""
    name = st.session_state.pop(_PRESSED, None)
    if name:
        _show(LOSING[name], name)


def losing() -> None:
    """A button for each optimizer, with the outcome of its race."""
    st.markdown(prose(_PAGE, "losing"))
    for name, settings in LOSING.items():
        button, words = st.columns([1, 3], vertical_alignment="center")
        pressed = button.button(
            f"{TITLES[name]}: {GROUNDS[settings.ground]}",
            key=f"_lose_{name}",
            width="stretch",
        )
        if pressed:  # it sets controls outside of this fragment, which is possible only when the whole page reruns
            st.session_state[_PRESSED] = name
            st.rerun()
        words.markdown(_told(name, settings))


def _told(name: str, settings: Settings) -> str:
    outcome = raced(settings)
    race = outcome.race
    last = {walk.optimizer.name: walk.update[-1] for walk in outcome.walked.walks} if outcome.walked else {}
    found = {standing.name: standing for standing in standings(race)}
    curvature = float(SURFACES["ravine"].curvature(np.array(SURFACES["ravine"].minima[0])))
    best = found[next(iter(found))]
    numbers = {
        "best": f"{TITLES[best.name]} {result(race, best)}",
        "alpha": text(settings.alpha, 3),
        "sgd_limit": text(largest_stable_rate("sgd", curvature), 3),
        "limit": text(largest_stable_rate("nesterov", curvature), 3),
        "rate": text(found[name].rate, 3),
        "sgd_rate": text(found["sgd"].rate, 3),
        "reached": str(found[name].reached),
        "sgd_reached": str(found["sgd"].reached),
    }
    if last:
        numbers |= {"last": text(hypot(*last[name]), 2), "sgd_last": text(hypot(*last["sgd"]), 2)}
    told = versus(race, name)
    return f"{told[0].upper()}{told[1:]}. {prose(_PAGE, f'lose {name}', **numbers)}"


def _show(settings: Settings, name: str) -> None:
    state.GROUND.set(settings.ground)
    state.MODE.set(settings.mode)
    for row, value in (
        (state.STEPS, settings.steps),
        (state.MOMENTUM, USUAL_MOMENTUM),
        (state.STEP, 0),
        (state.GUESS, None),
        (state.ASK, False),
        *((row, True) for row in state.TAKES_PART.values()),
    ):
        row.set(value)
    if settings.ground == NETWORK:
        state.SEED.set(settings.seed)
    else:
        for row, place in zip(state.START, SURFACES[settings.ground].start, strict=True):
            row.set(place)
    if state.ALPHA.value is not None:
        state.ALPHA.set(str(settings.alpha))
    state.ONE.set(name)


def every_ground(settings: Settings) -> None:
    """A table of the losses on every ground, each optimizer with its best α there."""
    rows = []
    for ground, race in everywhere(settings).items():
        found = {standing.name: standing for standing in standings(race)}
        cells = {TITLES[name]: f"{'● ' if found[name].place == 1 else ''}{result(race, found[name])}" for name in CAST}
        rows.append({"loss surface": GROUNDS[ground]} | cells)
    st.markdown(prose(_PAGE, "every ground", steps=f"{settings.steps:,}"))
    st.dataframe(pd.DataFrame(rows), hide_index=True)
