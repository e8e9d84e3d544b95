"""The figures draw the numbers that they are given."""

from typing import Any

import numpy as np
import pytest

from backprop.figures.palette import DARK, LIGHT
from pages.hyperparameters.figures.effects import effects_picture, shares_picture
from pages.hyperparameters.figures.judged import judged_picture
from pages.hyperparameters.figures.luck import luck_picture
from pages.hyperparameters.figures.pairs import pairs_picture
from pages.hyperparameters.figures.parallel import parallel_picture
from pages.hyperparameters.figures.trials import trials_picture
from pages.hyperparameters.figures.tried import tried_picture
from pages.hyperparameters.figures.winners import winners_picture
from pages.hyperparameters.numbers import space
from pages.hyperparameters.numbers.finalists import Finalists
from pages.hyperparameters.numbers.full import AXES
from pages.hyperparameters.numbers.judging import COUNTS, DRAWS, Judged, most_optimism
from pages.hyperparameters.numbers.search import Searches
from pages.hyperparameters.numbers.trials import Trials
from pages.hyperparameters.words.matters import BEST
from tests.pages.hyperparameters.test_words import RATE_TIMES_WIDTH

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK])


def made(settings: tuple[space.Setting, ...], seed: int) -> Trials:
    """Losses of these settings, one of which diverged."""
    losses = np.random.default_rng(seed).uniform(0.2, 9, len(settings))
    losses[3] = np.inf
    return Trials(settings, (seed,) * len(settings), losses, losses, losses + 0.1)


GRID = tuple(made(space.grid(32), seed) for seed in space.SEEDS)
RANDOM = tuple(made(space.at_random(32, seed), seed + 10) for seed in space.SEEDS)
FOUND = Searches(32, GRID, RANDOM)


@BOTH
def test_what_is_tried(colours):
    figure: Any = tried_picture(GRID[0].settings, RANDOM[0].settings, colours)
    points, marks, others, many = figure.data
    np.testing.assert_allclose(sorted(set(points.x)), [-2, 1])
    assert len(marks.x) == 2
    assert len(many.x) == 32
    np.testing.assert_allclose(others.x, np.log10([each.learning_rate for each in RANDOM[0].settings]), atol=1e-3)
    assert [space.WIDTHS[int(place)] for place in others.y] == [each.width for each in RANDOM[0].settings]
    assert "32 learning rates" in figure.layout.annotations[1].text


@BOTH
@pytest.mark.parametrize("choice", space.CHOICES)
def test_each_trial_and_both_winners(colours, choice):
    figure: Any = trials_picture(GRID[1], RANDOM[1], choice, colours)
    assert len(figure.data) == 4
    low, high = figure.layout.yaxis.range
    for trials, dots, ring in zip((GRID[1], RANDOM[1]), figure.data[::2], figure.data[1::2], strict=True):
        assert len(dots.x) == 32
        assert dots.y[3] == pytest.approx(10**high, rel=1e-3), "a run that diverged is drawn at the top"
        assert ring.y[0] == pytest.approx(trials.validation.min(), rel=1e-3)
        assert ring.x[0] == dots.x[trials.best]
        left, right = figure.layout.xaxis.range
        assert all(left < x < right for x in dots.x)
        assert "loss" in dots.text[0]
    assert 10**low < min(GRID[1].validation.min(), RANDOM[1].validation.min())


@BOTH
def test_winners_with_each_seed(colours):
    figure: Any = winners_picture(FOUND, 2, colours)
    _, random, grid, _, random_test, grid_test = figure.data
    np.testing.assert_allclose(random.x, FOUND.validation("random"), rtol=1e-3)
    np.testing.assert_allclose(grid.x, FOUND.validation("grid"), rtol=1e-3)
    np.testing.assert_allclose(random_test.x, FOUND.test("random"), rtol=1e-3)
    np.testing.assert_allclose(grid_test.x, FOUND.test("grid"), rtol=1e-3)
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    (mark,) = figure.layout.shapes
    assert mark.y0 < 2 < mark.y1


@BOTH
def test_effects_and_shares(colours):
    figure: Any = effects_picture(RATE_TIMES_WIDTH, colours)
    lines, dots = figure.data
    medians = [np.median(row) for choice in space.CHOICES for row in RATE_TIMES_WIDTH.values_of(choice)]
    np.testing.assert_allclose(dots.x, medians, rtol=1e-3)
    assert len(figure.layout.yaxis.ticktext) == sum(map(len, AXES))
    assert lines.x[0] <= dots.x[0] <= lines.x[1]
    shares: Any = shares_picture(RATE_TIMES_WIDTH, colours)
    (bars,) = shares.data
    np.testing.assert_allclose(bars.x, [*RATE_TIMES_WIDTH.shares, RATE_TIMES_WIDTH.rest], atol=1e-5)


@BOTH
def test_a_heat_map_has_a_cell_for_each_pair(colours):
    figure: Any = pairs_picture(RATE_TIMES_WIDTH, space.RATE, space.WIDTH, colours)
    (cells,) = figure.data
    np.testing.assert_allclose(10**cells.z, np.outer(AXES[1], AXES[0]), rtol=1e-9)
    assert list(cells.y) == ["2", "6", "16"]
    other: Any = pairs_picture(RATE_TIMES_WIDTH, space.DEPTH, space.BATCH, colours)
    assert (cells.zmin, cells.zmax) == (other.data[0].zmin, other.data[0].zmax)


@BOTH
def test_parallel_coordinates_have_a_line_for_each_setting(colours):
    figure: Any = parallel_picture(RATE_TIMES_WIDTH, colours)
    rest, best, first = figure.data
    counts = [sum(each is None for each in line.x) for line in (rest, best, first)]
    assert counts == [RATE_TIMES_WIDTH.loss.size - BEST, BEST - 1, 1]
    for line in (rest, best, first):
        heights = [each for each in line.y if each is not None]
        assert 0 <= min(heights)
        assert max(heights) <= 1
    assert first.y[5] < min(rest.y[5::7]), "the lowest loss is at the bottom"


@BOTH
def test_luck(colours):
    losses = np.array([np.linspace(0.3, 0.9, 16), np.linspace(0.5, 0.8, 16)])
    found = Finalists(GRID[0].settings[:2], np.array([0.25, 0.7]), losses)
    figure: Any = luck_picture(found, colours)
    runs, middle, search = figure.data
    np.testing.assert_allclose(middle.x, [0.6, 0.65])
    np.testing.assert_allclose(search.x, [0.25, 0.7])
    low, high = figure.layout.xaxis.range
    assert all(low < x <= high for x in runs.x)
    assert list(runs.y) == [0] * 16 + [1] * 16
    assert "1 layer of 2 units" in figure.layout.annotations[0].text


@BOTH
def test_a_winner_promises_and_keeps(colours):
    promised = np.tile(np.linspace(0.3, 0.1, len(COUNTS)), (DRAWS, 1))
    kept = np.full_like(promised, 0.3)
    figure: Any = judged_picture(Judged(100, promised, kept, (0.0, 0.3), 0.4, 0.05), colours)
    band, bound, validation, test = figure.data
    np.testing.assert_allclose(validation.y, promised[0], rtol=1e-3)
    np.testing.assert_allclose(test.y, kept[0], rtol=1e-3)
    np.testing.assert_allclose(bound.y, [0.3 - most_optimism(count, 100) for count in COUNTS[1:]], rtol=1e-3)
    assert len(band.x) == 2 * len(COUNTS)
    assert test.line.dash != validation.line.dash
    few: Any = judged_picture(Judged(10, promised, kept, (0.0, 0.3), 0.4, 0.05), colours)
    assert min(few.data[1].y) == 0
