"""A link that names a run and one of its updates is turned into the playground's own link to that run at that step.

The step-through links with `open` and `at`: when a page is left, the browser removes the names of its widgets from the
address, so `run` and `k` would be lost. The browser's Back, however, can bring `run` and `k`.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from backprop.training.experiment import OWN
from pages.playground import link, state
from pages.playground.actions import updates_of
from pages.playground.link import PARAMETERS, SHOWN, Trained
from pages.playground.state import AS_ABOVE
from pages.playground.widget_values import widget_values
from pages.shared.setups import read_run

RUN, STEP = ("open", "run"), ("at", "k")
_NOTES = "_open_notes"


def open_run() -> list[str]:
    """Call before anything is drawn. If the address names a run, the page starts again.

    Returns:
        A sentence for each value of the run just opened that could not be read.
    """
    run, step = _taken(RUN), _taken(STEP) or ""
    if run is not None:
        _begin_anew(run, step)
    return st.session_state.pop(_NOTES, [])


def _begin_anew(run: str, step: str) -> None:
    _taken(("example",))
    experiment, st.session_state[_NOTES] = read_run(run)
    if experiment.dataset == OWN:
        st.session_state["_data"] = experiment.data
        link.carry_data(experiment.data)
    _, total = updates_of(experiment)
    link.save(SHOWN, Trained(experiment, total))
    known = step.isascii() and step.isdigit() and len(step) < 10
    values = widget_values(experiment) | {state.STEP.key: min(int(step), total) if known else total}
    for key in values:  # a value stays in the link only if it comes from the link alone
        st.session_state.pop(key, None)
    carried = {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}
    st.switch_page("playground/page.py", query_params=_as_link(values) | carried)


def _as_link(values: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Values of widgets as a link has them; empty values are left out."""
    said = {
        key: [str(each) for each in value] if isinstance(value, list) else str(value) for key, value in values.items()
    }
    return {key: value for key, value in said.items() if value not in ("", "None", AS_ABOVE, [])}


def _taken(names: Sequence[str]) -> str | None:
    """The value of the first of these names that the address has; all these names are removed from the address."""
    said = [st.query_params.pop(name) for name in names if name in st.query_params]
    return said[0] if said else None
