"""What several scenes share: the sliders, the picture of one run, and beside it the losses of all."""

from collections.abc import Callable

import streamlit as st

from backprop.training.experiment import Experiment
from pages.generalization.compute import Chosen, fit_of, losses_of
from pages.generalization.figures.fits import fit_picture
from pages.generalization.figures.losses import losses_picture
from pages.generalization.numbers.losses import Losses
from pages.generalization.state import NOISE_ROW, SAMPLES_ROW, SEED, UNITS
from pages.generalization.words import TITLES, counted, fit_alt, fit_text, losses_alt, losses_rows
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.shared.widgets import Question

PAGE = __file__
NARROWEST = 150
"""Pixels of a slider; two or more are in a row where there is room."""
_HEAD = ("parameters", "training", "test", "gap", "range of the test loss")


def chosen() -> Chosen:
    """Draw the sliders."""
    with st.grid(4, min_column_width=NARROWEST):
        units, samples, noise = UNITS.show(), SAMPLES_ROW.show(), NOISE_ROW.show()
        return Chosen(int(units), int(samples), float(noise), SEED.show())


def losses_scene(
    now: Chosen,
    field: str,
    value: object,
    question: Question | None,
    numbers: dict[str, str],
    reveal: Callable[[Losses, str], None],
) -> Losses | None:
    """A question, one run, and the losses of all runs over one setting.

    Args:
        now: what the sliders say.
        field: the setting.
        value: the one of `now`.
        question: asked before the losses are shown; None without one.
        numbers: for the question.
        reveal: shows what is right, given the losses and the answer.

    Returns:
        The losses; None if they are not to be shown yet.
    """
    said = question.pose(PAGE, **numbers) if question else None
    answer = st.container()
    one, all_runs = st.columns(2)
    with one:
        fit_beside(now.experiment, "fit")
    with all_runs:
        if question and said is None:
            st.caption(prose(PAGE, "losses hidden"))
            return None
        found = losses_of(now, field)
        if found is None:
            return None
        losses_beside(found, value, now.seed)
    if said is not None:
        with answer:
            reveal(found, said)
    return found


def fit_beside(experiment: Experiment, key: str, title: str = "") -> None:
    """The curve of one run, and its losses."""
    found = fit_of(experiment)
    said = title or f"{counted(experiment.hidden[0], 'hidden unit')}, seed {experiment.seed}"
    picture(fit_picture(found, said, colours()), key, fit_alt(found, said))
    st.markdown(fit_text(found))


def losses_beside(found: Losses, value: object, seed: int) -> None:
    """The losses over all values of a setting, as a picture and as a table."""
    picture(losses_picture(found, value, seed, colours()), "losses", losses_alt(found))
    with st.expander("The numbers"):
        st.markdown(words_table((TITLES[found.field], *_HEAD), losses_rows(found)))
