"""Races of optimizers: their outcome, the best rates, and the numbers of a plain loop."""

import numpy as np
import pytest

from backprop.landscape.descent import descend
from backprop.landscape.surfaces import SURFACES
from backprop.optimizers import make_optimizer
from backprop.training.train import train
from pages.optimizers.numbers.network_race import best_network_rates, boundaries, network_experiment, race_of
from pages.optimizers.numbers.race import CAST, RATE_GRID, Entry, Race, best_rate, path_length, standings
from pages.optimizers.numbers.surface_race import best_rates, largest_stable_rate, last_values, race_over

NAMES = CAST


def entry(name: str, *losses: float, broken: int | None = None) -> Entry:
    return Entry(make_optimizer(name, 0.1), np.array(losses), 1.0, broken)


# Outcome ------------------------------------------------------------------------------------------------------------


def test_places_are_by_the_last_loss_and_equals_share_one() -> None:
    race = Race((entry("sgd", 4, 3), entry("momentum", 4, 1), entry("adam", 4, 3)), 1, 0.0, 0.25)
    assert [(one.name, one.place) for one in standings(race)] == [("momentum", 1), ("sgd", 2), ("adam", 2)]


def test_what_is_nearly_at_the_lowest_loss_is_level_with_it() -> None:
    race = Race((entry("sgd", 5, 1 + 3e-6), entry("adam", 5, 1), entry("rmsprop", 5, 1 + 5e-6)), 1, 1.0, 0.25)
    assert [one.place for one in standings(race)] == [1, 1, 3]
    assert race.level(race.entries[0]) == race.smallest


def test_who_diverged_is_last_and_has_no_loss() -> None:
    race = Race((entry("sgd", 4, 400, broken=1), entry("adam", 4, 1e300, 1e308)), 2, 0.0, 0.25)
    first, last = standings(race)
    assert (first.name, last.name) == ("adam", "sgd")
    assert last.loss == np.inf
    assert last.broken == 1


def test_when_the_bound_was_reached() -> None:
    race = Race((entry("sgd", 5, 2.1, 2, 3), entry("adam", 5, 4, 4, 2.001), entry("rmsprop", 5, 2, 9, 9)), 3, 1.0, 0.25)
    assert race.bound == 2.0
    assert {one.name: one.reached for one in standings(race)} == {"sgd": 2, "adam": None, "rmsprop": 1}


def test_a_race_that_begins_at_the_minimum() -> None:
    exact = [surface for surface in SURFACES.values() if not surface.gradient(np.array(surface.minima[0])).any()]
    assert len(exact) >= 4
    for surface in exact:
        found = race_over(surface, surface.minima[0], dict.fromkeys(NAMES, 0.1), 20)
        assert {one.place for one in standings(found.race)} == {1}
        assert {one.reached for one in standings(found.race)} == {0}


# Over a surface -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_all_rates_at_once_give_what_each_gives_alone(name, surface) -> None:
    together = last_values(surface, surface.start, name, 25)
    for rate, value in zip(RATE_GRID, together, strict=True):
        alone = descend(surface, surface.start, make_optimizer(name, rate), 25)
        expected = np.inf if alone.broken is not None else alone.value[-1]
        assert value == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_best_rate_is_the_smallest_of_the_lowest() -> None:
    losses = np.full(len(RATE_GRID), 2.0)
    assert best_rate(losses) == RATE_GRID[0]
    losses[[4, 7]] = 1.0
    assert best_rate(losses) == RATE_GRID[4]
    assert best_rate(np.full(len(RATE_GRID), np.inf)) == RATE_GRID[0]


def test_no_rate_of_the_grid_is_better_than_the_best() -> None:
    surface = SURFACES["rosenbrock"]
    for name, best in best_rates(surface, surface.start, 30).items():
        lasts = {}
        for rate in RATE_GRID:
            walk = descend(surface, surface.start, make_optimizer(name, rate), 30)
            lasts[rate] = np.inf if walk.broken is not None else walk.value[-1]
        assert lasts[best] == min(lasts.values())


def test_the_length_of_a_path() -> None:
    assert path_length(np.array([[3.0, 4.0], [0.0, -2.0]])) == 7.0
    assert path_length(np.empty((0, 2))) == 0.0
    assert path_length(np.array([[1e308, 1e308], [1e308, 0.0]])) == np.inf


def test_entries_tell_of_their_walks() -> None:
    surface = SURFACES["ravine"]
    found = race_over(surface, (1.0, 1.0), {"sgd": 100.0, "adam": 0.1}, 300, 0.5)
    for one, walk in zip(found.race.entries, found.walks, strict=True):
        assert np.array_equal(one.loss, walk.value)
        assert one.broken == walk.broken
    assert found.race.entries[0].broken is not None
    assert found.race.entries[0].loss_at(300) == np.inf
    assert found.race.lowest == 0.0


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
def test_the_largest_stable_rate(name, momentum) -> None:
    """Just below it a walk through a valley of constant curvature settles, just above it does not."""
    surface = SURFACES["ravine"]
    limit = largest_stable_rate(name, float(surface.curvature(np.zeros(2))), momentum)
    for share, settles in ((0.98, True), (1.02, False)):
        walk = descend(surface, (0.0, 0.5), make_optimizer(name, share * limit, momentum), 1_500)
        assert bool(walk.value[-1] < walk.value[0]) == settles


# Of a network -------------------------------------------------------------------------------------------------------


def test_a_network_race_is_its_runs() -> None:
    experiment = network_experiment(20, 3)
    found = race_of(experiment, {"nesterov": 0.5, "sgd": 1e6}, 0.7)
    for one, run in zip(found.race.entries, found.runs, strict=True):
        assert np.array_equal(one.loss, run.train_loss)
        assert np.array_equal(run.steps, np.arange(run.updates + 1)), "every loss is known"
        assert run.batches.per_epoch == 1
    assert found.runs[0].experiment.momentum == 0.7
    before, after = found.runs[0].parameters_at(0), found.runs[1].parameters_at(0)
    assert all(np.array_equal(one, other) for one, other in zip(before.weights, after.weights, strict=True))


def test_the_longest_race_still_knows_every_loss() -> None:
    run = train(network_experiment(300, 0))
    assert np.array_equal(run.steps, np.arange(301))


def test_the_best_rates_of_a_network() -> None:
    experiment = network_experiment(15, 0)
    best = best_network_rates(experiment)
    for name in NAMES:
        lasts = [race_of(experiment, {name: rate}).race.entries[0].loss_at(15) for rate in RATE_GRID]
        assert lasts[RATE_GRID.index(best[name])] == pytest.approx(min(lasts), rel=1e-9)


def test_boundaries_are_where_the_prediction_is_one_half() -> None:
    found = race_of(network_experiment(30, 0), {"adam": 0.2})
    seen = boundaries(found, np.array([0, 30]))
    assert len(seen.lines) == 1
    assert len(seen.lines[0]) == 2
    run = found.runs[0]
    for step, lines in zip((0, 30), seen.lines[0], strict=True):
        assert lines
        params, a = run.parameters_at(step), run.data.transform(np.concatenate(lines))
        a = np.tanh(a @ params.weights[0] + params.biases[0])
        z = a @ params.weights[1] + params.biases[1]
        assert np.abs(1 / (1 + np.exp(-z)) - 0.5).max() < 0.03, "between two ticks it is a straight line"
