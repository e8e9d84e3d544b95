"""Toy sets: every point is where its set has it, and of the right class."""

from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.data.datasets import DATASETS, Dataset, make_dataset
from backprop.data.toy_sets import xor
from tests.helpers import assert_same

CURVES = ("sine", "bump")
PLANE = tuple(name for name, kind in DATASETS.items() if kind.sized and name not in CURVES)
BALANCED = tuple(name for name in PLANE if name not in ("and", "or", "xor"))

samples = st.integers(1, 300)
seeds = st.integers(0, 10_000)


def classes_of(data: Dataset) -> np.ndarray:
    return data.y[:, 0].astype(int)


# In the plane --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANE)
def test_the_plane_to_1_3_shows_all(name):
    clear, usual = make_dataset(name, 2000).x, make_dataset(name, 2000, 0.1).x
    assert np.abs(clear).max() <= (1.2 if name.startswith("blobs") else 1.0)
    assert np.abs(clear).max() > 0.8, "it uses the plane"
    assert (np.abs(usual) <= 1.3).all(axis=1).mean() > 0.99
    most = make_dataset(name, 2000, DATASETS[name].most_noise).x
    assert (np.abs(most) <= 1.3).all(axis=1).mean() > 0.85


@pytest.mark.parametrize("name", PLANE)
def test_noise_is_a_standard_deviation_and_leaves_the_class(name):
    clear, noisy = make_dataset(name, 2000, seed=2), make_dataset(name, 2000, 0.2, seed=2)
    assert_same(clear.y, noisy.y)
    moved = noisy.x - clear.x
    assert moved.std(axis=0) == pytest.approx([0.2, 0.2], rel=0.1)
    assert moved.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.02)


@pytest.mark.parametrize("name", BALANCED)
@given(samples, seeds)
def test_classes_are_balanced_to_within_one_sample(name, samples, seed):
    data = make_dataset(name, samples, seed=seed)
    counts = np.bincount(classes_of(data), minlength=len(data.classes))
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", BALANCED)
def test_classes_come_in_random_order(name):
    y = classes_of(make_dataset(name, 400, seed=1))
    repeats = np.mean([a == b for a, b in pairwise(y)])
    assert repeats == pytest.approx(1 / (y.max() + 1), abs=0.1)


@given(samples, seeds)
def test_logic_gates_see_the_same_points(samples, seed):
    sets = {name: make_dataset(name, samples, 0.0, seed) for name in ("and", "or", "xor")}
    positive = sets["xor"].x > 0
    assert_same(classes_of(sets["and"]), positive.all(axis=1).astype(int))
    assert_same(classes_of(sets["or"]), positive.any(axis=1).astype(int))
    assert_same(classes_of(sets["xor"]), (positive.sum(axis=1) == 1).astype(int))
    assert_same(sets["and"].x, sets["xor"].x)
    assert_same(sets["or"].x, sets["xor"].x)


def test_a_line_with_a_gap_separates_the_two_sides():
    data = make_dataset("linear", 500)
    distance = data.x.sum(axis=1) / np.sqrt(2.0) * (2 * classes_of(data) - 1)
    assert distance.min() >= 0.1
    assert distance.min() < 0.12


def test_circles_have_radius_1_and_a_half():
    data = make_dataset("circles", 500)
    radius = np.hypot(*data.x.T)
    np.testing.assert_allclose(radius, np.where(classes_of(data) == 1, 0.5, 1.0), rtol=1e-12)
    for group in (0, 1):
        angles = np.arctan2(*data.x[classes_of(data) == group].T)
        assert np.histogram(angles, 8, (-np.pi, np.pi))[0].min() > 10, "all the way round"


def test_moons_are_two_half_circles_that_no_line_separates():
    data = make_dataset("moons", 1000)
    upper, lower = (data.x[classes_of(data) == group] for group in (0, 1))
    for moon, centre, sign in ((upper, (-1 / 3, -1 / 6), 1), (lower, (1 / 3, 1 / 6), -1)):
        np.testing.assert_allclose(np.hypot(*(moon - centre).T), 2 / 3, rtol=1e-12)
        assert ((moon[:, 1] - centre[1]) * sign >= -1e-12).all()
    assert line_accuracy(data) < 0.95


def line_accuracy(data: Dataset) -> float:
    """How many samples the line of least squares gets right."""
    inputs = np.column_stack([data.x, np.ones(len(data.x))])
    signs = 2 * data.y[:, 0] - 1
    weights = np.linalg.lstsq(inputs, signs, rcond=None)[0]
    return float(np.mean(np.sign(inputs @ weights) == signs))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("and", 0.85, 1.0),
        ("or", 0.85, 1.0),
        ("linear", 0.97, 1.0),
        ("blobs-2", 1.0, 1.0),
        ("xor", 0.4, 0.76),
        ("circles", 0.4, 0.65),
        ("spirals", 0.4, 0.75),
        ("checkerboard", 0.4, 0.65),
    ],
)
def test_how_far_a_line_gets(name, low, high):
    assert low <= line_accuracy(make_dataset(name, 1000)) <= high


def test_spirals_unwind_to_two_opposite_directions():
    data = make_dataset("spirals", 500)
    radius, angle = np.hypot(*data.x.T), np.arctan2(data.x[:, 1], data.x[:, 0])
    assert 0.1 <= radius.min() < 0.15
    assert 0.95 < radius.max() <= 1.0
    unwound = angle - 3.5 * np.pi * radius
    np.testing.assert_allclose(np.cos(unwound), 1 - 2 * classes_of(data), atol=1e-9)


def test_spirals_keep_their_arms_apart():
    """The nearest neighbour among 1,000 is of the same class."""
    data = make_dataset("spirals", 1000)
    distance = np.hypot(*(data.x[:, None] - data.x).T)
    np.fill_diagonal(distance, np.inf)
    assert (classes_of(data)[distance.argmin(axis=0)] == classes_of(data)).mean() > 0.99


@pytest.mark.parametrize("count", [2, 3, 4])
def test_blobs_are_round_clouds_far_from_each_other(count):
    data = make_dataset(f"blobs-{count}", 2000)
    groups = [data.x[classes_of(data) == group] for group in range(count)]
    centres = np.array([group.mean(axis=0) for group in groups])
    np.testing.assert_allclose(np.hypot(*centres.T), 0.7, atol=0.02)
    for group in groups:
        np.testing.assert_allclose(np.cov(group.T), 0.0144 * np.eye(2), atol=0.003)
    gaps = np.hypot(*(centres[:, None] - centres).T)
    assert gaps[~np.eye(count, dtype=bool)].min() > 0.85
    nearest = np.hypot(*(data.x[:, None] - centres).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == classes_of(data)).mean() > 0.999


def test_the_checkerboard_alternates_and_fills_all_sixteen_fields():
    data = make_dataset("checkerboard", 1000)
    fields = np.floor((data.x + 1) * 2).astype(int)
    assert set(map(tuple, fields)) == {(i, j) for i in range(4) for j in range(4)}
    assert_same(classes_of(data), fields.sum(axis=1) % 2)
    counts = np.unique(fields, axis=0, return_counts=True)[1]
    assert counts.min() > 35


# Curves --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("sine", {-0.5: -1.0, 0.0: 0.0, 0.5: 1.0, 1 / 6: 0.5}),
        ("bump", {0.0: 1.0, 0.3: 1 / np.e, -0.3: 1 / np.e, 0.9: np.exp(-9.0)}),
    ],
)
def test_curves_go_through_the_points_they_should(name, points):
    data = make_dataset(name, 2000)
    order = data.x[:, 0].argsort()
    ours = np.interp(list(points), data.x[order, 0], data.y[order, 0])
    np.testing.assert_allclose(ours, list(points.values()), atol=1e-2)
    assert data.x.min() < -0.98
    assert data.x.max() > 0.98
    assert np.abs(data.x).max() <= 1


@pytest.mark.parametrize("name", CURVES)
def test_noise_of_a_curve_moves_the_target_alone(name):
    clear, noisy = make_dataset(name, 2000), make_dataset(name, 2000, 0.2)
    assert_same(clear.x, noisy.x)
    assert (noisy.y - clear.y).std() == pytest.approx(0.2, rel=0.1)


# XOR by itself, as the first page has it -----------------------------------------------------------------------------


@given(samples, st.sampled_from([0.0, 0.1]), seeds)
def test_xor_keeps_its_numbers(samples, noise, seed):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 2, (samples, 2)) * 2 - 1
    clear = corners * rng.uniform(0.1, 1.0, (samples, 2))
    x, y = xor(samples, noise, seed)
    assert_same(x, clear + noise * rng.standard_normal((samples, 2)))
    assert_same(y, (clear[:, :1] * clear[:, 1:] < 0).astype(float))
    data = make_dataset("xor", samples, noise, seed)
    assert_same(data.x, x)
    assert_same(data.y, y)


def test_all_four_corners_and_both_classes_are_there():
    x, y = xor(200)
    assert {tuple(corner) for corner in np.sign(x)} == {(-1, -1), (-1, 1), (1, -1), (1, 1)}
    assert 60 < y.sum() < 140
    assert (np.abs(x) >= 0.1).all()
    assert (np.abs(x) <= 1.0).all()


@pytest.mark.parametrize("samples", [0, -1, 1.5, True, None, "10"])
def test_a_bad_number_of_samples_is_refused(samples):
    with pytest.raises(ValueError, match=r"samples is .*; allowed: a whole number from 1"):
        xor(samples)


@pytest.mark.parametrize("noise", [-0.1, nan, inf, "much", None, True])
def test_a_bad_noise_is_refused(noise):
    with pytest.raises(ValueError, match=r"noise is .*; allowed: a finite number from 0"):
        xor(10, noise)
