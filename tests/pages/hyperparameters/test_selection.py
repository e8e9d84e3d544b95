"""The winner of some trials, against every way to draw them; the wins, against a count by hand."""

from itertools import combinations

import numpy as np
import pytest

from pages.hyperparameters.numbers.selection import expected_of_winner, wins


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_the_mean_of_the_winner_is_that_over_all_draws(count):
    draw = np.random.default_rng(1)
    validation, test = draw.normal(size=8), draw.normal(size=8)
    validation[3] = validation[5]
    won = [min(places, key=lambda place: validation[place]) for places in combinations(range(8), count)]
    assert expected_of_winner(validation, test, count) == pytest.approx(test[won].mean())
    assert expected_of_winner(validation, validation, count) == pytest.approx(validation[won].mean())


def test_a_diverged_trial_counts_as_the_worst():
    validation, test = np.array([np.inf, 2.0, 1.0]), np.array([np.inf, 4.0, 3.0])
    assert expected_of_winner(validation, test, 2) == pytest.approx((3 + 3 + 4) / 3)
    assert expected_of_winner(validation, test, 1) == np.inf


@pytest.mark.parametrize("count", [0, 4])
def test_a_count_that_cannot_be_drawn_is_refused(count):
    with pytest.raises(ValueError, match="from 1 to 3"):
        expected_of_winner(np.ones(3), np.ones(3), count)


def test_choosing_by_noise_alone_is_more_optimistic_with_more_trials():
    noise = np.random.default_rng(0).normal(size=64)
    found = [-expected_of_winner(noise, noise, count) for count in (1, 2, 8, 32, 64)]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(-noise.min())


def test_each_seed_has_one_winner():
    losses = np.array([[1.0, 3.0, 1.0, np.inf], [2.0, 2.0, 1.0, 5.0], [3.0, 9.0, 4.0, 6.0]])
    assert wins(losses).tolist() == [2, 2, 0]
