"""Scene 5: early stopping, the L2 penalty and more samples, each before and after."""

from dataclasses import replace

import streamlit as st

from backprop.training.experiment import Experiment
from pages.generalization.compute import Chosen, ended_of, losses_of, run_of, stopped_of
from pages.generalization.controls import chosen, fit_beside, losses_beside
from pages.generalization.figures.cures import before_and_after
from pages.generalization.film_scene import run_film
from pages.generalization.numbers.cures import Cured, stopping_step
from pages.generalization.numbers.fits import fit
from pages.generalization.numbers.losses import L2, SAMPLES, Losses, with_value
from pages.generalization.numbers.setting import MORE_SAMPLES
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
    any_seed = _any_seed(now.experiment)
    _result(Cured(ended_of(any_seed), stopped_of(any_seed)), "early result")


def _penalty(now: Chosen) -> None:
    strength = float(LAMBDA.show())
    st.markdown(prose(PAGE, "penalty"))
    with st.container():  # progress is shown up here
        found = losses_of(now, L2)
    after = with_value(now.experiment, L2, strength)
    _two_fits(now, after, "without a penalty", f"λ = {value_text(L2, strength)}")
    _result(_both(now.experiment, after), "penalty result", strength=value_text(L2, strength))
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
    larger = [str(count) for count in MORE_SAMPLES if count > now.samples]
    count = int(INSTEAD.show(among=larger, usual="48" if "48" in larger else larger[0]))
    st.markdown(prose(PAGE, "more"))
    after = with_value(now.experiment, SAMPLES, count)
    _two_fits(now, after, f"{now.samples} samples", f"{count} samples")
    _result(_both(now.experiment, after), "more result", few=str(now.samples), count=str(count))


def _two_fits(now: Chosen, after: Experiment, before_title: str, after_title: str) -> None:
    left, right = st.columns(2)
    with left:
        fit_beside(now.experiment, "before", f"Before: {before_title}, seed {now.seed}")
    with right:
        fit_beside(after, "after", f"After: {after_title}, seed {now.seed}")


def _both(before: Experiment, after: Experiment) -> Cured:
    return Cured(*(ended_of(_any_seed(each)) for each in (before, after)))


def _any_seed(experiment: Experiment) -> Experiment:
    """The same with seed 0: the runs of all seeds do not depend on it, and should be kept once."""
    return replace(experiment, seed=0)


def _result(found: Cured, section: str, **numbers: str) -> None:
    table, dots = st.columns(2, vertical_alignment="center")
    with table:
        st.markdown(prose(PAGE, section, helped=helped_text(found), **numbers))
        st.markdown(words_table(("median of all seeds", "training", "test", "gap"), cured_rows(found)))
    with dots:
        picture(before_and_after(found, colours()), "seeds", cured_alt(found))
