"""Learning rate against batch size, and against the initial weights."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.notation import Names
from backprop.training.experiment import Experiment
from pages.learning_rates.compute import EPOCHS, map_of
from pages.learning_rates.figures.rates import rate_map
from pages.learning_rates.range_of_rates import range_of_rates
from pages.learning_rates.rates import said
from pages.learning_rates.state import BY
from pages.learning_rates.words import GOOD, SIGNS, SIGNS_IN_WORDS, pace
from pages.shared.layout import colours, prose

_PAGE = __file__
_NARROWEST = 620
_RATES = 12


def maps(experiment: Experiment, controls: DeltaGenerator) -> None:
    """One map, and the same numbers in a table."""
    first, *others = controls.columns([2, 1, 1])
    by, rates = BY.show(first), range_of_rates(others, _RATES)
    found = map_of(experiment, rates, by)
    names = Names(experiment.network())
    kinds = [
        [pace(steps, curve, broken, names, found.first).kind for curve, broken in zip(curves, diverged, strict=True)]
        for steps, curves, diverged in zip(found.steps, found.curves, found.diverged, strict=True)
    ]
    epochs = EPOCHS if by == "batch size" else experiment.epochs
    figure = rate_map(np.array(rates), found.names, by, found.losses, kinds, found.first, colours())
    told = prose(_PAGE, f"map {by}", epochs=f"{epochs:,}")
    with st.grid(1, wrap=False, min_column_width=_NARROWEST), st.container():  # a box that scrolls must hold …
        st.plotly_chart(figure, theme=None, key="map", config=CONFIG, alt=told)
        with st.expander("The same as a table"):  # … something that the keyboard can reach
            cells = [[text(float(loss), 3) for loss in row] for row in found.losses]
            table = pd.DataFrame(cells, index=list(found.names), columns=[said(rate) for rate in rates])
            st.dataframe(table)
    first = text(found.first, 3)
    st.caption(f"{told} {prose(_PAGE, 'map help', first=first, good=SIGNS[GOOD], signs=SIGNS_IN_WORDS)}")
