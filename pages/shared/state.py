"""The link is the state: what a link may say, and notes about values that are not possible.

A widget's key is its name in the address bar (`bind="query-params"`), and belongs to one page only. Streamlit drops a
value that is not possible for a widget; `read_link` keeps what the link said, so that `misread` can tell the visitor.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import isinf

import streamlit as st

Said = dict[str, str | tuple[str, ...]]
"""What a link says, by key."""

NO_SHORT_NAMES: Mapping[str, Mapping[str, str]] = {}

_LONGEST = 60


def read_link(
    page: str,
    script: str,
    keys: Iterable[str],
    meanings: Mapping[str, Mapping[str, str]] = NO_SHORT_NAMES,
    others: Sequence[str] = (),
) -> Said:
    """What the address bar says for a page's widgets, if the visitor has just arrived; call before anything else.

    Later the address bar has the widgets' values from the browser's last message, and a button may have changed them
    since. Values that widgets cannot read are corrected first: short names (`mazur`) become the titles that the widgets
    show (`Mazur 2-2-2`), and infinite numbers are removed, because Streamlit's number fields fail on them.

    Args:
        page: its name, which is that of its folder.
        script: the file of the page, as the navigation has it.
        keys: of its widgets.
        meanings: for each key, the short names and the titles that they stand for.
        others: names in the link that belong to the page, but to no widget.
    """
    st.session_state.update(st.session_state.pop("_settled", {}))
    if st.session_state.get("_page") == page:
        return st.session_state.pop("_said", {})
    st.session_state["_page"] = page
    known = set(keys)
    said = {key: _value(st.query_params.get_all(key)) for key in st.query_params if key in known}
    meant = {
        key: meanings.get(key, {}).get(value, value) if isinstance(value, str) else value for key, value in said.items()
    }
    readable = {key: value for key, value in meant.items() if not _endless(value)}
    if readable != said:
        st.session_state["_said"] = meant
        carried = {name: st.query_params[name] for name in others if name in st.query_params}
        st.switch_page(script, query_params=readable | carried)
    return said


def settle(said: Said, notes: Sequence[str], **values: object) -> None:
    """Show the page again with widgets set to the values that are really used; do nothing if all have them already.

    Args:
        said: what `read_link` returned.
        notes: the reasons; `settled_notes` returns them when the page is shown again.
        values: of the widgets, by key.
    """
    moved = {key: value for key, value in values.items() if st.session_state.get(key) != value}
    if moved:
        st.session_state["_settled"] = moved
        st.session_state["_said"] = {key: value for key, value in said.items() if key not in moved}
        st.session_state["_notes"] = list(notes)
        st.rerun()


def settled_notes() -> list[str]:
    """Why `settle` has just changed widgets."""
    return st.session_state.pop("_notes", [])


def _value(values: list[str]) -> str | tuple[str, ...]:
    """What a link says for one key; several choices of one widget are several values."""
    return values[0] if len(values) == 1 else tuple(values)


def _endless(said: str | tuple[str, ...]) -> bool:
    if not isinstance(said, str):
        return False
    try:
        return isinf(float(said))
    except ValueError:
        return False


def misread(said: Said, shown: Mapping[str, object]) -> list[str]:
    """One sentence for each value of a link that is not what the page shows."""
    notes = []
    for key, value in said.items():
        if key in shown and not _same(value, shown[key]):
            instead = f" Showing {_joined(shown[key])}." if shown[key] not in (None, "", []) else ""
            notes.append(f"The link says {key} = {shortened(_joined(value))}, which is not possible here.{instead}")
    return notes


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _same(said: str | tuple[str, ...], shown: object) -> bool:
    if isinstance(shown, list | tuple):
        return set(map(str, shown)) == ({said} if isinstance(said, str) else set(said))
    if not isinstance(said, str) or shown is None:
        return False
    if isinstance(shown, bool):
        return said.strip().lower() == str(shown).lower()
    if isinstance(shown, int | float):
        try:
            return float(said) == float(shown)
        except ValueError:
            return False
    return said == str(shown)


def shortened(text: str) -> str:
    """Text from a link with spaces for characters that cannot be seen, and cut if it is too long."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return printable if len(printable) <= _LONGEST else printable[:_LONGEST] + "…"


def plain(text: str) -> str:
    """Text that Markdown shows as it is: nothing in a link may become a picture or a link."""
    apart = re.sub(r"(?=://|@)|(?<=www)(?=\.)", " ", text, flags=re.IGNORECASE)  # a bare address becomes a link, too
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|$<>:~&@/])", r"\\\1", apart)


def show_notes(notes: list[str]) -> None:
    """Tell the visitor what was not understood."""
    if notes:
        st.warning("\n\n".join(plain(note) for note in notes), icon=":material/link_off:")
