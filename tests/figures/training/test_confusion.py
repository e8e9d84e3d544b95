"""The confusion matrix, and a classifier's shares of one sample."""

from typing import Any

import numpy as np
import pytest

from backprop.figures.palette import DARK, LIGHT, palette
from backprop.figures.training.confusion import confusion
from backprop.figures.training.forward_bars import forward_bars
from tests.figures.runs import predict, run_of


def matrix_of(*args, **options) -> Any:
    return confusion(*args, **options)


def bars_of(*args, **options) -> Any:
    return forward_bars(*args, **options)


MATRIX = np.array([[50, 0, 2], [7, 40, 0], [0, 0, 0]])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_count_is_in_its_cell():
    (cells,) = matrix_of(MATRIX, ("a", "b", "c"), LIGHT).data
    assert [[int(word) for word in row] for row in cells.text] == MATRIX.tolist()
    assert cells.hovertext[1][0] == "true b, predicted a: 7 of 47"
    z = np.asarray(cells.z)
    assert (np.diag(z)[:2] > 0).all()
    assert z[1, 0] < z[0, 2] < 0, "the larger mistake is the fuller one"
    assert (z[MATRIX == 0] == 0).all()


def test_with_many_classes_zeros_are_points():
    matrix = np.diag(np.arange(10)) + np.eye(10, k=1, dtype=int)
    (cells,) = matrix_of(matrix, tuple("0123456789"), LIGHT).data
    for row, words in zip(matrix, cells.text, strict=True):
        assert [0 if word == "·" else int(word) for word in words] == row.tolist()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_counts_can_be_read_on_every_fill(theme):
    colours = palette(theme)
    (cells,) = matrix_of(MATRIX, "abc", colours).data
    assert (cells.zmin, cells.zmax) == (-1, 1)
    for _, colour in cells.colorscale:
        assert contrast(colour, cells.textfont.color) >= 4.5


def test_rows_are_the_truth_from_top_to_bottom():
    layout = matrix_of(MATRIX, ("a", "b", "c"), DARK).layout
    assert layout.yaxis.title.text == "true class"
    assert layout.xaxis.title.text == "predicted class"
    assert layout.yaxis.range == (2.5, -0.5)
    assert list(layout.yaxis.ticktext) == list(layout.xaxis.ticktext) == ["a", "b", "c"]


def test_long_and_hostile_names_stay_names():
    names = ("<a href='x'>", "a name that is much too long", "b & c")
    layout = matrix_of(MATRIX, names, LIGHT).layout
    assert list(layout.xaxis.ticktext) == ["&lt;a href='x'&gt;", "a name that i…", "b &amp; c"]


@pytest.mark.parametrize("classes", [("a", "b"), ()])
def test_names_that_do_not_fit_are_refused(classes):
    with pytest.raises(ValueError, match=r"matrix.shape is \(3, 3\); allowed"):
        matrix_of(MATRIX, classes, LIGHT)


# The shares of one sample -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["iris", "three classes", "two outputs", "circles"])
def test_bars_are_the_prediction_and_the_truth_is_marked(key):
    run = run_of(key)
    step, classes = run.trace(3), run.data.dataset.classes
    rows = run.data.rows[run.batches.rows(3)]
    for sample, row in enumerate(rows):
        figure = bars_of(step, classes, LIGHT, sample)
        (bars,) = figure.data
        (prediction,) = predict(run, 3, run.data.dataset.x[[row]])[-1]
        expected = prediction if len(prediction) > 1 else [1 - prediction[0], prediction[0]]
        np.testing.assert_allclose(np.asarray(bars.x, float), expected, atol=1e-12)
        true = int(run.data.dataset.y[row, 0])
        marked = ["true" in words for words in bars.text]
        assert marked == [index == true for index in range(len(classes))]
        assert figure.layout.yaxis.ticktext[true] == f"<b>{classes[true]}</b>"
        right = int(np.argmax(expected)) == true
        assert bars.marker.color[int(np.argmax(expected))] == (LIGHT.positive if right else LIGHT.negative)


def test_bars_of_bare_activations():
    (bars,) = bars_of(np.array([0.004, 0.0, 0.996]), "abc", DARK, truth=0).data
    assert list(bars.text) == ["<b>< 1 % ◀ true</b>", "0 %", "> 99 %"]
    (bars,) = bars_of(np.array([[0.5, 0.5], [0.2, 0.8]]), "ab", DARK, sample=1).data
    assert list(bars.x) == [0.2, 0.8]
    assert not any("true" in words for words in bars.text)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="outputs is 2; allowed: 3"):
        bars_of(np.array([0.5, 0.5]), "abc", LIGHT)
    with pytest.raises(ValueError, match="sample is 1; allowed: from 0 to 0"):
        bars_of(np.array([0.5, 0.5]), "ab", LIGHT, sample=1)
    with pytest.raises(ValueError, match="truth is 2; allowed: from 0 to 1"):
        bars_of(np.array([0.5, 0.5]), "ab", LIGHT, truth=2)
