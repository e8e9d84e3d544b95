"""A link that names a run and one of its updates, as the step-through has it: here it shows that run, at that step."""

from urllib.parse import parse_qsl

import streamlit as st

from backprop.experiment import OWN, read_experiment
from pages.playground import link
from pages.playground.actions import updates_of
from pages.playground.link import SHOWN, Trained
from pages.playground.sidebar import set_widgets

RUN, STEP = "run", "k"


def open_run() -> list[str]:
    """Call before any widget is drawn. What a link says of the run is taken over, and leaves the address bar.

    Returns:
        A sentence for each value that could not be read.
    """
    text = st.query_params.get(RUN)
    if text is None:
        return []
    experiment, notes = read_experiment(dict(parse_qsl(text, keep_blank_values=True)))
    step = st.query_params.get(STEP, "")
    for name in (RUN, STEP, "example"):
        if name in st.query_params:
            del st.query_params[name]
    set_widgets(experiment)
    if experiment.dataset == OWN:
        st.session_state["_data"] = experiment.data
        link.carry_data(experiment.data)
    _, total = updates_of(experiment)
    link.save(SHOWN, Trained(experiment, total))
    known = step.isascii() and step.isdigit() and len(step) < 10
    st.session_state.p_step = min(int(step), total) if known else total
    return notes
