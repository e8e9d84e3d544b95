"""The buttons: train, one step, one epoch, back to the start, a new start, keep this run."""

import streamlit as st

from backprop.training.batches import Batches
from backprop.training.experiment import Experiment
from pages.playground import link
from pages.playground.link import KEPT, SHOWN, Trained
from pages.playground.state import SEED, STEP, forget_answers


def updates_of(experiment: Experiment) -> tuple[int, int]:
    """How many updates an epoch of an experiment has, and the whole training."""
    per_epoch = Batches(len(experiment.prepare().x), experiment.batch_size, experiment.seed).per_epoch
    return per_epoch, per_epoch * experiment.epochs


def actions(experiment: Experiment, shown: Trained | None, kept: Trained | None) -> None:
    """The row of buttons. Each writes into the link what is to be shown; the link is the only place that stores it."""
    per_epoch, total = updates_of(experiment)
    done = shown.updates if shown and shown.experiment == experiment else 0
    next_epoch = min((done // per_epoch + 1) * per_epoch, total)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button(
            ":violet[Train]",
            key="train",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_show,
            args=(Trained(experiment, total),),
        )
        at_end = done >= total
        _button("One step", "one_step", Trained(experiment, min(done + 1, total)), disabled=at_end)
        _button("One epoch", "one_epoch", Trained(experiment, next_epoch), disabled=at_end)
        _button("Reset to the same start", "reset", None, disabled=not shown)
        st.button("New start", key="new_start", icon=":material/casino:", on_click=_new_start, args=(experiment,))
        if shown and not kept:
            st.button("Keep this run", key="keep", icon=":material/push_pin:", on_click=link.save, args=(KEPT, shown))
        if kept:
            st.button("Let go of the kept run", key="let_go", on_click=link.save, args=(KEPT, None))


def _button(label: str, key: str, target: Trained | None, disabled: bool = False) -> None:
    st.button(label, key=key, disabled=disabled, on_click=_show, args=(target,))


def _show(trained: Trained | None) -> None:
    """Show a training at its end; None for the untrained network."""
    st.session_state["_before"] = st.query_params.get(SHOWN)
    link.save(SHOWN, trained)
    STEP.set(trained.updates if trained else 0)
    if trained is None:  # the next training needs new answers
        forget_answers()


def stopped() -> None:
    """Show again what was shown before the training that has been stopped."""
    before = st.session_state.pop("_before", None)
    if before:
        st.query_params[SHOWN] = before
    else:
        link.save(SHOWN, None)


def _new_start(experiment: Experiment) -> None:
    """New random numbers for data, weights and order; what was trained with the old ones is gone."""
    SEED.set((experiment.seed + 1) % (int(SEED.high) + 1))
    _show(None)
