"""Weights and digits as pictures, pixel by pixel."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.figures.palette import DARK, LIGHT
from backprop.figures.training.pictures import digit_picture, weight_pictures
from backprop.figures.training.tiles import GAP
from tests.figures.runs import run_of


def weights_of(*args, **options) -> Any:
    return weight_pictures(*args, **options)


def digit_of(*args, **options) -> Any:
    return digit_picture(*args, **options)


def params_of(pixels: int, *units: int, seed: int = 0) -> bp.Parameters:
    rng = np.random.default_rng(seed)
    sizes = (pixels, *units)
    return bp.Parameters([rng.normal(size=shape) for shape in pairwise(sizes)], [np.zeros(n) for n in units])


def tiles_of(figure, rows: int, columns: int) -> list[np.ndarray]:
    """The tiles by where their names are: each name stands below its tile."""
    heat, names = figure.data
    z = np.asarray(heat.z)
    found = []
    for x, y in zip(names.x, names.y, strict=True):
        left = round(x - (columns - 1) / 2)
        top = int(np.floor(y)) - rows
        while (z[top + rows - 1, left : left + columns] == GAP).any():
            top -= 1
        found.append(z[top : top + rows, left : left + columns])
    return found


@pytest.mark.parametrize("units", [1, 3, 8, 12, 64])
@pytest.mark.parametrize("shape", [(8, 8), (2, 5)])
def test_each_pixel_is_its_weight_on_one_scale(units, shape):
    rows, columns = shape
    params = params_of(rows * columns, units, 2)
    figure = weights_of(params, LIGHT, shape)
    W = params.weights[0]
    pictures = tiles_of(figure, rows, columns)
    assert len(pictures) == units
    for unit, picture in enumerate(pictures):
        np.testing.assert_allclose(picture.ravel(), W[:, unit] / np.abs(W).max() * 127, atol=0.51)
    z = np.asarray(figure.data[0].z)
    assert (z == GAP).sum() == z.size - units * rows * columns
    assert len(figure.data) == 2
    assert figure.layout.height <= 900


def test_the_scale_is_symmetric_and_says_its_ends():
    params = bp.Parameters([np.linspace(-0.5, 2.0, 64)[:, None]], [[0.0]])
    heat = weights_of(params, DARK).data[0]
    assert list(heat.colorbar.ticktext) == ["−2", "0", "2"]
    assert list(heat.colorbar.tickvals) == [-127, 0, 127]
    assert [colour for _, colour in heat.colorscale][-3:] == [DARK.negative, DARK.background, DARK.positive]
    steps = [place for place, _ in heat.colorscale]
    assert steps[-2] * 255 - 128 == pytest.approx(0.0), "0 has the colour of the background"


@pytest.mark.parametrize(
    ("units", "names"),
    [((2, 3), ["h₁", "h₂"]), ((2, 3, 1), ["h₁⁽¹⁾", "h₂⁽¹⁾"]), ((2,), ["ŷ₁", "ŷ₂"])],
)
def test_pictures_have_the_names_of_the_diagram(units, names):
    assert list(weights_of(params_of(64, *units), LIGHT).data[1].text) == names


def test_zeros_and_numbers_that_broke_are_drawn():
    zeros = bp.Parameters([np.zeros((64, 2))], [np.zeros(2)])
    assert np.isin(np.asarray(weights_of(zeros, LIGHT).data[0].z), [0, GAP]).all()
    W = np.zeros((64, 1))
    W[:3, 0] = np.inf, -1.0, np.nan
    z = np.asarray(weights_of(bp.Parameters.computed([W], [np.zeros(1)]), LIGHT).data[0].z)
    assert z[0, :4].tolist() == [127, -127, GAP, 0]


def test_other_numbers_of_inputs_are_refused():
    with pytest.raises(ValueError, match=r"weights\[0\].shape is \(4, 2\); allowed: \(64, units\)"):
        weights_of(params_of(4, 2), LIGHT)


def test_a_digit_stands_upright():
    raw = run_of("digits").data.dataset.x[3]
    (heat,) = digit_of(raw, LIGHT).data
    np.testing.assert_array_equal(np.asarray(heat.z).ravel(), raw)
    assert (heat.zmin, heat.zmax) == (0, 16)
    layout = digit_of(raw, LIGHT).layout
    assert layout.yaxis.range[0] > layout.yaxis.range[1], "the first row is on top"


@pytest.mark.parametrize("pixels", [np.zeros(63), np.zeros((8, 8))])
def test_other_pictures_are_refused(pixels):
    with pytest.raises(ValueError, match=r"pixels.shape is .* allowed: \(64,\)"):
        digit_of(pixels, LIGHT)
