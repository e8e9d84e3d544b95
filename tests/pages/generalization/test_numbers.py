"""What the lesson computes: each loss is that of a run trained alone, and the claims of the lesson hold."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from pages.generalization.numbers import cures, labels, setting
from pages.generalization.numbers.fits import LINE, fit
from pages.generalization.numbers.losses import losses_against, with_value
from pages.generalization.numbers.setting import HIDDEN, L2, NOISE, SAMPLES

USUAL = setting.experiment(16, 12, 0.3, 0)
QUICK = replace(USUAL, epochs=30)


def squared(run: bp.Run, step: int, x: np.ndarray, y: np.ndarray) -> float:
    """The mean squared error of a run at a step, by hand."""
    hidden = np.tanh(x @ run.parameters_at(step).weights[0] + run.parameters_at(step).biases[0])
    prediction = hidden @ run.parameters_at(step).weights[1] + run.parameters_at(step).biases[1]
    return float(((prediction - y) ** 2).mean())


@pytest.mark.parametrize("samples", setting.SIZES)
@pytest.mark.parametrize("seed", [0, 7])
def test_half_of_the_samples_are_for_training(samples, seed):
    data = setting.experiment(4, samples, 0.3, seed).prepare()
    assert len(data.x) == len(data.x_test) == samples


@pytest.mark.parametrize("noise", setting.NOISES)
def test_new_samples_are_those_of_no_run(noise):
    x, y = setting.new_samples(noise)
    assert len(x) == setting.NEW
    for seed in setting.SEEDS:
        assert not set(setting.experiment(4, 96, noise, seed).table().x[:, 0]) & set(x[:, 0])
    left = y - np.sin(np.pi * x)
    assert setting.least_loss(noise) == pytest.approx(float((left**2).mean()), rel=1e-12)
    assert setting.least_loss(noise) == pytest.approx(noise**2, rel=0.05, abs=1e-30)


@pytest.mark.parametrize(
    ("field", "values"), [(HIDDEN, (1, 64)), (SAMPLES, (6, 24)), (NOISE, (0.0, 0.2)), (L2, (0.0, 0.01))]
)
def test_each_loss_is_that_of_a_run_alone(field, values):
    found = losses_against(QUICK, field, values)
    for place, value in enumerate(values):
        for seed in (0, 5):
            one = replace(with_value(QUICK, field, value), seed=seed)
            run = bp.train(one)
            expected = [squared(run, 30, *pair) for pair in ((run.data.x, run.data.y), setting.new_samples(one.noise))]
            got = found.train[place, seed], found.test[place, seed]
            np.testing.assert_allclose(got, expected, rtol=1e-9)
        assert found.parameters[place] == with_value(QUICK, field, value).network().parameter_count
        assert found.least[place] == setting.least_loss(with_value(QUICK, field, value).noise)
    np.testing.assert_allclose(found.gap, np.median(found.test, axis=1) - np.median(found.train, axis=1))


def test_a_fit_is_the_run_at_its_step():
    run = bp.train(QUICK)
    found = fit(run, 12)
    assert found.train == pytest.approx(squared(run, 12, run.data.x, run.data.y), rel=1e-12)
    assert found.test == pytest.approx(squared(run, 12, *setting.new_samples(0.3)), rel=1e-12)
    assert found.gap == found.test - found.train
    one = bp.forward(run.net, run.parameters_at(12), LINE[:1, np.newaxis])[-1].a
    assert found.line[0] == pytest.approx(one[0, 0], rel=1e-12)
    assert fit(run).train == fit(run, 30).train


# The claims ----------------------------------------------------------------------------------------------------------


def test_a_network_that_is_too_small_underfits_and_a_larger_one_overfits():
    """Wide factors: after 2,000 updates the last digits of a processor have become the first."""
    found = losses_against(USUAL, HIDDEN, (1, 2, 16))
    assert (np.diff(found.train_median) < 0).all()
    assert found.test_median[0] > found.test_median[1]
    assert found.test_median[2] > 1.5 * found.test_median[1]
    assert found.gap[2] > 5 * found.train_median[2]


def test_more_samples_close_the_gap_and_raise_the_training_loss():
    found = losses_against(USUAL, SAMPLES, setting.SIZES)
    assert found.gap[-1] < 0.2 * found.gap[0]
    assert found.train_median[-1] > 10 * found.train_median[0]


def test_noise_raises_the_test_loss_more():
    found = losses_against(USUAL, NOISE, setting.NOISES)
    assert (np.diff(found.test_median) > 0).all()
    assert found.test_median[-1] - found.test_median[0] > 5 * (found.train_median[-1] - found.train_median[0])


@pytest.mark.parametrize(("units", "samples", "noise"), [(1, 6, 0.0), (1, 96, 0.3), (64, 12, 0.3), (16, 96, 0.1)])
def test_the_strongest_penalty_raises_the_training_loss(units, samples, noise):
    found = losses_against(setting.experiment(units, samples, noise, 0), L2, (0.0, 0.1))
    assert found.train_median[1] > 1.3 * found.train_median[0]


def test_every_cure_helps():
    start, early = cures.sides(bp.sweep(USUAL, seeds=setting.SEEDS))
    stopped = cures.Cured(start, early)
    penalty, more = (
        cures.Cured(start, cures.sides(bp.sweep(with_value(USUAL, field, value), seeds=setting.SEEDS)).ended)
        for field, value in ((L2, 0.003), (SAMPLES, 48))
    )
    for cured in (stopped, penalty, more):
        assert cured.helped >= 10
        assert np.median(cured.after.test) < 0.7 * np.median(cured.before.test)
        assert np.median(cured.after.train) > np.median(cured.before.train)


# Early stopping ------------------------------------------------------------------------------------------------------


def test_each_run_is_stopped_at_its_own_lowest_validation_loss():
    runs = bp.sweep(QUICK, seeds=setting.SEEDS)
    found = cures.sides(runs).stopped
    for seed in (0, 4):
        run = bp.train(replace(QUICK, seed=seed))
        step = cures.stopping_step(run)
        assert run.test_loss[run.steps == step] == run.test_loss.min()
        assert found.train[seed] == pytest.approx(squared(run, step, run.data.x, run.data.y), rel=1e-9)
        assert found.test[seed] == pytest.approx(squared(run, step, *setting.new_samples(0.3)), rel=1e-9)


def test_a_run_whose_validation_loss_falls_to_the_end_is_not_changed():
    runs = bp.sweep(replace(QUICK, epochs=3), seeds=setting.SEEDS)
    cured = cures.Cured(*cures.sides(runs))
    falling = int((runs.test_loss.argmin(axis=1) == len(runs.steps) - 1).sum())
    assert cured.same == falling > 0


def test_the_test_samples_have_no_part_in_the_choice(monkeypatch):
    runs = bp.sweep(QUICK, seeds=setting.SEEDS)
    train = cures.sides(runs).stopped.train
    monkeypatch.setattr(cures, "new_samples", lambda noise: (np.zeros((1, 1)), np.full((1, 1), 9.0)))
    np.testing.assert_array_equal(cures.sides(runs).stopped.train, train)


# Random labels -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "least"), [(labels.MOONS, 0.9), (labels.DIGITS, 0.9)])
def test_random_labels_are_learned_and_say_nothing_of_the_test_part(data, least):
    found = labels.memory(data)
    train, test = (np.median(each, axis=1) for each in (found.train, found.test))
    assert train.min() > 0.99
    assert test[0] > least
    assert abs(test[-1] - found.chance) < 0.1
    assert (np.diff(test) < 0).all()
    assert np.median(found.updates[-1]) > 2 * np.median(found.updates[0])
    assert found.chance == {"moons": 0.5, "digits": 0.1}[data]


def test_accuracy_is_counted_on_the_labels_that_were_trained_with(monkeypatch):
    quick = replace(labels.usual(labels.MOONS), epochs=60)
    monkeypatch.setitem(labels._USUAL, labels.MOONS, quick)
    monkeypatch.setattr(labels, "LEARNED", 0.5)
    found = labels.memory(labels.MOONS)
    run = bp.train(replace(quick, random_labels=0.5, seed=2))
    a = [bp.forward(run.net, run.parameters_at(run.updates), x)[-1].a for x in (run.data.x, run.data.x_test)]
    right = [((each > 0.5) == y).mean() for each, y in zip(a, (run.data.y, run.data.y_test), strict=True)]
    assert (found.train[2, 2], found.test[2, 2]) == tuple(right)
    below = run.steps[run.train_loss < labels.LEARNED]
    np.testing.assert_array_equal(found.updates[2, 2], below[0] if len(below) else np.nan)
    assert (run.data.y != replace(quick, seed=2).prepare().y).any()
