"""Scene 5: early stopping, the L2 penalty and more samples, each before and after."""

import streamlit as st

from backprop.training.experiment import Experiment
from pages.generalization.compute import Chosen, losses_of, run_of, sides_of
from pages.generalization.controls import chosen, fit_beside, losses_beside
from pages.generalization.figures.cures import before_and_after
from pages.generalization.film_scene import run_film
from pages.generalization.numbers.cures import Cured, stopping_step
from pages.generalization.numbers.fits import fit
from pages.generalization.numbers.losses import Losses, with_value
from pages.generalization.numbers.setting import L2, LARGER_SIZES, SAMPLES
from pages.generalization.state import (
    CURE,
    EARLY,
    FIRST_HALF,
    INSTEAD,
    LAMBDA,
    LOWEST,
    MORE,
    PENALTY,
    SECOND_HALF,
    STOP_STEP,
)
from pages.generalization.words import cured_alt, cured_rows, fit_text, helped_text, loss_text, value_text
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    cure = CURE.show()
    now = chosen()
    if cure == EARLY:
        _early(now, asked)
    else:
        {PENALTY: _penalty, MORE: _more}[cure](now)


def _early(now: Chosen, asked: bool) -> None:
    run = run_of(now.experiment)
    best = stopping_step(run)
    if asked:
        right = FIRST_HALF if best <= run.updates / 2 else SECOND_HALF
        validation = run.test_loss
        numbers = {
            "updates": f"{run.updates:,}",
            "best": f"{best:,}",
            "lowest": loss_text(validation.min()),
            "last": loss_text(validation[-1]),
        }
        if not LOWEST.ask(PAGE, right, "end" if best == run.updates else "", **numbers):
            st.caption(prose(PAGE, "film hidden"))
            return
    st.markdown(prose(PAGE, "early", samples=str(now.samples)))
    film, index = run_film("early", STOP_STEP, now.experiment, "validation")
    shown = int(film.steps[index])
    with st.container(horizontal=True, vertical_alignment="center"):
        label = f"Go to the lowest validation loss, step {best:,}"
        st.button(label, key="_lowest", on_click=STOP_STEP.set, args=(best,), disabled=shown == best)
        validation = f"Validation loss {loss_text(film.test_at[index])}."
        st.markdown(f"Step {shown:,}: {fit_text(fit(run, shown))} {validation}")
    runs = sides_of(now)
    if runs is not None:
        _result(Cured(runs.ended, runs.stopped), "early result")


def _penalty(now: Chosen) -> None:
    strength = float(LAMBDA.show())
    st.markdown(prose(PAGE, "penalty"))
    with st.container():  # progress is shown up here
        found = losses_of(now, L2)
    after = with_value(now.experiment, L2, strength)
    _two_fits(now, after, "without a penalty", f"λ = {value_text(L2, strength)}")
    _before_and_after(now, L2, strength, "penalty result", strength=value_text(L2, strength))
    if found is not None:
        losses_beside(found, strength, now.seed)
        st.markdown(_told(found))


def _told(found: Losses) -> str:
    best, first, last = int(found.test_median.argmin()), float(found.test_median[0]), float(found.test_median[-1])
    how = f"with λ = {value_text(L2, found.values[best])}" if best else "without a penalty"
    ends = {"most": value_text(L2, found.values[-1]), "first": loss_text(first), "last": loss_text(last)}
    ends |= {"train_first": loss_text(found.train_median[0]), "train_last": loss_text(found.train_median[-1])}
    return prose(PAGE, "penalty told", how=how, best=loss_text(found.test_median[best]), **ends)


def _more(now: Chosen) -> None:
    larger = [str(count) for count in LARGER_SIZES if count > now.samples]
    count = int(INSTEAD.show(among=larger, usual="48" if "48" in larger else larger[0]))
    st.markdown(prose(PAGE, "more"))
    after = with_value(now.experiment, SAMPLES, count)
    _two_fits(now, after, f"{now.samples} samples", f"{count} samples")
    _before_and_after(now, SAMPLES, count, "more result", few=str(now.samples), count=str(count))


def _two_fits(now: Chosen, after: Experiment, before_title: str, after_title: str) -> None:
    left, right = st.columns(2)
    with left:
        fit_beside(now.experiment, "before", f"Before: {before_title}, seed {now.seed}")
    with right:
        fit_beside(after, "after", f"After: {after_title}, seed {now.seed}")


def _before_and_after(now: Chosen, field: str, value: float, section: str, **numbers: str) -> None:
    before = sides_of(now)
    after = sides_of(now, field, value) if before is not None else None
    if before is not None and after is not None:
        _result(Cured(before.ended, after.ended), section, **numbers)


def _result(found: Cured, section: str, **numbers: str) -> None:
    table, dots = st.columns(2, vertical_alignment="center")
    with table:
        st.markdown(prose(PAGE, section, helped=helped_text(found), **numbers))
        st.markdown(words_table(("median of all seeds", "training", "test", "gap"), cured_rows(found)))
    with dots:
        picture(before_and_after(found, colours()), "seeds", cured_alt(found))
