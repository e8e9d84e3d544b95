"""What the lesson computes, by second ways."""

from decimal import Decimal

import numpy as np
import pytest

import backprop as bp
from backprop.checking import operations
from pages.why_backprop.numbers import directions, growth, large, reuse, step_size
from pages.why_backprop.numbers.ways import (
    BACKPROP,
    CENTRAL,
    COSTS,
    MOST_PATHS,
    ONE_SIDED,
    PATHS,
    STRUCTURED,
    Measured,
    is_computed,
    measured,
    network,
    relative_difference,
    task,
)
from tests.helpers import near, random_data, random_parameters

LARGEST_DIFFERENCE = {BACKPROP: 0.0, STRUCTURED: 1e-8, ONE_SIDED: 1e-5, CENTRAL: 1e-8, PATHS: 1e-13}


# Five ways ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "layers"), [(1, 1), (1, 6), (4, 2), (3, 4), (8, 2)])
@pytest.mark.parametrize("way", COSTS)
def test_every_way_gives_the_gradient_of_the_engine(way, width, layers):
    given = task(width, layers, 7)
    step = bp.trace_step(given.net, given.params, given.x, given.y, "log_loss", bp.sgd(1.0))
    found = measured(way, given)
    assert found.seconds > 0
    assert relative_difference(step.gradient, found.gradient) <= LARGEST_DIFFERENCE[way]


def test_a_wrong_gradient_would_be_seen():
    given = task(3, 2, 7)
    right = measured(BACKPROP, given).gradient
    parameter = next(given.net.parameter_ids())
    largest = max(float(np.abs(array).max()) for array in (*right.weights, *right.biases))
    wrong = right.replace({parameter: right[parameter] + 0.01 * largest})
    assert 0.009 <= relative_difference(right, wrong) <= 0.011
    zeros = right.map(np.zeros_like)
    assert relative_difference(zeros, zeros) == 0.0
    assert relative_difference(right, zeros) == 1.0


@pytest.mark.parametrize(("width", "layers", "computed"), [(8, 3, True), (8, 4, False), (1, 6, True), (6, 6, False)])
def test_too_many_paths_are_only_counted(width, layers, computed):
    net = task(width, layers, 1).net
    assert is_computed(PATHS, net) == computed == (operations.path_count(net) <= MOST_PATHS)
    assert all(is_computed(way, net) for way in COSTS if way != PATHS)


# Growth -------------------------------------------------------------------------------------------------------------


def test_the_networks_go_from_ten_parameters_to_twenty_thousand():
    found = growth.counted_growth()
    assert found.parameters[0] == 11
    assert 19_000 < found.parameters[-1] < 21_000
    for index, width in enumerate(growth.WIDTHS):
        net = bp.Network((2, width, width, width, width, 1), "tanh", "sigmoid")
        assert found.parameters[index] == net.parameter_count
        assert found.found[CENTRAL][index] == operations.central_cost(net, growth.SAMPLES).multiplications


def test_counted_costs_grow_as_they_must():
    """Differences: as many passes as parameters, each in proportion to the parameters."""
    found = growth.counted_growth()
    assert found.slope(BACKPROP) == pytest.approx(1.0, abs=0.03)
    assert found.slope(ONE_SIDED) == pytest.approx(2.0, abs=0.03)
    assert found.slope(CENTRAL) == pytest.approx(2.0, abs=0.03)
    assert 1.8 < found.slope(STRUCTURED) < 2.0
    large_enough = found.parameters > 500
    times = found.found[CENTRAL] / found.found[STRUCTURED]
    assert (times[large_enough] > 5).all(), "it saves a factor, but not the square"


def test_a_slope_is_fitted_to_what_is_known():
    sizes = np.array([100.0, 1e3, 1e4, 1e5])
    cubes = np.where(sizes < 1e5, sizes**3, np.nan)
    assert growth.Growth(sizes, {"a": cubes}).slope("a") == pytest.approx(3.0)
    assert np.isnan(growth.Growth(sizes, {"a": np.where(sizes < 2e3, sizes, np.nan)}).slope("a")), (
        "one point is no line"
    )


def test_what_would_take_too_long_is_not_measured(monkeypatch):
    """On a computer that needs a nanosecond for each multiplication."""

    def clocked(way, given):
        return Measured(given.params, 1e-9 * COSTS[way](given.net, growth.SAMPLES).multiplications)

    monkeypatch.setattr(growth, "measured", clocked)
    told = []
    found, exact = growth.measured_growth(told.append), growth.counted_growth()
    assert told == sorted(told)
    assert told[-1] == 1.0
    for way, seconds in found.found.items():
        known = 1e-9 * exact.found[way] <= growth.LONGEST
        np.testing.assert_array_equal(np.isfinite(seconds), known)
        np.testing.assert_allclose(seconds[known], 1e-9 * exact.found[way][known])
    assert np.isfinite(found.found[BACKPROP]).all()
    assert not np.isfinite(found.found[CENTRAL]).all()


# Reuse --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1, 2, 5])
def test_counts_over_depth_are_those_of_the_engine(width):
    found = reuse.over_depth(width)
    for place in (0, 3, len(found.layers) - 1):
        net = network(width, int(found.layers[place]))
        assert net.sizes == (2, *[width] * (place + 1), 1)
        assert found.paths[place] == operations.path_count(net)
        assert found.one_by_one[place] == operations.paths_cost(net).multiplications
        assert found.backprop[place] == operations.backprop_cost(net).multiplications
    assert np.ptp(np.diff(found.backprop)) == 0, "the same for every layer"
    if width > 1:
        assert found.paths[-1] / found.paths[-2] == pytest.approx(width, rel=1e-3)


# The step h ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", [*step_size.NET.parameter_ids()], ids=str)
def test_the_true_derivative_agrees_with_backpropagation(parameter):
    found = step_size.errors(parameter)
    given = step_size.NET, step_size.PARAMETERS, step_size.X, step_size.Y
    step = bp.trace_step(*given, step_size.LOSS, bp.sgd(1.0))
    assert found.backprop == step.gradient[parameter]
    assert found.true == near(found.backprop)
    assert 0 <= found.backprop_error < 1e-14
    near_best = (found.h > 1e-7) & (found.h < 1e-4)  # one error alone may be small by chance
    assert np.median(found.central_error[near_best]) > 50 * found.backprop_error
    assert np.median(found.one_sided_error[near_best]) > np.median(found.central_error[near_best])


def test_the_true_derivative_has_more_digits_than_a_float():
    """With another tiny step, all of the first 30 digits are the same."""
    parameter = bp.ParameterId(0, 0, 1)
    first = step_size.true_derivative(parameter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step_size, "_TINY", Decimal("1e-18"))
        assert abs(step_size.true_derivative(parameter) / first - 1) < Decimal("1e-30")
        assert step_size.true_derivative(parameter) != first


@pytest.mark.parametrize("parameter", [*step_size.NET.parameter_ids()], ids=str)
def test_errors_fall_and_rise_as_theory_says(parameter):
    found = step_size.errors(parameter)
    assert step_size.fitted_slope(found.h, found.one_sided_error, 1e-5, 1e-2) == pytest.approx(1.0, abs=0.1)
    assert step_size.fitted_slope(found.h, found.central_error, 1e-3, 1e-1) == pytest.approx(2.0, abs=0.1)
    assert step_size.fitted_slope(found.h, found.central_error, 1e-14, 1e-7) == pytest.approx(-1.0, abs=0.25)
    best, error = step_size.best(found.h, found.central_error)
    assert 1e-7 < best < 1e-3
    assert error == found.central_error.min()


# Directions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (6, 3), (2, 8), (12, 1)])
def test_both_directions_give_the_jacobian(inputs, outputs):
    found = directions.jacobian(inputs, outputs)
    np.testing.assert_allclose(found.by_rows, found.by_columns, rtol=1e-12, atol=1e-14)
    net = bp.Network((inputs, 5, outputs), "tanh", "identity")
    params = bp.initialize(net, "normal", 0)
    x = np.random.default_rng(0).normal(size=inputs)
    for column in range(inputs):
        move = 1e-6 * np.eye(inputs)[column]
        plus, minus = (bp.forward(net, params, (x + sign * move)[np.newaxis])[-1].a[0] for sign in (1, -1))
        np.testing.assert_allclose(found.by_columns[:, column], (plus - minus) / 2e-6, rtol=1e-6, atol=1e-8)


def test_passes_are_columns_or_rows():
    assert (directions.passes(directions.FORWARD, 6, 3), directions.passes(directions.BACKWARD, 6, 3)) == (6, 3)


# Large networks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("sizes", [(3, 1), (2, 4, 3, 4, 1), (3, 3, 3, 3, 3, 3, 3, 1)], ids=str)
def test_recomputation_gives_the_same_gradient_to_the_last_bit(sizes, every):
    net = bp.Network(sizes, "tanh", "sigmoid")
    params = random_parameters(net, 3)
    x, y = random_data(net, 5, 3, large.LOSS)
    records = bp.backward(net, params, bp.forward(net, params, x), y, large.LOSS)
    found = large.recomputed(net, params, x, y, every)
    for layer, record in enumerate(records):
        np.testing.assert_array_equal(found.gradient.weights[layer], record.dW)
        np.testing.assert_array_equal(found.gradient.biases[layer], record.db)


def test_memory_is_counted_as_it_is_kept():
    """Eight layers of three units, five samples: z and a of every layer, or inputs of some and z and a of a stretch."""
    net = bp.Network((3, *[3] * 8), "tanh", "sigmoid")
    params = random_parameters(net, 3)
    x, y = random_data(net, 5, 3, large.LOSS)
    array = 5 * 3 * 8
    kept = {every: large.recomputed(net, params, x, y, every).kept / array for every in (1, 2, 4, 8)}
    assert kept == {1: 2 * 8, 2: 3 + 2 * 2, 4: 1 + 2 * 4, 8: 2 * 8}


def test_steps_reach_a_million_parameters(monkeypatch):
    monkeypatch.setattr(large, "_LONG_ENOUGH", 0.0)
    told = []
    found = large.gradients(told.append)
    assert told == [pytest.approx((place + 1) / len(large.WIDTHS)) for place in range(len(large.WIDTHS))]
    assert 900 < found[0].parameters < 1_100
    assert found[-1].parameters == pytest.approx(1e6, rel=0.01)
    for step, width in zip(found, large.WIDTHS, strict=True):
        assert step.kept == 8 * large.BATCH * 2 * (2 * width + 1), "z and a of two hidden layers and the output"
        assert step.forward_seconds > 0
        assert step.seconds > 0


@pytest.mark.parametrize(("every", "again"), [(1, 0), (2, 6), (3, 6), (8, 0)])
def test_recomputation_computes_all_but_the_last_stretch_again(every, again):
    net = bp.Network((3, *[3] * 8), "tanh", "sigmoid")
    work = large.counted_work(net, every)
    whole = operations.backprop_cost(net, large.BATCH).multiplications
    assert (work - 1) * whole == pytest.approx(again * large.BATCH * 9)


def test_a_trade_saves_memory_and_changes_nothing(monkeypatch):
    monkeypatch.setattr(large, "_TURNS", 1)
    found = large.trades()
    assert [trade.every for trade in found] == list(large.EVERY)
    assert all(trade.difference == 0 for trade in found)
    assert found[0].work == 1.0
    assert all(1.2 < trade.work < 1.4 for trade in found[1:-1])
    assert min(trade.kept for trade in found) < 0.25 * found[0].kept


def test_work_grows_like_the_parameters():
    first, last = (bp.Network((width, width, width, 1), "tanh", "sigmoid") for width in (21, 706))
    parameters, work = large.growth_of_work()
    assert parameters == last.parameter_count / first.parameter_count
    assert work == operations.backprop_cost(last).multiplications / operations.backprop_cost(first).multiplications
    assert 0.9 < work / parameters < 1.2


def test_the_power_of_a_line_is_its_slope():
    steps = [large.Timed(size, 3e-9 * size**1.25, 0.0, 0) for size in (10, 100, 1_000, 10_000)]
    assert large.growth_of_time(steps) == pytest.approx(1.25)
