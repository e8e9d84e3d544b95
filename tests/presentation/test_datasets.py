"""Small data sets: the same points for the same seed, and the right class for each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.datasets import xor
from tests.engine.helpers import bounded


@given(st.integers(1, 300), st.integers(0, 1000))
@bounded
def test_xor_is_one_where_the_coordinates_differ_in_sign(samples, seed):
    x, y = xor(samples, seed=seed)
    assert (x.shape, y.shape) == ((samples, 2), (samples, 1))
    assert x.dtype == y.dtype == np.float64
    np.testing.assert_array_equal(y[:, 0], (x[:, 0] * x[:, 1] < 0).astype(float))
    assert (np.abs(x) >= 0.1).all()
    assert (np.abs(x) <= 1.0).all()


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    for ours, theirs in zip(xor(50, 0.1, seed=4), xor(50, 0.1, seed=4), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert not np.array_equal(xor(50, seed=4)[0], xor(50, seed=5)[0])


def test_all_four_corners_and_both_classes_are_there():
    x, y = xor(200)
    assert {tuple(corner) for corner in np.sign(x)} == {(-1, -1), (-1, 1), (1, -1), (1, 1)}
    assert 60 < y.sum() < 140


def test_noise_moves_points_and_leaves_their_class():
    (clear, classes), (noisy, same) = xor(500, seed=2), xor(500, 0.3, seed=2)
    np.testing.assert_array_equal(classes, same)
    moved = noisy - clear
    assert moved.std() == pytest.approx(0.3, rel=0.1)
    assert moved.mean() == pytest.approx(0.0, abs=0.05)


def test_no_global_random_state_is_used():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    xor(10, 0.1)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.parametrize("samples", [0, -1, 1.5, True, None, "10"])
def test_a_bad_number_of_samples_is_refused(samples):
    with pytest.raises(ValueError, match=r"samples is .*; allowed: a whole number from 1"):
        xor(samples)


@pytest.mark.parametrize("noise", [-0.1, float("nan"), float("inf"), "much", None, True])
def test_a_bad_noise_is_refused(noise):
    with pytest.raises(ValueError, match=r"noise is .*; allowed: a finite number from 0"):
        xor(10, noise)
