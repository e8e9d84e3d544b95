"""Two learning rates, compared in one large film."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.training.experiment import Experiment
from pages.learning_rates.compute import duel_of, label_of, run_of
from pages.learning_rates.rates import said
from pages.learning_rates.state import GUESS, LEFT, RIGHT, STEP
from pages.shared.layout import colours, prose
from pages.shared.player import nearest, opening, places, play

_PAGE = __file__
_NARROWEST = 720


def head_to_head(experiment: Experiment, asking: bool, controls: DeltaGenerator) -> None:
    """Both films in one; the visitor can predict first what the right one does."""
    first, second = controls.columns(2)
    a, b = float(LEFT.show(first)), float(RIGHT.show(second))
    labels = [label_of(run_of(experiment, rate)) for rate in (a, b)]
    answered = True
    if asking:
        with controls:
            answered = GUESS.ask(_PAGE, labels[1].kind, rate=said(b), sentence=labels[1].sentence)
    titles = (f"α = {said(a)}", f"α = {said(b)}")
    told = [f"{title}: {label.sentence}" for title, label in zip(titles, labels, strict=True)]
    where = places("duel", _NARROWEST)
    start = STEP.show(where.row, high=experiment.epochs)
    usual = duel_of(experiment, (a, b), titles, 0, answered, colours())
    figure = duel_of(experiment, (a, b), titles, opening(start, usual.steps, 0), answered, colours())
    shown = figure.steps[nearest(figure.steps, start)]
    if shown != start:  # large networks and long runs do not keep every step
        st.caption(prose(_PAGE, "nearest", step=f"{start:,}", shown=f"{shown:,}"))
    alt = f"Two training runs side by side, {titles[0]} and {titles[1]}."
    play(where, figure, shown, alt=" ".join([alt, *(told if answered else [])]), step_key=STEP.key)
    st.markdown("\n".join(f"- {line}" for line in told) if answered else prose(_PAGE, "hidden"))
    st.caption(prose(_PAGE, "cut"))
