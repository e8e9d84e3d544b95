"""Scene 3: losses against the noise in the samples."""

import streamlit as st

from pages.generalization.controls import chosen, losses_scene
from pages.generalization.numbers.losses import Losses
from pages.generalization.numbers.setting import NOISE, NOISES
from pages.generalization.state import BOTH, GROWS, TEST, TRAINING
from pages.generalization.words import ALIKE, HIGHER, LOWER, compared, counted, loss_text
from pages.shared.layout import prose

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    now = chosen()
    numbers = {"samples": str(now.samples), "most": str(NOISES[-1]), "units": counted(now.units, "hidden unit")}

    def reveal(found: Losses, said: str) -> None:
        train, test = (float(each[-1] - each[0]) for each in (found.train_median, found.test_median))
        right = {HIGHER: TEST, LOWER: TRAINING, ALIKE: BOTH}[compared(test, train)]
        GROWS.reveal(PAGE, said, right, "", **numbers | _ends(found))

    found = losses_scene(now, NOISE, now.noise, GROWS if asked else None, numbers, reveal)
    if found is not None:
        less = compared(float(found.train_median[-1]), float(found.least[-1])) == LOWER
        why = prose(PAGE, "noise learned" if less else "noise not learned", **_ends(found))
        st.markdown(f"{prose(PAGE, 'noise told', **_ends(found))} {why}")


def _ends(found: Losses) -> dict[str, str]:
    ends = {"most": str(found.values[-1]), "least": loss_text(found.least[-1])}
    for name, values in (("train", found.train_median), ("test", found.test_median)):
        ends |= {f"{name}_first": loss_text(values[0]), f"{name}_last": loss_text(values[-1])}
    return ends
