"""2/λmax: on a quadratic loss gradient descent settles below it, and runs away above."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from backprop.landscape.curvature import largest_curvature
from pages.learning_rates.numbers.local_bound import bound_along

QUADRATIC = bp.Experiment(
    "sine", (), loss="mse", samples=40, batch_size=2_000, epochs=400, test_fraction=0.0, learning_rate=0.1
)


def test_on_a_quadratic_loss_the_bound_decides():
    bound = bound_along(bp.train(replace(QUADRATIC, epochs=1))).at_start
    assert bound is not None
    below, above = (bp.train(replace(QUADRATIC, learning_rate=share * bound)) for share in (0.98, 1.02))
    assert below.train_loss[-1] < below.train_loss[0]
    assert np.ptp(below.train_loss[-20:]) < 1e-3
    assert above.train_loss[-1] > 100 * above.train_loss[0]


def test_on_a_quadratic_loss_the_bound_stays():
    values = bound_along(bp.train(QUADRATIC), 5).values
    assert np.allclose(values, values[0], rtol=1e-4)


def test_along_a_run_it_is_what_it_is_at_each_step():
    run = bp.train(bp.Experiment("circles", (4,), samples=40, epochs=20, test_fraction=0.0))
    found = bound_along(run, 4)
    assert found.steps[0] == 0
    assert found.steps[-1] == run.updates
    for step, value in zip(found.steps, found.values, strict=True):
        curvature, _ = largest_curvature(run.net, run.parameters_at(int(step)), run.data.x, run.data.y, "log_loss")
        assert value == pytest.approx(2.0 / curvature, rel=1e-3)


def test_where_the_loss_is_flat_there_is_no_bound():
    run = bp.train(
        replace(QUADRATIC, dataset="circles", loss="mse", output=None, hidden=(3,), initializer="zeros", epochs=1)
    )
    found = bound_along(run, 2)
    with np.errstate(invalid="ignore"):
        assert np.isnan(found.values).all() or (found.values > 0).all()
    assert found.at_start is None or found.at_start > 0


def test_a_bad_count_is_refused():
    with pytest.raises(ValueError, match="most"):
        bound_along(bp.train(replace(QUADRATIC, epochs=1)), 1)
