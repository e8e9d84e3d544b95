"""The film of a race: what it draws is what was walked."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from backprop.figures.palette import DARK, LIGHT, Palette
from backprop.landscape.surfaces import SURFACES
from pages.optimizers import figures as race_film
from pages.optimizers.figures import FRAMES, mark
from pages.optimizers.numbers.network_race import network_experiment, race_of
from pages.optimizers.numbers.race import CAST, RATE_GRID
from pages.optimizers.numbers.surface_race import SurfaceRace, race_over
from tests.figures.films import assert_none_is_empty, dots

NAMES = CAST


def surface_film(found: SurfaceRace, start: int, reveal: bool, colours: Palette) -> Any:
    """Figures have more attributes than a type checker knows of."""
    return race_film.surface_film(found, start, reveal, colours)


def over(surface: str = "ravine", rate: float = 0.02, steps: int = 20) -> SurfaceRace:
    ground = SURFACES[surface]
    return race_over(ground, ground.start, dict.fromkeys(NAMES, rate), steps)


SYMBOLS = ["circle", "square", "diamond", "triangle-up", "star"]


def on_the_ground(figure: Any) -> int:
    """Which trace shows where each optimizer is."""
    (place,) = (i for i, trace in enumerate(figure.data) if list(trace.marker.symbol or ()) == SYMBOLS)
    return place


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_it_opens_where_it_is_asked_to(colours) -> None:
    found = over()
    figure = surface_film(found, 7, True, colours)
    ground = figure.data[on_the_ground(figure)]
    for index, (walk, (x, y)) in enumerate(zip(found.walks, dots(figure, figure.data), strict=True)):
        assert (ground.x[index], ground.y[index]) == pytest.approx(tuple(walk.theta[7]), rel=1e-6)
        assert y == pytest.approx(walk.value[7], rel=1e-4)
        assert x == 7


def test_each_frame_is_a_step() -> None:
    found = over()
    figure = surface_film(found, 0, False, LIGHT)
    assert [frame.name for frame in figure.frames] == [str(step) for step in range(21)]
    for step in (0, 3, 20):
        ground = figure.frames[step].data[on_the_ground(figure)]
        places = np.stack([ground.x, ground.y], axis=-1)
        assert places == pytest.approx(np.array([walk.theta[step] for walk in found.walks]), rel=1e-6)


def test_long_races_have_few_frames() -> None:
    figure = surface_film(over(steps=300), 300, True, LIGHT)
    assert len(figure.frames) == FRAMES
    assert figure.frames[-1].name == "300"
    assert len(figure.to_json()) < 800_000


@pytest.mark.parametrize("start", [0, 1, 151, 299, 300])
def test_the_step_to_open_at_has_a_frame_of_its_own(start) -> None:
    figure = surface_film(over(steps=300), start, True, LIGHT)
    assert start in figure.steps
    assert {x for x, _ in dots(figure, figure.data)} == {start}, "and it opens there"


def test_five_walks_differ_without_colour() -> None:
    figure = surface_film(over(), 0, True, LIGHT)
    dashes = {trace.line.dash for trace in figure.data if trace.line.width == 2.5}
    assert len(dashes & {"solid", "9px,4px", "9px,3px,2px,3px", "2px,3px", "5px,3px"}) == 5
    assert len({mark(name) for name in NAMES}) == 5
    (cursor,) = (trace for trace in figure.data if trace.mode == "lines+markers")
    assert [symbol for symbol, size in zip(cursor.marker.symbol, cursor.marker.size, strict=True) if size] == SYMBOLS


def test_what_is_to_come_is_hidden_until_it_may_be_told() -> None:
    def longest(figure: Any) -> int:
        return max(len(trace.x) for trace in figure.data if trace.line.dash == "2px,3px")

    assert longest(surface_film(over(), 0, False, LIGHT)) == 1
    assert longest(surface_film(over(), 0, True, LIGHT)) == 21


@pytest.mark.parametrize(("rate", "reveal"), [(1e-6, True), (1.0, False), (1e6, True)])
@pytest.mark.parametrize("surface", SURFACES)
def test_whatever_the_walks_do_all_numbers_can_be_drawn(surface, rate, reveal) -> None:
    figure = surface_film(over(surface, rate, 40), 40, reveal, LIGHT)
    assert_none_is_empty(figure)
    low, high = figure.layout.yaxis2.range
    axes = [trace.xaxis for trace in figure.data]
    drawn = [*zip(axes, figure.data, strict=True)]
    drawn += [pair for frame in figure.frames for pair in zip(axes, frame.data, strict=True)]
    for on, trace in drawn:
        for axis in ("x", "y"):
            numbers = np.array(
                [value for value in (trace[axis] if trace[axis] is not None else ()) if value is not None]
            )
            assert not np.isinf(numbers.astype(float)).any()
            if on == "x2":
                assert np.isfinite(numbers.astype(float)).all(), "gaps are for paths that leave the ground"
            assert np.nanmax(np.abs(numbers.astype(float)), initial=0.0) < 1e6
    for trace in figure.data:
        if trace.yaxis == "y2" and trace.y is not None:
            heights = np.log10([float(y) for y in trace.y if y is not None])
            assert ((low - 1e-4 <= heights) & (heights <= high + 1e-4)).all()


@pytest.mark.parametrize("surface", SURFACES)
def test_a_step_that_leads_far_away_keeps_its_direction(surface) -> None:
    found = over(surface, 10.0, 8)
    figure = surface_film(found, 8, True, LIGHT)
    dashes = {trace.line.dash: trace for trace in figure.data if trace.mode == "lines" and trace.xaxis == "x"}
    for walk in found.walks:
        drawn = dashes[race_film._LOOKS[walk.optimizer.name][1]]
        line = np.stack([drawn.x, drawn.y], axis=1).astype(float)
        pieces = [(a, b) for a, b in pairwise(line) if np.isfinite([a, b]).all()]
        steps = list(pairwise(walk.theta))
        for a, b in pieces:
            assert min(max(_off(place, *step) for place in (a, b)) for step in steps) < 1e-3


def _off(place, start, end) -> float:
    """How far a place is from the straight line through two others."""
    near = min(start, end, key=lambda each: float(np.abs(each).max()))
    length = float(np.linalg.norm(end - start)) or 1.0
    across, up = (end - start) / length
    return float(abs(across * (place - near)[1] - up * (place - near)[0]))


def test_the_axes_do_not_move_with_the_rate() -> None:
    layouts = [surface_film(over(rate=rate), 0, True, LIGHT).layout for rate in (RATE_GRID[0], 5.0)]
    for axis in ("xaxis", "yaxis", "xaxis2", "yaxis2"):
        assert layouts[0][axis].range == layouts[1][axis].range


def test_labels_do_not_overlap() -> None:
    figure = surface_film(over(), 0, True, LIGHT)
    (labels,) = (trace for trace in figure.data if trace.mode == "text")
    low, high = figure.layout.yaxis2.range
    shares = np.sort((np.log10(np.array(labels.y, dtype=float)) - low) / (high - low))
    assert np.diff(shares).min() > 0.05
    assert list(labels.text) == ["● SGD", "■ Momentum", "◆ Nesterov", "▲ RMSProp", "★ Adam"]


def test_a_start_at_the_minimum() -> None:
    ground = SURFACES["bowl"]
    figure = surface_film(race_over(ground, (0.0, 0.0), dict.fromkeys(NAMES, 0.1), 10), 10, True, LIGHT)
    assert set(figure.data[on_the_ground(figure)].x) == {0.0}


@pytest.mark.parametrize("rate", [0.1, 1e6])
def test_networks_and_their_boundaries(rate) -> None:
    found = race_of(network_experiment(12, 0), {"sgd": rate, "adam": 0.1})
    figure: Any = race_film.network_film(found, 12, True, LIGHT)
    assert len(figure.frames) == 13
    lines = [trace for trace in figure.data if trace.line.width == 3]
    assert len(lines) == 2
    assert figure.layout.yaxis2.type == "log"
