"""What the lesson draws: the numbers that it was given. Never pixels."""

from typing import Any

import numpy as np
import pytest

from backprop.figures.palette import DARK, LIGHT
from pages.features.figures import digits as figures
from pages.features.figures.films import cut_ends, maps_film, plane_film
from pages.features.numbers import digits, spirals
from tests.figures.films import assert_all_clickable_take_part, assert_none_is_empty, shown
from tests.landscape.test_contours import area
from tests.pages.features.test_numbers import digits_run, run_of


def pieces(trace: Any) -> list[np.ndarray]:
    """The parts of a line or an area with gaps."""
    points = np.array(
        [(np.nan, np.nan) if x is None or y is None else (x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]
    )
    gaps = np.flatnonzero(np.isnan(points[:, 0]))
    return [part[~np.isnan(part[:, 0])] for part in np.split(points, gaps) if (~np.isnan(part[:, 0])).any()]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_film_of_maps_has_the_area_that_units_are_above_a_level(colours):
    found = spirals.maps(run_of(spirals.MAPS))
    figure: Any = maps_film(found, 0, colours)
    assert_all_clickable_take_part(figure)
    assert_none_is_empty(figure)
    assert figure.steps == tuple(found.film.steps)
    assert len(figure.to_json()) < 1_500_000
    for index in (0, len(found.film) - 1):
        traces = shown(figure, index)
        for layer, a in enumerate(found.a):
            column = [trace for trace in traces if trace["xaxis"] == f"x{layer + 2}"]
            assert len(pieces(column[0])) == a.shape[-1], "a tile for each unit"
            for trace, level in zip(column[1:], (-0.5, 0.0, 0.5), strict=True):
                share = sum(area(piece) for piece in pieces(trace)) / a.shape[-1]
                inside = a[index, :-1, :-1] + a[index, 1:, 1:]
                assert share == pytest.approx(float(np.mean(inside / 2 > level)), abs=0.06)


def test_the_film_of_the_plane_bends_the_grid():
    found = spirals.bent(run_of(spirals.PLANE))
    figure: Any = plane_film(found, 0, LIGHT)
    assert_all_clickable_take_part(figure)
    assert_none_is_empty(figure)
    traces = [trace for trace in shown(figure, 20) if trace["xaxis"] == "x2"]
    lines = pieces(traces[0])
    assert len(lines) == 2 * spirals.LINES
    for line, expected in zip(lines, found.grid[20], strict=True):
        np.testing.assert_allclose(line, expected, atol=6e-4)
    counts = [len(trace["x"]) for trace in traces[1:3]]
    assert counts == [int((found.classes == kind).sum()) for kind in (0, 1)]


@pytest.mark.parametrize(
    "cut", [(1.0, 1.0, 0.0), (0.3, -2.0, 0.5), (1.0, 0.0, 0.2), (0.0, -1.0, 0.2), (1e-9, 5.0, 1.0)]
)
def test_a_cut_is_drawn_where_the_output_is_one_half(cut):
    one, other = cut_ends(cut)
    for a1, a2 in (one, other):
        assert a1 is not None
        assert a2 is not None
        assert cut[0] * a1 + cut[1] * a2 + cut[2] == pytest.approx(0, abs=1e-9)
        assert max(abs(a1), abs(a2)) == pytest.approx(1.12)
    assert one != other


@pytest.mark.parametrize("cut", [(0.0, 0.0, 1.0), (0.1, 0.1, 5.0)])
def test_a_cut_beyond_the_picture_is_not_drawn(cut):
    assert cut_ends(cut) == ((None, None), (None, None))


def test_probes_are_drawn_as_they_are():
    found = digits.probed(digits_run())
    figure: Any = figures.read_in_layers(found, LIGHT)
    pixels, *layers, network = figure.data
    assert set(pixels.y) == {found.inputs}
    for trace, values in zip((*layers, network), (*found.layers, found.network), strict=True):
        np.testing.assert_allclose(trace.y, values, rtol=1e-4)
        assert list(trace.customdata) == found.steps.tolist()
    assert len({trace.line.dash for trace in figure.data}) == 4


def test_the_pictures_are_those_of_the_data():
    run = digits_run()
    found = digits.exciting(run, 2)
    pixels = run.data.dataset.x[found.rows]
    figure: Any = figures.pictures(found, pixels, LIGHT)
    canvas = np.array(figure.data[0].z, dtype=float)
    for place, picture in enumerate(pixels):
        np.testing.assert_array_equal(canvas[:8, 9 * place : 9 * place + 8], picture.reshape(8, 8))
    said = [each.split(": ") for each in figure.data[1].text]
    assert [digit for digit, _ in said] == [str(digit) for digit in found.classes]
    np.testing.assert_allclose([float(a) for _, a in said], found.a, rtol=1e-3)


@pytest.mark.parametrize("chosen", [0, 15])
def test_bars_show_what_is_lost(chosen):
    found = digits.removed(digits_run(), 1)
    figure: Any = figures.lost(found, chosen, LIGHT)
    (bars,) = figure.data
    np.testing.assert_allclose(bars.y, 100 * (found.whole - found.without), rtol=1e-4, atol=1e-12)
    assert [colour == LIGHT.accent for colour in bars.marker.color] == [unit == chosen for unit in range(16)]
    low, high = figure.layout.yaxis.range
    assert low <= min(bars.y) <= max(bars.y) <= high
