"""Two films in one figure: each side is its own film, and both losses are on one axis."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.figures.film.data import data_panel
from backprop.figures.palette import DARK, LIGHT
from backprop.film.run_film import film
from backprop.losses import LOSSES
from pages.learning_rates.figures.duel import duel, longer_of, side
from tests.figures.films import assert_all_clickable_take_part, assert_none_is_empty, dots, played, shown

CIRCLES = bp.Experiment("circles", (4,), samples=60, batch_size=2_000, epochs=40, test_fraction=0.0)
SINE = bp.Experiment("sine", (4,), samples=60, batch_size=2_000, epochs=40, test_fraction=0.0)
PAIRS = {
    "both to the end": (CIRCLES, 0.1, 2.0),
    "the same twice": (CIRCLES, 0.5, 0.5),
    "one breaks": (SINE, 0.1, 1e6),
    "both break": (SINE, 1e5, 1e6),
    "no hidden layer": (replace(CIRCLES, hidden=()), 0.1, 1e3),
}
each = pytest.mark.parametrize("pair", PAIRS)


@cache
def films(pair):
    base, *rates = PAIRS[pair]
    return tuple(film(bp.train(replace(base, learning_rate=rate)), 12) for rate in rates)


def picture(pair, colours=LIGHT, start=0, ahead=True) -> Any:
    one, other = (side(each, colours) for each in films(pair))
    return duel((one, other), ("one", "the other"), start, colours, ahead)


def same(ours, theirs):
    for axis in "xy":
        if axis in theirs and theirs[axis] is not None:
            expected = np.asarray(theirs[axis] if len(theirs[axis]) else [None], object)
            np.testing.assert_array_equal(np.asarray(ours[axis], object), expected)


@each
def test_each_side_shows_its_own_film_and_stands_still_at_its_end(pair):
    figure = picture(pair)
    longer = max(films(pair), key=lambda one: int(one.steps[-1]))
    assert [int(frame.name) for frame in figure.frames] == longer.steps.tolist()
    begin = 0
    for one in films(pair):
        panel = data_panel(one, LIGHT, surface=True, narrow=False)
        assert panel is not None
        for step, traces in played(figure):
            at = int(np.flatnonzero(one.steps <= step)[-1])
            for trace, part in zip(traces[begin + len(panel.below) :], panel.parts, strict=False):
                same(trace, part.at(at))
        begin += len(panel.below) + len(panel.parts) + len(panel.above)
    assert list(figure.data[begin : begin + 3]) == losses(figure.data), "two loss curves and a cursor"


@each
@pytest.mark.parametrize("ahead", [True, False])
def test_what_can_be_clicked_takes_part_in_every_frame(pair, ahead):
    figure = picture(pair, ahead=ahead)
    assert_all_clickable_take_part(figure)
    assert_none_is_empty(figure)
    assert figure.layout.clickmode is None, "there is nothing to choose, and a click must not fade the rest"


@each
def test_dots_stand_on_the_losses(pair):
    figure = picture(pair)
    for step, traces in played(figure):
        for (x, y), one in zip(dots(figure, traces), films(pair), strict=True):
            at = int(np.flatnonzero(one.steps <= step)[-1])
            assert x == one.steps[at]
            assert y == pytest.approx(min(one.train_at[at], cap(pair)), rel=1e-4)


def losses(traces):
    """Both curves and the cursor."""
    return [trace for trace in traces if trace["yaxis"] == "y3"]


def cap(pair):
    """What is too large is drawn here."""
    return 30 * max(one.train_at[0] for one in films(pair))


@each
def test_all_losses_are_on_the_axis_and_what_is_too_large_at_its_top(pair):
    figure = picture(pair)
    axis = figure.layout.yaxis3
    assert axis.fixedrange
    for trace, one in zip(losses(figure.data)[:2], films(pair), strict=True):
        y = np.array([np.nan if value is None else value for value in trace.y], dtype=float)
        heights = np.log10(y) if axis.type == "log" else y
        assert ((axis.range[0] <= heights) & (heights <= axis.range[1]))[np.isfinite(y)].all()
        assert list(trace.x) == one.loss_steps.tolist()
        np.testing.assert_allclose(y, np.minimum(one.train_loss, cap(pair)), rtol=1e-4)


def test_a_curve_that_is_still_to_come_can_be_hidden():
    figure = picture("both to the end", ahead=False, start=0)
    for step, traces in played(figure):
        for trace in losses(traces)[:2]:
            assert max(trace["x"]) == step
    assert len(losses(figure.data)[0].x) == 1
    whole = picture("both to the end", ahead=False, start=40)
    assert max(losses(whole.data)[0].x) == 40


@each
def test_it_opens_at_the_nearest_picture(pair):
    longer = max(films(pair), key=lambda one: int(one.steps[-1]))
    for start in (0, 3, 25, 40, 1_000):
        figure = picture(pair, start=start)
        nearest = int(np.abs(longer.steps - start).argmin())
        for trace, moved in zip(figure.data, shown(figure, nearest), strict=True):
            same(trace, moved)


@each
def test_the_longer_one_is_found_on_either_side(pair):
    one, other = (side(each, LIGHT) for each in films(pair))
    last = max(int(film.steps[-1]) for film in films(pair))
    assert int(longer_of(one, other).film.steps[-1]) == int(longer_of(other, one).film.steps[-1]) == last


def test_titles_and_legend():
    figure = picture("both to the end")
    one, other, loss = (note.text for note in figure.layout.annotations)
    assert (one, other) == ("<b>one</b>", "<b>the other</b>")
    assert LOSSES["log_loss"].title in loss
    assert all(f"{sign} {title}" in loss for sign, title in (("──", "one"), ("– –", "the other")))
    solid, dashed = (trace.line for trace in losses(figure.data)[:2])
    assert (solid.color, dashed.color) == (LIGHT.accent, LIGHT.negative)
    assert solid.dash != dashed.dash, "told apart without colour as well"


def test_all_panels_are_in_one_row_and_none_over_another():
    layout = picture("both to the end").layout
    rows = [layout[f"yaxis{mark}"].domain for mark in ("", "2", "3")]
    assert len(set(rows)) == 1
    ends = [end for mark in ("", "2", "3") for end in layout[f"xaxis{mark}"].domain]
    assert ends == sorted(ends)


def test_both_themes_show_the_same_numbers():
    light, dark = picture("both to the end"), picture("both to the end", DARK)
    for ours, theirs in zip(light.frames[-1].data, dark.frames[-1].data, strict=True):
        same(ours, {axis: theirs[axis] for axis in "xy"})
    for name in ("text", "accent", "negative"):
        assert getattr(LIGHT, name) not in dark.to_json()


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="film"):
        side(film(bp.train(bp.Experiment("iris", (2,), epochs=1)), 3), LIGHT)
