"""The film of a sweep: its lines are the real boundaries and curves of the networks at those steps."""

import numpy as np
import pytest

import backprop as bp
from backprop.landscape.contours import crossings
from backprop.landscape.grid import grid_of, ticks_over
from pages.learning_rates.numbers.sweep_film import sweep_film

RATES = (0.01, 1.0, 10.0)
CIRCLES = bp.Experiment("circles", (4,), samples=40, batch_size=2_000, epochs=60, test_fraction=0.0)
SINE = bp.Experiment("sine", (4,), samples=40, batch_size=2_000, epochs=60, test_fraction=0.0)


def test_frames_are_steps_of_the_sweep_from_first_to_last():
    film = sweep_film(bp.sweep(CIRCLES, RATES), 9)
    assert film.is_plane
    assert film.steps[0] == 0
    assert film.steps[-1] == 60
    assert len(film.steps) <= 9
    assert (film.sweep.steps[film.at] == film.steps).all()
    assert len(film.lines) == len(film.steps)
    assert all(len(frame) == len(RATES) for frame in film.lines)


@pytest.mark.parametrize("chosen", [0, 23, 59, 60])
def test_a_chosen_step_has_a_frame_of_its_own(chosen):
    film = sweep_film(bp.sweep(CIRCLES, RATES), 9, chosen)
    assert chosen in film.steps
    assert len(film.steps) <= 10


def test_the_boundary_is_that_of_the_network():
    sweep = bp.sweep(CIRCLES, RATES)
    film = sweep_film(sweep, 5)
    data = CIRCLES.prepare()
    for index, step in enumerate(film.steps):
        for run in range(len(RATES)):
            params = bp.Parameters(*([part[run] for part in kind] for kind in vars_of(sweep.parameters_at(int(step)))))
            count = 21
            ticks = ticks_over(data.dataset.x, count)
            height = bp.forward(sweep.net, params, data.transform(grid_of(ticks)))[-1].a.reshape(count, count) - 0.5
            ends = [end for line in crossings(ticks[0], ticks[1], height) for end in line]
            found = film.lines[index][run].reshape(-1, 2)
            assert len(found) == 0 or all(np.isclose(end, ends, atol=1e-9).all(axis=1).any() for end in found)
            assert (len(found) == 0) == (len(ends) == 0)


def vars_of(params):
    return params.weights, params.biases


def test_a_curve_is_in_the_units_of_the_target():
    sweep = bp.sweep(SINE, (0.1,) * 2)
    film = sweep_film(sweep, 3)
    assert not film.is_plane
    run = bp.train(
        bp.Experiment("sine", (4,), samples=40, batch_size=2_000, epochs=60, test_fraction=0.0, learning_rate=0.1)
    )
    x = film.lines[-1][0][:, :1]
    expected = bp.forward(run.net, run.parameters_at(60), run.data.transform(x))[-1].a
    if run.data.target_scaler:
        expected = run.data.target_scaler.undo(expected)
    assert np.allclose(film.lines[-1][0][:, 1:], expected)


def test_a_run_that_broke_stays_where_it_was():
    sweep = bp.sweep(SINE, (0.1, 1e5))
    assert sweep.diverged[1]
    film = sweep_film(sweep, 30)
    after = [index for index, step in enumerate(film.steps) if step >= sweep.updates[1]]
    assert len(after) > 1
    assert np.array_equal(film.lines[after[0]][1], film.lines[-1][1], equal_nan=True)


@pytest.mark.parametrize("dataset", ["iris", "blobs-3"])
def test_what_cannot_be_drawn_is_refused(dataset):
    with pytest.raises(ValueError, match="sweep"):
        sweep_film(bp.sweep(bp.Experiment(dataset, (2,), epochs=1), RATES))
    with pytest.raises(ValueError, match="most"):
        sweep_film(bp.sweep(CIRCLES, RATES), 1)
