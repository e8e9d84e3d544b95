"""What the lesson says about numbers."""

import numpy as np
import pytest

from pages.generalization import words
from pages.generalization.numbers.cures import Cured, Side
from pages.generalization.numbers.losses import Losses


def losses(test: list[float]) -> Losses:
    rows = np.array(test)[:, None].repeat(3, axis=1)
    size = len(test)
    return Losses("hidden", tuple(range(1, size + 1)), np.arange(size) + 1, rows / 2, rows, np.zeros(size))


@pytest.mark.parametrize(
    ("value", "other", "said"),
    [(1.0, 2.0, "lower"), (2.0, 1.0, "higher"), (1.0, 1.1, "about the same"), (0.0, 0.0, "about the same"),
     (-1.0, 1.0, "lower"), (1.0, 0.79, "higher"), (1.0, 0.81, "about the same")],
)  # fmt: skip
def test_two_numbers_compared(value, other, said):
    assert words.compared(value, other) == said


@pytest.mark.parametrize(
    ("test", "place"),
    [
        ([0.3, 0.1, 0.5, 0.2], 2),
        ([0.3, 0.1, 0.21, 0.2], None),
        ([0.9, 0.5, 0.2, 0.1], None),
        ([0.1, 0.2, 0.3, 0.4], None),
    ],
)
def test_a_peak_is_after_the_best_and_above_the_end(test, place):
    assert words.peak(losses(test)) == place


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("l2", 0.0, "none"), ("l2", 0.0001, "0.0001"), ("noise", 0.0, "0"), ("noise", 0.3, "0.3"), ("hidden", 64, "64")],
)
def test_values_on_an_axis(field, value, said):
    assert words.value_text(field, value) == said


def test_one_is_no_plural():
    assert (words.counted(1, "hidden unit"), words.counted(2, "hidden unit")) == ("1 hidden unit", "2 hidden units")


def test_updates_that_never_came():
    assert words.updates_text(np.array([3.0, 1_200.0, 2_400.0])) == "about 1,200 updates"
    assert words.updates_text(np.array([3.0, np.nan, np.nan])) == "more updates than were taken"
    assert words.updates_text(np.array([3.0, 5.0, np.nan])) == "about 5 updates"


def test_tables_and_words_for_pictures_say_the_numbers():
    found = losses([0.25, 0.5])
    assert words.losses_rows(found)[1] == ["2", "2", "0.25", "0.5", "0.25", "0.5 to 0.5"]
    assert (
        words.losses_alt(found) == "Median training loss and test loss by hidden units. 1: 0.125, 0.25; 2: 0.25, 0.5."
    )
    assert words.loss_words(found, found.test)[0].startswith("hidden units: 1 (1 parameter)<br>median 0.25")
    cured = Cured(Side(np.array([0.1, 0.1]), np.array([0.5, 0.2])), Side(np.array([0.1, 0.1]), np.array([0.2, 0.4])))
    assert cured.helped == 1
    assert words.helped_text(cured) == "**1 of 2** seeds have a lower test loss (1 higher)."
    assert words.helped_text(Cured(cured.before, cured.before)).endswith("(2 unchanged).")
    assert words.cured_rows(cured) == [["before", "0.1", "0.35", "0.25"], ["after", "0.1", "0.3", "0.2"]]
    assert words.cured_alt(cured).endswith("seed 0: 0.5 to 0.2; seed 1: 0.2 to 0.4.")
