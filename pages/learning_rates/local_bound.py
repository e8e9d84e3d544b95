"""The local bound 2/λmax at the start and along two runs."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop.explain.numbers import text
from backprop.figures.style import CONFIG
from backprop.training.experiment import Experiment
from pages.learning_rates.compute import bound_of
from pages.learning_rates.figures.rates import bounds
from pages.learning_rates.rates import said
from pages.learning_rates.state import ONE_RUN, OTHER_RUN
from pages.shared.layout import colours, formula, prose

_PAGE = __file__


def local_bound(experiment: Experiment, controls: DeltaGenerator) -> None:
    """Two runs with their bounds, and both learning rates as horizontal lines."""
    first, second = controls.columns(2)
    a, b = float(ONE_RUN.show(first)), float(OTHER_RUN.show(second))
    formula(r"\alpha < \frac{2}{\lambda_{\max}}")
    found = [bound_of(experiment, rate) for rate in dict.fromkeys((a, b))]
    start = found[0].at_start
    if start is None:
        told = prose(_PAGE, "no bound")
    else:
        sides = [prose(_PAGE, "above" if rate > start else "below", rate=said(rate)) for rate in dict.fromkeys((a, b))]
        told = " ".join([prose(_PAGE, "bound", curvature=text(2 / start, 3), bound=text(start, 3)), *sides])
    st.plotly_chart(bounds(found, colours()), theme=None, key="bounds", config=CONFIG, alt=told)
    st.markdown(told)
    st.caption(prose(_PAGE, "bound moves"))
