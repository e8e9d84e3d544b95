"""What is said of a race is true, at the extremes as well."""

import numpy as np
import pytest

from backprop.landscape.surfaces import SURFACES
from backprop.optimizers import make_optimizer
from pages.optimizers.numbers.race import CAST, Entry, Race, standings
from pages.optimizers.numbers.surface_race import best_rates, race_over
from pages.optimizers.words.race import NOBODY, TITLES, against_sgd, alt, loss_name, lowest, outcome, row, versus


def race(*entries: tuple[str, list[float]], low: float = 0.0, steps: int = 2) -> Race:
    made = (
        Entry(make_optimizer(name, 0.1), np.array(losses), 1.0, None if len(losses) > steps else len(losses) - 1)
        for name, losses in entries
    )
    return Race(tuple(made), steps, low, 0.25)


def test_the_titles_are_those_of_the_optimizers() -> None:
    assert list(TITLES) == list(CAST)


def test_lowest_and_highest() -> None:
    found = race(("sgd", [4, 3, 2]), ("momentum", [4, 3, 1]), ("adam", [4, 5, 3]))
    assert outcome(found) == "After 2 steps Momentum (1) is lowest, Adam (3) is highest."
    assert against_sgd(found) == "Lower than SGD: Momentum; higher than SGD: Adam."
    assert lowest(found) == ("Momentum",)
    assert versus(found, "adam") == "after 2 steps Adam 3, SGD 2"


def test_several_are_lowest() -> None:
    found = race(("sgd", [4, 3, 1]), ("momentum", [4, 3, 1]), ("nesterov", [4, 3, 1]), ("adam", [4, 5, 3]))
    assert outcome(found) == "After 2 steps SGD, Momentum and Nesterov (1) are lowest, Adam (3) is highest."
    assert against_sgd(found) == "Higher than SGD: Adam; level with SGD: Momentum, Nesterov."
    assert lowest(found) == ("SGD", "Momentum", "Nesterov")


def test_all_are_level() -> None:
    found = race(("sgd", [4, 4, 4]), ("adam", [4, 5, 4]))
    assert outcome(found) == "After 2 steps SGD and Adam are level, at 4."
    assert lowest(found) == ("SGD", "Adam")
    assert "highest" not in outcome(race(("sgd", [0, 0, 0]), ("adam", [0, 0, 0])))


def test_one_is_alone() -> None:
    found = race(("adam", [4, 5, 4]))
    assert outcome(found) == "After 2 steps Adam is at 4."
    assert against_sgd(found) == ""
    assert against_sgd(race(("sgd", [4, 5, 4]))) == ""


def test_some_or_all_diverged() -> None:
    found = race(("sgd", [4, 3, 2]), ("momentum", [4, 3]), ("adam", [4, 3, 1]))
    assert (
        outcome(found)
        == "After 2 steps Adam (1) is lowest, SGD (2) is highest of those left. Momentum diverged in step 1."
    )
    assert against_sgd(found) == "Lower than SGD: Adam; higher than SGD: Momentum."
    nobody = race(("sgd", [4]), ("adam", [4, 3]))
    assert outcome(nobody) == "After 2 steps nobody is left. SGD diverged in step 0. Adam diverged in step 1."
    assert lowest(nobody) == (NOBODY,)
    left = race(("sgd", [4]), ("adam", [4, 3, 2]))
    assert outcome(left) == "After 2 steps Adam is at 2. SGD diverged in step 0."
    assert lowest(left) == ("Adam",)


def test_heights_where_the_lowest_value_is_not_0() -> None:
    found = race(("sgd", [4, 3, -1]), ("adam", [4, 3, -2]), low=-2.0)
    assert outcome(found) == (
        "After 2 steps Adam (≤ 6.0×10⁻⁶) is lowest, SGD (1) is highest. "
        "The numbers are heights above the lowest value, −2."
    )
    assert loss_name(found) == "Loss above its lowest value"
    assert loss_name(race(("sgd", [1, 1, 1]))) == "Loss"


def test_what_counts_as_level_is_not_told_apart() -> None:
    found = race(("sgd", [4, 3, 1e-9]), ("adam", [4, 3, 0.0]))
    cells = [list(row(found, standing).values())[3] for standing in standings(found)]
    assert cells == ["≤ 4.0×10⁻⁶"] * 2


def test_a_row_of_the_table() -> None:
    found = race(("sgd", [4, 3, 2]), ("adam", [4, 1, 0.5]), ("momentum", [4]))
    adam, sgd, momentum = (list(row(found, standing).values()) for standing in standings(found))
    assert adam == ["1", "Adam", "0.1", "0.5", "1 step", "1"]
    assert sgd[:5] == ["2", "SGD", "0.1", "2", "never"]
    assert momentum[:5] == ["3", "Momentum", "0.1", "diverged in step 0", "never"]
    assert list(row(found, standings(found)[0])) == [
        "place",
        "optimizer",
        "α",
        "loss after 2 steps",
        "first at ≤ 1 after",
        "distance walked",
    ]


def test_the_picture_in_words() -> None:
    found = race(("sgd", [4, 3, 2]), ("adam", [4]))
    assert (
        alt(found, "A bowl", 1, False) == "2 optimizers from one start: A bowl. Loss at step 1: SGD 3, Adam diverged."
    )
    assert alt(found, "A bowl", 1, True).endswith(outcome(found))


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_named_ones_are_the_lowest_and_the_highest(surface) -> None:
    found = race_over(surface, surface.start, best_rates(surface, surface.start, 40), 40).race
    heights = {entry.name: max(entry.loss[-1] - found.lowest, found.smallest) for entry in found.entries}
    first, _, last = outcome(found).partition(" lowest, ")
    for name, height in heights.items():
        assert (TITLES[name] in first) == (height == min(heights.values()))
        assert (TITLES[name] in last) == (height == max(heights.values()))
