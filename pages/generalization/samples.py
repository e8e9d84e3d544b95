"""Scene 2: losses against the number of training samples."""

import streamlit as st

from pages.generalization.controls import chosen, losses_scene
from pages.generalization.numbers.losses import Losses
from pages.generalization.numbers.setting import SAMPLES
from pages.generalization.state import DOUBLED, LARGER, SMALLER
from pages.generalization.words import ALIKE, HIGHER, LOWER, compared, counted, loss_text
from pages.shared.layout import prose

PAGE = __file__
FEW, TWICE = 12, 24
_ANSWERS = {LOWER: SMALLER, ALIKE: ALIKE, HIGHER: LARGER}


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    now = chosen()
    numbers = {"few": str(FEW), "twice": str(TWICE), "units": counted(now.units, "hidden unit")}

    def reveal(found: Losses, said: str) -> None:
        few, twice = (float(found.gap[found.place(count)]) for count in (FEW, TWICE))
        right = _ANSWERS[compared(twice, few)]
        DOUBLED.reveal(PAGE, said, right, right, **numbers, gap=loss_text(few), after=loss_text(twice))

    found = losses_scene(now, SAMPLES, now.samples, DOUBLED if asked else None, numbers, reveal)
    if found is None:
        return
    ends = {"first": str(found.values[0]), "last": str(found.values[-1])}
    for name, values in (("train", found.train_median), ("test", found.test_median), ("gap", found.gap)):
        ends |= {f"{name}_first": loss_text(values[0]), f"{name}_last": loss_text(values[-1])}
    st.markdown(prose(PAGE, "samples told", **ends))
