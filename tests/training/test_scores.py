"""Scores against counting by hand, one sample at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.training.scores import accuracy, confusion_matrix, r_squared
from tests.helpers import assert_same

NAN = float("nan")


@st.composite
def classified(draw: st.DrawFn):
    """Predictions (runs, n, outputs) and targets (n, outputs)."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    runs, n, outputs = draw(st.integers(1, 3)), draw(st.integers(1, 12)), draw(st.integers(1, 4))
    prediction = rng.uniform(0, 1, (runs, n, outputs)).round(1)  # rounded, so that there are ties
    if outputs == 1:
        return prediction, rng.integers(0, 2, (n, 1)).astype(float)
    return prediction, np.eye(outputs)[rng.integers(0, outputs, n)]


def plain_class(row: list[float]) -> int:
    if len(row) == 1:
        return 1 if row[0] > 0.5 else 0
    return row.index(max(row))


@given(classified())
def test_accuracy_and_confusion_count_what_a_person_counts(case):
    predictions, y = case
    scores, tables = accuracy(predictions, y), confusion_matrix(predictions, y)
    classes = max(2, y.shape[1])
    assert scores.shape == predictions.shape[:1]
    assert tables.shape == (len(predictions), classes, classes)
    for prediction, score, table in zip(predictions, scores, tables, strict=True):
        counts = [[0] * classes for _ in range(classes)]
        for row, truth in zip(prediction.tolist(), y.tolist(), strict=True):
            counts[plain_class(truth)][plain_class(row)] += 1
        assert table.tolist() == counts
        assert score == sum(counts[k][k] for k in range(classes)) / len(y)
        assert_same(confusion_matrix(prediction, y), table)
        assert accuracy(prediction, y) == score


def test_one_column_by_hand():
    y = np.array([[0.0], [0.0], [1.0], [1.0], [1.0]])
    prediction = np.array([[0.1], [0.7], [0.5], [0.51], [2.0]])  # right, wrong, wrong (a tie is class 0), right, right
    assert accuracy(prediction, y) == 0.6
    assert confusion_matrix(prediction, y).tolist() == [[1, 1], [1, 2]]
    assert confusion_matrix(prediction, y).dtype == np.int64


def test_rows_are_the_truth():
    y = np.eye(3)[[0, 0, 0, 2]]
    prediction = np.eye(3)[[0, 1, 1, 2]] * 0.4 + 0.2
    assert confusion_matrix(prediction, y).tolist() == [[1, 2, 0], [0, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize("outputs", [1, 2])
def test_what_is_no_number_is_never_right(outputs):
    y = np.zeros((3, 1)) if outputs == 1 else np.eye(2)[[0, 0, 0]]
    prediction = np.where(np.arange(3)[:, None] == 0, NAN, y)
    assert accuracy(prediction, y) == pytest.approx(2 / 3)
    assert confusion_matrix(prediction, y).tolist() == [[2, 0], [0, 0]]


def test_r_squared_by_hand():
    y = np.array([[1.0], [2.0], [3.0]])
    assert r_squared(y, y) == 1.0
    assert r_squared(np.full((3, 1), 2.0), y) == 0.0
    assert r_squared(np.array([[1.0], [2.0], [4.0]]), y) == 0.5  # left 1 of 2
    assert r_squared(y[::-1], y) == -3.0  # left 8 of 2


@given(st.integers(0, 1000), st.floats(0.1, 100), st.floats(-100, 100))
def test_r_squared_does_not_depend_on_the_unit(seed, scale, shift):
    rng = np.random.default_rng(seed)
    y, prediction = rng.normal(size=(20, 1)), rng.normal(size=(4, 20, 1))
    ours = r_squared(prediction, y)
    assert ours.shape == (4,)
    np.testing.assert_allclose(r_squared(prediction * scale + shift, y * scale + shift), ours, rtol=1e-8)
    for run, score in zip(prediction, ours, strict=True):
        assert r_squared(run, y) == score


def test_r_squared_is_the_squared_correlation_of_a_least_squares_line():
    rng = np.random.default_rng(0)
    x = rng.normal(size=30)
    y = 2 * x + rng.normal(size=30)
    line = np.polyval(np.polyfit(x, y, 1), x)
    assert r_squared(line[:, None], y[:, None]) == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2, rel=1e-12)


def test_r_squared_of_equal_targets_and_of_diverged_runs():
    y = np.array([[0.1], [0.1], [0.1]])
    assert np.isnan(r_squared(y, y))
    y = np.array([[1.0], [2.0]])
    assert np.isnan(r_squared(np.array([[NAN], [2.0]]), y))
    assert r_squared(np.array([[1e300], [2.0]]), y) == -np.inf


@pytest.mark.parametrize("score", [accuracy, confusion_matrix, r_squared])
@pytest.mark.parametrize(
    ("prediction", "y", "field"),
    [
        (np.zeros((3, 1)), np.zeros((2, 1)), "prediction.shape"),
        (np.zeros((3, 2)), np.zeros((3, 1)), "prediction.shape"),
        (np.zeros(3), np.zeros((3, 1)), "prediction.shape"),
        (np.zeros((3, 1)), np.zeros(3), "y.shape"),
        (np.zeros((0, 1)), np.zeros((0, 1)), "y.shape"),
        (np.zeros((3, 0)), np.zeros((3, 0)), "y.shape"),
        (np.zeros((1, 3, 1)), np.zeros((1, 3, 1)), "y.shape"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(score, prediction, y, field):
    with pytest.raises(ValueError, match=rf"^{field} is .*; allowed: "):
        score(prediction, y)
