"""What the playground's link has besides its widgets: the training shown, the training kept, and the visitor's data.

None of these is a widget, so this module reads them from the address bar and writes them there.
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
    """A training as text for a link; the link has the visitor's data in its own parameter, and here only a checksum."""
    query = trained.experiment.to_query()
    if data := query.pop("data", ""):
        query["table"] = _mark(data)
    return urlencode({**query, "updates": trained.updates})


def _mark(data: str) -> str:
    """A checksum that distinguishes one table from another."""
    return f"{crc32(data.encode()):08x}"


def read(text: str, data: str) -> tuple[Trained | None, list[str]]:
    """The inverse of `write`, for any text: bad values are left out, and a sentence is returned for each.

    Args:
        text: from the link.
        data: the visitor's own table.
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
    """The training that the address bar has under a name, if any, and a sentence for each value left out."""
    text = st.query_params.get(name)
    return read(text, data) if text else (None, [])


def save(name: str, trained: Trained | None) -> None:
    """Put a training into the address bar; None removes it."""
    if trained is not None:
        st.query_params[name] = write(trained)
    elif name in st.query_params:
        del st.query_params[name]


def carried_data() -> tuple[str, list[str]]:
    """The visitor's own table from the link, or empty text; and a sentence if it cannot be read."""
    packed = st.query_params.get(DATA)
    if not packed:
        return "", []
    try:
        return unpack(packed), []
    except ValueError as error:
        return "", [f"{error}."]


def carry_data(text: str) -> str:
    """Put the visitor's own table into the link; returns a sentence if it is too large for a link."""
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
