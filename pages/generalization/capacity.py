"""Scene 1: losses against the number of hidden units."""

import streamlit as st

from pages.generalization.controls import chosen, losses_scene
from pages.generalization.numbers.losses import Losses
from pages.generalization.numbers.setting import HIDDEN, NOISE
from pages.generalization.state import LARGE
from pages.generalization.words import compared, counted, loss_text, peak, value_text
from pages.shared.layout import prose

PAGE = __file__
SMALL_NET, LARGE_NET = 2, 16


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    now = chosen()
    numbers = {
        "samples": str(now.samples),
        "noise": value_text(NOISE, now.noise),
        "small": str(SMALL_NET),
        "large": str(LARGE_NET),
    }

    def reveal(found: Losses, said: str) -> None:
        small, large = (float(found.test_median[found.place(units)]) for units in (SMALL_NET, LARGE_NET))
        right = compared(large, small)
        LARGE.reveal(PAGE, said, right, right, **numbers, small_test=loss_text(small), large_test=loss_text(large))

    found = losses_scene(now, HIDDEN, now.units, LARGE if asked else None, numbers, reveal)
    if found is not None:
        st.markdown(_told(found, now.samples))


def _told(found: Losses, samples: int) -> str:
    best, top = int(found.test_median.argmin()), peak(found)
    last = {"most": str(found.values[-1]), "parameters": str(int(found.parameters[-1])), "samples": str(samples)}
    last |= {"train": loss_text(found.train_median[-1]), "test": loss_text(found.test_median[-1])}
    last |= {"best": counted(found.values[best], "hidden unit"), "best_test": loss_text(found.test_median[best])}
    if best == len(found.values) - 1:
        return prose(PAGE, "capacity told largest", **last)
    told = prose(PAGE, "capacity told", **last)
    if top is None:
        return told
    between = prose(PAGE, "capacity peak", peak=str(found.values[top]), test=loss_text(found.test_median[top]))
    return f"{told} {between}"
