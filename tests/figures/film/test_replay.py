# pyright: reportArgumentType=false
"""The replay: what its frames move and to where, checked against passes done on their own. Never pixels."""

import json
import re
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.data.features import FEATURES
from backprop.explain.numbers import text
from backprop.explain.training.alt import replay_alt
from backprop.figures.film.network import WIDTHS, trails
from backprop.figures.film.replay import replay
from backprop.figures.network.geometry import geometry
from backprop.figures.palette import DARK, LIGHT
from backprop.film.run_film import CELLS
from backprop.film.run_film import film as film_from
from tests.figures.films import assert_all_clickable_take_part, assert_none_is_empty, dots, played, shown
from tests.film.test_run_film import film_of, run_of, some_frames
from tests.helpers import in_turn
from tests.landscape.test_contours import area

KEYS = (
    "binary",
    "no test",
    "two outputs",
    "classes",
    "squares",
    "regression",
    "table",
    "diverging",
    "diverging at once",
    "zeros",
)
nightly = pytest.mark.nightly
each = pytest.mark.parametrize("key", KEYS)
each_with_or_without_surface = pytest.mark.parametrize(
    ("key", "surface"), in_turn([(key,) for key in KEYS], [(True,), (False,)])
)
BOUNDARY = {"color": LIGHT.text, "width": 2}


@cache
def picture(key: str, surface: bool = True, narrow: bool = False) -> Any:
    return replay(film_of(key), LIGHT, surface, narrow=narrow)


def parsed(figure: Any) -> Any:
    """The figure as the browser gets it; NaN and infinities, which JSON has not, are refused."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} in the JSON")

    return json.loads(figure.to_json(), parse_constant=refuse)


def lines(trace: Any) -> list[list[tuple[float, float]]]:
    """The pieces of a line with gaps."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            pieces.append([])
        else:
            pieces[-1].append((float(x), float(y)))
    return [piece for piece in pieces if piece]


def boundaries(figure: Any) -> list[int]:
    """Where the decision boundary is among the traces."""
    traces = enumerate(figure.data)
    return [i for i, trace in traces if trace.mode == "lines" and trace.line.to_plotly_json() == BOUNDARY]


def network_edges(traces: list[Any], colours=LIGHT) -> list[tuple[Any, float, str]]:
    """(both ends, width, colour) of every edge drawn."""
    nets = [trace for trace in traces if trace["mode"] == "lines" and trace["line"].get("dash") in ("solid", "5px,3px")]
    ours = [trace for trace in nets if trace["line"]["color"] in (colours.positive, colours.negative, colours.line)]
    found = []
    for trace in ours:
        assert (trace["line"]["dash"] == "5px,3px") == (trace["line"]["color"] == colours.negative)
        for piece in lines(trace):
            look = trace["line"]["width"], trace["line"]["color"]
            found += [(tuple(sorted(ends)), *look) for ends in pairwise(piece)]
    return found


# Frames -------------------------------------------------------------------------------------------------------------


@each_with_or_without_surface
def test_every_frame_changes_the_same_traces_and_nothing_else(key, surface):
    figure, film = picture(key, surface), film_of(key)
    assert [frame.name for frame in figure.frames] == [str(step) for step in film.steps]
    first = figure.frames[0]
    for frame in figure.frames:
        assert tuple(frame.traces) == tuple(first.traces)
        assert len(frame.data) == len(frame.traces)
        assert not frame.layout.to_plotly_json(), "axes stay as they are"
        for place, change in zip(frame.traces, frame.data, strict=True):
            assert change.type == figure.data[place].type == "scatter", "anything else would need to be drawn anew"
            assert set(change.to_plotly_json()) <= {"type", "x", "y", "text"}


@each_with_or_without_surface
def test_what_can_be_clicked_takes_part_in_every_frame(key, surface):
    assert_all_clickable_take_part(picture(key, surface))
    assert_none_is_empty(picture(key, surface))


@each
def test_points_that_stand_still_take_no_part(key):
    """They would cost more time than all that moves. What they say is on the axes that cover theirs."""
    film, figure = film_of(key), picture(key)
    marks = [i for i, trace in enumerate(figure.data) if trace.mode == "markers"]
    points = [i for i in marks if len(figure.data[i].x) == len(film.points.y)]
    assert len(points) == bool(film.plane or film.curve)
    assert not {*points} & {*figure.frames[0].traces}
    for place in points:
        (words,) = (trace for trace in figure.data if trace.hovertext is not None)
        assert (figure.data[place].hoverinfo, words.hoverinfo) == ("skip", "text")
        for axis in "xy":
            np.testing.assert_array_equal(words[axis], figure.data[place][axis])
            own, over = (
                figure.layout[trace[f"{axis}axis"].replace(axis, f"{axis}axis")].to_plotly_json()
                for trace in (figure.data[place], words)
            )
            for lies in ("domain", "range", "constrain", "constraintoward"):
                assert own.get(lies) == over.get(lies), "one lies exactly over the other"
            assert ("scaleanchor" in own) == ("scaleanchor" in over)
            assert over["visible"] is False


@pytest.mark.parametrize(("key", "last"), in_turn([(key,) for key in KEYS], [(True,), (False,)]))
def test_it_opens_as_the_frame_that_was_asked_for(key, last):
    film = film_of(key)
    start, index = (int(film.steps[-1]), len(film) - 1) if last else (None, 0)
    figure: Any = replay(film, LIGHT, start=start)
    for trace, expected in zip(figure.data, shown(figure, index), strict=True):
        for part in ("x", "y", "text"):
            assert np.array_equal(np.asarray(trace[part], object), np.asarray(expected.get(part), object))


@each
def test_the_figure_is_valid_json(key):
    for figure in (picture(key), picture(key, False)):
        assert len(parsed(figure)["frames"]) == len(film_of(key))


def test_the_payload_stays_within_its_bound():
    settings = {"samples": 500, "epochs": 40, "optimizer": "adam", "learning_rate": 0.02}
    for dataset in ("spirals", "checkerboard"):
        run = bp.train(bp.Experiment(dataset=dataset, hidden=(8, 8, 8), **settings))
        assert (run.net.sizes, CELLS) == ((2, 8, 8, 8, 1), 41)
        figure = replay(film_from(run), LIGHT)
        assert len(figure.frames) == 72
        parsed(figure)
        assert len(figure.to_json()) <= 1_500_000


@pytest.mark.parametrize(
    "dataset", ["blobs-4", *(pytest.param(name, marks=nightly) for name in ("spirals", "checkerboard"))]
)
@pytest.mark.parametrize("hidden", [(8,) * 6, (64,) * 6])
def test_the_payload_of_the_roughest_surfaces_stays_within_its_bound_too(dataset, hidden):
    settings = {"samples": 2_000, "noise": 0.3, "features": tuple(FEATURES), "initializer": "normal", "epochs": 3}
    run = bp.train(bp.Experiment(dataset, hidden, optimizer="adam", learning_rate=0.03, batch_size=50, **settings))
    assert len(replay(film_from(run), LIGHT).to_json()) <= 1_500_000


@each
def test_marks_are_opaque(key):
    """Plotly makes marks of several sizes paler unless it is told otherwise; then lines shine through the units."""
    for trace in picture(key).data:
        if "markers" in trace.mode and not isinstance(trace.marker.size, int | float):
            assert trace.marker.opacity == 1


# The panels ---------------------------------------------------------------------------------------------------------


@each
def test_every_weight_is_drawn_once_with_its_sign_and_size(key):
    figure, film, run = picture(key), film_of(key), run_of(key)
    places = geometry(run.net)
    for index in some_frames(film):
        params = run.parameters_at(int(film.steps[index]))
        weights = {
            tuple(sorted(places.ends(edge))): float(params.weights[edge[0]][edge[1], edge[2]])
            for edge in places.edges()
        }
        drawn = network_edges(shown(figure, index))
        assert sorted(ends for ends, _, _ in drawn) == sorted(weights)
        for ends, width, colour in drawn:
            sign = np.sign(weights[ends])
            assert colour == {1: LIGHT.positive, -1: LIGHT.negative, 0: LIGHT.line}[sign]
            assert width in WIDTHS
        by_size = sorted(drawn, key=lambda edge: abs(weights[edge[0]]))
        widths = [width for _, width, _ in by_size]
        assert widths == sorted(widths), "a larger weight is never drawn thinner"


def test_one_scale_of_widths_holds_for_the_whole_film():
    run, figure = run_of("binary"), picture("binary")
    places, seen = geometry(run.net), []
    for step, traces in played(figure):
        params = run.parameters_at(step)
        weights = {
            tuple(sorted(places.ends(edge))): abs(float(params.weights[edge[0]][edge[1], edge[2]]))
            for edge in places.edges()
        }
        seen += [(weights[ends], width) for ends, width, _ in network_edges(traces)]
    assert [width for _, width in sorted(seen)] == sorted(width for _, width in seen)


def test_trails_take_every_edge_once_and_few_lines():
    rng = np.random.default_rng(0)
    for size in (0, 1, 2, 10, 64):
        every = [((0.0, float(i)), (1.0, float(j))) for i in range(8) for j in range(8)]
        edges = [every[place] for place in rng.permutation(64)[:size]]
        found = trails(edges)
        walked = [tuple(sorted(ends)) for trail in found for ends in pairwise(trail)]
        assert sorted(walked) == sorted(edges)
        assert len(found) <= 16


@pytest.mark.parametrize("key", ["binary", "no test", "squares"])
def test_the_boundary_is_where_the_prediction_is_one_half(key):
    run, film, figure = run_of(key), film_of(key), picture(key)
    (place,) = boundaries(figure)
    found = 0
    for index in some_frames(film):
        params = run.parameters_at(int(film.steps[index]))
        for piece in lines(shown(figure, index)[place]):
            a = bp.forward(run.net, params, run.data.transform(piece))[-1].a
            np.testing.assert_allclose(a, 0.5, atol=0.05)
            found += len(piece)
    assert found > 20


@pytest.mark.parametrize("key", ["binary", "two outputs", "classes"])
def test_regions_have_the_area_of_what_they_show(key):
    """Against the share of a fine grid of points, each put through the network on its own."""
    run, film, figure = run_of(key), film_of(key), picture(key)
    plane = film.plane
    assert plane is not None
    fills = [i for i, trace in enumerate(figure.data) if trace.fill]
    x, y = (np.linspace(ticks[0], ticks[-1], 161) for ticks in (plane.x, plane.y))
    everywhere = run.data.transform(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
    whole = float(np.ptp(plane.x) * np.ptp(plane.y))
    for index in some_frames(film):
        a = bp.forward(run.net, run.parameters_at(int(film.steps[index])), everywhere)[-1].a
        traces = shown(figure, index)
        shares = [sum(area(np.array(piece, dtype=np.float32)) for piece in lines(traces[i])) / whole for i in fills]
        if a.shape[1] == 1:
            levels = (0.1, 0.3, 0.5, 0.7, 0.9)
            assert shares == [pytest.approx(float(np.mean(a > level)), abs=0.03) for level in levels]
            assert (np.diff(shares) <= 1e-9).all(), "one inside the other"
            (ground,) = figure.layout.shapes
            for axis in "xy":
                ends = ground[f"{axis}0"], ground[f"{axis}1"]
                assert ends == pytest.approx(figure.layout[f"{axis}axis"].range), "everywhere below the lowest level"
            assert ground.fillcolor not in {figure.data[i].fillcolor for i in fills}
        else:
            order = np.sort(a, axis=1)
            lead = np.where(a == order[:, -1:], a - order[:, -2:-1], a - order[:, -1:])
            expected = [
                np.mean((lead[:, k] > -0.01) & (a[:, k] > least - 0.01))
                for k in range(a.shape[1])
                for least in (0.0, 0.6, 0.9)
            ]
            assert shares == [pytest.approx(float(share), abs=0.03) for share in expected]


def test_the_fitted_curve_is_the_prediction():
    film, figure = film_of("regression"), picture("regression")
    assert film.curve is not None
    (place,) = (i for i, trace in enumerate(figure.data) if trace.mode == "lines" and trace.line.width == 4)
    for index in some_frames(film):
        trace = shown(figure, index)[place]
        inside = film.curve.y[index].clip(*figure.layout.yaxis.range)
        np.testing.assert_allclose(trace["y"], inside, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(trace["x"], film.curve.x, rtol=1e-5, atol=1e-6)


def test_a_curve_outside_of_the_picture_runs_along_its_edge():
    run = bp.train(bp.Experiment("sine", (4,), "relu", learning_rate=30.0, samples=40, epochs=5))
    found = film_from(run)
    assert found.curve is not None
    figure: Any = replay(found, LIGHT, True)
    low, high = figure.layout.yaxis.range
    assert np.abs(found.curve.y).max() > 10 * high
    (place,) = (i for i, trace in enumerate(figure.data) if trace.mode == "lines" and trace.line.width == 4)
    for _, traces in played(figure):
        y = np.asarray(traces[place]["y"], dtype=float)
        assert ((low - 1e-6 <= y) & (y <= high + 1e-6)).all()


@pytest.mark.parametrize("key", ["binary", "no test", "classes", "regression"])
def test_each_sample_is_a_point_filled_or_hollow(key):
    film, figure = film_of(key), picture(key)
    (points,) = (trace for trace in figure.data if trace.mode == "markers" and len(trace.x) == len(film.points.y))
    np.testing.assert_allclose(points.x, film.points.x[:, 0], rtol=1e-6, atol=1e-6)
    up = film.points.x[:, 1] if film.plane else film.points.y
    np.testing.assert_allclose(points.y, up, rtol=1e-6, atol=1e-6)
    hollow = np.array(points.marker.color) == LIGHT.background
    np.testing.assert_array_equal(hollow, film.points.test)
    looks = set(zip(film.points.y, points.marker.symbol, strict=True)) if film.plane else set()
    assert len(looks) == len(film.points.classes), "each class has a symbol of its own"
    assert len({symbol for _, symbol in looks}) == len(looks)


@each
def test_the_loss_panel_follows_the_frame(key):
    film, figure = film_of(key), picture(key)
    (cursor,) = (i for i, trace in enumerate(figure.data) if trace.mode == "lines+markers+text")
    axis = figure.layout[figure.data[cursor].yaxis.replace("y", "yaxis")]
    ends = 10.0 ** np.array(axis.range) if axis.type == "log" else axis.range
    for index in some_frames(film):
        traces, step = shown(figure, index), film.steps[index]
        trace = traces[cursor]
        assert lines(trace)[0] == [(step, pytest.approx(end)) for end in ends], "from the bottom to the top"
        losses = [film.train_at[index], film.test_at[index]][: 1 + film.has_test]
        for (at, ours), theirs in zip(dots(figure, traces), losses, strict=True):
            assert at == step
            assert ours is None if np.isnan(theirs) else ours == pytest.approx(theirs, rel=1e-4)
        (said,) = filter(None, trace["text"])
        assert text(float(film.train_at[index]), 3) in said
        assert ("test" in said) == film.has_test


@each
def test_a_click_on_the_loss_curve_finds_a_step(key):
    film, figure = film_of(key), picture(key)
    assert figure.layout.clickmode == "event+select"
    targets = [trace for trace in figure.data if trace.customdata is not None]
    assert len(targets) == 1
    (trace,) = targets
    assert tuple(trace.customdata) == tuple(trace.x)
    assert {0, int(film.steps[-1])} <= set(trace.customdata)
    assert set(trace.customdata) <= set(film.loss_steps.tolist())
    at = dict(zip(film.loss_steps.tolist(), film.train_loss, strict=True))
    for step, name, value in zip(trace.customdata, trace.text, trace.y, strict=True):
        if name == "training":
            assert value == pytest.approx(at[step], rel=1e-4)
    assert trace.selected.marker.opacity == trace.unselected.marker.opacity == 1


@each
def test_gradient_bars_have_the_size_of_the_gradient(key):
    film, figure = film_of(key), picture(key)
    (bars,) = (i for i, trace in enumerate(figure.data) if trace.marker.symbol == "line-ew")
    axis = figure.layout[figure.data[bars].yaxis.replace("y", "yaxis")]
    floor = 10.0 ** axis.range[0] if axis.type == "log" else axis.range[0]
    for index in some_frames(film):
        trace = shown(figure, index)[bars]
        assert trace["y"][::3] == [pytest.approx(floor)] * film.net.depth, "bars stand on the axis"
        assert [bool(size) for size in trace["marker"]["size"]] == [False, True, False] * film.net.depth
        assert [bool(words) for words in trace["text"]] == [False, True, False] * film.net.depth
        heights, words = trace["y"][1::3], trace["text"][1::3]
        for ours, said, theirs in zip(heights, words, film.gradient_sizes[index], strict=True):
            assert said.endswith(f"<br>{text(float(theirs), 4)}")
            if ours is None:
                assert theirs == 0, "a gradient of 0 has no bar"
                continue
            assert ours == pytest.approx(theirs, rel=1e-4)
            low, high = axis.range
            assert low <= (np.log10(ours) if axis.type == "log" else ours) <= high


# The whole ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "narrow"), in_turn([(key,) for key in KEYS], [(False,), (True,)]))
def test_all_ranges_are_fixed_and_all_numbers_finite(key, narrow):
    layout = picture(key, True, narrow).layout
    for name in layout:
        if name.startswith(("xaxis", "yaxis")):
            axis = layout[name]
            assert len(axis.range) == 2
            assert np.isfinite(axis.range).all()
            assert axis.range[0] < axis.range[1]
            assert axis.fixedrange
            assert not axis.overlaying


@each
def test_a_loss_is_always_within_its_axis(key):
    film, figure = film_of(key), picture(key)
    (trace,) = (trace for trace in figure.data if trace.customdata is not None)
    axis = figure.layout[trace.yaxis.replace("y", "yaxis")]
    losses = np.concatenate([film.train_loss, film.test_loss[np.isfinite(film.test_loss)]])
    shown_at = np.log10(losses) if axis.type == "log" else losses
    assert axis.range[0] <= shown_at.min() <= shown_at.max() <= axis.range[1]


@pytest.mark.parametrize(("key", "scale"), [("binary", "linear"), ("classes", "log"), ("diverging", "log")])
def test_the_loss_axis_is_logarithmic_where_losses_span_much(key, scale):
    film, figure = film_of(key), picture(key)
    spread = film.train_loss.max() / film.train_loss.min()
    assert (spread > 20) == (scale == "log"), "the example is what it was chosen for"
    (trace,) = (trace for trace in figure.data if trace.customdata is not None)
    assert (figure.layout[trace.yaxis.replace("y", "yaxis")].type or "linear") == scale


@pytest.mark.parametrize(("key", "narrow"), in_turn([(key,) for key in KEYS], [(False,), (True,)]))
def test_nothing_lies_over_anything_else(key, narrow):
    """Panels, titles and axes in pixels from top to bottom."""
    layout = picture(key, True, narrow).layout
    margin = layout.margin
    inner = layout.height - margin.t - margin.b
    rows = sorted({tuple(layout[name].domain) for name in layout if name.startswith("yaxis")}, reverse=True)
    for (low, _), (_, high) in pairwise(rows):
        lines = max(note.text.count("<br>") + 1 for note in layout.annotations if note.y == high)
        assert (low - high) * inner >= 40 + 18 * lines, "room for an axis with its title, and for a panel's title"
    assert rows[0][1] == pytest.approx(1)
    assert rows[-1][0] == pytest.approx(0)
    lines = max(note.text.count("<br>") + 1 for note in layout.annotations if note.y == pytest.approx(1))
    assert margin.t >= 18 * lines, "room for the titles of the first row"
    assert margin.b >= 40, "room for an axis with its title"


def test_the_player_finds_what_it_needs_and_nobody_sees_it():
    film, figure = film_of("binary"), picture("binary")
    assert figure.steps == tuple(film.steps)
    assert [frame.name for frame in figure.frames] == [str(step) for step in film.steps]
    assert not figure.layout.sliders
    assert figure.layout.transition.duration is None
    ((button,),) = [menu.buttons for menu in figure.layout.updatemenus]
    assert (button.method, button.label) == ("animate", "")
    (menu,) = figure.layout.updatemenus
    for colour in (menu.bgcolor, menu.bordercolor, menu.font.color):
        assert colour == "rgba(0,0,0,0)"


def test_both_themes_and_both_widths_show_the_same_numbers():
    film = film_of("binary")
    figures = [replay(film, colours, narrow=narrow) for colours in (LIGHT, DARK) for narrow in (True, False)]
    for figure in figures[1:]:
        for ours, theirs in zip(figure.frames[-1].data, figures[0].frames[-1].data, strict=True):
            assert parsed(ours) == parsed(theirs)
    assert len(network_edges(shown(figures[2], -1), DARK)) == 4 * 2 + 2 * 4 + 2


def test_without_a_surface_the_boundary_is_still_there():
    full, bare = picture("binary", True), picture("binary", False)
    assert not [trace for trace in bare.data if trace.fill]
    assert len(full.data) - len(bare.data) == 5
    assert not bare.layout.shapes
    assert len(boundaries(bare)) == len(boundaries(full)) == 1


# In words -----------------------------------------------------------------------------------------------------------


@each
def test_the_words_say_what_the_frame_shows(key):
    film, run = film_of(key), run_of(key)
    for index in some_frames(film):
        said = replay_alt(film, index)
        assert f"step {film.steps[index]} of {film.steps[-1]}" in said
        assert " - ".join(map(str, run.net.sizes)) in said
        assert text(float(film.train_at[index]), 3) in said
        assert ("Test loss" in said) == film.has_test
        assert ("diverges" in said) == (run.diverged is not None)
        assert ("over the plane" in said) == (film.plane is not None)
        if film.plane:
            shares = [int(share) for share in re.findall(r"on (\d+) %", said)]
            a = film.plane.prediction[index]
            winner = a.argmax(axis=-1) if a.shape[-1] > 1 else (a[..., 0] > 0.5).astype(int)
            counts = np.bincount(winner.ravel(), minlength=len(film.points.classes))
            assert shares == [round(100 * count / winner.size) for count in counts.tolist()]
