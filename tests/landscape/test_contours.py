"""Level sets on a grid: areas and places that are known, and everything that a random field must hold to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.landscape.contours import crossings, region, regions

X, Y = np.linspace(-2.0, 2.0, 41), np.linspace(-1.5, 1.5, 31)
COLUMNS, ROWS = np.meshgrid(X, Y)


def area(polygon: np.ndarray) -> float:
    """Signed area by the shoelace formula; counterclockwise is positive."""
    x, y = polygon.T
    return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def test_a_straight_line_is_found_exactly():
    (line,) = crossings(X, Y, COLUMNS - 0.33)
    np.testing.assert_allclose(line[:, 0], 0.33, rtol=0, atol=1e-12)
    assert sorted(line[[0, -1], 1]) == [-1.5, 1.5]
    polygon = region(X, Y, COLUMNS - 0.33)
    assert area(polygon) == pytest.approx((2.0 - 0.33) * 3.0)


def test_what_is_above_is_on_the_left_of_the_line():
    for sign in (1, -1):
        (line,) = crossings(X, Y, sign * COLUMNS)
        assert (line[-1, 1] < line[0, 1]) == (sign > 0)


def test_a_circle_is_one_closed_line_round_its_area():
    (line,) = crossings(X, Y, 1.0 - COLUMNS**2 - ROWS**2)
    np.testing.assert_array_equal(line[0], line[-1])
    np.testing.assert_allclose(np.hypot(*line.T), 1.0, atol=2e-3)
    assert area(region(X, Y, 1.0 - COLUMNS**2 - ROWS**2)) == pytest.approx(np.pi, rel=5e-3)


def test_a_ring_has_a_hole_and_two_discs_are_added():
    radius = np.hypot(COLUMNS, ROWS)
    ring = np.minimum(1.2 - radius, radius - 0.6)
    assert area(region(X, Y, ring)) == pytest.approx(np.pi * (1.2**2 - 0.6**2), rel=2e-2)
    discs = np.maximum(0.5 - np.hypot(COLUMNS - 1, ROWS), 0.5 - np.hypot(COLUMNS + 1, ROWS))
    assert len(crossings(X, Y, discs)) == 2
    assert area(region(X, Y, discs)) == pytest.approx(2 * np.pi * 0.5**2, rel=2e-2)


def test_everything_and_nothing():
    full = region(X, Y, np.ones_like(COLUMNS))
    assert area(full) == pytest.approx(4.0 * 3.0)
    assert len(full) <= 6, "an edge needs no corners between its ends"
    assert region(X, Y, -np.ones_like(COLUMNS)).shape == (0, 2)
    assert crossings(X, Y, np.ones_like(COLUMNS)) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_random_field_and_its_opposite_fill_the_grid(seed):
    field = np.random.default_rng(seed).normal(size=COLUMNS.shape)  # full of saddles
    both = area(region(X, Y, field)), area(region(X, Y, -field))
    assert all(part > 0 for part in both)
    # At a saddle neither claims the middle of the cell: that is all they may leave out.
    assert 0.7 * 12 < sum(both) <= 12 + 1e-9
    for line in crossings(X, Y, field):
        on_edge = [np.isin(place[0], X[[0, -1]]) or np.isin(place[1], Y[[0, -1]]) for place in line[[0, -1]]]
        assert np.array_equal(line[0], line[-1]) or all(on_edge)


@given(st.integers(1, 6), st.integers(2, 7), st.integers(2, 7), st.integers(0, 10_000))
def test_many_regions_at_once_are_those_of_each_alone(functions, rows, columns, seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(-2, 3, (functions, rows, columns)).astype(float)
    x, y = np.sort(rng.uniform(size=columns)), np.sort(rng.uniform(size=rows))
    together = regions(x, y, values, 0.5)
    assert len(together) == functions
    for one, found in zip(values, together, strict=True):
        np.testing.assert_array_equal(found, region(x, y, one, 0.5))


def test_functions_that_are_nowhere_above_have_no_region():
    x = np.arange(3.0)
    values = np.stack([np.full((3, 3), -1.0), np.eye(3)])
    assert [len(found) > 0 for found in regions(x, x, values, 0.5)] == [False, True]
    assert [len(found) for found in regions(x, x, values, 9.0)] == [0, 0]
