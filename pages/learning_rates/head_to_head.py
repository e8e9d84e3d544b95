"""Two learning rates in large."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.training.experiment import Experiment
from pages.learning_rates.compute import duel_of, label_of, run_of
from pages.learning_rates.rates import RATES, said
from pages.learning_rates.sidebar import forget_answer
from pages.learning_rates.words import SIGNS
from pages.shared.layout import colours, prose
from pages.shared.player import nearest, opening, places, play, step_box
from pages.shared.predict import prediction

_PAGE = __file__
_NARROWEST = 720
_LEFT, _RIGHT = 0.1, 3.2


def head_to_head(experiment: Experiment, asking: bool, controls: DeltaGenerator) -> None:
    """Both films in one; what the right one does can be predicted first."""
    first, second = controls.columns(2)
    a = first.select_slider("α on the left", RATES, _LEFT, said, key="r_a", bind="query-params")
    b = second.select_slider(
        "α on the right", RATES, _RIGHT, said, key="r_b", bind="query-params", on_change=forget_answer
    )
    labels = [label_of(run_of(experiment, rate)) for rate in (a, b)]
    answered = True
    if asking:
        why = prose(_PAGE, "why", rate=said(b), sentence=labels[1].sentence)
        question = prose(_PAGE, "prediction", rate=said(b))
        with controls:
            answered = prediction(question, tuple(SIGNS), labels[1].kind, why, "r_guess") is not None
    titles = (f"α = {said(a)}", f"α = {said(b)}")
    told = [f"{title}: {label.sentence}" for title, label in zip(titles, labels, strict=True)]
    where = places("duel", _NARROWEST)
    start = step_box(where, "r_step", experiment.epochs, help=prose(_PAGE, "step box"))
    usual = duel_of(experiment, (a, b), titles, 0, answered, colours())
    figure = duel_of(experiment, (a, b), titles, opening(start, usual.steps, 0), answered, colours())
    shown = figure.steps[nearest(figure.steps, start)]
    if shown != start:  # of large networks and of long runs not every step is kept
        st.caption(prose(_PAGE, "nearest", step=f"{start:,}", shown=f"{shown:,}"))
    alt = f"Two training runs side by side, {titles[0]} and {titles[1]}."
    play(where, figure, shown, alt=" ".join([alt, *(told if answered else [])]), step_key="r_step")
    st.markdown("\n".join(f"- {line}" for line in told) if answered else prose(_PAGE, "hidden"))
    st.caption(prose(_PAGE, "cut"))
