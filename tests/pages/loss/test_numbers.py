"""Two losses on the same predictions: against formulas worked out here, finite differences, and each other."""

import numpy as np
import pytest

from backprop.checking.gradient_check import check_gradients
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.classes import as_two_classes, judged_classes
from pages.loss.numbers.data import MOST_B, MOST_W, TARGETS, X, along, best, fitted
from pages.loss.numbers.extremes import PLACES, SMALLEST, clipped, first_exact_one, from_logits, naive
from pages.loss.numbers.neuron import judged, shape, steepest, surprise
from pages.loss.numbers.race import (
    CONFIDENT,
    HALF,
    HESITANT,
    PACES,
    RATES,
    SAME_FIRST,
    SAME_RATE,
    SAME_STEEPEST,
    STARTS,
    UPDATES,
    Course,
    race,
    rates,
    reach,
)

Z = np.linspace(-6.0, 6.0, 41)


def updates_until_half(course: Course) -> int:
    """After how many updates; it must be within the run."""
    assert course.below_half is not None
    return course.below_half


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


# Curves -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_curves_are_those_of_the_book(y):
    a = sigmoid(Z)
    mse, log = shape(MSE, y, Z), shape(LOG, y, Z)
    np.testing.assert_allclose(mse.value, (a - y) ** 2, rtol=1e-13)
    np.testing.assert_allclose(mse.delta, 2 * (a - y) * a * (1 - a), rtol=1e-10)
    np.testing.assert_allclose(log.value, -(y * np.log(a) + (1 - y) * np.log(1 - a)), rtol=1e-10)
    np.testing.assert_allclose(log.delta, a - y, rtol=1e-12)
    np.testing.assert_allclose(mse.delta / log.delta, 2 * a * (1 - a), rtol=1e-10)


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_derivatives_are_slopes_of_the_curves(loss, y):
    h = 1e-5
    here, more, less = (shape(loss, y, Z + shift) for shift in (0.0, h, -h))
    np.testing.assert_allclose(here.delta, (more.value - less.value) / (2 * h), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(here.da, (more.value - less.value) / (more.a - less.a), rtol=1e-5)


@pytest.mark.parametrize("loss", BOTH)
def test_a_point_of_the_curve_is_a_training_step(loss):
    step, curve = judged(1.3, 1.0, loss), shape(loss, 1.0, np.array([1.3]))
    assert step.forward[0].z.item() == 1.3
    assert step.loss == curve.value[0]
    assert step.backward[0].delta.item() == curve.delta[0]
    assert check_gradients(step.net, step.parameters, step.x, step.y, loss).agrees


def test_the_steepest_places():
    for y in (0.0, 1.0):
        size, place = steepest(MSE, y)
        assert size == pytest.approx(8 / 27, abs=1e-8)
        assert abs(place - y) == pytest.approx(2 / 3, abs=1e-4)
        size, place = steepest(LOG, y)
        assert size == pytest.approx(1.0, abs=1e-12)
        assert abs(place - y) == pytest.approx(1.0, abs=1e-12)


def test_surprise():
    assert surprise(0.5) == pytest.approx(np.log(2.0), rel=1e-14)
    assert surprise(0.125) == pytest.approx(3 * surprise(0.5), rel=1e-14)


# Data ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("w", "b"), [(0.0, 0.0), (MOST_W, -MOST_B), (-MOST_W, MOST_B), (0.8, 0.4)])
def test_line_and_curve_are_judged_point_by_point(w, b):
    line, curve = fitted(MSE, w, b), fitted(LOG, w, b)
    z = w * X + b
    np.testing.assert_allclose(line.loss_terms, (z - TARGETS[MSE]) ** 2, rtol=1e-12, atol=1e-15)
    given = np.where(TARGETS[LOG] == 1, sigmoid(z), 1 - sigmoid(z))
    np.testing.assert_allclose(curve.loss_terms, -np.log(given), rtol=1e-9)
    for step in (line, curve):
        assert step.loss == pytest.approx(step.loss_terms.mean(), rel=1e-14)
        np.testing.assert_array_equal(along(step.loss_name, w, b, X[:, 0]), step.prediction[:, 0])


@pytest.mark.parametrize("loss", BOTH)
def test_nothing_is_better_than_the_best_fit(loss):
    w, b, least = best(loss)
    step = fitted(loss, w, b)
    assert step.loss == least
    assert abs(step.backward[0].dW.item()) < 1e-12
    assert abs(step.backward[0].db.item()) < 1e-12
    for dw, db in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
        assert fitted(loss, w + dw, b + db).loss > least


def test_the_best_line_is_the_one_of_least_squares():
    slope, intercept = np.polyfit(X[:, 0], TARGETS[MSE][:, 0], 1)
    assert best(MSE)[:2] == pytest.approx((slope, intercept), rel=1e-10)


@pytest.mark.parametrize(("w", "b"), [(3.1, 0.0), (0.0, -2.1), (np.nan, 0.0), (0.0, np.inf)])
def test_out_of_reach(w, b):
    with pytest.raises(ValueError, match="allowed: a number from"):
        fitted(MSE, w, b)


# The race -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("start", STARTS)
def test_a_course_is_the_textbooks_loop(pace, start):
    chosen = rates(pace, 0.15, start)
    for course in race(pace, 0.15, start):
        w, b = STARTS[start]
        for k in range(UPDATES + 1):
            a = sigmoid(w + b)
            assert course.prediction[k] == pytest.approx(a, rel=1e-9)
            delta = a if course.loss == LOG else 2 * a * a * (1 - a)
            assert course.delta[k] == pytest.approx(delta, rel=1e-9)
            w, b = w - chosen[course.loss] * delta, b - chosen[course.loss] * delta
        assert course.rate == chosen[course.loss]
        np.testing.assert_allclose(course.moved, 2 * course.rate * course.delta[:-1], rtol=1e-9)
        np.testing.assert_allclose(reach(course, course.z[:-1]), course.moved, rtol=1e-9)


@pytest.mark.parametrize("rate", RATES)
def test_what_is_held_equal_is_equal(rate):
    for start in STARTS:
        mse, log = race(SAME_RATE, rate, start)
        assert mse.rate == log.rate == rate
        mse, log = race(SAME_FIRST, rate, start)
        assert mse.moved[0] == pytest.approx(log.moved[0], rel=1e-12)
        mse, log = race(SAME_STEEPEST, rate, start)
        z = np.linspace(-40, 40, 8001)
        assert reach(mse, z).max() == pytest.approx(reach(log, z).max(), rel=1e-5)
        assert max(mse.moved.max(), log.moved.max()) <= reach(log, z).max() * (1 + 1e-6)


def test_what_the_lesson_says_of_the_three_comparisons():
    mse, log = race(SAME_RATE, 0.15, CONFIDENT)
    assert updates_until_half(log) < updates_until_half(mse)
    assert (reach(log, Z) > reach(mse, Z)).all(), "longer steps everywhere"
    mse, log = race(SAME_FIRST, 0.15, CONFIDENT)
    assert (np.diff(log.moved) < 0).all(), "under log loss they only shrink"
    assert mse.moved[1] > mse.moved[0], "under MSE they grow first"
    assert log.below_half is None, "it looks slow"
    assert mse.below_half is not None
    mse, log = race(SAME_STEEPEST, 0.15, CONFIDENT)
    assert updates_until_half(log) < updates_until_half(mse)
    mse, log = race(SAME_STEEPEST, 0.15, HESITANT)
    assert updates_until_half(mse) < updates_until_half(log), "near the start of a hesitant neuron MSE can lead"


def test_of_twice_the_loss_half_the_rate_is_the_same_run():
    """Why α itself means nothing across losses: ½ squared with twice the α is MSE."""
    mse, _ = race(SAME_RATE, 0.15, CONFIDENT)
    w = b = 2.0
    for _ in range(UPDATES):
        a = sigmoid(w + b)
        delta = a * a * (1 - a)
        w, b = w - 0.3 * delta, b - 0.3 * delta
    assert mse.prediction[-1] == pytest.approx(sigmoid(w + b), rel=1e-9)


def test_below_half():
    course, _ = race(SAME_RATE, 0.15, CONFIDENT)
    count = updates_until_half(course)
    assert course.prediction[count] < HALF <= course.prediction[count - 1]


def test_bad_choices():
    with pytest.raises(ValueError, match="pace"):
        rates("nonsense", 0.1, CONFIDENT)
    with pytest.raises(ValueError, match="start"):
        rates(SAME_RATE, 0.1, "nonsense")


# Classes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("true", [0, 1, 2])
def test_many_classes(true):
    logits = np.array([1.0, 2.0, -1.0])
    shares = np.exp(logits) / np.exp(logits).sum()
    target = np.eye(3)[true]
    log, mse = (judged_classes(tuple(logits), true, loss) for loss in (LOG, MSE))
    np.testing.assert_allclose(log.prediction[0], shares, rtol=1e-13)
    assert log.loss == pytest.approx(-np.log(shares[true]), rel=1e-13)
    np.testing.assert_allclose(log.backward[0].delta[0], shares - target, rtol=1e-12)
    assert mse.loss == pytest.approx(np.mean((shares - target) ** 2), rel=1e-13)
    da = 2 * (shares - target) / 3
    np.testing.assert_allclose(mse.backward[0].delta[0], shares * (da - shares @ da), rtol=1e-12)


@pytest.mark.parametrize("z", [-6.0, -1.0, 0.0, 0.3, 6.0])
def test_two_classes_are_the_binary_case(z):
    many, two = as_two_classes(z)
    assert many == pytest.approx(two, rel=1e-12)


# At 0 and 1 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z", "y", "value"), [(40, 0, np.inf), (40, 1, np.nan), (-800, 1, np.inf), (-800, 0, np.nan), (1000, 0, np.inf)]
)
def test_the_textbook_formula_breaks(z, y, value):
    np.testing.assert_equal(naive(np.array([float(z)]), y).value, [value])
    assert not np.isfinite(naive(np.array([float(z)]), y).delta).all()


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_from_logits_nothing_breaks(y):
    z = np.array(PLACES, dtype=float)
    wrong = z if y == 0 else -z
    way = from_logits(z, y)
    assert np.isfinite(way.value).all()
    assert np.isfinite(way.delta).all()
    far = wrong >= 50
    np.testing.assert_array_equal(way.value[far], wrong[far])
    np.testing.assert_array_equal(np.abs(way.delta[far]), 1.0)
    middle = np.abs(z) <= 10
    np.testing.assert_allclose(naive(z, y).value[middle], way.value[middle], rtol=1e-9)


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_clipping_is_flat_where_it_clips(y):
    z = np.array(PLACES, dtype=float)
    way = clipped(z, y)
    a = from_logits(z, y)
    out = np.abs(z) > -np.log(SMALLEST)
    assert (way.delta[out] == 0).all()
    np.testing.assert_allclose(way.value[~out], a.value[~out], rtol=1e-9)
    assert way.value.max() == pytest.approx(-np.log(SMALLEST), rel=1e-8)


def test_where_the_computer_says_exactly_1():
    z = first_exact_one()
    assert 1 / (1 + np.exp(-float(z))) == 1.0
    before = PLACES[PLACES.index(z) - 1]
    assert 1 / (1 + np.exp(-float(before))) < 1.0
