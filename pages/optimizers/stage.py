"""The film of the race, the question before it, and its outcome."""

import pandas as pd
import streamlit as st

from backprop.film.frames import choose_frames
from backprop.landscape.surfaces import SURFACES
from pages.optimizers.choices import NETWORK, OWN_BEST
from pages.optimizers.compute import Found, film_of
from pages.optimizers.figures import FRAMES, mark
from pages.optimizers.numbers.race import standings
from pages.optimizers.state import GUESS, STEP
from pages.optimizers.words.race import NOBODY, TITLES, against_sgd, alt, lowest, outcome, row
from pages.shared.layout import colours, prose
from pages.shared.player import opening, places, play
from pages.shared.predict import judged, posed

_PAGE = __file__
_NARROWEST = 640


def stage(found: Found, asked: bool) -> bool:
    """The film; returns whether the outcome may be told."""
    race, settings = found.race, found.settings
    told = True
    if asked and len(race.entries) > 1:
        options = (*(TITLES[entry.name] for entry in race.entries), NOBODY)
        question = prose(_PAGE, "prediction", steps=f"{race.steps:,}")
        said = posed(question, options, GUESS.key)
        told = said is not None
        if said is not None:
            judged(said, lowest(race), outcome(race))
    where = places("race", _NARROWEST)
    step = STEP.show(where.row, high=race.steps)
    opens = opening(step, choose_frames(race.steps, FRAMES), 0)
    ground = _ground(settings.ground)
    play(
        where,
        film_of(settings, opens, told, colours()),
        step,
        alt=alt(race, ground, opens, told),
        step_key=STEP.key,
        words=alt(race, ground, step, told),
        counted="Step",
    )
    st.markdown(" ".join([outcome(race), against_sgd(race)]) if told else prose(_PAGE, "hidden"))
    return told


def results(found: Found) -> None:
    """The place of each optimizer, as a table."""
    race = found.race
    rows = [row(race, standing) for standing in standings(race)]
    for each, standing in zip(rows, standings(race), strict=True):
        each["optimizer"] = f"{mark(standing.name)} {each['optimizer']}"
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    notes = [prose(_PAGE, "level")]
    if found.settings.mode == OWN_BEST:
        notes.append(prose(_PAGE, "best", steps=f"{race.steps:,}"))
    st.caption(" ".join(notes))


def _ground(ground: str) -> str:
    return prose(_PAGE, "network") if ground == NETWORK else SURFACES[ground].meaning.rstrip(".")
