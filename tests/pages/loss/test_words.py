"""Two losses in words: the formulas typeset, their arithmetic is right, and the sentences say what the numbers say."""

from dataclasses import replace

import numpy as np
import pytest

from backprop.explain.numbers import latex, text
from backprop.explain.step.comparison import LossComparison, compare_losses
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.classes import judged_classes
from pages.loss.numbers.data import fitted
from pages.loss.numbers.extremes import from_logits, naive
from pages.loss.numbers.neuron import judged
from pages.loss.numbers.race import CONFIDENT, HESITANT, PACES, SAME_FIRST, SAME_RATE, SAME_STEEPEST, UPDATES, race
from pages.loss.words.alt import classes_alt, data_alt, extremes_alt, race_alt, ratio_alt, shapes_alt
from pages.loss.words.judging import (
    NOBODY,
    TOGETHER,
    chain_lines,
    first_below_half,
    longest,
    most_wrong,
    other,
    point_rows,
    probability,
    race_rows,
    ratio_text,
    when_below_half,
)
from tests.explain.reader import evaluate, faults

PLACES = (-6.0, -2.3, 0.0, 0.7, 4.0, 6.0)


def comparison(z: float, y: float) -> LossComparison:
    found = compare_losses(judged(z, y, MSE), 0)
    assert isinstance(found, LossComparison)
    return found


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", PLACES)
def test_a_pocket_calculator_gets_the_same(z, y, loss):
    lines = chain_lines(comparison(z, y), loss)
    for line in lines:
        for body in (line.sign, line.symbols, line.numbers):
            assert faults(body) == [], body
        assert evaluate(line.numbers).meets(evaluate(latex(line.value))), line
    upstream, slope, delta = (line.value for line in lines)
    assert upstream * slope == pytest.approx(delta, rel=1e-9), "∂L/∂ŷ times the slope is δ"


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", PLACES)
def test_the_lines_hold_the_numbers_of_a_training_step(z, y):
    for loss in BOTH:
        backward = judged(z, y, loss).backward[0]
        upstream, slope, delta = (line.value for line in chain_lines(comparison(z, y), loss))
        assert upstream == backward.da.item()
        assert slope == pytest.approx(backward.slope.item(), rel=1e-12)
        assert delta == backward.delta.item()
    deltas = [judged(z, y, loss).backward[0].delta.item() for loss in (MSE, LOG, "half_sse")]
    assert ratio_text(comparison(z, y)) == (text(deltas[0] / deltas[1], 4), text(deltas[2] / deltas[1], 4))


def test_the_law_states_the_factor_2():
    assert r"2\,\hat y\,(1 - \hat y)" in comparison(1.0, 0.0).law


def test_points():
    line, curve = fitted(MSE, 0.0, 0.0), fitted(LOG, 0.0, 0.0)
    assert point_rows(line)[0] == ("−2", "−1.5", "0", "1.5", "2.25")
    assert point_rows(curve)[0] == ("−2", "0", "0.5", "0.5", text(np.log(2.0), 3))
    assert probability(1.0, 0.3) == 0.3
    assert probability(0.0, 0.3) == 0.7


def test_who_is_most_wrong():
    line = fitted(MSE, 0.0, 0.0)
    worst = line.loss_terms[:, 0].argmax()
    share = line.loss_terms.max() / line.loss_terms.sum()
    assert most_wrong(line) == f"The point at x = {text(line.x[worst, 0], 3)} alone makes {share:.0%} of it."
    assert most_wrong(fitted(LOG, 0.0, 0.0)) == "Every point makes 17% of it."
    two = replace(line, loss_terms=np.array([[2.0], [0.5], [2.0], [0.0], [0.3], [0.2]]))
    assert most_wrong(two) == "The points at x = −2 and x = −0.4 make most of it, 40% each."


def test_the_other_loss():
    assert [other(loss) for loss in BOTH] == [LOG, MSE]


def test_who_is_first():
    mse, log = race(SAME_RATE, 0.15, CONFIDENT)
    assert first_below_half((mse, log)) == "Log loss"
    assert first_below_half(race(SAME_FIRST, 0.15, CONFIDENT)) == "MSE"
    assert first_below_half(race(SAME_STEEPEST, 0.15, HESITANT)) == "MSE"
    assert first_below_half((mse, replace(mse, loss=LOG))) == TOGETHER
    assert first_below_half(race(SAME_FIRST, 0.05, CONFIDENT)) == NOBODY


def test_when():
    _, log = race(SAME_RATE, 0.15, CONFIDENT)
    assert when_below_half(log) == f"after {log.below_half} updates"
    assert when_below_half(replace(log, prediction=np.array([0.9, 0.4]))) == "after 1 update"
    assert when_below_half(replace(log, prediction=np.array([0.4, 0.3]))) == "from the start"
    assert when_below_half(race(SAME_FIRST, 0.15, CONFIDENT)[1]) == f"not within {UPDATES} updates"


@pytest.mark.parametrize("pace", PACES)
def test_rows_of_the_race(pace):
    courses = race(pace, 0.15, CONFIDENT)
    columns = list(zip(*(values for _, values in race_rows(courses)), strict=True))
    for course, column in zip(courses, columns, strict=True):
        which, far = longest(course)
        assert far == course.moved.max() == course.moved[which - 1]
        assert column[:4] == (text(course.rate, 4), text(course.moved[0], 4), text(far, 4), str(which))
        assert column[4:] == (when_below_half(course), text(course.prediction[-1], 4))


# What the pictures say ----------------------------------------------------------------------------------------------


def test_alt_of_the_data():
    line, curve = fitted(MSE, 1.0, -0.5), fitted(LOG, 1.0, -0.5)
    assert "w = 1 and b = −0.5" in data_alt(line, 1.0, -0.5)
    assert f"average square, of area {text(line.loss, 4)}." in data_alt(line, 1.0, -0.5)
    assert f"The average is {text(curve.loss, 4)}." in data_alt(curve, 1.0, -0.5)


def test_alt_of_the_curves_tells_the_chosen_loss_first():
    found = comparison(4.0, 0.0)
    said = shapes_alt(found, LOG, 4.0)
    assert said.index("Log loss: L") < said.index("MSE: L")
    assert f"δ = {text(found.squared.delta[0], 4)}" in said
    assert text(float(found.ratio[0]), 4) in ratio_alt(found)


def test_alt_of_the_race():
    said = race_alt(race(SAME_FIRST, 0.15, CONFIDENT))
    assert "Log loss with α = 0.005299 is below ½ not within 300 updates" not in said, "no sentence"
    assert "Log loss with α = 0.005299 falls below ½: not within 300 updates" in said


def test_alt_of_the_classes():
    step = judged_classes((1.0, 2.0, -1.0), 1, LOG)
    said = classes_alt(step, 1)
    assert "the true class is 2" in said
    assert text(step.prediction[0, 2], 3) in said


def test_alt_of_the_extremes():
    z = np.array([40.0])
    ways = {"from ŷ": naive(z, 0.0), "from z": from_logits(z, 0.0)}
    said = extremes_alt(LOG, 40.0, 40.0, ways)
    assert "from ŷ ∞" in said
    assert "from z 40" in said
    assert "between 0 and 1" in extremes_alt(MSE, 40.0, 1.0, None)
