"""The bug clinic, without a browser: every patient, every diagnosis, what is said, what is drawn."""

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.figures.palette import LIGHT
from pages.bug_clinic import state, words
from pages.bug_clinic.figures.curves import Curve, gallery, loss_curves
from pages.bug_clinic.figures.errors import errors_picture
from pages.bug_clinic.numbers import clinic
from pages.bug_clinic.numbers.check import check
from pages.bug_clinic.numbers.clinic import PATIENTS
from pages.bug_clinic.numbers.course import RATES, run
from pages.bug_clinic.numbers.lines import sides
from pages.bug_clinic.numbers.program import BUGS, CASES, HEALTHY
from tests.pages.app import charts, goes_on_to, put, text, visit

SCENES = tuple(state.SCENE.options)


def lesson(scene: str = state.PATIENT, ask: bool = False, **said: str) -> AppTest:
    return visit("/bug-clinic", b_scene=scene, b_ask=str(ask).lower(), **said)


def number(name: str) -> str:
    return str(PATIENTS.index(name) + 1)


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]


@pytest.mark.parametrize("name", CASES)
def test_a_right_diagnosis_is_told_why(name):
    at = lesson(ask=True, b_patient=number(name))
    assert not at.info
    assert all(CASES[name].title not in alt for alt in charts(at).values()) or name == HEALTHY.name
    at = put(at, b_diagnosis=CASES[name].title)
    assert at.info[0].value.startswith("**Right.**")


def test_a_wrong_diagnosis_is_told_what_it_would_have_looked_like():
    at = put(lesson(ask=True, b_patient=number("stale")), b_diagnosis=BUGS["last_batch"].title)
    said = at.info[0].value
    assert said.startswith("**Not so: activations of an earlier step.**")
    theirs, ours = run("last_batch", 0, 0.3).loss[-1], run("stale", 0, 0.3).loss[-1]
    assert f"the loss at the end would be {words.short(theirs)} instead of {words.short(ours)}" in said
    assert "the gradient check would find nothing. Another test would find: 12 of 60 samples not used" in said
    assert "the last batch is dropped: from" in charts(at)["curves"]
    at = put(lesson(ask=True, b_patient=number("stale")), b_diagnosis=BUGS["sign"].title)
    assert "the gradient check would say: wrong at once." in at.info[0].value
    at = put(lesson(ask=True, b_patient=number("stale")), b_diagnosis=HEALTHY.title)
    assert f"Without a bug, the loss at the end is {words.short(run(HEALTHY.name, 0, 0.3).loss[-1])}" in (
        at.info[0].value
    )


def test_another_patient_needs_another_diagnosis():
    at = put(lesson(ask=True), b_diagnosis="sign of the loss")
    assert put(at, b_step=5).session_state["b_diagnosis"] == "sign of the loss"
    assert put(at, b_patient=7).session_state["b_diagnosis"] is None


def test_the_numbers_of_a_step_are_those_of_the_run():
    at = lesson(b_patient=number("no_mean"), b_step="3", b_seed="4", b_rate="1")
    course = run("no_mean", 4, 1.0)
    step = course.steps[3]
    said = text(at)
    assert f"**Step 3:** {len(step.rows)} samples in the batch (a full one has 16)" in said
    assert f"from {words.short(course.loss[3])} to {words.short(course.loss[4])}" in said
    change = np.sqrt(np.mean((step.after.weights[0] - step.before.weights[0]) ** 2))
    used = np.sqrt(np.mean(step.gradient.weights[0] ** 2))
    assert words.step_rows(step)[0][2:] == [words.short(used), words.short(change)]
    assert f"| {' | '.join(words.step_rows(step)[0])} |" in said


def test_any_case_can_be_compared():
    at = lesson(b_patient="1", b_compare="no_reset")
    assert "gradients are not reset: from" in charts(at)["curves"]
    assert "gradients are not reset" not in charts(lesson(b_patient="1"))["curves"]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("rate", [f"{rate:g}" for rate in RATES[::3]])
def test_the_lines_at_fault_are_shown_beside_the_right_ones(name, rate):
    at = lesson(state.CHECK, b_patient=number(name), b_rate=rate, b_step="1")
    shown = [block.value for block in at.code]
    if name == HEALTHY.name:
        assert [each.rstrip() for each in shown] == [CASES[name].text.rstrip()]
    else:
        right, wrong = sides(name)
        assert shown[:2] == [words.code(right), words.code(wrong)]
        assert any(line.startswith("▶") for block in shown[:2] for line in block.splitlines())
    found = check(run(name, 0, float(rate)), 1)
    assert ("**Nothing found** in step 1" in text(at)) == found.agrees
    assert words.short(found.max_relative_error) in text(at)


def test_the_lines_stay_hidden_until_there_is_a_diagnosis():
    at = lesson(state.CHECK, ask=True)
    assert not at.code
    assert set(charts(at)) == {"errors"}
    at = put(at, b_diagnosis="no bug")
    assert at.code


def test_the_last_step_of_a_run_with_fewer_batches():
    at = lesson(b_patient=number("last_batch"), b_step="74")
    assert "**Step 74:**" in text(at)
    at = put(lesson(b_patient=number("stale"), b_step="99"), b_patient=int(number("last_batch")))
    assert "**Step 74:**" in text(at)


@pytest.mark.parametrize("rate", [f"{rate:g}" for rate in RATES])
def test_eight_of_ten_are_convicted(rate):
    at = lesson(state.ALL, ask=True, b_rate=rate, b_seed="9")
    assert charts(at) == {}
    at = put(at, b_convicts=state.EIGHT)
    assert at.info[0].value.startswith("**Right.** It finds **8**. These pass: the last batch is dropped; inputs are")
    found = clinic.findings(9, float(rate))
    for row in words.found_rows(found):
        assert f"| {' | '.join(row)} |" in text(at)
    healthy = found[HEALTHY.name].course.loss[-1]
    close = sum(one.course.loss[-1] <= 1.1 * healthy for name, one in found.items() if name in BUGS)
    assert f"**{close}** end at most 10 % above that" in text(at)


# Figures -------------------------------------------------------------------------------------------------------------


def test_curves_are_the_losses():
    course = run("no_slope", 1, 0.3)
    figure: Any = loss_curves([Curve("patient", course, LIGHT.accent, "solid", "──")], 7, LIGHT)
    np.testing.assert_allclose(figure.data[0].y, course.loss, rtol=1e-4)
    assert figure.layout.shapes[0].x0 == 7


def test_errors_beyond_the_limit_have_another_mark():
    found = check(run("bias_per_weight", 0, 0.3), 0)
    figure: Any = errors_picture(found, LIGHT)
    right, wrong = figure.data
    assert (right.marker.symbol, wrong.marker.symbol) == ("circle", "x")
    assert [words.PARAMETERS[at] for at in wrong.x] == [name for name in words.PARAMETERS if name.startswith("b")]
    assert len(right.x) + len(wrong.x) == len(words.PARAMETERS) == 21
    assert words.wrong_arrays(found) == ["b1", "b2"]


def test_the_gallery_has_a_panel_for_each_bug():
    found = clinic.findings(0, 0.3)
    figure: Any = gallery(found, LIGHT)
    assert len(figure.data) == 20
    for place, name in enumerate(BUGS):
        np.testing.assert_allclose(figure.data[2 * place + 1].y, found[name].course.loss, rtol=1e-4)
    passed = [note.text for note in figure.layout.annotations if "passes the check" in note.text]
    assert len(passed) == 2
