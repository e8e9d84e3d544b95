"""The loss after some steps against the learning rate, and what momentum or a schedule changes."""

from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.training.experiment import Experiment
from pages.learning_rates.compute import bound_of, swept
from pages.learning_rates.figures.rates import MARKS, Series, loss_by_rate, loss_range
from pages.learning_rates.range_of_rates import range_of_rates
from pages.learning_rates.state import AFTER, OTHERS, WITH
from pages.learning_rates.words import good_rates
from pages.shared.layout import colours, prose

_PAGE = __file__
_RATES = 41
PLAIN = "plain gradient descent"


def by_rate(experiment: Experiment, controls: DeltaGenerator) -> None:
    """One curve, or two to compare."""
    compared, low, high, after = controls.columns([2, 1, 1, 3])
    rates = range_of_rates((low, high), _RATES)
    other, last = WITH.show(compared), experiment.epochs
    step = AFTER.show(after, high=last, usual=min(int(AFTER.usual or 0), last))
    ways = [(PLAIN, swept(experiment, rates))]
    if OTHERS[other]:
        ways.append((other, swept(replace(experiment, **OTHERS[other]), rates)))
    at = int(np.abs(ways[0][1].found.steps - step).argmin())
    series = [
        Series(name, np.array(rates), way.found.train_loss[:, at], [label.kind for label in way.labels])
        for name, way in ways
    ]
    ends = loss_range([way.found.train_loss for _, way in ways])
    bound = bound_of(experiment, rates[0]).at_start
    figure = loss_by_rate(series, ends, colours(), bound)
    best = [f"{one.name}: {one.best}" for one in series]
    told = prose(_PAGE, "curve", step=f"{int(ways[0][1].found.steps[at]):,}", count=str(len(rates)))
    st.plotly_chart(figure, theme=None, key="by_rate", config=CONFIG, alt=f"{told} {' '.join(best)}")
    shapes = ", ".join(f"{mark} {kind}" for kind, mark in MARKS.items())
    st.caption(f"{told} {prose(_PAGE, 'curve help', shapes=shapes)}")
    lines = [
        prose(_PAGE, "good range", name=one.name, range=good_rates(one.rates, one.kinds), best=one.best)
        for one in series
    ]
    if bound is not None:
        lines.append(prose(_PAGE, "bound at the start", bound=text(bound, 3)))
    st.markdown("\n".join(lines))
