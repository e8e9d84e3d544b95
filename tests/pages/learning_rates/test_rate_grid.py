"""Learning rates to try, and maps of α against something else: each cell is a run of `train`."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from pages.learning_rates.numbers.rate_grid import by_batch_size, by_initializer, geometric_rates

SMALL = bp.Experiment("circles", (3,), samples=30, batch_size=2_000, epochs=6, test_fraction=0.0)
RATES = (0.01, 1.0, 100.0)


def test_rates_grow_by_one_factor_and_are_short():
    rates = geometric_rates(0.01, 100.0, 9)
    assert rates[0] == 0.01
    assert rates[-1] == 100.0
    assert np.allclose(np.diff(np.log(rates)), np.log(10) / 2, atol=0.01)
    assert all(rate == float(f"{rate:.3g}") for rate in rates)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0), (0.0, 1.0), (-1.0, 1.0)])
def test_bad_ends_are_refused(low, high):
    with pytest.raises(ValueError, match="low"):
        geometric_rates(low, high, 3)


def test_batch_sizes():
    found = by_batch_size(SMALL, RATES, 4)
    assert found.names == ("4", "16", "30")
    assert found.losses.shape == (3, 3)
    for row, size in enumerate((4, 16, 30)):
        for column, rate in enumerate(RATES):
            run = bp.train(replace(SMALL, batch_size=size, epochs=4, learning_rate=rate))
            assert found.losses[row, column] == pytest.approx(run.train_loss[-1], rel=1e-12)


def test_initial_weights():
    found = by_initializer(SMALL, RATES)
    assert found.names == tuple(bp.INITIALIZERS)
    for row, name in enumerate(found.names):
        for column, rate in enumerate(RATES):
            run = bp.train(replace(SMALL, initializer=name, learning_rate=rate))
            assert found.losses[row, column] == pytest.approx(run.train_loss[-1], rel=1e-12)
            assert found.diverged[row][column] == run.diverged
