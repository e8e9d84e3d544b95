"""The trials of a search against single runs, and shares of the variance against least squares."""

import numpy as np
import pytest

from backprop.training.sweep import sweep
from pages.hyperparameters.numbers import space
from pages.hyperparameters.numbers.importance import main_effects
from pages.hyperparameters.numbers.trials import train_all


@pytest.mark.parametrize("budget", space.LEVELS)
def test_both_searches_spend_the_budget_inside_the_space(budget):
    low, high = space.RATES
    for settings in (space.grid(budget), space.at_random(budget, 0)):
        assert len(settings) == budget
        assert all(low * 0.999 <= each.learning_rate <= high * 1.001 for each in settings)
        assert all(each.width in space.WIDTHS and each.depth in space.DEPTHS for each in settings)
    assert len(set(space.grid(budget))) == budget
    assert len({each.learning_rate for each in space.grid(budget)}) == space.LEVELS[budget][0]
    assert len({each.learning_rate for each in space.at_random(budget, 0)}) == budget


def test_trials_trained_together_are_the_runs_trained_alone():
    settings = [space.Setting(0.3, 4, 2, "xavier", 20), space.Setting(1, 2, 1, "he", 40)]
    settings.append(space.Setting(0.03, 4, 2, "normal", 20))
    told = []
    found = train_all(settings, (0, 1, 2), told.append)
    for place, (each, seed) in enumerate(zip(settings, (0, 1, 2), strict=True)):
        one = sweep(space.experiment(each, seed), seeds=[seed])
        assert found.train[place] == pytest.approx(one.train_loss[0, -1], rel=1e-9)
        assert found.validation[place] == pytest.approx(one.test_loss[0, -1], rel=1e-9)
        test = one.loss_on(*space.new_samples(), [one.kept[-1]])[0, 0]
        assert found.test[place] == pytest.approx(test, rel=1e-9)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    assert found.best == int(np.argmin(found.validation))


def test_the_shares_are_those_of_least_squares():
    values = np.random.default_rng(0).normal(size=(3, 2, 4)) + np.arange(3)[:, None, None]
    shares, rest = main_effects(values)
    places = np.indices(values.shape).reshape(3, -1)
    for axis, share in enumerate(shares):
        columns = np.eye(values.shape[axis])[places[axis]]
        fitted = columns @ np.linalg.lstsq(columns, values.ravel(), rcond=None)[0]
        assert share == pytest.approx(fitted.var() / values.var())
    assert shares.sum() + rest == pytest.approx(1)
    additive = np.arange(3)[:, None] + np.arange(4.0)
    assert main_effects(additive)[1] == pytest.approx(0, abs=1e-12)
    assert not main_effects(np.ones((2, 2)))[0].any()
