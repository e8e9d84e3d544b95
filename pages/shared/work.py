"""Work that takes a while: with a progress bar and a button to stop, and kept for all visitors.

A function in Streamlit's caches cannot report its progress, so the results have a store of their own. Not for use in a
fragment: there a press of the button would wait until the work is done.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import streamlit as st

Progress = Callable[[float], None]
T = TypeVar("T")

MOST = 256
"""Results that are kept. They should be small."""
PATIENCE = 0.3
"""Seconds before the progress bar comes: what is quicker than that should not make the page move."""

_done: "OrderedDict[Hashable, Any]" = OrderedDict()
_at_work: dict[Hashable, Lock] = {}
"""For each key a lock that is held while somebody computes it: whoever wants it too waits for that result."""
_lock = Lock()


def done(key: Hashable) -> Any | None:
    """A result that is kept, or None."""
    with _lock:
        if key in _done:
            _done.move_to_end(key)
        return _done.get(key)


def forget(*keys: Hashable) -> None:
    """Do it again the next time that it is wanted, even if the visitor has stopped it; for callbacks."""
    _go_on(*keys)
    with _lock:
        for key in keys:
            _done.pop(key, None)


def worked(
    key: Hashable, compute: Callable[[Progress], T], doing: str, begin: str, alone: "Lock | None" = None
) -> T | None:
    """The result of some work, as soon as it is there.

    Args:
        key: of the result: the lesson, and all that the result depends on. Its text is part of the buttons' keys.
        compute: the work; it reports the share that is done, from 0 to 1, and may be ended by that.
        doing: what the progress bar says: "Training".
        begin: what the button says that begins the work again once it has been stopped: "Train".
        alone: held during the work, where other work would slow it down; None for a lock of this key.

    Returns:
        The result; None if the visitor has stopped the work.
    """
    found = done(key)
    if found is not None:
        return found
    if key in _stopped():
        st.button(begin, key=f"_begin_{key}", on_click=_go_on, args=(key,))
        return None
    place = st.empty()
    shown = _Shown(place, key, doing)
    with _lock:
        busy = alone or _at_work.setdefault(key, Lock())
    while not busy.acquire(timeout=PATIENCE):
        shown.draw(0.0, "Waiting for other work …")
    try:
        found = done(key)
        if found is None:
            found = compute(shown)
            with _lock:
                _done[key] = found
                while len(_done) > MOST:
                    _done.popitem(last=False)
    finally:
        busy.release()
        with _lock:
            _at_work.pop(key, None)
    place.empty()
    return found


class _Shown:
    """Shows the progress of some work that takes longer than `PATIENCE`."""

    def __init__(self, place: Any, key: Hashable, doing: str) -> None:
        self.place, self.key, self.doing = place, key, doing
        self.begun, self.bar = time.monotonic(), None

    def __call__(self, share: float) -> None:
        if self.bar is not None or time.monotonic() - self.begun > PATIENCE:
            self.draw(share, f"{self.doing} … {share:.0%}")

    def draw(self, share: float, words: str) -> None:
        """Show it now."""
        if self.bar is not None:
            self.bar.progress(share, words)  # a press of the button ends the script here
            return
        with self.place.container(horizontal=True, vertical_alignment="center"):
            self.bar = st.progress(share, words)
            label = f"Stop {self.doing.lower()}"
            st.button(label, key=f"_stop_{self.key}", icon=":material/stop:", on_click=_stop, args=(self.key,))


def _stopped() -> set[Hashable]:
    return {*st.session_state.get("_stopped", ())}


def _go_on(*keys: Hashable) -> None:
    st.session_state["_stopped"] = _stopped() - {*keys}


def _stop(key: Hashable) -> None:
    st.session_state["_stopped"] = {*_stopped(), key}
