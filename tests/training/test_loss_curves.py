"""The loss curves of a run: at which steps, and that each number is the loss of the whole part there."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop as bp
from backprop.training import loss_curves
from backprop.training.loss_curves import recorded_steps
from tests.helpers import more, near, plain_pass
from tests.training.test_train import FIFTY, SMALL, any_experiment

often = more(2)


def plain_loss(run: bp.Run, k: int, x: np.ndarray, y: np.ndarray) -> float:
    return plain_pass(run.net, run.parameters_at(k), x, y, run.experiment.loss)[3].real


@pytest.mark.parametrize(
    "seed", [s for s in range(50) if any_experiment(s).dataset not in ("digits", "penguins", "iris")]
)
def test_the_curves_are_the_losses_of_the_whole_parts(seed):
    run = bp.train(any_experiment(seed))
    e, data = run.experiment, run.data
    for place in {0, len(run.steps) // 2, len(run.steps) - 1}:
        k = int(run.steps[place])
        assert run.train_loss[place] == near(plain_loss(run, k, data.x, data.y), rel=1e-11)
        if len(data.x_test):
            assert run.test_loss[place] == near(plain_loss(run, k, data.x_test, data.y_test), rel=1e-11)
        weights = [float(w) for W in run.parameters_at(k).weights for w in W.flat]
        penalty = e.l1 * math.fsum(map(abs, weights)) + e.l2 / 2 * math.fsum(w * w for w in weights)
        assert run.penalty[place] == near(penalty, rel=1e-12)
    assert np.isnan(run.test_loss).all() == (len(data.x_test) == 0)
    assert np.isfinite(run.train_loss).all()
    assert np.isfinite(run.penalty).all()


@pytest.mark.parametrize("at_once", [1, 500, 10**9])
def test_it_does_not_matter_how_many_are_evaluated_together(monkeypatch, at_once):
    experiment = dataclasses.replace(SMALL, test_fraction=0.4, epochs=30, l2=0.1)
    usual = bp.train(experiment)
    monkeypatch.setattr(loss_curves, "_AT_ONCE", at_once)
    run = bp.train(experiment)
    for name in ("train_loss", "test_loss", "penalty"):
        assert getattr(run, name) == near(getattr(usual, name), rel=1e-13)


@given(st.integers(0, 10_000), st.integers(1, 2000))
@often
def test_the_recorded_steps(epochs, per_epoch):
    steps = recorded_steps(epochs, per_epoch).tolist()
    total = epochs * per_epoch
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, total)
    assert steps[: min(40, total) + 1] == list(range(min(40, total) + 1))
    assert all(step % per_epoch == 0 for step in steps[41:])
    assert len(steps) <= 41 + 301


@FIFTY
def test_the_recorded_steps_of_a_run(seed):
    run = bp.train(any_experiment(seed), epochs=1)
    assert (np.diff(run.steps) > 0).all()
    assert (run.steps[0], run.steps[-1]) == (0, run.updates)
    assert len(run.steps) == len(run.train_loss) == len(run.test_loss) == len(run.penalty)
