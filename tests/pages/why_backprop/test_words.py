"""What the lesson says about numbers."""

import numpy as np
import pytest

from backprop.checking.operations import shared_by
from pages.why_backprop import words
from pages.why_backprop.numbers.growth import Growth
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, COSTS, network


def test_every_way_has_a_title():
    assert words.TITLES.keys() == COSTS.keys()


@pytest.mark.parametrize(
    ("count", "said"),
    [(73, "73"), (9_999, "9,999"), (98_304, "98k"), (999_499, "999k"), (1_123_473, "1.1M"), (123_456_789, "123.5M")],
)
def test_large_counts_are_short(count, said):
    assert words.short_count(count) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(2.5, "2.5 s"), (0.0123, "12.3 ms"), (4.56e-5, "45.6 µs"), (1e-3, "1 ms")]
)
def test_times_have_units(seconds, said):
    assert words.seconds_text(seconds) == said


@pytest.mark.parametrize(("times", "said"), [(1.0, "1"), (24.666, "24.7"), (12_721.3, "12,721")])
def test_multiples_are_short(times, said):
    assert words.times_text(times) == said


@pytest.mark.parametrize(("count", "said"), [(12, "12 bytes"), (2_500, "2.5 kB"), (8e6, "8 MB"), (3e9, "3 GB")])
def test_memory_has_units(count, said):
    assert words.bytes_text(count) == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [(0.0, "all"), (2.0, "0"), (0.05, "1"), (3e-11, "10"), (1e-30, "15")],
)
def test_digits_are_counted(difference, said):
    assert words.digits_text(difference) == said


@pytest.mark.parametrize(("power", "said"), [(-16, "10⁻¹⁶"), (-1, "0.1"), (0, "1"), (1, "10"), (3, "10³")])
def test_powers_of_ten_are_written_short(power, said):
    assert words.power_of_ten(power) == said


def test_the_steps_that_can_be_chosen_are_half_powers():
    assert len(words.STEPS) == 33
    assert words.STEPS["-16"] == "10⁻¹⁶"
    assert words.STEPS["-5.5"] == "3.2×10⁻⁶"
    assert words.STEPS["0"] == "1"
    assert len(set(words.STEPS.values())) == len(words.STEPS)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5.0, "about 5 seconds"),
        (150.0, "about 2.5 minutes"),
        (36_000.0, "about 10 hours"),
        (864_000.0, "about 10 days"),
    ],
)
def test_long_times_have_the_unit_of_a_person(seconds, said):
    assert words.duration_text(seconds) == said


@pytest.mark.parametrize(
    ("count", "what", "said"), [(1, "pass", "1 pass"), (2, "pass", "2 passes"), (1234, "path", "1,234 paths")]
)
def test_one_and_many(count, what, said):
    assert words.counted(count, what) == said


def test_rows_of_shared_paths_begin_at_the_output():
    net = network(4, 2)
    assert words.sharing_rows(net, 0) == []
    rows = words.sharing_rows(net, 3)
    assert [name for name, _, _ in rows] == ["output", "layer 2", "layer 1"]
    assert [int(paths) for _, _, paths in rows] == list(reversed(shared_by(net)))
    assert "No δ" in words.sharing_alt(net, 0)
    assert "output: 73 through each δ" in words.sharing_alt(net, 1)


def test_growth_in_words_ends_where_it_is_no_longer_known():
    found = Growth(np.array([10, 100]), {BACKPROP: np.array([1.0, 2.0]), CENTRAL: np.array([7.0, np.nan])})
    said = words.growth_alt(found, "seconds")
    assert "Backpropagation from 1 with 10 parameters to 2 with 100" in said
    assert "Central differences from 7 with 10 parameters to 7 with 10." in said


@pytest.mark.parametrize(("power", "so"), [(0.5, False), (0.9, True), (1.1, True), (1.6, False)])
def test_a_disturbed_measurement_is_not_called_proportional(power, so):
    assert words.in_proportion(power) == so
