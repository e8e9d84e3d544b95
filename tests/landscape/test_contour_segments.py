"""Borders of many functions at once, against the chains of `crossings`, one function at a time."""

import numpy as np
import pytest

from backprop.landscape.contours import crossings, segments

X, Y = np.linspace(-1.0, 1.0, 13), np.linspace(-2.0, 2.0, 9)
ACROSS, UP = np.meshgrid(X, Y)
FUNCTIONS = np.stack(
    [
        ACROSS - 0.31,
        UP + 0.13 * ACROSS,
        ACROSS**2 + UP**2 - 0.71,
        np.full_like(ACROSS, 1.0),
        np.full_like(ACROSS, -1.0),
        np.sin(3.1 * ACROSS) - 0.4 * UP,
        0.51 - ACROSS**2,
    ]
)


def pieces(lines):
    """Both ends of every piece, in an order that does not matter."""
    ends = [(line[index], line[index + 1]) for line in lines for index in range(len(line) - 1)]
    return sorted(tuple(sorted(tuple(np.round(end, 12)) for end in piece)) for piece in ends)


@pytest.mark.parametrize("level", [0.0, 0.2])
def test_every_function_has_the_border_that_it_has_alone(level):
    found, owner = segments(X, Y, FUNCTIONS, level)
    assert (np.diff(owner) >= 0).all()
    for index, values in enumerate(FUNCTIONS):
        assert pieces(found[owner == index]) == pieces(crossings(X, Y, values, level))


def test_a_function_without_a_border_has_no_pieces():
    found, owner = segments(X, Y, FUNCTIONS[3:5])
    assert found.shape == (0, 2, 2)
    assert owner.shape == (0,)


def test_a_saddle_has_two_pieces_that_do_not_cross():
    found, _ = segments(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([[[1.0, -1.0], [-1.0, 1.0]]]))
    assert len(found) == 2
    middles = found.mean(axis=1)
    assert not np.allclose(middles[0], middles[1])
