"""Scene 2: the gradient check of a step, the two other tests, and the lines at fault."""

import streamlit as st

from pages.bug_clinic.controls import Patient, diagnosis, patient
from pages.bug_clinic.figures.errors import errors_picture
from pages.bug_clinic.numbers.check import check
from pages.bug_clinic.numbers.lines import sides
from pages.bug_clinic.numbers.program import CASES, HEALTHY
from pages.bug_clinic.words import code, errors_alt, short, wrong_arrays
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose

PAGE = __file__


def show(asked: bool) -> None:
    """One step of one patient."""
    now = patient()
    st.markdown(prose(PAGE, "check"))
    left, right = st.columns([3, 2])
    found = check(now.finding().course, now.step)
    with left:
        picture(errors_picture(found, colours()), "errors", errors_alt(found))
    with right:
        numbers = {"step": str(now.step), "error": short(found.max_relative_error)}
        wrong = wrong_arrays(found)
        section = "verdict wrong" if wrong else "verdict right"
        st.markdown(prose(PAGE, section, arrays=", ".join(wrong), **numbers))
        _others(now)
    if not diagnosis(now, asked):
        st.caption(prose(PAGE, "lines hidden"))
        return
    _lines(now)


def _others(now: Patient) -> None:
    course = now.finding().course
    uses = sorted({int(count) for count in course.uses})
    rows = [
        ["uses of a sample in the first epoch", " or ".join(map(str, uses)), "1"],
        ["means of the inputs", ", ".join(short(round(float(value), 9)) for value in course.input_means), "0, 0"],
        ["their standard deviations", ", ".join(short(value) for value in course.input_deviations), "1, 1"],
    ]
    st.markdown(words_table(("Two more tests", "found", "expected"), rows))


def _lines(now: Patient) -> None:
    case = CASES[now.name]
    st.markdown(f"**{case.title[0].upper()}{case.title[1:]}**")
    if case is HEALTHY:
        st.markdown(prose(PAGE, "bug healthy"))
    else:
        right, wrong = sides(case.name)
        st.markdown(f"{prose(PAGE, f'bug {case.name}')} {prose(PAGE, f'tested {case.name}', **_when(now))}")
        columns = st.columns(2)
        for column, title, lines in zip(columns, ("Right", "At fault"), (right, wrong), strict=True):
            column.markdown(f"**{title}**")
            column.code(code(lines), language="python", wrap_lines=True)
    with st.expander("The whole program of this patient"):
        st.code(case.text, language="python", wrap_lines=True)


def _when(now: Patient) -> dict[str, str]:
    found = now.finding()
    first = "none" if found.convicted is None else str(found.convicted)
    return {"first": first, "unused": str(int((found.course.uses == 0).sum())), "samples": str(len(found.course.x))}
