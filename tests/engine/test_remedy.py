"""What is recommended has been tried, and what is tried is what is recommended."""

from dataclasses import replace

import pytest

import backprop as bp
from backprop.experiment import LARGEST_RATE
from backprop.remedy import SHARES, calmer_rate

SINE = bp.Experiment("sine", (8,), "relu", learning_rate=30.0, epochs=40, noise=0.1)


@pytest.mark.parametrize("seed", range(4))
def test_the_rate_helps_and_no_larger_one_that_was_tried(seed):
    experiment = replace(SINE, seed=seed)
    assert bp.train(experiment).diverged
    rate = calmer_rate(experiment)
    assert rate is not None
    run = bp.train(replace(experiment, learning_rate=rate))
    assert run.diverged is None
    assert run.train_loss[-1] < run.train_loss[0]
    for larger in (share * 30.0 for share in SHARES if share * 30.0 > rate):
        worse = bp.train(replace(experiment, learning_rate=larger))
        assert worse.diverged or worse.train_loss[-1] >= worse.train_loss[0]


def test_none_where_none_helps():
    assert calmer_rate(replace(SINE, learning_rate=LARGEST_RATE)) is None


def test_nothing_is_tried_where_that_would_take_long():
    assert calmer_rate(bp.Experiment("digits", (8,), learning_rate=30.0, epochs=1_000)) is None
