"""What the lesson says about numbers."""

import numpy as np
import pytest

from pages.hyperparameters.numbers import full, space
from pages.hyperparameters.numbers.finalists import NEW_SEEDS, Finalists, difference
from pages.hyperparameters.numbers.full import AXES
from pages.hyperparameters.numbers.judging import COUNTS, DRAWS, Judged
from pages.hyperparameters.numbers.search import GRID, RANDOM, Searches
from pages.hyperparameters.numbers.trials import Trials
from pages.hyperparameters.words import judged, luck, matters, search, settings

SETTING = space.Setting(0.5, 4, 1, "he", 20)


def trials(validation: list[float], test: list[float]) -> Trials:
    """Trials of which only the losses matter."""
    losses = np.array(validation)
    return Trials((SETTING,) * len(losses), (0,) * len(losses), losses, losses, np.array(test))


def searches(one: list[float], other: list[float]) -> Searches:
    """A search of one trial each, whose test losses are twice the validation losses."""
    return Searches(32, *(tuple(trials([loss], [2 * loss]) for loss in losses) for losses in (one, other)))


def grid_of(values: np.ndarray) -> full.Full:
    """A full grid with these losses."""
    every = full.settings()
    return full.by_choice(Trials(every, (0,) * len(every), values, values, values))


RATE_TIMES_WIDTH = grid_of(np.array([each.learning_rate * each.width for each in full.settings()]))


def test_settings_and_values():
    assert settings.setting_text(SETTING) == "α = 0.5, 1 layer of 4 units, he, batch size 20"
    assert settings.setting_cells(SETTING) == ["0.5", "4", "1", "he", "20"]
    assert [settings.value_text(value) for value in (0.032, 3, "he")] == ["0.032", "3", "he"]
    assert [settings.listed(parts) for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert list(settings.TITLES) == list(space.CHOICES)


@pytest.mark.parametrize(
    ("budget", "product", "rates"),
    [(32, "2 · 2 · 2 · 2 · 2 = 32", "2 learning rates, 0.01 and 10"),
     (108, "3 · 3 · 3 · 2 · 2 = 108", "3 learning rates, 0.01, 0.32 and 10")],
)  # fmt: skip
def test_how_a_grid_multiplies(budget, product, rates):
    assert search.product_text(budget) == product
    assert search.rates_text(budget) == rates
    assert f"Grid search: {rates.split(',')[0]}" in search.tried_alt(budget, 1)
    assert f"{budget} different places" in search.tried_alt(budget, 1)
    assert search.different_rows(budget, 0)[0] == ["learning rate α", rates[0], str(budget), str(budget)]


@pytest.mark.parametrize(
    ("one", "other", "right", "count"),
    [([1, 1, 1, 1, 1], [2, 2, 0, 0, 0], ("random search",), "3"),
     ([1, 1, 1, 1, 1], [2, 2, 2, 2, 0], ("grid search",), "1"),
     ([1, 1, 1, 1, 1], [2, 2, 0, 0, 1], ("grid search", "random search"), "2")],
)  # fmt: skip
def test_which_search_is_better_more_often(one, other, right, count):
    found = searches(one, other)
    assert search.more_often(found.validation(GRID), found.validation(RANDOM)) == right
    said = search.counts(found)
    loss = str(int(other[2]))
    assert said["random_validation"] == said["random_test"] == count
    assert (said["validation_of_grid"], said["test_of_grid"]) == ("1", "2")
    assert search.winners_rows(found, "test")[-1][:2] == ["median", "2"]
    assert search.winners_rows(found, "validation")[2] == ["2", "1", loss]


def test_whether_the_seed_matters_more_than_the_search():
    assert search.seed_matters_more(searches([1, 2, 3, 4, 5], [2, 3, 4, 5, 6])) == (True, 2, 4)
    assert search.seed_matters_more(searches([1, 1, 1, 1, 1], [2, 2, 2, 2, 2])) == (False, 2, 0)


def test_the_winners_say_their_settings_and_losses():
    found = searches([1, 1, 1, 1, 0.25], [2, 2, 2, 2, 0.5])
    rows = search.setting_rows(found, 4)
    assert rows[0] == ["learning rate α", "0.5", "0.5"]
    assert rows[-1] == ["test loss", "0.5", "1"]
    assert "seed 4: validation 0.25 and 0.5, test 0.5 and 1" in search.winners_alt(found)
    assert "Grid search: losses from 0.25 to 0.25, lowest at width 4" in search.trials_alt(found, 4, space.WIDTH)


def test_the_shares_and_factors_of_the_choices():
    assert matters.largest(RATE_TIMES_WIDTH) == space.RATE
    assert matters.shares_rows(RATE_TIMES_WIDTH)[3] == ["initial weights", "0 %"]
    assert "learning rate α 1000" in matters.factors_text(RATE_TIMES_WIDTH)
    assert "width 8" in matters.factors_text(RATE_TIMES_WIDTH)
    assert len(matters.effects_rows(RATE_TIMES_WIDTH)) == sum(map(len, AXES))
    assert "depth 1: 1.9" in matters.effects_alt(RATE_TIMES_WIDTH)


def test_two_choices_without_an_interaction_can_be_chosen_one_after_the_other():
    said, little = matters.pair_numbers(RATE_TIMES_WIDTH, space.RATE, space.WIDTH)
    assert little
    assert (said["column"], said["row"], said["lowest"], said["cost"]) == ("0.01", "2", "0.02", "1")
    assert said["each"] == "0.01 at 2, 0.01 at 6 and 0.01 at 16"


def test_two_choices_that_depend_on_each_other_have_to_be_chosen_together():
    apart = grid_of(np.array([1 + abs(np.log(each.learning_rate * each.width)) for each in full.settings()]))
    said, little = matters.pair_numbers(apart, space.RATE, space.WIDTH)
    assert not little
    assert "0.1 at 6" in said["each"]
    assert "0.032 at 16" not in said["column"]


def test_a_table_of_two_choices_is_rather_long_than_wide():
    for pair in ((space.RATE, space.DEPTH), (space.DEPTH, space.RATE)):
        head, rows = matters.pairs_table(RATE_TIMES_WIDTH, *pair)
        assert head == ["learning rate α by depth", "1", "2", "3"]
        assert len(rows) == 7
        assert all(len(row) == 4 for row in rows)
    assert "width 2: 0.01 0.02" in matters.pairs_alt(RATE_TIMES_WIDTH, space.RATE, space.WIDTH)


def test_the_best_settings_are_counted_by_value():
    used = matters.used_text(RATE_TIMES_WIDTH).splitlines()
    assert used[0].startswith("- **learning rate α:** 0.01 (")
    for line in used:
        assert sum(int(part.split(")")[0]) for part in line.split("(")[1:]) == matters.BEST
    assert matters.parallel_rows(RATE_TIMES_WIDTH)[0] == [
        "α = 0.01, 1 layer of 2 units, xavier, batch size 5",
        "0.02",
    ]
    assert "loss 0.02" in matters.parallel_alt(RATE_TIMES_WIDTH)


@pytest.mark.parametrize(
    ("count", "said"), [(16, luck.ALL), (15, luck.MORE), (9, luck.MORE), (8, luck.FEWER), (0, luck.FEWER)]
)
def test_how_often_the_winner_wins_again(count, said):
    assert luck.how_many(count) == said
    assert (luck.ALL, luck.MORE, luck.FEWER) == ("all 16", "9 to 15", "8 or fewer")


def test_the_finalists_in_numbers():
    losses = np.array([[0.5] * 15 + [0.1], [0.4] * 16])
    found = Finalists((SETTING, SETTING), np.array([0.3, 0.45]), losses)
    said = luck.luck_numbers(found, difference(*losses))
    assert (said["again"], said["lucky"], said["lower"]) == ("1", "1", "1")
    assert (said["before"], said["after"], said["low"], said["high"]) == ("0.3", "0.5", "0.1", "0.5")
    assert said["mean"] == "+0.075"
    assert said["better"] == "2"
    rows = luck.finalists_rows(found)
    assert rows[0] == ["1: α = 0.5, 1 layer of 4 units, he, batch size 20", "0.3", "0.5, from 0.1 to 0.5", "1"]
    assert rows[1][-1] == "15"
    assert f"{len(NEW_SEEDS)} new seeds" in luck.luck_alt(found)
    assert "place 1: 0.3 in the search, median 0.5, from 0.1 to 0.5" in luck.luck_alt(found)


@pytest.mark.parametrize(
    ("optimism", "said"), [(0.05, "higher"), (-0.05, "lower"), (0.019, "about the same"), (-0.01, "about the same")]
)
def test_a_test_error_compared(optimism, said):
    assert judged.compared(optimism) == said


def test_the_judged_winner_in_numbers():
    shape = (DRAWS, len(COUNTS))
    found = Judged(20, np.full(shape, 0.125), np.full(shape, 0.1), (0.0, 0.3), 0.4, 0.05)
    assert judged.error_text(-0.0251) == "−2.5 %"
    assert judged.judged_rows(found)[0] == ["1", "12.5 %", "10.0 %", "−2.5 % (no choice)"]
    assert judged.judged_rows(found)[-1][-1] == "−2.5 % (32.2 %)"
    assert judged.ways_rows(found)[1] == ["lowest training error", "0.0 %", "30.0 %"]
    assert "64: 12.5 % and 10.0 %" in judged.judged_alt(found)
    assert judged.judged_numbers(found)["optimism"] == "−2.5 percentage points"
