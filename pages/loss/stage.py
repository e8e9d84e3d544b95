"""The stage: the toggle first, then the scene. Every control on it reruns this fragment only."""

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.loss import as_curves, at_extremes, confidently_wrong, many_classes, on_data, one_pass
from pages.loss.state import CURVES, DATA, EXTREMES, LOSS, MANY, PASS, RACE

_SCENES: Mapping[str, Callable[[str, bool, DeltaGenerator], None]] = {
    DATA: on_data.scene,
    CURVES: as_curves.scene,
    PASS: one_pass.scene,
    RACE: confidently_wrong.scene,
    MANY: many_classes.scene,
    EXTREMES: at_extremes.scene,
}


@st.fragment
def stage(scene: str, questions: bool) -> None:
    """The card of a scene.

    Args:
        scene: its name.
        questions: whether to ask before a result is shown.
    """
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="top"):
            loss = LOSS.show()
            result = st.container()  # beside the toggle; filled later by the scene, which first reads its controls
        _SCENES[scene](loss, questions, result)
