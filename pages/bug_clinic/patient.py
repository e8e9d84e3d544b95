"""Scene 1: the loss curve and the numbers of a patient; the diagnosis."""

import pandas as pd
import streamlit as st

from backprop.flat import to_vector
from pages.bug_clinic.controls import Patient, diagnosis, patient
from pages.bug_clinic.figures.curves import Curve, loss_curves
from pages.bug_clinic.numbers.course import BATCH, Step
from pages.bug_clinic.numbers.program import CASES, HEALTHY
from pages.bug_clinic.state import COMPARE, DIAGNOSIS
from pages.bug_clinic.words import PARAMETERS, losses_alt, samples_text, short, step_rows
from pages.shared.formulas import numbers_table, picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__
_HEAD = ("RMS of …", "before", "gradient used", "change")


def show(asked: bool) -> None:
    """One patient, one step of it, and after the diagnosis the curve of any other case."""
    now = patient()
    st.markdown(prose(PAGE, "patient"))
    told = diagnosis(now, asked)
    compared = _compared(now, asked) if told else HEALTHY.name
    left, right = st.columns([3, 2])
    with left:
        _curves(now, compared)
    with right:
        _step(now, now.finding().course.steps[now.step])


def _compared(now: Patient, asked: bool) -> str:
    """The case whose curve is shown beside: the one that was said, unless another one is chosen."""
    said = DIAGNOSIS.value if asked else None
    usual = next((name for name, case in CASES.items() if case.title == said), HEALTHY.name)
    return COMPARE.show(usual=usual if usual != now.name else HEALTHY.name)


def _curves(now: Patient, compared: str) -> None:
    inks = colours()
    curves = [Curve("no bug", now.finding(HEALTHY.name).course, inks.muted, "6px,4px", "╌╌")]
    if compared != HEALTHY.name:
        title = CASES[compared].title
        curves.append(Curve(title, now.finding(compared).course, inks.negative, "2px,3px", "⋯"))
    curves.append(Curve(f"patient {now.number}", now.finding().course, inks.accent, "solid", "──"))
    alt = losses_alt([(curve.name, curve.course) for curve in curves])
    picture(loss_curves(curves, now.step, inks), "curves", alt)
    if compared != HEALTHY.name and DIAGNOSIS.value == CASES[compared].title:
        st.caption(prose(PAGE, "other curve"))


def _step(now: Patient, step: Step) -> None:
    course = now.finding().course
    numbers = {"step": str(now.step), "count": str(len(step.rows)), "full": str(BATCH), "samples": samples_text(step)}
    numbers |= {"before": short(course.loss[now.step]), "after": short(course.loss[now.step + 1])}
    inputs = course.x[step.rows]
    numbers |= {"x1": short(inputs[:, 0].mean()), "x2": short(inputs[:, 1].mean())}
    st.markdown(prose(PAGE, "step", **numbers))
    st.markdown(words_table(_HEAD, step_rows(step)))
    with st.expander("Every number of this step"):
        columns = {"parameter": PARAMETERS, "before": to_vector(step.before), "gradient used": to_vector(step.gradient)}
        frame = pd.DataFrame(columns | {"after": to_vector(step.after)})
        numbers_table(frame, f"All parameters in step {now.step}: before, gradient used, after.")
