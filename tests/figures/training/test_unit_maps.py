"""The activation of every unit over the plane, against a forward pass at single points."""

from typing import Any

import numpy as np
import pytest

import backprop as bp
from backprop.figures.palette import DARK, LIGHT, palette
from backprop.figures.training.tiles import GAP
from backprop.figures.training.unit_maps import CELLS, unit_maps
from tests.figures.runs import is_sound, predict, run_of

PLANES = ["circles", "linear", "relu", "largest", "mixed", "features", "three classes", "two outputs", "wide plane"]
CURVES = ["sine", "bump", "standardised", "one column, two classes"]


def drawn(key: str, k: int | None = None, colours=LIGHT) -> Any:
    run = run_of(key)
    figure = unit_maps(run, run.updates if k is None else k, colours)
    assert figure is not None
    return figure


def span(values: np.ndarray, reach: float) -> tuple[float, float]:
    middle, half = (values.min() + values.max()) / 2, reach / 2 * 1.16
    return middle - half, middle + half


def ticks(run: bp.Run, count: int) -> list[np.ndarray]:
    x = run.data.dataset.x
    spans = np.ptp(x, axis=0)
    alike = len(spans) == 2 and max(spans) < 1.5 * min(spans)
    return [np.linspace(*span(c, max(spans) if alike else s), count) for c, s in zip(x.T, spans, strict=True)]


def ends(heading: str, values: np.ndarray) -> tuple[float, float]:
    """What the colours of a layer mean, as its heading says."""
    text = heading.split("<br>")[1]
    if text.startswith("±"):
        high = float(text[1:])
        assert np.abs(values).max() <= high * (1 + 1e-12)
        return -high, high
    assert text == "0 … 1"
    return 0.0, 1.0


def headings(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations if "<br>" in a.text]


@pytest.mark.parametrize("key", PLANES)
def test_every_cell_is_the_activation_at_its_place(key):
    run, figure = run_of(key), drawn(key)
    across, up = ticks(run, CELLS)
    z = np.asarray(figure.data[0].z)
    assert z.dtype == np.int8
    marks = figure.data[-1]
    for x, y, (layer, unit) in zip(marks.x, marks.y, marks.customdata, strict=True):
        left, top = round(x - (CELLS - 1) / 2), round(y - (CELLS - 1) / 2)
        points = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
        a = predict(run, run.updates, points)[layer - 1]
        low, high = ends(headings(figure)[layer - 1], a)
        expected = ((a[:, unit - 1] - (low + high) / 2) / ((high - low) / 2) * 127).reshape(CELLS, CELLS)
        tile = z[top : top + CELLS, left : left + CELLS][::-1]  # up is up
        np.testing.assert_allclose(tile, expected, atol=0.51)
    assert (z == GAP).sum() == z.size - len(marks.x) * CELLS**2, "what is between the tiles has no colour"


@pytest.mark.parametrize("key", CURVES)
def test_with_one_column_there_are_curves(key):
    run, figure = run_of(key), drawn(key)
    curve, _, marks = figure.data
    (places,) = ticks(run, 97)
    xs, ys = np.asarray(curve.x).reshape(-1, 98), np.asarray(curve.y).reshape(-1, 98)
    assert np.isnan(xs[:, -1]).all()
    assert len(xs) == len(marks.x) == sum(run.net.sizes[1:])
    layers = predict(run, run.updates, places[:, None])
    for x, y, mx, my, (layer, unit) in zip(xs, ys, marks.x, marks.y, marks.customdata, strict=True):
        a = layers[layer - 1]
        low, high = ends(headings(figure)[layer - 1], a)
        share = (a[:, unit - 1] - (low + high) / 2) / ((high - low) / 2)
        np.testing.assert_allclose(my - y[:-1], share * (CELLS / 2 - 1), atol=1e-4)
        assert x[:-1].min() == pytest.approx(mx - CELLS / 2)
        assert x[:-1].max() == pytest.approx(mx + CELLS / 2)


@pytest.mark.parametrize("key", ["circles", "relu", "mixed", "three classes"])
def test_a_line_runs_where_a_unit_passes_the_middle_of_its_range(key):
    run, figure = run_of(key), drawn(key)
    _, line, _, marks = figure.data
    across, up = ticks(run, CELLS)
    points = np.column_stack([np.asarray(line.x, float), np.asarray(line.y, float)])
    points = points[~np.isnan(points[:, 0])]
    assert len(points)
    seen = 0
    for x, y, (layer, unit) in zip(marks.x, marks.y, marks.customdata, strict=True):
        here = points[(abs(points[:, 0] - x) < CELLS / 2) & (abs(points[:, 1] - y) < CELLS / 2)]
        column, row = here[:, 0] - x + (CELLS - 1) / 2, (CELLS - 1) / 2 - (here[:, 1] - y)
        raw = np.column_stack([np.interp(column, np.arange(CELLS), across), np.interp(row, np.arange(CELLS), up)])
        if len(raw) == 0:
            continue
        a = predict(run, run.updates, raw)[layer - 1][:, unit - 1]
        name = run.net.activations[layer - 1]
        grid = predict(run, run.updates, np.stack(np.meshgrid(across, up), -1).reshape(-1, 2))[layer - 1][:, unit - 1]
        assert np.abs(a - (0.5 if name in ("sigmoid", "softmax") else 0.0)).max() < 0.15 * np.ptp(grid)
        seen += 1
    assert seen >= 3


def test_maps_are_in_the_order_of_the_network_diagram():
    figure = drawn("circles")
    names, marks = figure.data[2], figure.data[-1]
    assert list(names.text) == ["h₁⁽¹⁾", "h₂⁽¹⁾", "h₃⁽¹⁾", "h₄⁽¹⁾", "h₁⁽²⁾", "h₂⁽²⁾", "ŷ₁"]
    columns = {}
    for x, y, (layer, _) in zip(marks.x, marks.y, marks.customdata, strict=True):
        columns.setdefault(layer, []).append((x, y))
    assert [len(column) for column in columns.values()] == [4, 2, 1]
    middles = [np.mean([y for _, y in column]) for column in columns.values()]
    np.testing.assert_allclose(middles, middles[0])
    for column in columns.values():
        assert len({x for x, _ in column}) == 1
        assert [y for _, y in column] == sorted(y for _, y in column)
    assert [heading.split("<br>")[0] for heading in headings(figure)] == [
        *("<b>layer 1</b>", "<b>layer 2</b>", "<b>output</b>")
    ]


def test_of_a_layer_with_many_units_the_first_ones_and_the_last_are_shown():
    figure = drawn("relu")
    assert [unit for layer, unit in figure.data[-1].customdata if layer == 2] == [1, 2, 3, 4, 5, 6, 12]
    assert sum(a.text == "⋮" for a in figure.layout.annotations) == 1


def test_ranges_go_by_the_activation():
    assert [h.split("<br>")[1] for h in headings(drawn("circles"))] == ["±1", "±1", "0 … 1"]
    mixed = [h.split("<br>")[1] for h in headings(drawn("mixed"))]
    assert mixed[0] == mixed[2] == "0 … 1"
    assert mixed[1].startswith("±")


@pytest.mark.parametrize("key", [*PLANES, *CURVES])
def test_few_traces_and_nothing_jumps_from_step_to_step(key):
    first, last = drawn(key, 0), drawn(key)
    assert len(last.data) <= 4
    assert len(last.layout.shapes) <= 2
    assert first.layout.height == last.layout.height <= 700
    for axis in ("xaxis", "yaxis"):
        assert first.layout[axis].range == last.layout[axis].range
        assert last.layout[axis].fixedrange
    assert len(last.to_json()) < 300_000


def test_height_grows_with_the_rows():
    assert drawn("linear").layout.height < drawn("circles").layout.height < drawn("largest").layout.height


def test_data_with_more_columns_have_no_maps():
    assert unit_maps(run_of("iris"), 0, LIGHT) is None


@pytest.mark.parametrize("key", ["diverged", "wild"])
def test_a_run_that_breaks_is_drawn_too(key):
    for k in (0, run_of(key).updates):
        assert is_sound(drawn(key, k, DARK))


def test_another_step_is_refused():
    with pytest.raises(ValueError, match="step is -1"):
        unit_maps(run_of("circles"), -1, LIGHT)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_the_colours_of_the_theme(theme):
    colours = palette(theme)
    figure = drawn("circles", colours=colours)
    used = {colour for _, colour in figure.data[0].colorscale}
    assert used == {"rgba(0,0,0,0)", colours.negative, colours.background, colours.positive}
    assert figure.data[1].line.color == colours.text
    assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
