"""The program without a bug is the engine; each bug is convicted by the gradient check or by its own test."""

import numpy as np
import pytest

import backprop as bp
from pages.bug_clinic.numbers import clinic
from pages.bug_clinic.numbers.check import check, convicted_at
from pages.bug_clinic.numbers.clinic import PATIENTS, finding
from pages.bug_clinic.numbers.course import BATCH, EPOCHS, LOSS, NET, RATES, SAMPLES, SEEDS, data, orders, run, start
from pages.bug_clinic.numbers.lines import sides
from pages.bug_clinic.numbers.program import BUGS, CASES, HEALTHY, PROGRAM

PASS_THE_CHECK = {"last_batch": "uses_all", "raw_inputs": "standardised"}
"""The two bugs whose gradients are right, and the test that finds each of them."""
LATER = {"stale", "no_reset"}
"""Bugs whose first gradient is right."""
EVERYWHERE = [(seed, rate) for seed in SEEDS for rate in RATES]


def arrays(params: bp.Parameters) -> list[np.ndarray]:
    return [*params.weights, *params.biases]


@pytest.mark.parametrize(("seed", "rate"), [(0, 0.3), (7, 1.0)])
def test_without_a_bug_every_step_is_the_engine_s(seed, rate):
    course = run(HEALTHY.name, seed, rate)
    raw, y = data(seed)
    x = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    np.testing.assert_array_equal(course.x, x)
    params, number = start(seed), 0
    for order in orders(seed):
        for begin in range(0, SAMPLES, BATCH):
            rows = order[begin : begin + BATCH]
            step = bp.trace_step(NET, params, x[rows], y[rows], LOSS, bp.sgd(rate))
            ours = course.steps[number]
            np.testing.assert_array_equal(ours.rows, rows)
            for theirs, mine in ((step.gradient, ours.gradient), (step.parameters_after, ours.after)):
                for a, b in zip(arrays(theirs), arrays(mine), strict=True):
                    np.testing.assert_allclose(b, a, rtol=1e-12, atol=1e-14)
            params, number = ours.after, number + 1
    assert number == len(course.steps) == EPOCHS * 4
    whole = bp.trace_step(NET, params, x, y, LOSS)
    assert course.loss[-1] == pytest.approx(whole.loss, rel=1e-12)


def test_there_are_ten_bugs_and_each_patient_has_another_case():
    assert len(BUGS) == 10
    assert sorted(PATIENTS) == sorted(CASES)
    assert list(PATIENTS) != list(CASES)


@pytest.mark.parametrize("name", [name for name in BUGS if name not in PASS_THE_CHECK])
def test_the_gradient_check_convicts_it_at_every_setting(name):
    for seed, rate in EVERYWHERE:
        found = finding(name, seed, rate)
        assert found.convicted == (1 if name in LATER else 0), (seed, rate)
        assert found.error > 1e-4
        assert found.course.uses_all
        assert found.course.standardised


@pytest.mark.parametrize(("name", "test"), PASS_THE_CHECK.items())
def test_a_bug_that_passes_the_check_fails_its_own_test(name, test):
    for seed, rate in EVERYWHERE:
        found = finding(name, seed, rate)
        assert found.passes_check
        assert found.found
        assert {one for one in PASS_THE_CHECK.values() if not getattr(found.course, one)} == {test}


def test_the_program_without_a_bug_is_never_convicted():
    for seed, rate in EVERYWHERE:
        found = finding(HEALTHY.name, seed, rate)
        assert not found.found
        assert all(check(found.course, step).agrees for step in (20, 50, 99))


def test_the_dropped_batch_is_counted():
    course = run("last_batch", 3, 0.3)
    assert len(course.steps) == EPOCHS * 3
    assert (course.uses == 0).sum() == SAMPLES % BATCH
    assert course.uses.max() == 1


def test_raw_inputs_are_those_of_the_data():
    course = run("raw_inputs", 3, 0.3)
    np.testing.assert_array_equal(course.x, data(3)[0])
    assert np.abs(course.input_means).min() > 0.5


def test_stale_activations_are_right_at_the_start_of_each_epoch():
    course = run("stale", 0, 0.3)
    assert [check(course, step).agrees for step in range(8)] == [True, False, False, False] * 2


def test_gradients_that_are_not_reset_are_the_sum_of_all_before():
    bug = run("no_reset", 0, 0.3)
    total = [np.zeros_like(W) for W in NET.shapes and bug.steps[0].before.weights]
    x, y = bug.x, bug.y
    for step in bug.steps[:5]:
        own = bp.trace_step(NET, step.before, x[step.rows], y[step.rows], LOSS).gradient
        total = [before + dW for before, dW in zip(total, own.weights, strict=True)]
        for used, expected in zip(step.gradient.weights, total, strict=True):
            np.testing.assert_allclose(used, expected, rtol=1e-10)


def test_the_forgotten_mean_makes_the_gradient_as_many_times_longer():
    course = run("no_mean", 0, 0.3)
    for step, count in ((0, BATCH), (3, SAMPLES % BATCH)):
        found = check(course, step)
        np.testing.assert_allclose(found.analytic.weights[0], count * found.numeric.weights[0], rtol=1e-5)


def test_the_wrong_sign_goes_uphill():
    course = run("sign", 0, 0.3)
    found = check(course, 0)
    np.testing.assert_allclose(found.analytic.weights[1], -found.numeric.weights[1], rtol=1e-5)
    assert course.loss[-1] > course.loss[0]


def test_only_arrays_behind_the_bug_are_wrong():
    wrong = {}
    for name in ("update_first", "no_slope", "slope_of_a", "bias_per_weight"):
        error = check(run(name, 0, 0.3), 0).relative_error
        wrong[name] = [array.max() > 1e-6 for array in (*error.weights, *error.biases)]  # W1, W2, b1, b2
    assert wrong["update_first"] == wrong["no_slope"] == wrong["slope_of_a"] == [True, False, True, False]
    assert wrong["bias_per_weight"] == [False, False, True, True]


def test_most_bugs_still_learn():
    found = clinic.findings(0, 0.3)
    healthy = found[HEALTHY.name].course.loss[-1]
    close = [name for name, one in found.items() if name in BUGS and one.course.loss[-1] < 1.1 * healthy]
    assert len(close) >= 6


@pytest.mark.parametrize("name", BUGS)
def test_the_lines_at_fault_are_those_that_differ(name):
    right, wrong = sides(name)
    assert {line.text for line in right if line.differs} <= set(PROGRAM.splitlines())
    assert {line.text for line in wrong if line.differs} <= set(CASES[name].text.splitlines())
    changed = [line.text for side in (right, wrong) for line in side if line.differs]
    assert changed
    assert not {line.text for line in wrong if line.differs} & set(PROGRAM.splitlines()) or name == "no_reset"
    assert len(right) < 12


def test_a_run_keeps_arrays_that_cannot_change():
    course = run("no_reset", 0, 0.1)
    for array in (course.x, course.loss, course.steps[0].rows, *arrays(course.steps[0].gradient)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_no_step_beyond_those_that_are_checked_is_needed():
    assert convicted_at(run("stale", 5, 0.03)) == 1
