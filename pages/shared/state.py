"""The link is the state: names of all widgets, what a link may say, and a note where it says something else.

A widget's key is its name in the address bar (`bind="query-params"`), and belongs to one page only. Streamlit drops
a value that a widget does not know; `read_link` notices, so that the visitor hears of it.
"""

import re
from collections.abc import Mapping

import streamlit as st

HOME = ("seen",)
STEP_THROUGH = (
    "example",
    "loss",
    "rate",
    "optimizer",
    "biases",
    "k",
    "sample",
    "detail",
    "moment",
    "pick",
    "tab",
    "weights",
    "sizes",
    "hidden",
    "output",
    "init",
    "seed",
    "samples",
)
KEYS: Mapping[str, tuple[str, ...]] = {"home": HOME, "step_through": STEP_THROUGH}
"""The keys of each page's bound widgets; no key is on two pages."""

_LONGEST = 60


def read_link(page: str) -> dict[str, str]:
    """What the address bar says for a page's widgets, if it has not been read before; call before any widget."""
    said = {key: value for key, value in st.query_params.to_dict().items() if key in KEYS[page]}
    name = f"_link_{page}"
    if st.session_state.get(name) == said:
        return {}
    st.session_state[name] = said
    return said


def accept(key: str, said: Mapping[str, str], meanings: Mapping[str, object]) -> None:
    """Take a short name from a link (`mazur`) for the option that the widget shows (`Mazur 2-2-2`)."""
    meant = meanings.get(said.get(key, ""))
    if meant is not None:
        st.session_state[key] = meant


def misread(
    said: Mapping[str, str], shown: Mapping[str, object], accepted: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """One sentence for each value of a link that is not what the page shows."""
    notes = []
    for key, value in said.items():
        if key in shown and not _same(value, shown[key]) and accepted.get(key, {}).get(value) != shown[key]:
            notes.append(f"The link says {key} = {_short(value)}, which is not possible here. Showing {shown[key]}.")
    return notes


def _same(said: str, shown: object) -> bool:
    if isinstance(shown, bool):
        return said.strip().lower() == str(shown).lower()
    if isinstance(shown, int | float):
        try:
            return float(said) == float(shown)
        except ValueError:
            return False
    return said == str(shown)


def _short(text: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text)
    return printable if len(printable) <= _LONGEST else printable[:_LONGEST] + "…"


def plain(text: str) -> str:
    """Text that Markdown shows as it is: nothing in a link may become a picture or a link."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|$<>:~&@/])", r"\\\1", text)


def show_notes(notes: list[str]) -> None:
    """Tell the visitor what was not understood."""
    if notes:
        st.warning("\n\n".join(plain(note) for note in notes), icon=":material/link_off:")
