"""Many learning rates at once, all moving together."""

import pandas as pd
import streamlit as st

from backprop.figures.style import CONFIG
from backprop.training.experiment import Experiment
from pages.learning_rates.compute import mosaic_of, swept
from pages.learning_rates.figures.mosaic import has_words
from pages.learning_rates.rates import said
from pages.learning_rates.step_box import say_nearest, step_box
from pages.learning_rates.words import SIGNS_IN_WORDS
from pages.shared.layout import colours, prose

_PAGE = __file__
_NARROWEST = 780


def side_by_side(experiment: Experiment, rates: tuple[float, ...]) -> None:
    """The small pictures, and the same in a table."""
    with st.grid(1, wrap=False, min_column_width=_NARROWEST):  # where it scrolls, the box lets a keyboard scroll it
        picture, box = st.container(), st.container()
    start = step_box(box, experiment.epochs)
    shown = mosaic_of(experiment, rates, start, colours())
    say_nearest(box, start, shown.step)
    labels = swept(experiment, rates).labels
    kinds = [label.kind for label in labels]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    with picture:
        ends = f"α from {said(rates[0])} to {said(rates[-1])}"
        alt = f"{len(rates)} training runs with {ends}, at step {shown.step:,}: {counted}."
        st.plotly_chart(shown.figure, theme=None, key="mosaic", config=CONFIG, alt=alt)
    signs = "" if has_words(len(rates)) else prose(_PAGE, "signs", signs=SIGNS_IN_WORDS)
    st.caption(f"{prose(_PAGE, 'many', count=str(len(rates)))} {counted}. {signs}")
    with st.expander("The same in words"):
        rows = [(said(rate), *label.sentence.split(": ", 1)) for rate, label in zip(rates, labels, strict=True)]
        st.dataframe(pd.DataFrame(rows, columns=["α", "label", "what happened"]), hide_index=True)
