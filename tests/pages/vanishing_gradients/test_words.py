"""What is said about sizes and factors."""

import numpy as np
import pytest

from pages.vanishing_gradients import words
from pages.vanishing_gradients.numbers.cures import Cures
from pages.vanishing_gradients.numbers.ratio_map import GAINS


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(20.0, words.LARGER), (9.9, words.ALIKE), (0.11, words.ALIKE), (0.05, words.LITTLE), (1e-9, words.MUCH)],
)
def test_the_right_answer_follows_the_ratio(ratio, said):
    assert words.arrives(ratio) == said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (3.2, "3.2 times larger"),
        (0.02, "50 times smaller"),
        (1.02, "about as large"),
        (0.0, "0"),
        (np.inf, "too large for a number"),
    ],
)
def test_ratios_in_words(ratio, said):
    assert words.times(ratio) == said


@pytest.mark.parametrize(
    ("weight", "slope", "said"),
    [(0.5, 0.9, words.WEIGHTS), (2.0, 0.2, words.SLOPES), (0.9, 0.2, words.SLOPES), (2.0, 1.0, words.BOTH)],
)
def test_the_smaller_factor_is_to_blame(weight, slope, said):
    assert words.blame(weight, slope) == said


def test_a_row_of_the_map_crosses_0_between_two_gains():
    powers = np.log10(np.array(GAINS) / 3.0)
    assert words.crossing(powers) == pytest.approx(3.0)
    assert words.crossing(powers - 10) is None
    assert words.crossing(powers + 10) is None


def test_lists():
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.cures_text(Cures(), "sigmoid") == "no cure"
    assert words.cures_text(Cures(initial=True), "sigmoid") == "Xavier"
    assert words.cures_text(Cures(initial=True, clip=True), "relu") == "He and clipping"
