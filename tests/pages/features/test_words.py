"""What the lesson says about numbers."""

import numpy as np

from pages.features import words
from pages.features.numbers.digits import Probed, Removed


def removed(without: float) -> Removed:
    whole, classes = np.full(10, 0.9), np.full((1, 10), 0.9)
    classes[0, 7] = without
    return Removed(0.9, np.array([0.9 + (without - 0.9) / 10]), classes, whole)


def test_the_digit_that_suffers_most_is_named():
    assert words.suffers(removed(0.4), 0) == "The digit 7 suffers most: 90 % right before, 40 % without the unit."
    assert words.suffers(removed(0.9), 0) == ""
    assert "without unit 1: 85 %" in words.lost_alt(removed(0.4))


def test_the_picture_of_probes_is_told_at_its_end():
    found = Probed(np.array([0, 9]), 0.8, np.array([[0.1, 0.6], [0.2, 0.7]]), np.array([0.0, 1.0]))
    assert words.read_alt(found) == (
        "Read correctly on test data after 9 steps: pixels 80 %, layer 1 60 %, layer 2 70 %, the network 100 %."
    )
