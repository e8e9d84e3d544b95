"""The film of the race, what can be predicted of it, and how it ends."""

import pandas as pd
import streamlit as st

from backprop.figures.style import CONFIG
from backprop.landscape.surfaces import SURFACES
from pages.optimizers.choices import NETWORK, OWN_BEST
from pages.optimizers.compute import Found, film_of
from pages.optimizers.figures import mark
from pages.optimizers.numbers.race import standings
from pages.optimizers.words.race import NOBODY, TITLES, against_sgd, alt, lowest, outcome, row
from pages.shared.layout import colours, prose
from pages.shared.predict import prediction

_PAGE = __file__
_NARROWEST, _BOX = 640, 220


def stage(found: Found, asked: bool) -> bool:
    """The film; returns whether the outcome may be told."""
    race, settings = found.race, found.settings
    told = True
    if asked and len(race.entries) > 1:
        options = (*(TITLES[entry.name] for entry in race.entries), NOBODY)
        question = prose(_PAGE, "prediction", steps=f"{race.steps:,}")
        told = prediction(question, options, lowest(race), outcome(race), "o_guess") is not None
    # On a phone it scrolls sideways inside its card; the box lets a keyboard scroll it.
    with st.grid(1, wrap=False, min_column_width=_NARROWEST):
        film = st.container()
        step = _step_box(race.steps)
        film.plotly_chart(
            film_of(settings, step, told, colours()),
            theme=None,
            key="race",
            config=CONFIG,
            alt=alt(race, _where(settings.ground), step, told),
        )
    st.markdown(" ".join([outcome(race), against_sgd(race)]) if told else prose(_PAGE, "hidden"))
    return told


def results(found: Found) -> None:
    """Everybody's place, as a table."""
    race = found.race
    rows = [row(race, standing) for standing in standings(race)]
    for each, standing in zip(rows, standings(race), strict=True):
        each["optimizer"] = f"{mark(standing.name)} {each['optimizer']}"
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    notes = [prose(_PAGE, "level")]
    if found.settings.mode == OWN_BEST:
        notes.append(prose(_PAGE, "best", steps=f"{race.steps:,}"))
    st.caption(" ".join(notes))


def _where(ground: str) -> str:
    return prose(_PAGE, "network") if ground == NETWORK else SURFACES[ground].meaning.rstrip(".")


def _step_box(last: int) -> int:
    """The step at which the film opens: what its slider does, for the keyboard and for the link."""
    if st.session_state.get("o_step", 0) > last:
        st.session_state.o_step = last
    return st.number_input(
        "Step to look at", 0, last, key="o_step", bind="query-params", help=prose(_PAGE, "step box"), width=_BOX
    )
