"""What the lesson computes: each loss is that of a run trained alone, and the claims of the lesson hold."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from pages.generalization.numbers import cures, labels, setting
from pages.generalization.numbers.fits import LINE, fit
from pages.generalization.numbers.losses import HIDDEN, L2, NOISE, SAMPLES, losses_against, with_value

USUAL = setting.experiment(16, 12, 0.3, 0)
QUICK = replace(USUAL, epochs=30)


def squared(run: bp.Run, step: int, x: np.ndarray, y: np.ndarray) -> float:
    """The mean squared error of a run at a step, by hand."""
    hidden = np.tanh(x @ run.parameters_at(step).weights[0] + run.parameters_at(step).biases[0])
    prediction = hidden @ run.parameters_at(step).weights[1] + run.parameters_at(step).biases[1]
    return float(((prediction - y) ** 2).mean())


@pytest.mark.parametrize("samples", setting.SAMPLES)
@pytest.mark.parametrize("seed", [0, 7])
def test_half_of_the_samples_are_for_training(samples, seed):
    data = setting.experiment(4, samples, 0.3, seed).prepare()
    assert len(data.x) == len(data.x_test) == samples


@pytest.mark.parametrize("noise", setting.NOISE)
def test_new_samples_are_those_of_no_run(noise):
    x, y = setting.new_samples(noise)
    assert len(x) == setting.NEW
    for seed in setting.SEEDS:
        assert not set(setting.experiment(4, 96, noise, seed).table().x[:, 0]) & set(x[:, 0])
    left = y - np.sin(np.pi * x)
    assert setting.least_loss(noise) == pytest.approx(float((left**2).mean()), rel=1e-12)
    assert setting.least_loss(noise) == pytest.approx(noise**2, rel=0.2, abs=1e-30)


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
    np.testing.assert_allclose(found.gap_median, np.median(found.test - found.train, axis=1))


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


def test_between_too_small_and_large_the_test_loss_is_highest():
    found = losses_against(USUAL, HIDDEN, (1, 2, 4, 16, 64))
    assert (np.diff(found.train_median[:3]) < 0).all()
    assert found.test_median.argmin() in (1, 4)
    assert found.test_median[2] > 2 * found.test_median[1]
    assert found.test_median[2] > 2 * found.test_median[4]
    assert (found.gap_median[2:] > 4 * found.train_median[2:]).all()


def test_more_samples_close_the_gap_and_raise_the_training_loss():
    found = losses_against(USUAL, SAMPLES, setting.SAMPLES)
    assert found.gap_median[-1] < 0.1 * found.gap_median[0]
    assert found.train_median[-1] > 10 * found.train_median[0]


def test_noise_raises_the_test_loss_more():
    found = losses_against(USUAL, NOISE, setting.NOISE)
    assert (np.diff(found.test_median) > 0).all()
    assert found.test_median[-1] - found.test_median[0] > 5 * (found.train_median[-1] - found.train_median[0])


@pytest.mark.parametrize(("units", "samples", "noise"), [(1, 6, 0.0), (64, 12, 0.3), (16, 96, 0.1)])
def test_the_strongest_penalty_does_not_fit_the_training_samples(units, samples, noise):
    found = losses_against(setting.experiment(units, samples, noise, 0), L2, (0.0, 0.1))
    assert found.train_median[1] > 2 * found.train_median[0]


def test_every_cure_helps():
    before = cures.runs_of(USUAL)
    start = cures.ended(before)
    stopped = cures.Cured(start, cures.stopped(before))
    penalty, more = (
        cures.Cured(start, cures.ended(cures.runs_of(with_value(USUAL, field, value))))
        for field, value in ((L2, 0.003), (SAMPLES, 48))
    )
    for cured in (stopped, penalty, more):
        assert cured.helped >= 7
        assert np.median(cured.after.gap) < 0.5 * np.median(cured.before.gap)
        assert np.median(cured.after.train) > np.median(cured.before.train)


# Early stopping ------------------------------------------------------------------------------------------------------


def test_each_run_is_stopped_at_its_own_lowest_validation_loss():
    runs = cures.runs_of(USUAL)
    found = cures.stopped(runs)
    for seed in (0, 4):
        run = bp.train(replace(USUAL, seed=seed))
        step = cures.stopping_step(run)
        assert run.test_loss[run.steps == step] == run.test_loss.min()
        assert found.train[seed] == pytest.approx(squared(run, step, run.data.x, run.data.y), rel=1e-9)
        assert found.test[seed] == pytest.approx(squared(run, step, *setting.new_samples(0.3)), rel=1e-9)


def test_the_test_samples_have_no_part_in_the_choice(monkeypatch):
    runs = cures.runs_of(QUICK)
    train = cures.stopped(runs).train
    monkeypatch.setattr(cures, "new_samples", lambda noise: (np.zeros((1, 1)), np.full((1, 1), 9.0)))
    np.testing.assert_array_equal(cures.stopped(runs).train, train)


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
    assert (found.samples, found.tested) == {"moons": (40, 40), "digits": (359, 1438)}[data]


def test_accuracy_is_counted_on_the_labels_that_were_trained_with():
    found = labels.memory(labels.MOONS)
    run = bp.train(replace(labels.setting(labels.MOONS), random_labels=0.5, seed=2))
    a = [bp.forward(run.net, run.parameters_at(run.updates), x)[-1].a for x in (run.data.x, run.data.x_test)]
    right = [((each > 0.5) == y).mean() for each, y in zip(a, (run.data.y, run.data.y_test), strict=True)]
    assert (found.train[2, 2], found.test[2, 2]) == tuple(right)
    below = run.steps[run.train_loss < labels.LEARNED]
    assert found.updates[2, 2] == below[0]
    true = labels.setting(labels.MOONS).prepare()
    assert (run.data.y != replace(labels.setting(labels.MOONS), seed=2).prepare().y).any()
    assert len(true.shuffled_rows) == 0
