"""Searches, the full grid, the finalists and the judged winners against other ways to the same numbers."""

from itertools import product

import numpy as np
import pytest

import backprop as bp
from pages.hyperparameters.numbers import full, judging, search, space
from pages.hyperparameters.numbers.finalists import COUNT, NEW_SEEDS, difference, finalists
from pages.hyperparameters.numbers.trials import Trials, train_all


@pytest.fixture(scope="module")
def short() -> search.Searches:
    """Short trainings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(space, "EPOCHS", 2)
        return search.search(32)


def test_each_search_has_its_own_trials(short):
    for seed in space.SEEDS:
        for name, settings in ((search.GRID, space.grid(32)), (search.RANDOM, space.at_random(32, seed))):
            found = short.of(name)[seed]
            assert found.settings == settings
            assert set(found.seeds) == {seed}
            assert short.validation(name)[seed] == found.validation.min()
            assert short.test(name)[seed] == found.test[np.argmin(found.validation)]


def test_a_winner_is_the_run_of_its_experiment():
    settings = space.at_random(6, 3)
    found = train_all(settings, [3] * 6)
    run = bp.train(found.at(found.best))
    assert run.test_loss[-1] == pytest.approx(found.validation.min(), rel=1e-9)


def test_different_values_of_a_random_search_are_as_many_as_expected():
    draws = [space.different(space.at_random(32, seed)) for seed in range(200)]
    np.testing.assert_allclose(np.mean(draws, axis=0), space.expected_different(32), rtol=0.01)
    assert space.different(space.grid(108)) == space.LEVELS[108]


def test_the_chance_of_a_setting_among_the_best():
    assert space.chance_of_best(1, 0.05) == pytest.approx(0.05)
    hits = (np.random.default_rng(0).random((20_000, 32)) < 0.05).any(axis=1).mean()
    assert space.chance_of_best(32, 0.05) == pytest.approx(hits, abs=0.01)


def made(values: np.ndarray) -> full.Full:
    """A full grid with these validation losses, none of them trained."""
    every = full.settings()
    return full.by_choice(Trials(every, (0,) * len(every), values, values, values))


def test_a_full_grid_has_each_combination_at_its_place():
    every = full.settings()
    assert every == tuple(space.Setting(*each) for each in product(*full.AXES))
    values = np.array([each.learning_rate * each.width for each in every])
    found = made(values)
    assert found.values_of(space.WIDTH).shape == (3, len(every) // 3)
    np.testing.assert_allclose(found.medians(space.RATE, space.WIDTH), np.outer(full.AXES[1], full.AXES[0]), rtol=1e-12)
    np.testing.assert_allclose(found.medians(space.WIDTH, space.RATE), found.medians(space.RATE, space.WIDTH).T)
    assert found.best(3)[:, :2].tolist() == [[0, 0]] * 3
    assert found.rest == pytest.approx(0, abs=1e-12)
    assert found.shares[2:].max() == pytest.approx(0, abs=1e-12)


def test_a_diverged_run_of_a_full_grid_counts_as_the_worst():
    values = np.arange(1.0, len(full.settings()) + 1)
    values[5] = np.inf
    found = made(values)
    assert found.loss.max() == len(values)
    assert np.isfinite(found.shares).all()


def test_the_learning_rate_explains_most():
    found = full.full(0)
    assert found.shares.argmax() == 0
    assert found.shares[0] > 0.4
    assert found.rest > found.shares[1:].max()
    best = space.Setting(*(values[place] for values, place in zip(full.AXES, found.best(1)[0], strict=True)))
    run = bp.train(space.experiment(best, 0))
    assert run.test_loss[-1] == pytest.approx(found.loss.min(), rel=1e-9)


def test_finalists_are_the_best_of_a_search_trained_again(short, monkeypatch):
    monkeypatch.setattr(space, "EPOCHS", 2)
    trials = short.random[1]
    found = finalists(trials)
    assert found.chosen_by.tolist() == sorted(trials.validation)[:COUNT]
    assert found.losses.shape == (COUNT, len(NEW_SEEDS))
    assert not set(NEW_SEEDS) & set(space.SEEDS)
    run = bp.train(space.experiment(found.settings[2], NEW_SEEDS[3]))
    assert found.losses[2, 3] == pytest.approx(run.test_loss[-1], rel=1e-9)
    assert found.lucky == sum(found.chosen_by < np.median(found.losses, axis=1))


def test_a_paired_difference():
    first, second = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.5, 3.5, 3.0])
    found = difference(first, second)
    assert found.mean == pytest.approx(-0.25)
    assert found.error == pytest.approx(np.sqrt(((first - second + 0.25) ** 2).sum() / 3 / 4))
    assert found.lower == 3
    assert not found.clear
    assert difference(first, first + np.array([1, 1.1, 0.9, 1])).clear


def test_a_winner_is_too_optimistic_and_more_so_with_more_trials():
    found = judging.pool(0)
    few, many = judging.judge(found, 10), judging.judge(found, 400)
    assert (np.diff(few.optimism) > 0).all()
    assert few.optimism[-1] > 0.05
    assert many.optimism[-1] < 0.5 * few.optimism[-1]
    for each in (few, many):
        for column, count in enumerate(judging.COUNTS[1:], start=1):
            assert each.optimism[column] < judging.most_optimism(count, each.size)
        assert each.kept.mean(axis=0)[-1] >= each.hindsight
        assert each.anyone == found.test.mean()
    assert few.by_training == (found.train.min(), found.test[found.train.argmin()])


def test_the_errors_of_the_pool_are_those_of_runs_alone():
    found = judging.pool(2)
    setting = space.at_random(judging.TRIALS, 2)[7]
    run = bp.train(space.experiment(setting, 2))
    sets = ((run.data.x, run.data.y), judging.source(), space.new_samples())
    wrong = [(bp.forward(run.net, run.parameters_at(run.updates), x)[-1].a > 0.5) != y for x, y in sets]
    assert found.train[7] == wrong[0].mean()
    assert (found.wrong[7] != wrong[1][:, 0]).mean() < 0.002
    assert found.test[7] == pytest.approx(wrong[2].mean(), abs=0.002)


def test_the_bound_is_the_one_for_sums_of_signs():
    """Of k = 2 independent fair errors of n samples, the expected lowest is found by counting all cases."""
    n = 4
    shares = np.array([1, 4, 6, 4, 1]) / 16
    lowest = sum(a * b * min(i, j) / n for i, a in enumerate(shares) for j, b in enumerate(shares))
    assert 0 < 0.5 - lowest < judging.most_optimism(2, n)
    assert judging.most_optimism(1, n) == 0
