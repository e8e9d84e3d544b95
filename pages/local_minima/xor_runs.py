"""Scene 2: XOR from 200 seeds: at which losses runs end, and what keeps them there."""

import numpy as np
import streamlit as st

from pages.local_minima.compute import ends_of
from pages.local_minima.figures.lines import end_losses
from pages.local_minima.numbers import xor
from pages.local_minima.numbers.xor import SOLVED, Ends, curvature_tolerance, experiment, levels
from pages.local_minima.state import ACTIVATION, FEW, LOSS, MANY, RUN, SOME, STUCK
from pages.local_minima.words import KIND_WORDS, kinds_text, level_rows, run_text, samples_text, short, xor_alt
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.shared.setups import write_run
from pages.shared.story import open_in

PAGE = __file__
_HEAD = ("level", "runs", "samples mixed up", "curvatures", "largest weight", "kind")
_NARROWEST = 640
_GROWS = 1.02


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.container(horizontal=True):
        activation, loss = ACTIVATION.show(), LOSS.show()
    numbers = {"runs": str(xor.SEEDS), "solved": short(SOLVED)}
    said = STUCK.pose(PAGE, **numbers) if asked else None
    if asked and said is None:
        st.caption(prose(PAGE, "hidden"))
        return
    answer = st.container()
    found = ends_of(activation, loss)
    if found is None:
        return
    stuck = int((~found.solved).sum())
    if said is not None:
        right = FEW if stuck < 10 else SOME if stuck <= 100 else MANY
        with answer:
            STUCK.reveal(PAGE, said, right, **numbers, stuck=str(stuck))
    run = int(RUN.show(high=len(found.loss) - 1))
    picture(end_losses(found, levels(loss), run, colours()), "ends", xor_alt(found))
    st.markdown(prose(PAGE, "xor told" if stuck else "xor none stuck", **numbers, stuck=str(stuck)))
    st.markdown(_one(found, run))
    open_in("playground", f"Open run {run} in the playground", open=write_run(experiment(activation, loss, seed=run)))
    with st.grid(1, wrap=False, min_column_width=_NARROWEST), st.expander("By level", expanded=True):
        st.markdown(words_table(_HEAD, level_rows(found, levels(loss))))
    tolerance = short(curvature_tolerance(experiment(activation, loss)))
    told = {"parameters": str(found.net.parameter_count), "tolerance": tolerance, "kinds": kinds_text(found.kinds)}
    st.markdown(prose(PAGE, "xor kinds", **told, growing=_growing(found)))


def _one(found: Ends, run: int) -> str:
    numbers = {"run": str(run), "loss": short(found.loss[run]), "kind": KIND_WORDS[found.kinds[run]]}
    numbers |= {"gradient": short(found.gradient[run]), "predictions": run_text(found, run)}
    return prose(PAGE, "xor run", **numbers, mixed=samples_text(found.mixed[run]))


def _growing(found: Ends) -> str:
    if found.solved.all():
        return ""
    half, end = np.median(found.largest[:, ~found.solved], axis=1)
    section = "xor growing" if end > _GROWS * half else "xor still"
    return prose(PAGE, section, half=short(half), end=short(end))
