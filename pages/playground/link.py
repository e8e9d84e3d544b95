"""What the playground's link says besides its widgets: what has been trained, what is kept, and one's own data.

None of it is a widget, so it is read from the address bar and written there.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from zlib import crc32

import streamlit as st

from backprop.data.packing import pack, unpack
from backprop.training.experiment import OWN, Experiment, read_experiment

SHOWN, KEPT, DATA = "shown", "kept", "data"
PARAMETERS = (SHOWN, KEPT, DATA)
_MOST_UPDATES = 9  # digits


@dataclass(frozen=True, slots=True)
class Trained:
    """An experiment and how far it has been trained.

    Attributes:
        experiment: the settings.
        updates: number of updates taken.
    """

    experiment: Experiment
    updates: int


def write(trained: Trained) -> str:
    """A training as text for a link; one's own data stand in a place of their own, and here only their mark."""
    query = trained.experiment.to_query()
    if data := query.pop("data", ""):
        query["table"] = _mark(data)
    return urlencode({**query, "updates": trained.updates})


def _mark(data: str) -> str:
    """A few letters that tell one table from another."""
    return f"{crc32(data.encode()):08x}"


def read(text: str, data: str) -> tuple[Trained | None, list[str]]:
    """The inverse of `write`, for any text: what is bad is left out and leaves a sentence.

    Args:
        text: from the link.
        data: one's own table.
    """
    query = dict(parse_qsl(text, keep_blank_values=True))
    updates, table = query.pop("updates", ""), query.pop("table", "")
    if query.get("dataset") == OWN:
        query["data"] = data
        if table and table != _mark(data):
            return None, ["What was trained with another table is gone with it."]
    if not (updates.isascii() and updates.isdigit() and len(updates) <= _MOST_UPDATES):
        return None, [f"The link says that {updates[:20]!r} updates have been taken, which is no number."]
    experiment, notes = read_experiment(query)
    if notes and query.get("dataset") == OWN:
        return None, notes
    return Trained(experiment, int(updates)), notes


def saved(name: str, data: str) -> tuple[Trained | None, list[str]]:
    """The training that the address bar has under a name, if any."""
    text = st.query_params.get(name)
    return read(text, data) if text else (None, [])


def save(name: str, trained: Trained | None) -> None:
    """Put a training into the address bar; None takes it out."""
    if trained is not None:
        st.query_params[name] = write(trained)
    elif name in st.query_params:
        del st.query_params[name]


def carried_data() -> tuple[str, list[str]]:
    """One's own table as the link carries it."""
    packed = st.query_params.get(DATA)
    if not packed:
        return "", []
    try:
        return unpack(packed), []
    except ValueError as error:
        return "", [f"{error}."]


def carry_data(text: str) -> str:
    """Put one's own table into the link; returns a sentence if it is too large for one."""
    try:
        packed = pack(text) if text else ""
    except ValueError as error:
        if DATA in st.query_params:
            del st.query_params[DATA]
        return f"{error}."
    if packed:
        st.query_params[DATA] = packed
    elif DATA in st.query_params:
        del st.query_params[DATA]
    return ""
