"""The stepper: first, previous, next, last, the phases, and a slider; all of them move one number in the link."""

from collections.abc import Sequence

import streamlit as st

from backprop.explain.step.moment import PHASE_TITLES, PHASES, Moment
from backprop.explain.step.moments import phase_starts
from pages.step_through.tab_names import TAPE

_PHASE_LABELS = {phase: PHASE_TITLES[phase].split()[0] for phase in PHASES}


def run_everything() -> None:
    """Ask for a rerun of the whole page; for callbacks of the stage."""
    st.session_state["_everything"] = True


def rerun_if_asked() -> None:
    """Rerun the whole page if a callback asked for it; call at the start of the stage."""
    if st.session_state.pop("_everything", False):
        st.rerun()


def shown_index() -> int:
    """Index of the moment on the screen; call after the stage."""
    return st.session_state.moment - 1


def scrubber(told: Sequence[Moment]) -> int:
    """The slider; returns the index of the moment to show."""
    count = len(told)
    known, at_end = st.session_state.pop("_stay_at", (None, False))
    if at_end:
        st.session_state.moment = count
    elif known is not None:
        st.session_state.moment = next((i for i, moment in enumerate(told, start=1) if moment.known >= known), count)
    if not 1 <= st.session_state.get("moment", 1) <= count:
        st.session_state.moment = count
    # Its identity does not depend on its options, so a network with more moments does not make a new widget.
    moment = st.select_slider(
        "Moment",
        range(1, count + 1),
        key="moment",
        bind="query-params",
        on_change=_moved,
        label_visibility="collapsed",
    )
    st.session_state["_known"] = told[moment - 1].known, moment == count
    return moment - 1


def stay() -> None:
    """Stay at the moment where as much is known; for a change of the granularity."""
    st.session_state["_stay_at"] = st.session_state.get("_known", (None, False))


def steps(told: Sequence[Moment], index: int, final: bool) -> None:
    """The buttons Previous and Next; at the last moment, a button to the next training step instead of Next."""
    moment, count = index + 1, len(told)
    _button("Previous", "previous", moment - 1, "Left", moment == 1)
    if moment < count:
        _button(":violet[Next]", "next", moment + 1, "Right", False)  # violet is the text colour on the accent
        return
    label = "Next training step" if final else ":violet[Next training step]"  # a disabled button has no accent
    # No shortcut, so that a held arrow key stops at the end.
    st.button(label, key="again", on_click=_next_step, type="primary", disabled=final)


def ends(told: Sequence[Moment]) -> None:
    """Buttons to the first and the last moment; they do not rerun with every moment, so they are never disabled."""
    _button("First", "first", 1, "Home", False)
    _button("Last", "last", len(told), "End", False)


def phases(told: Sequence[Moment], index: int) -> None:
    """The four phases."""
    st.session_state.phase = _PHASE_LABELS[told[index].phase]
    st.segmented_control(
        "Phase",
        list(_PHASE_LABELS.values()),
        required=True,
        key="phase",
        on_change=_go_to_phase,
        args=(phase_starts(tuple(told)),),
        label_visibility="collapsed",
    )


def _button(label: str, key: str, target: int, shortcut: str, disabled: bool) -> None:
    kind = "primary" if key == "next" else "secondary"
    st.button(label, key=key, on_click=_go, args=(target,), type=kind, shortcut=shortcut, disabled=disabled)


def _next_step() -> None:
    """Go to the first moment of the next training step."""
    st.session_state.k += 1
    st.session_state.moment = 1
    run_everything()


def _moved() -> None:
    if st.session_state.get("tab") == TAPE:
        run_everything()


def _go(moment: int) -> None:
    st.session_state.moment = moment
    _moved()


def _go_to_phase(starts: dict[str, int]) -> None:
    chosen = next((phase for phase, label in _PHASE_LABELS.items() if label == st.session_state.phase), PHASES[0])
    _go(starts[chosen] + 1)
