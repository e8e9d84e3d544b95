# pyright: reportArgumentType=false
"""One setting varied: each run is the one that `bp.train` gives, and losses on other samples are what they say."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from tests.helpers import arrays

SMALL = bp.Experiment("sine", (3,), optimizer="adam", learning_rate=0.1, epochs=20, samples=16, batch_size=2_000)
SEEDS = (0, 3)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("hidden", [(1,), (5,), (2, 2)]),
        ("samples", [6, 40]),
        ("noise", [0.0, 0.3]),
        ("l2", [0.0, 0.1]),
        ("random_labels", [0.0, 1.0]),
        ("epochs", [1, 30]),
        ("dataset", ["sine", "bump"]),
    ],
)
def test_each_run_is_the_one_that_training_alone_gives(field, values):
    varied = bp.vary(SMALL, field, values, SEEDS)
    assert varied.values == tuple(values)
    for place, value in enumerate(values):
        for at, seed in enumerate(SEEDS):
            run = bp.train(replace(SMALL, **{field: value}, seed=seed))
            np.testing.assert_allclose(varied.train_loss[place, at], run.train_loss[-1], rtol=1e-12)
            np.testing.assert_allclose(varied.test_loss[place, at], run.test_loss[-1], rtol=1e-12)
            np.testing.assert_allclose(varied.gap[place, at], run.test_loss[-1] - run.train_loss[-1], atol=1e-12)
            assert varied.parameter_counts[place] == run.net.parameter_count


def test_the_loss_on_other_samples_is_the_mean_of_squares_there():
    varied = bp.vary(SMALL, "hidden", [(1,), (4,)], SEEDS)
    x = np.linspace(-1, 1, 7)[:, None]
    y = np.sin(np.pi * x)
    found = varied.loss_on(x, y)
    for place, hidden in enumerate(varied.values):
        for at, seed in enumerate(SEEDS):
            run = bp.train(replace(SMALL, hidden=hidden, seed=seed))
            prediction = bp.forward(run.net, run.parameters_at(run.updates), x)[-1].a
            np.testing.assert_allclose(found[place, at], ((prediction - y) ** 2).mean(), rtol=1e-12)


def test_the_test_part_of_a_run_is_other_samples_too():
    sweep = bp.sweep(SMALL, seeds=[4, 4])
    data = sweep.experiments[0].prepare()
    np.testing.assert_allclose(sweep.loss_on(data.x_test, data.y_test), sweep.test_loss, rtol=1e-12)
    some = sweep.loss_on(data.x_test, data.y_test, [20, 0])
    np.testing.assert_allclose(some, sweep.test_loss[:, [-1, 0]], rtol=1e-12)
    assert sweep.loss_on(data.x_test, data.y_test, []).shape == (2, 0)


def test_a_run_that_diverged_has_no_loss():
    wild = replace(SMALL, optimizer="sgd", activation="relu", hidden=(8, 8), epochs=60)
    varied = bp.vary(wild, "learning_rate", [0.01, 1e6], SEEDS)
    data = wild.prepare()
    for found in (varied.train_loss, varied.test_loss, varied.gap, varied.loss_on(data.x_test, data.y_test)):
        np.testing.assert_array_equal(np.isfinite(found), [[True, True], [False, False]])


def test_without_seeds_that_of_the_experiment_is_used():
    varied = bp.vary(replace(SMALL, seed=7), "noise", [0.1])
    assert varied.seeds == (7,)
    assert varied.train_loss.shape == (1, 1)


def test_progress_goes_from_0_to_1():
    seen = []
    bp.vary(SMALL, "hidden", [(1,), (2,)], SEEDS, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_what_progress_raises_ends_the_training():
    def stop(share):
        raise RuntimeError(share)

    with pytest.raises(RuntimeError):
        bp.vary(SMALL, "hidden", [(1,), (2,)], SEEDS, stop)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda: bp.vary(SMALL, "seed", [1]), "field is 'seed'; allowed: dataset, hidden"),
        (lambda: bp.vary(SMALL, "width", [1]), "field is 'width'; allowed: dataset, hidden"),
        (lambda: bp.vary(SMALL, "noise", []), "runs is 0; allowed: from 1 to 1000 runs"),
        (lambda: bp.vary(SMALL, "noise", [0.1], []), "runs is 0; allowed: from 1 to 1000 runs"),
        (lambda: bp.vary(SMALL, "noise", [0.1] * 40, range(26)), "runs is 1040; allowed: from 1 to 1000 runs"),
        (lambda: bp.vary(SMALL, "noise", [0.1, 9.0]), r"noise is 9.0; allowed: a number from 0 to 0.3"),
        (lambda: bp.vary(SMALL, "noise", [0.1]).loss_on([[1.0, 2.0]], [[1.0]]), r"x.shape is \(1, 2\); allowed"),
        (lambda: bp.sweep(replace(SMALL, standardize=True)).loss_on([[1.0]], [[1.0]]), "standardize is True; allowed"),
        (lambda: bp.sweep(SMALL).loss_on([[1.0]], [[1.0]], [2_000]), "step is 2000; allowed: one of the steps"),
    ],
)
def test_what_cannot_be_varied_is_refused_with_a_sentence(attempt, sentence):
    with pytest.raises(ValueError, match=sentence):
        attempt()


def test_the_record_refuses_writing():
    varied = bp.vary(SMALL, "noise", [0.1], SEEDS)
    values = (varied.train_loss, varied.test_loss, varied.gap, varied.parameter_counts)
    assert not any(each.flags.writeable for each in (*values, *arrays(varied), varied.loss_on([[0.0]], [[0.0]])))
