"""The film of a run: which frames it has, and that every number in it is what a pass over one frame gives."""

from functools import cache

import numpy as np
import pytest

import backprop as bp
from backprop.film import frames
from backprop.film.frames import choose_frames
from backprop.film.run_film import CELLS, Film, film
from tests.helpers import arrays

SETTINGS = {
    "binary": {"dataset": "circles", "hidden": (4, 2), "epochs": 20, "l2": 0.01},
    "no test": {"dataset": "xor", "hidden": (3,), "epochs": 3, "test_fraction": 0.0, "features": ("x1", "x1*x2")},
    "two outputs": {"dataset": "moons", "hidden": (3,), "epochs": 5, "loss": "cross_entropy", "output": "softmax"},
    "classes": {"dataset": "blobs-3", "hidden": (4,), "epochs": 20, "optimizer": "adam", "learning_rate": 0.02},
    "squares": {"dataset": "circles", "hidden": (2,), "epochs": 5, "loss": "mse", "output": "sigmoid"},
    "regression": {"dataset": "sine", "hidden": (5,), "epochs": 30, "standardize": True},
    "table": {"dataset": "iris", "hidden": (5,), "epochs": 3},
    "diverging": {"dataset": "sine", "hidden": (8,), "activation": "relu", "learning_rate": 5.0},
    "diverging at once": {"dataset": "sine", "hidden": (8,), "output": "identity", "learning_rate": 1e6, "epochs": 9},
    "zeros": {"dataset": "circles", "hidden": (3,), "epochs": 3, "initializer": "zeros"},
}
each = pytest.mark.parametrize("key", SETTINGS)


@cache
def run_of(key: str) -> bp.Run:
    return bp.train(bp.Experiment(**SETTINGS[key]))


@cache
def film_of(key: str) -> Film:
    return film(run_of(key))


def some_frames(shown: Film) -> list[int]:
    return sorted({0, 1, len(shown) // 2, len(shown) - 1} & set(range(len(shown))))


# Which frames -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", [0, 1, 2, 59, 60, 70, 71, 72, 73, 100, 137, 500, 2_500, 100_000, 10_000_000])
def test_frames_begin_at_0_end_at_the_last_step_and_are_enough(last):
    steps = choose_frames(last)
    assert (steps[0], steps[-1]) == (0, last)
    assert steps.dtype.kind == "i"
    assert (np.diff(steps) > 0).all()
    assert len(steps) == min(last + 1, 72)


@pytest.mark.parametrize("last", range(0, 400, 7))
@pytest.mark.parametrize("most", [2, 3, 10, 72])
def test_any_number_of_frames_is_kept(last, most):
    steps = choose_frames(last, most)
    assert len(steps) == len(np.unique(steps)) == min(last + 1, most)
    assert (steps[0], steps[-1]) == (0, last)


def test_frames_are_dense_at_the_start_and_then_about_geometric():
    steps = choose_frames(10_000)
    np.testing.assert_array_equal(steps[:4], [0, 1, 2, 3])
    gaps = np.diff(steps)
    assert (np.diff(gaps) >= -1).all(), "gaps grow, but for rounding"
    late = gaps[40:]
    np.testing.assert_allclose(late[1:] / late[:-1], late[-1] / late[-2], rtol=0.05)


@pytest.mark.parametrize(("last", "most"), [(-1, 72), (1.5, 72), (True, 72), (10, 1), (10, "many"), (None, 5)])
def test_bad_numbers_of_frames_are_refused(last, most):
    with pytest.raises(ValueError, match="whole number"):
        choose_frames(last, most)


# Every number against one frame on its own --------------------------------------------------------------------------


@each
def test_parameters_losses_and_gradients_are_those_of_each_frame(key):
    run, shown = run_of(key), film_of(key)
    net, data, loss = run.net, run.data, str(run.experiment.loss)
    for index in some_frames(shown):
        params = run.parameters_at(int(shown.steps[index]))
        for layer in range(net.depth):
            np.testing.assert_array_equal(shown.weights[layer][index], params.weights[layer])
            np.testing.assert_array_equal(shown.biases[layer][index], params.biases[layer])
        if key.startswith("diverging"):
            continue
        step = bp.trace_step(net, params, data.x, data.y, loss)
        assert shown.train_at[index] == pytest.approx(step.loss, rel=1e-12)
        np.testing.assert_allclose(shown.gradient_sizes[index], step.gradient_sizes, rtol=1e-9, atol=1e-15)
        if len(data.x_test):
            assert shown.test_at[index] == pytest.approx(
                bp.trace_step(net, params, data.x_test, data.y_test, loss).loss, rel=1e-12
            )


@pytest.mark.parametrize("key", ["binary", "no test", "two outputs", "classes", "squares", "zeros"])
def test_the_plane_holds_the_prediction_at_every_place(key):
    run, shown = run_of(key), film_of(key)
    plane = shown.plane
    assert plane is not None
    assert shown.curve is None
    assert plane.prediction.shape == (len(shown), CELLS, CELLS, run.net.sizes[-1])
    for index in some_frames(shown):
        params = run.parameters_at(int(shown.steps[index]))
        for row, column in ((0, 0), (7, 33), (40, 1)):
            x = run.data.transform([[plane.x[column], plane.y[row]]])
            expected = bp.forward(run.net, params, x)[-1].a[0]
            np.testing.assert_allclose(plane.prediction[index, row, column], expected, rtol=1e-6, atol=1e-7)


def test_the_plane_holds_all_data_and_keeps_circles_round():
    shown = film_of("binary")
    plane, x = shown.plane, shown.points.x
    assert plane is not None
    for ticks, column in ((plane.x, x[:, 0]), (plane.y, x[:, 1])):
        assert ticks[0] < column.min()
        assert column.max() < ticks[-1]
    assert np.ptp(plane.x) == pytest.approx(np.ptp(plane.y))


def test_the_curve_is_in_the_units_of_the_data():
    run, shown = run_of("regression"), film_of("regression")
    curve, scaler = shown.curve, run.data.target_scaler
    assert curve is not None
    assert shown.plane is None
    assert scaler is not None
    for index in some_frames(shown):
        params = run.parameters_at(int(shown.steps[index]))
        ours = bp.forward(run.net, params, run.data.transform(curve.x[:, np.newaxis]))[-1].a
        np.testing.assert_allclose(curve.y[index], scaler.undo(ours)[:, 0], rtol=1e-12, atol=1e-12)


def test_a_table_has_neither_plane_nor_curve():
    assert (film_of("table").plane, film_of("table").curve) == (None, None)


@each
def test_the_loss_curve_goes_through_the_frames_and_what_the_run_recorded(key):
    run, shown = run_of(key), film_of(key)
    assert (np.diff(shown.loss_steps) > 0).all()
    assert (shown.loss_steps[0], shown.loss_steps[-1]) == (0, shown.steps[-1])
    assert len(shown.loss_steps) <= 400
    where = np.searchsorted(shown.loss_steps, shown.steps)
    np.testing.assert_array_equal(shown.loss_steps[where], shown.steps)
    np.testing.assert_array_equal(shown.train_loss[where], shown.train_at)
    np.testing.assert_array_equal(shown.test_loss[where], shown.test_at)
    both = np.isin(run.steps, shown.loss_steps)
    ours = np.interp(run.steps[both], shown.loss_steps, shown.train_loss)
    np.testing.assert_allclose(ours, run.train_loss[both], rtol=1e-9)


@each
def test_points_are_all_samples_as_they_were(key):
    run, points = run_of(key), film_of(key).points
    dataset, data = run.data.dataset, run.data
    for part, rows in ((~points.test, data.rows), (points.test, data.test_rows)):
        np.testing.assert_array_equal(points.x[part], dataset.x[rows])
        np.testing.assert_array_equal(points.y[part], dataset.y[rows, 0])
    assert film_of(key).has_test == (len(data.test_rows) > 0)
    assert (points.columns, points.classes) == (dataset.columns, dataset.classes)


# The ends of it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["diverging", "diverging at once"])
def test_a_diverging_film_ends_with_its_last_finite_step(key):
    run, shown = run_of(key), film_of(key)
    assert shown.diverged == run.diverged
    assert shown.diverged is not None
    last = int(shown.steps[-1])
    assert shown.diverged.step - 3 <= last <= shown.diverged.step
    numbers = [shown.train_at, shown.train_loss, shown.gradient_sizes, *shown.weights, *shown.biases]
    assert all(np.isfinite(array).all() for array in numbers)
    assert shown.curve is not None
    assert np.isfinite(shown.curve.y).all()


def test_the_nearest_frame_to_a_step():
    shown = film(run_of("binary"), most=5)
    for index, step in enumerate(shown.steps):
        assert shown.nearest(int(step)) == index
    assert shown.nearest(10**9) == 4
    assert shown.nearest(0) == 0


@pytest.mark.parametrize("key", ["binary", "classes", "regression"])
def test_a_few_frames_at_a_time_give_the_same_film(key, monkeypatch):
    whole = film_of(key)
    monkeypatch.setattr(frames, "_CHUNK", 20_000)
    for ours, theirs in zip(arrays(film(run_of(key))), arrays(whole), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


@each
def test_a_film_cannot_be_changed(key):
    for array in arrays(film_of(key)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
