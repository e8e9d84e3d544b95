# pyright: reportArgumentType=false
"""Pictures of walks downhill: what they show is where the walk is, and nothing jumps while it goes on."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from backprop.figures.landscape.terrain import contour_levels, contour_lines, heights, minima_marks
from backprop.figures.palette import DARK, LIGHT
from backprop.landscape.network_surfaces import ALL, FITS
from backprop.landscape.surfaces import CURVES
from pages.gradient_descent.figures import (
    distance,
    is_outside,
    network_fit,
    seen_ranges,
    walk_on_curve,
    walk_on_map,
    walk_on_solid,
)
from pages.gradient_descent.numbers import walk

GROUND = sorted(key for key, surface in ALL.items() if surface.dimensions == 2)
LINES = sorted(key for key, surface in ALL.items() if surface.dimensions == 1)
RATES = (1e-6, 0.01, 1.0, 1e3)


def data(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def layout(figure: go.Figure) -> Any:
    return figure.layout


def marks(figure: go.Figure) -> dict[tuple[str, float], list[tuple[float, float]]]:
    """Places by what marks them: shape and size."""
    trace = next(trace for trace in data(figure) if isinstance(trace.marker.size, tuple))
    found: dict[tuple[str, float], list[tuple[float, float]]] = {}
    for shape, size, x, y in zip(trace.marker.symbol, trace.marker.size, trace.x, trace.y, strict=True):
        found.setdefault((shape, size), []).append((float(x), float(y)))
    return found


HERE, RING, PROMISE, PAST = ("circle", 15), ("circle", 12), ("diamond", 11), ("circle", 8)


# The ground ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", GROUND)
def test_contour_lines_are_where_the_surface_has_their_height(key):
    surface = ALL[key]
    *_, values = heights(surface)
    levels = contour_levels(values)
    assert (np.diff(levels) > 0).all()
    traces = contour_lines(surface, LIGHT)
    x, y = (np.concatenate([np.array(trace[axis], dtype=float) for trace in traces]) for axis in "xy")
    drawn = np.isfinite(x)
    assert drawn.sum() > 300
    np.testing.assert_array_equal(drawn, np.isfinite(y))
    found = surface.value(np.stack([x, y], axis=-1)[drawn].astype(float))
    off = np.abs(found[:, np.newaxis] - levels).min(axis=1)
    assert np.quantile(off, 0.99) < 0.02 * (levels[-1] - levels[0])
    for axis, (low, high) in zip((x, y), surface.ranges, strict=True):
        assert low - 1e-6 <= axis[drawn].min() < axis[drawn].max() <= high + 1e-6


def test_a_bowl_gets_rings_at_equal_distances():
    *_, values = heights(ALL["bowl"])
    radii = np.sqrt(2 * contour_levels(values))
    inside = radii[radii < 2.9]  # the corners of the square take part of the outer rings
    assert np.ptp(np.diff(inside)) < 0.05


def test_contour_lines_are_light():
    for key in GROUND:
        traces = contour_lines(ALL[key], DARK)
        assert len(traces) == 3
        assert sum(len(trace["x"]) for trace in traces) < 4_000


def test_known_minima_are_marked():
    assert list(minima_marks(ALL["saddle"], LIGHT)["x"]) == [0.0, 0.0]
    assert list(minima_marks(ALL["saddle"], LIGHT)["y"]) == [-1.0, 1.0]
    assert list(minima_marks(ALL["net_two_weights"], LIGHT)["x"]) == []


# The walk -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("key", sorted(ALL))
def test_every_walk_can_be_drawn(key, rate):
    surface = ALL[key]
    found = walk(surface, surface.start, rate, 30)
    for index in {0, found.steps // 2, found.steps}:
        times = distance(surface, found.theta[: index + 2])
        draw = walk_on_curve if surface.dimensions == 1 else walk_on_map
        figure = draw(found, index, times, LIGHT)
        assert len(data(figure)) <= 7
        for trace in data(figure):
            for axis in (trace.x, trace.y):
                numbers = np.array([*axis], dtype=float)
                assert (np.isnan(numbers) | (np.abs(numbers) < 1e12)).all(), "Plotly can draw it"
        if surface.dimensions == 2:
            walk_on_solid(found, index, times, 45, DARK)


def test_the_curve_shows_place_tangent_promise_and_outcome():
    found = walk(ALL["parabola"], (0.0,), 0.1, 3)
    figure = walk_on_curve(found, 1, 1, LIGHT)
    promised = found.value[1] + found.predicted_change[1]
    assert marks(figure) == {
        PAST: [(0.0, 9.0)],
        HERE: [(found.theta[1, 0], found.value[1])],
        PROMISE: [(found.theta[2, 0], promised)],
        RING: [(found.theta[2, 0], found.value[2])],
    }
    _, _, dotted, tangent, step, _ = data(figure)
    np.testing.assert_allclose(np.diff(tangent.y) / np.diff(tangent.x), found.gradient[1])
    np.testing.assert_array_equal([step.x[-1], step.y[-1]], [found.theta[2, 0], promised])
    np.testing.assert_array_equal(dotted.y[-2:], [promised, found.value[2]])


def test_the_ring_on_the_map_is_where_the_step_leads():
    found = walk(ALL["bowl"], (-2.0, 2.0), 0.3, 3)
    assert marks(walk_on_map(found, 2, 1, LIGHT)) == {
        PAST: [tuple(place) for place in found.theta[:2]],
        HERE: [tuple(found.theta[2])],
        RING: [tuple(found.theta[3])],
    }


def test_at_the_end_of_a_broken_walk_there_is_no_next_place():
    for key in ("parabola", "ravine"):
        found = walk(ALL[key], ALL[key].start, 1e3, 400)
        draw = walk_on_curve if key in CURVES else walk_on_map
        assert set(marks(draw(found, found.steps, 8, LIGHT))) == {PAST, HERE}


def test_axes_stay_while_the_walk_is_in_the_picture():
    found = walk(ALL["wells"], (1.6,), 0.1, 40)
    ranges = {
        (layout(figure).xaxis.range, layout(figure).yaxis.range)
        for figure in (walk_on_curve(found, index, 1, LIGHT) for index in range(40))
    }
    assert len(ranges) == 1


def test_a_walk_that_leaves_is_seen_from_further_away():
    surface = ALL["parabola"]
    assert seen_ranges(surface, 1) == surface.ranges
    assert seen_ranges(surface, 2) == ((-7.0, 13.0),)
    found = walk(surface, (0.0,), 1.1, 40)
    seen = [distance(surface, found.theta[: index + 2]) for index in range(40)]
    assert seen[0] == 1
    assert seen[-1] == 8
    assert seen == sorted(seen)
    assert not is_outside(surface, found.theta[0], 1)
    assert is_outside(surface, found.theta[40], 8)


@pytest.mark.parametrize("key", ["parabola", "bowl"])
def test_clicks_find_places_in_the_whole_picture(key):
    surface = ALL[key]
    found = walk(surface, surface.start, 0.1, 2)
    figure = (walk_on_curve if key in CURVES else walk_on_map)(found, 0, 2, LIGHT, clicks=3)
    targets = [trace for trace in data(figure) if trace.hoverinfo != "skip"]
    assert len(targets) == 1, "nothing else hears a click"
    for axis, (low, high) in zip((targets[0].x, targets[0].y), surface.ranges, strict=False):
        assert (min(axis), max(axis)) == (low, high)
    assert targets[0].marker.opacity == 0
    assert layout(figure).hoverdistance == -1
    assert layout(figure).meta == 3


def test_the_solid_picture_turns_and_hides_what_is_outside():
    found = walk(ALL["ravine"], (-2.5, 0.8), 0.1, 30)
    one, other = (walk_on_solid(found, 29, 1, turn, LIGHT) for turn in (0, 90))
    assert layout(one).scene.camera != layout(other).scene.camera
    _, line, _ = data(one)
    assert len(line.x) == sum(not is_outside(ALL["ravine"], place, 1) for place in found.theta[:31])
    assert layout(one).scene.dragmode is False, "a finger scrolls the page"


@pytest.mark.parametrize("key", sorted(FITS))
def test_the_network_beside_its_data(key):
    fit = FITS[key]
    for theta in (np.array(ALL[key].start), np.full(ALL[key].dimensions, 1e9)):
        line, points = data(network_fit(fit, theta, LIGHT))
        np.testing.assert_array_equal(points.x, fit.x[:, 0])
        np.testing.assert_array_equal(points.y, fit.y[:, 0])
        assert not np.isinf(line.y).any()
