"""Two learning rates in large."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.figures.style import CONFIG
from backprop.training.experiment import Experiment
from pages.learning_rates.compute import duel_of, label_of, run_of
from pages.learning_rates.rates import RATES, said
from pages.learning_rates.sidebar import forget_answer
from pages.learning_rates.step_box import say_nearest, step_box
from pages.learning_rates.words import SIGNS
from pages.shared.layout import colours, prose
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
    with st.grid(1, wrap=False, min_column_width=_NARROWEST):  # where it scrolls, the box lets a keyboard scroll it
        picture, box = st.container(), st.container()
    start = step_box(box, experiment.epochs)
    shown = duel_of(experiment, (a, b), titles, start, answered, colours())
    say_nearest(box, start, shown.step)
    with picture:
        alt = f"Two training runs side by side, {titles[0]} and {titles[1]}, at step {shown.step:,}."
        st.plotly_chart(
            shown.figure, theme=None, key="duel", config=CONFIG, alt=" ".join([alt, *(told if answered else [])])
        )
    st.markdown("\n".join(f"- {line}" for line in told) if answered else prose(_PAGE, "hidden"))
    st.caption(prose(_PAGE, "cut"))
