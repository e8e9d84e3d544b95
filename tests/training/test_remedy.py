"""What is recommended has been tried, and what is tried is what is recommended."""

from dataclasses import replace

import pytest

import backprop as bp
from backprop.training.experiment import LARGEST_RATE
from backprop.training.remedy import SMALLER, calmer_rate

SINE = bp.Experiment("sine", (8,), "relu", learning_rate=30.0, epochs=40, noise=0.1)


def helps(experiment: bp.Experiment, rate: float) -> bool:
    run = bp.train(replace(experiment, learning_rate=rate))
    return run.diverged is None and bool(run.train_loss[-1] < run.train_loss[0])


@pytest.mark.parametrize("rate", [3.0, 30.0, 1000.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_rate_helps_and_no_larger_one_that_was_tried(seed, rate):
    experiment = replace(SINE, seed=seed, learning_rate=rate)
    assert bp.train(experiment).diverged
    found = calmer_rate(experiment)
    assert found is not None
    assert found.helps
    assert found.rates == tuple(rate / times for times in SMALLER[: len(found.rates)])
    assert [helps(experiment, each) for each in found.rates] == [*[False] * (len(found.rates) - 1), True]
    run = bp.train(replace(experiment, learning_rate=found.rates[-1]))
    assert (found.first, found.last) == (run.train_loss[0], run.train_loss[-1])


def test_none_where_none_helps():
    experiment = replace(SINE, learning_rate=LARGEST_RATE)
    found = calmer_rate(experiment)
    assert found is not None
    assert not found.helps
    assert len(found.rates) == len(SMALLER)
    assert not any(helps(experiment, rate) for rate in found.rates)


def test_no_rate_is_tried_that_nobody_can_choose():
    found = calmer_rate(replace(SINE, learning_rate=1e-5))
    assert found is not None
    assert found.rates == pytest.approx((1e-6,))
    none = calmer_rate(replace(SINE, learning_rate=1e-6))
    assert none is not None
    assert (none.rates, none.helps) == ((), False)


@pytest.mark.parametrize(
    "experiment",
    [
        bp.Experiment("digits", (32,), learning_rate=30.0, batch_size=32, epochs=10),
        replace(SINE, batch_size=1, epochs=101),
    ],
    ids=["large data", "many updates"],
)
def test_nothing_is_tried_where_that_would_take_long(experiment):
    assert calmer_rate(experiment) is None
