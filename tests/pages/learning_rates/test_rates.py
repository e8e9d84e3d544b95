# pyright: reportArgumentType=false
"""Loss against α, local bounds along runs, and maps."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.figures.palette import DARK, LIGHT
from pages.learning_rates.figures.rates import MARKS, Series, bounds, loss_by_rate, loss_range, rate_map
from pages.learning_rates.numbers.local_bound import Bound, bound_along
from pages.learning_rates.words import SIGNS

BASE = bp.Experiment("circles", (4,), samples=60, batch_size=2_000, epochs=40, test_fraction=0.0)


def traces(figure) -> list[Any]:
    return list(figure.data)


RATES = np.geomspace(0.01, 100, 5)
KINDS = ["too slow", "good", "oscillating", "stuck", "diverging"]


def axis_of(figure, name):
    axis = figure.layout[name]
    return axis, [value for value in axis.tickvals if axis.range[0] <= np.log10(value) <= axis.range[1]]


def test_loss_against_rate():
    losses = np.array([0.7, 0.0, 0.01, np.inf, np.nan])
    figure = loss_by_rate([Series("plain", RATES, losses, KINDS)], (0.01, 7.0), LIGHT, bound=2.0)
    curve, bound = traces(figure)
    assert list(curve.y) == [0.7, 0.01, 0.01, 7.0, 7.0]
    assert [said.split("<br>")[1] for said in curve.text] == KINDS
    assert [said.split("<br>")[0] for said in curve.text] == ["0.7", "0", "0.01", "no number", "no number"]
    assert list(bound.x) == [2.0, 2.0]
    outside = loss_by_rate([Series("plain", RATES, losses, KINDS)], (0.01, 7.0), LIGHT, bound=1e4)
    assert len(outside.data) == 1, "a bound that is not on the axis is not drawn"


def test_every_label_has_a_mark_of_its_own_and_words_name_the_same():
    figure = loss_by_rate([Series("plain", RATES, np.ones(5), KINDS)], (0.1, 7.0), LIGHT)
    symbols = dict(zip(KINDS, traces(figure)[0].marker.symbol, strict=True))
    assert len(set(symbols.values())) == len(KINDS) == len(SIGNS)
    shapes = {"▼": "triangle-down", "▲": "triangle-up", "●": "circle", "■": "square", "◆": "diamond"}
    assert {kind: shapes[mark] for kind, mark in MARKS.items()} == symbols


def test_two_ways_are_told_apart_without_colour():
    ways = [Series(name, RATES, np.full(5, loss), KINDS) for name, loss in (("plain", 1.0), ("other", 2.0))]
    for colours in (LIGHT, DARK):
        one, other = traces(loss_by_rate(ways, (0.1, 7.0), colours))
        assert one.line.dash != other.line.dash
        assert (one.line.color, other.line.color) == (colours.accent, colours.negative)


@pytest.mark.parametrize(("low", "high"), [(0.1, 1.0), (1e-5, 1e-4), (1e-5, 1e4), (0.01, 100.0), (1.0, 1_000.0)])
def test_the_axis_of_rates_has_a_few_numbers_that_can_be_read(low, high):
    rates = np.geomspace(low, high, 41)
    figure = loss_by_rate([Series("plain", rates, np.ones(41), ["good"] * 41)], (0.1, 7.0), LIGHT)
    axis, numbers = axis_of(figure, "xaxis")
    assert axis.type == "log"
    assert axis.range[0] < np.log10(low)
    assert axis.range[1] > np.log10(high)
    assert 3 <= len(numbers) <= 8
    assert all(len(said) <= 6 for said in axis.ticktext)
    for value, said in zip(axis.tickvals, axis.ticktext, strict=True):
        assert read(said) == pytest.approx(value)


def read(said):
    """10⁻⁵ and 0.01 as numbers."""
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    lead, _, power = said.rpartition("10") if said[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" else (said, "", "")
    return float(lead.removesuffix("×") or 1) * 10.0 ** int(power.translate(raised) or 0)


def test_the_best_is_said():
    assert Series("plain", RATES, np.array([0.7, 0.1, 0.3, np.nan, np.nan]), KINDS).best == (
        "lowest loss 0.1 at α = 0.1."
    )
    assert Series("plain", RATES, np.full(5, np.nan), KINDS).best == "no loss is a number any more."


def test_the_range_of_losses_holds_all_of_them():
    low, high = loss_range([np.array([[0.7, 0.01, np.nan], [0.6, 0.0, np.inf]])])
    assert low <= 0.01
    assert high == 7.0
    low, high = loss_range([np.array([[0.0, 0.0]])])
    assert 0 < low < high


@pytest.mark.parametrize("rates", [(0.1, 5.0), (5.0, 0.1), (0.1, 0.13), (0.1,), (1e-5, 1e4)])
@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_bounds(dataset, rates):
    base = replace(BASE, dataset=dataset, loss=None, output=None)
    found = [bound_along(bp.train(replace(base, learning_rate=rate)), 5) for rate in rates]
    figure = bounds(found, LIGHT)
    curves, levels = traces(figure)[::2], traces(figure)[1::2]
    assert len(curves) == len(levels) == len(rates)
    axis, numbers = axis_of(figure, "yaxis")
    assert len(numbers) >= 2
    for one, curve, level in zip(found, curves, levels, strict=True):
        np.testing.assert_array_equal(np.array(curve.y, dtype=float), one.values)
        assert list(curve.x) == one.steps.tolist()
        assert list(level.y) == [one.rate] * 2
        ends = np.log10([*one.values[np.isfinite(one.values)], one.rate])
        assert axis.range[0] < ends.min()
        assert ends.max() < axis.range[1]
    if len(rates) == 2:
        below = {level.y[0]: level.textposition for level in levels}
        assert below[min(rates)] == "bottom left", "words of both lines do not meet"
        assert below[max(rates)] == "top left"


def test_a_bound_that_is_not_there_is_a_gap():
    flat = Bound(0.1, np.arange(3), np.array([np.nan, np.nan, np.nan]))
    curve, _ = traces(bounds([flat], LIGHT))
    assert list(curve.y) == [None] * 3


def test_map():
    losses = np.array([[0.1, 1.0, np.nan], [0.0, 2.0, np.inf]])
    kinds = [["good", "too slow", "diverging"], ["good", "stuck", "diverging"]]
    figure = rate_map(np.array([0.1, 1.0, 10.0]), ["4", "16"], "batch size", losses, kinds, 2.0, LIGHT)
    (cells,) = traces(figure)
    shade = np.asarray(cells.z, dtype=float)
    assert np.isfinite(shade).all()
    assert [list(row) for row in cells.text] == [[SIGNS[kind] for kind in row] for row in kinds]
    assert "no number, diverging" in cells.customdata[0][2]
    assert cells.reversescale, "bright is low"
    assert shade[1][0] == shade.min() == cells.zmin, "no loss at all is as bright as any"
    assert shade[0][2] == shade[1][2] == shade.max() == cells.zmax, "and a run that broke as dark as any"


@pytest.mark.parametrize("loss", [0.0, 1.0, 0.7, 1e-300, 1e300, np.nan, np.inf])
def test_a_map_of_one_loss_has_a_scale(loss):
    losses = np.full((2, 3), loss)
    figure = rate_map(np.array([0.1, 1.0, 10.0]), ["4", "16"], "batch size", losses, [["good"] * 3] * 2, loss, LIGHT)
    (cells,) = traces(figure)
    assert cells.zmin < cells.zmax
    assert np.isfinite(np.asarray(cells.z, dtype=float)).all()


def test_one_giant_does_not_make_all_others_alike():
    losses = np.array([[0.01, 0.1, 1e200]])
    figure = rate_map(np.array([0.1, 1.0, 10.0]), ["4"], "batch size", losses, [["good"] * 3], 0.7, LIGHT)
    (cells,) = traces(figure)
    assert (cells.zmin, cells.zmax) == pytest.approx((-2.0, np.log10(0.7)))


def test_nothing_is_bright_where_nothing_was_learned():
    losses = np.array([[0.7, 1e65, np.nan]])
    (cells,) = traces(rate_map(np.array([0.1, 1.0, 10.0]), ["4"], "batch size", losses, [["good"] * 3], 0.7, LIGHT))
    assert (np.asarray(cells.z, dtype=float) >= cells.zmax).all()


@pytest.mark.parametrize("first", [0.7, 0.02, 5.0, 1e6])
@pytest.mark.parametrize("lowest", [1e-9, 1e-3, 0.5])
def test_the_colour_bar_tells_losses_and_that_all_above_the_first_is_darkest(first, lowest):
    losses = np.array([[lowest * first, 0.9 * first, 1e65]])
    (cells,) = traces(rate_map(np.array([0.1, 1.0, 10.0]), ["4"], "batch size", losses, [["good"] * 3], first, LIGHT))
    *places, top = cells.colorbar.tickvals
    *words, end = cells.colorbar.ticktext
    assert top == cells.zmax == pytest.approx(np.log10(first))
    assert end.startswith("≥ ")
    if first < 1000:
        assert float(end.removeprefix("≥ ")) == pytest.approx(first, rel=1e-2)
        numbers = [float(word) for word in words if "10" not in word or "." in word]
        assert all(min(abs(np.log10(number) - np.array(places))) < 1e-9 for number in numbers)
    assert places, "more than its end"
    assert all(cells.zmin <= place < top for place in places)
