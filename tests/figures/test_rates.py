"""The figures of the lesson on learning rates: small multiples, two films in one, loss against α, bounds, maps."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.explain.pace import SIGNS, pace
from backprop.figures.duel import duel, side
from backprop.figures.mosaic import mosaic
from backprop.figures.rates import Series, bounds, loss_by_rate, loss_range, rate_map
from backprop.film import film
from backprop.local_bound import bound_along
from backprop.palette import DARK, LIGHT
from backprop.sweep_film import sweep_film

BASE = bp.Experiment("circles", (4,), samples=60, batch_size=2_000, epochs=40, test_fraction=0.0)


def traces(figure) -> list[Any]:
    return list(figure.data)


def labels_of(sweep):
    names = bp.Names(sweep.net)
    curves = zip(sweep.train_loss, sweep.diverged, strict=True)
    return [pace(sweep.steps, losses, broken, names) for losses, broken in curves]


@pytest.mark.parametrize("runs", [1, 6, 12, 32, 64])
@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_small_multiples(runs, dataset):
    sweep = bp.sweep(replace(BASE, dataset=dataset, loss=None, output=None), np.geomspace(0.01, 1e4, runs))
    pictures = sweep_film(sweep)
    figure = mosaic(pictures, labels_of(sweep), LIGHT, len(pictures.steps) - 1)
    assert len(figure.data) <= 8, "however many runs there are"
    assert [frame.name for frame in figure.frames] == [str(step) for step in pictures.steps]
    for frame in figure.frames:
        assert list(frame.traces) == list(range(len(figure.data)))
        assert len(frame.data) == len(figure.data)
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    for trace in traces(figure):
        x, y = (np.asarray(values, dtype=float) for values in (trace.x, trace.y))
        known = np.isfinite(x) & np.isfinite(y)
        assert ((left <= x[known]) & (x[known] <= right) & (low <= y[known]) & (y[known] <= high)).all()
    words = next(trace for trace in traces(figure) if trace.mode == "text")
    assert len(words.text) == runs


def test_small_multiples_move():
    sweep = bp.sweep(BASE, (0.5, 1.0))
    figure = mosaic(sweep_film(sweep), labels_of(sweep), DARK)
    first, last = figure.frames[0], figure.frames[-1]
    moved = [index for index in range(len(first.data)) if first.data[index] != last.data[index]]
    assert len(moved) == 2, "boundaries and cursors, and nothing else"


@pytest.mark.parametrize("ahead", [True, False])
def test_two_films_in_one(ahead):
    runs = [bp.train(replace(BASE, learning_rate=rate)) for rate in (0.1, 2.0)]
    films = tuple(film(run, 12) for run in runs)
    figure = duel((side(films[0], LIGHT), side(films[1], LIGHT)), ("α = 0.1", "α = 2"), 40, LIGHT, ahead)
    assert [frame.name for frame in figure.frames] == [str(step) for step in films[0].steps]
    notes = [note.text for note in figure.layout.annotations]
    assert any("α = 0.1" in note for note in notes)
    assert any("α = 2" in note for note in notes)
    start = figure.frames[0]
    if not ahead:
        assert all(len(trace.x) <= 2 for trace in start.data[-4:]), "nothing that is still to come"


def test_a_film_that_ends_early_stands_still():
    sine = replace(BASE, dataset="sine", loss=None, output=None)
    films = tuple(film(bp.train(replace(sine, learning_rate=rate)), 12) for rate in (0.1, 1e6))
    assert films[1].steps[-1] < films[0].steps[-1]
    figure = duel((side(films[0], LIGHT), side(films[1], LIGHT)), ("one", "other"), 0, LIGHT)
    assert len(figure.frames) == len(films[0].steps)


def test_films_without_a_picture_are_refused():
    with pytest.raises(ValueError, match="film"):
        side(film(bp.train(bp.Experiment("iris", (2,), epochs=1)), 3), LIGHT)


def test_loss_against_rate():
    rates = np.geomspace(0.01, 100, 5)
    losses = np.array([0.7, 0.1, 0.01, np.inf, np.nan])
    kinds = ["too slow", "good", "good", "diverging", "diverging"]
    figure = loss_by_rate([Series("plain", rates, losses, kinds)], (0.01, 7.0), LIGHT, bound=2.0)
    curve, bound = traces(figure)
    assert list(curve.y) == [0.7, 0.1, 0.01, 7.0, 7.0]
    assert "no number" in curve.text[-1]
    assert list(bound.x) == [2.0, 2.0]
    outside = loss_by_rate([Series("plain", rates, losses, kinds)], (0.01, 7.0), LIGHT, bound=1e4)
    assert len(outside.data) == 1, "a bound that is not on the axis is not drawn"


def test_the_range_of_losses_holds_all_of_them():
    low, high = loss_range([np.array([[0.7, 0.01, np.nan], [0.6, 0.0, np.inf]])])
    assert low <= 0.01
    assert high == 7.0
    low, high = loss_range([np.array([[0.0, 0.0]])])
    assert 0 < low < high


def test_bounds():
    runs = [bp.train(replace(BASE, learning_rate=rate)) for rate in (0.1, 5.0)]
    found = [bound_along(run, 5) for run in runs]
    figure = bounds(found, LIGHT)
    assert len(figure.data) == 4
    low, high = figure.layout.yaxis.range
    for one in found:
        assert low <= np.log10(one.rate) <= high


def test_map():
    losses = np.array([[0.1, 1.0, np.nan], [0.0, 2.0, np.inf]])
    kinds = [["good", "too slow", "diverging"], ["good", "stuck", "diverging"]]
    figure = rate_map(np.array([0.1, 1.0, 10.0]), ["4", "16"], "batch size", losses, kinds, LIGHT)
    (cells,) = traces(figure)
    assert np.isfinite(np.asarray(cells.z, dtype=float)).all()
    assert [list(row) for row in cells.text] == [[SIGNS[kind] for kind in row] for row in kinds]
    assert "no number, diverging" in cells.customdata[0][2]
