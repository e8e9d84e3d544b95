"""Many learning rates at once, all moving together."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.training.experiment import Experiment
from pages.learning_rates.compute import mosaic_of, swept
from pages.learning_rates.figures.mosaic import has_words
from pages.learning_rates.range_of_rates import range_of_rates
from pages.learning_rates.rates import said
from pages.learning_rates.state import COUNT, STEP
from pages.learning_rates.words import SIGNS_IN_WORDS
from pages.shared.layout import colours, prose
from pages.shared.player import nearest, opening, places, play

_PAGE = __file__
_NARROWEST = 780


def side_by_side(experiment: Experiment, controls: DeltaGenerator) -> None:
    """The small pictures, and the labels of the runs in a table."""
    first, *others = controls.columns([2, 1, 1])
    count = int(COUNT.show(first))
    rates = range_of_rates(others, count)
    where = places("mosaic", _NARROWEST)
    start = STEP.show(where.row, high=experiment.epochs)
    usual = mosaic_of(experiment, rates, 0, colours())
    figure = mosaic_of(experiment, rates, opening(start, usual.steps, 0), colours())
    shown = figure.steps[nearest(figure.steps, start)]
    if shown != start:  # large networks and long runs do not keep every step
        st.caption(prose(_PAGE, "nearest", step=f"{start:,}", shown=f"{shown:,}"))
    labels = swept(experiment, rates).labels
    kinds = [label.kind for label in labels]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    ends = f"α from {said(rates[0])} to {said(rates[-1])}"
    alt = f"{len(rates)} training runs with {ends}: {counted}."
    play(where, figure, shown, alt=alt, step_key=STEP.key)
    signs = "" if has_words(len(rates)) else prose(_PAGE, "signs", signs=SIGNS_IN_WORDS)
    st.caption(f"{prose(_PAGE, 'many', count=str(len(rates)))} {counted}. {signs}")
    with st.expander("The same in words"):
        rows = [(said(rate), *label.sentence.split(": ", 1)) for rate, label in zip(rates, labels, strict=True)]
        st.dataframe(pd.DataFrame(rows, columns=["α", "label", "what happened"]), hide_index=True)
