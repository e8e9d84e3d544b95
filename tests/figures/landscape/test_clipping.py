"""Lines that leave a picture keep their direction in it."""

import numpy as np
import pytest

from backprop.figures.landscape.clipping import line_in, points_in

VIEW = ((-1.0, 1.0), (0.0, 4.0))


def test_what_is_near_stays_as_it_is():
    x, y = np.array([-1.0, 0.0, 5.0]), np.array([0.0, 2.0, 9.0])
    assert line_in(VIEW, x, y)[0] is x
    np.testing.assert_array_equal(points_in(VIEW, x, y), [x, y])


@pytest.mark.parametrize("far", [1e3, 1e20, 1e150])
def test_a_far_end_does_not_turn_the_line(far):
    """From (0, 1) with slope −7, however far it goes."""
    x, y = line_in(VIEW, np.array([0.0, far]), np.array([1.0, 1.0 - 7.0 * far]))
    assert (x[0], y[0]) == (0.0, 1.0)
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(-7.0)
    assert np.abs([x[:2], y[:2]]).max() < 100
    assert y[1] < VIEW[1][0], "it leads out of the picture"


def test_a_line_from_far_to_far_crosses_the_picture_where_it_does():
    x, y = line_in(VIEW, np.array([-1e9, 1e9]), np.array([-1e9, 1e9]))
    np.testing.assert_allclose(x[:2], y[:2], atol=1e-6)
    assert x[0] <= -1.0 < 1.0 <= x[1]
    upright, _ = line_in(VIEW, np.array([0.5, 0.5]), np.array([-1e9, 1e9]))
    np.testing.assert_array_equal(upright[:2], [0.5, 0.5])


def test_what_passes_by_is_not_drawn():
    for x, y in (([1e9, 1e9], [0.0, 1.0]), ([1e9, 2e9], [0.0, 1e3]), ([-1e9, 0.0], [0.0, 1e9])):
        assert not len(line_in(VIEW, np.array(x), np.array(y))[0])


def test_pieces_have_gaps_between_them():
    x, y = line_in(VIEW, np.array([0.0, 0.5, 1e9, 0.0]), np.array([1.0, 1.0, 1.0, 2.0]))
    assert np.isnan(x[2::3]).all()
    assert np.isnan(y[2::3]).all()
    assert len(x) == 9
    np.testing.assert_array_equal(points_in(VIEW, np.array([0.0, 1e9]), np.array([1.0, 1.0]))[0], [0.0, np.nan])
