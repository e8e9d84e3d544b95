"""What the lesson draws: the numbers that it was given, and nothing beyond the axes. Never pixels."""

from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.checking.operations import shared_by
from backprop.figures.palette import DARK, LIGHT
from pages.why_backprop.figures import costs, directions, large, reuse, step_size
from pages.why_backprop.numbers import directions as grids
from pages.why_backprop.numbers.growth import GROWING, Growth, counted_growth
from pages.why_backprop.numbers.large import Timed, Trade
from pages.why_backprop.numbers.reuse import over_depth
from pages.why_backprop.numbers.step_size import EXPONENTS, errors
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, COSTS, ONE_SIDED, STRUCTURED, network
from pages.why_backprop.words import seconds_text, short_count, times_text

themes = pytest.mark.parametrize("colours", [LIGHT, DARK])


def within(figure: Any) -> None:
    """Every point of every trace lies on its axes."""
    for trace in figure.data:
        for axis in "xy":
            name = getattr(trace, f"{axis}axis") or axis
            shown = figure.layout[name.replace(axis, f"{axis}axis")]
            values = np.array([v for v in getattr(trace, axis) if v is not None], dtype=float)
            if trace.type == "bar" and axis == "x":
                values = values + (trace.base or 0.0)
            heights = np.log10(values) if shown.type == "log" else values
            low, high = sorted(shown.range)
            assert ((low <= heights) & (heights <= high)).all(), (axis, values)


@themes
@pytest.mark.parametrize("times", [1e-2, 1.0, 1e3])
def test_bars_have_the_lengths_they_say(colours, times):
    counts = dict(zip(COSTS, (1.0, 4.0, 13.0, 25.0, 1e6), strict=True))
    seconds = {BACKPROP: 2e-4, STRUCTURED: 2e-4 * times, ONE_SIDED: 6e-4, CENTRAL: 8e-4}
    figure: Any = costs.times_backprop(list(COSTS), counts, seconds, colours)
    filled, hollow = figure.data
    multiples = {way: each / 2e-4 for way, each in seconds.items()}
    for trace, given in ((filled, counts), (hollow, multiples)):
        for way, length, words in zip(COSTS, trace.x, trace.text, strict=True):
            if way in given:
                assert trace.base + length == pytest.approx(given[way], rel=1e-4)
                assert words.strip() == (
                    f"{times_text(counts[way])} ×" if trace is filled else seconds_text(seconds[way])
                )
            else:
                assert np.isnan(length)
                assert "not computed" in words
    low, high = figure.layout.xaxis.range
    assert low < np.log10(min(1.0, times))
    assert high > np.log10(1e6)


def test_growth_is_drawn_where_it_is_known():
    exact = counted_growth()
    some = Growth(
        exact.parameters, {**exact.found, CENTRAL: np.where(exact.parameters < 1e3, exact.found[CENTRAL], np.nan)}
    )
    figure: Any = costs.growth(some, "multiplications", True, LIGHT)
    within(figure)
    for way, trace in zip(GROWING, figure.data, strict=True):
        known = np.isfinite(some.found[way])
        assert list(trace.x) == some.parameters[known].tolist()
        np.testing.assert_allclose(trace.y, some.found[way][known], rtol=1e-4)
    (note,) = figure.layout.annotations
    assert note.text.count("<sup>") == 3, "too few points for the slope of the fourth"
    (note,) = costs.growth(exact, "seconds", False, LIGHT).layout.annotations
    assert "<sup>" not in note.text
    assert len({trace.line.dash for trace in figure.data}) == len(GROWING), "they differ without colour"


@pytest.mark.parametrize(("width", "layers"), [(1, 1), (4, 2), (8, 6)])
def test_units_show_how_many_paths_share_them(width, layers):
    net = network(width, layers)
    for back in range(net.depth + 1):
        figure: Any = reuse.shared_paths(net, back, LIGHT)
        circles = figure.data[-1]
        shown = [words for words in circles.text if words]
        expected = [
            shared_by(net)[layer] for layer in range(net.depth - back, net.depth) for _ in range(net.sizes[layer + 1])
        ]
        assert len(circles.text) == sum(net.sizes)
        assert len(shown) == len(expected)
        for words, count in zip(shown, expected, strict=True):
            assert words == short_count(count)
        newest = sum(colour == LIGHT.accent for colour in circles.marker.color)
        assert newest == (net.sizes[net.depth - back + 1] if back else 0)
        edges = sum(value is None for value in figure.data[1].x)
        assert edges == sum(fan_in * fan_out for fan_in, fan_out in net.shapes[net.depth - back :])


@pytest.mark.parametrize("width", [1, 4, 8])
def test_both_lines_over_depth_are_on_the_picture(width):
    found = over_depth(width)
    figure: Any = reuse.over_depth(found, 3, LIGHT)
    within(figure)
    for trace, values in zip(figure.data, (found.one_by_one, found.backprop), strict=True):
        np.testing.assert_allclose(trace.y, values, rtol=1e-4)
        assert [size == 12 for size in trace.marker.size] == [count == 3 for count in range(1, 21)]


@pytest.mark.parametrize("reveal", [True, False])
@pytest.mark.parametrize("chosen", [0, 40, len(EXPONENTS) - 1])
def test_errors_are_hidden_until_they_may_be_told(chosen, reveal):
    found = errors(bp.ParameterId(0, 0, 0))
    figure: Any = step_size.error_by_step(found, chosen, reveal, LIGHT)
    within(figure)
    curves = [trace for trace in figure.data if trace.mode == "lines" and len(trace.x) == len(found.h)]
    assert len(curves) == 2 * reveal
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    for trace, values in zip(marks, (found.one_sided_error, found.central_error), strict=True):
        assert trace.x == pytest.approx((found.h[chosen],), rel=1e-4)
        assert trace.y == pytest.approx((values[chosen],), rel=1e-4)


@pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (6, 3), (12, 8)])
@pytest.mark.parametrize("direction", [grids.FORWARD, grids.BACKWARD])
def test_cells_are_filled_pass_by_pass(direction, inputs, outputs):
    values = grids.jacobian(inputs, outputs).by_rows
    needed = grids.passes(direction, inputs, outputs)
    for done in (0, 1, needed):
        figure: Any = directions.filled(values, direction, done, "", LIGHT)
        fills = [shape.fillcolor for shape in figure.layout.shapes]
        assert len(fills) == inputs * outputs
        in_one_pass = inputs * outputs // needed
        assert sum(fill != LIGHT.background for fill in fills) == done * in_one_pass
        assert sum(fill == LIGHT.accent for fill in fills) == min(done, 1) * in_one_pass
        assert sum(bool(words) for words in figure.data[0].text) == (done * in_one_pass if inputs <= 6 else 0)


def test_large_networks_and_trades_are_on_their_axes():
    steps = [Timed(size, size * 1e-8, size * 3e-9, 10 * size) for size in (1_000, 30_000, 1_000_000)]
    figure: Any = large.time_and_memory(steps, LIGHT)
    within(figure)
    assert [list(trace.y) for trace in figure.data] == [
        pytest.approx([step.seconds for step in steps]),
        pytest.approx([step.kept for step in steps]),
        pytest.approx([8 * step.parameters for step in steps]),
    ]
    trades = [Trade(1, 1.0, 1_000, 1.0, 0.0), Trade(2, 3.0, 500, 1.3, 0.0), Trade(8, 0.5, 2_000, 1.3, 0.0)]
    bars: Any = large.memory_for_time(trades, LIGHT)
    within(bars)
    assert [list(trace.x) for trace in bars.data] == [[1.0, 0.5, 2.0], [1.0, 3.0, 0.5]]
    assert list(bars.layout.yaxis.ticktext) == ["everything kept", "k = 2", "k = 8"]
    assert list(bars.data[0].text) == [" 1 kB", " 500 bytes", " 2 kB"]
