"""Small multiples: everything is inside its cell, every trace is in every frame, and lines are those of the runs."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.figures.palette import DARK, LIGHT
from pages.learning_rates.figures.mosaic import mosaic
from pages.learning_rates.numbers.sweep_film import sweep_film
from pages.learning_rates.words import GOOD, SIGNS, pace
from tests.figures.films import assert_none_is_empty

BASE = bp.Experiment("circles", (4,), samples=60, batch_size=2_000, epochs=40, test_fraction=0.0)
SINE = bp.Experiment("sine", (4,), samples=60, batch_size=2_000, epochs=40, test_fraction=0.0)
COUNTS = [1, 2, 6, 12, 32, 64]


@cache
def film_of(dataset, runs, low=0.01, high=1e4):
    base = BASE if dataset == "circles" else SINE
    return sweep_film(bp.sweep(base, np.geomspace(low, high, runs).tolist()))


def labels_of(sweep):
    names = bp.Names(sweep.net)
    curves = zip(sweep.train_loss, sweep.diverged, strict=True)
    return [pace(sweep.steps, losses, broken, names) for losses, broken in curves]


def picture(film, colours=LIGHT, start=0) -> Any:
    return mosaic(film, labels_of(film.sweep), colours, start)


def places(trace):
    return np.stack([np.asarray(trace[axis], dtype=float) for axis in "xy"], axis=-1)


def squares(figure):
    """Left, right, bottom and top of each run's picture, in the order of the runs."""
    border = places(figure.data[0])
    ends = np.flatnonzero(np.isnan(border[:, 0]))
    parts = [part for part in np.split(border, ends) if np.isfinite(part).sum() == 10]
    return [(*np.sort(part[:, 0])[[0, -1]], *np.sort(part[:, 1])[[0, -1]]) for part in map(known, parts)]


def known(part):
    return part[np.isfinite(part).all(axis=1)]


def moving(figure, frame):
    """What a frame moves: the lines, and the dots on the loss curves."""
    changed = [trace for trace in frame.data if trace.x is not None]
    assert len(changed) == 2
    return changed


def test_the_frames_of_the_pictures_are_found():
    found = squares(picture(film_of("circles", 6)))
    assert len(found) == 6
    assert all(right - left == pytest.approx(1) and top - low == pytest.approx(1) for left, right, low, top in found)


@pytest.mark.parametrize("runs", COUNTS)
@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_every_trace_is_in_every_frame_and_there_are_few(dataset, runs):
    film = film_of(dataset, runs)
    figure = picture(film, start=len(film.steps) - 1)
    assert len(figure.data) <= 8, "however many runs there are"
    assert_none_is_empty(figure)
    assert [frame.name for frame in figure.frames] == [str(step) for step in film.steps]
    for frame in figure.frames:
        assert list(frame.traces) == list(range(len(figure.data)))
        assert len(frame.data) == len(figure.data)
    for trace, last in zip(figure.data, figure.frames[-1].data, strict=True):
        if last.x is not None:
            np.testing.assert_array_equal(places(trace), places(last), err_msg="it opens where it is told to")


@pytest.mark.parametrize("runs", COUNTS)
@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_nothing_is_cut_and_no_picture_lies_over_another(dataset, runs):
    figure = picture(film_of(dataset, runs))
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    for trace in [*figure.data, *(trace for frame in figure.frames for trace in moving(figure, frame))]:
        x, y = known(places(trace)).T
        assert ((left <= x) & (x <= right) & (low <= y) & (y <= high)).all()
    found = squares(figure)
    for index, (a, b, c, d) in enumerate(found):
        for e, f, g, h in found[:index]:
            assert b <= e or f <= a or d <= g or h <= c
    across, down = right - left, high - low
    room = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert room >= 0.9 * 930 / across * down, "as high as it is wide at its usual width"


@pytest.mark.parametrize("runs", [6, 64])
@pytest.mark.parametrize("dataset", ["circles", "sine"])
def test_lines_are_those_of_the_film_each_in_its_own_picture(dataset, runs):
    film = film_of(dataset, runs)
    figure = picture(film)
    low, high = np.array(film.ranges).T
    for index, frame in enumerate(figure.frames):
        drawn = known(places(moving(figure, frame)[0]))
        expected = []
        for (left, _, bottom, _), line in zip(squares(figure), film.lines[index], strict=True):
            inside = np.clip((line.reshape(-1, 2) - low) / (high - low), 0.0, 1.0)
            expected.append(inside + np.array([left, bottom]))
        np.testing.assert_allclose(drawn, np.concatenate(expected), atol=1e-5)


def test_dots_are_on_the_loss_curves_and_end_where_a_run_breaks():
    film = film_of("sine", 12, 0.01, 1e6)
    figure = picture(film)
    (curves,) = (trace for trace in figure.data if trace.line.width == 1.5)
    broken = [updates for updates, what in zip(film.sweep.updates, film.sweep.diverged, strict=True) if what]
    assert 0 < len(broken) < 12, "the example is what it was chosen for"
    for index, frame in enumerate(figure.frames):
        dots = places(moving(figure, frame)[1])
        assert len(dots) == 12
        seen = np.isfinite(dots).all(axis=1)
        np.testing.assert_array_equal(seen, np.isfinite(film.sweep.train_loss[:, film.at[index]]))
        for (left, right, bottom, _), dot in zip(squares(figure), dots, strict=True):
            if np.isfinite(dot).all():
                assert left - 1e-6 <= dot[0] <= right + 1e-6
                assert dot[1] < bottom
    line = places(curves)
    first_gap = int(np.flatnonzero(np.isnan(line[:, 0]))[0])
    ends = [places(moving(figure, figure.frames[end])[1])[0] for end in (0, -1)]
    np.testing.assert_allclose(line[[0, first_gap - 1]], ends, atol=1e-5)


def test_a_lower_loss_is_drawn_lower_on_one_scale_for_all():
    film = film_of("circles", 6, 0.01, 1.0)
    figure = picture(film)
    dots = places(moving(figure, figure.frames[-1])[1])
    heights = [dot[1] - bottom for dot, (_, _, bottom, _) in zip(dots, squares(figure), strict=True)]
    assert np.argsort(heights).tolist() == np.argsort(film.sweep.train_loss[:, -1]).tolist()


@pytest.mark.parametrize("runs", [6, 64])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_words_tell_each_rate_and_its_label(runs, colours):
    film = film_of("circles", runs)
    figure, labels = picture(film, colours), labels_of(film.sweep)
    (words,) = (trace for trace in figure.data if trace.mode == "text")
    for said, told, ink, label in zip(words.text, words.hovertext, words.textfont.color, labels, strict=True):
        assert said.endswith(label.kind if runs == 6 else SIGNS[label.kind])
        assert told.endswith(label.sentence)
        assert ink == (colours.text if label.kind == GOOD else colours.muted)


def test_rates_that_are_close_are_told_apart():
    film = film_of("circles", 64, 0.1, 1.0)
    (words,) = (trace for trace in picture(film).data if trace.mode == "text")
    assert len({said.split()[0] for said in words.text}) == 64


@pytest.mark.parametrize("runs", [6, 12, 32, 64])
@pytest.mark.parametrize("low", [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 10.0])
@pytest.mark.parametrize("span", [10.0, 1e4])
def test_the_words_of_neighbours_do_not_touch_where_there_is_least_room(runs, low, span):
    """In the box beside the sidebar of a screen 1280 pixels wide."""
    figure = picture(film_of("circles", runs, low, low * span))
    (words,) = (trace for trace in figure.data if trace.mode == "text")
    left, right = figure.layout.xaxis.range
    apart = places(words)[1, 0] - places(words)[0, 0]
    pixels = apart / (right - left) * (788 - figure.layout.margin.l - figure.layout.margin.r)
    letters = max(len(said.replace("<b>", "").replace("</b>", "")) for said in words.text)
    assert words.textfont.size >= 11
    assert letters * LETTER * words.textfont.size < pixels


LETTER = 0.52
"""How wide a letter is at the most, on average, as a share of its size: as measured in the browser."""


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_are_of_the_palette(colours):
    sent = picture(film_of("circles", 6), colours).to_json()
    other = DARK if colours == LIGHT else LIGHT
    for name in ("text", "muted", "line", "accent"):
        assert getattr(colours, name) in sent
        assert getattr(other, name) not in sent


@pytest.mark.parametrize("losses", ["zero", "huge", "none"])
def test_losses_of_any_size_can_be_drawn(losses):
    film = film_of("circles", 6)
    curve = {"zero": 0.0, "huge": 1e300, "none": np.nan}[losses]
    changed = np.array(film.sweep.train_loss)
    changed[:, 1:] = curve
    if losses == "zero":
        changed[:] = 0.0
    figure = picture(replace(film, sweep=replace(film.sweep, train_loss=changed)))
    (_, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    for trace in figure.data:
        x, y = known(places(trace)).T
        assert (x <= right).all()
        assert ((low <= y) & (y <= high)).all()
