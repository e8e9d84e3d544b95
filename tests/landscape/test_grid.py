"""Where a network is evaluated to be drawn."""

import numpy as np

from backprop.landscape.grid import grid_of, ticks_over


def test_ticks_reach_a_little_beyond_the_data_in_the_middle():
    (ticks,) = ticks_over(np.array([[2.0], [4.0], [3.0]]), 5)
    assert len(ticks) == 5
    assert ticks[0] == 2.0 - 0.16
    assert ticks[-1] == 4.0 + 0.16
    assert (np.diff(ticks) > 0).all()


def test_similar_columns_get_the_same_span_and_different_ones_do_not():
    alike = ticks_over(np.array([[0.0, 5.0], [1.0, 6.2]]), 3)
    assert np.isclose(np.ptp(alike[0]), np.ptp(alike[1]))
    unlike = ticks_over(np.array([[0.0, 5.0], [1.0, 25.0]]), 3)
    assert np.ptp(unlike[1]) > 10 * np.ptp(unlike[0])


def test_a_constant_column_gets_some_room():
    (ticks,) = ticks_over(np.full((4, 1), 7.0), 3)
    assert ticks[0] < 7.0 < ticks[-1]


def test_the_first_column_changes_fastest():
    grid = grid_of((np.array([0.0, 1.0, 2.0]), np.array([10.0, 20.0])))
    assert grid.tolist() == [[0, 10], [1, 10], [2, 10], [0, 20], [1, 20], [2, 20]]
