"""A kept run beside the one of now: losses and predictions."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from backprop.figures.palette import DARK, LIGHT
from backprop.figures.training.comparison.boundaries import two_boundaries
from backprop.figures.training.comparison.losses import two_losses
from tests.figures.runs import is_sound, predict, run_of


def losses_of(*args, **options) -> Any:
    return two_losses(*args, **options)


PLANES = ["circles", "no test part", "relu", "three classes", "two outputs", "wild", "wide plane"]
CURVES = ["sine", "bump", "standardised", "diverged"]


def boundaries(kept: str, now: str, colours=LIGHT) -> Any:
    figure = two_boundaries(run_of(kept), run_of(now), colours)
    assert figure is not None
    return figure


# Losses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "now"), [("circles", "wild"), ("sine", "diverged"), ("iris", "digits"), ("no test part", "circles")]
)
def test_both_losses_of_both_runs_over_their_steps(kept, now):
    figure = losses_of(run_of(kept), run_of(now), LIGHT)
    lines = {line.name: line for line in figure.data}
    for label, run in (("kept", run_of(kept)), ("now", run_of(now))):
        for part, losses in (("training", run.train_loss), ("test", run.test_loss)):
            line = lines.pop(f"{label}, {part}", None)
            if not np.isfinite(losses).any():
                assert line is None
                continue
            assert line is not None
            assert line.line.dash == ("solid" if part == "training" else "5px,3px")
            np.testing.assert_array_equal(line.x, run.steps)
            for shown, loss in zip(line.y, losses, strict=True):
                assert shown == pytest.approx(loss, rel=1e-4) if np.isfinite(loss) else shown is None
    assert not lines
    assert figure.layout.xaxis.range == (0, max(run_of(kept).steps[-1], run_of(now).steps[-1]))


def axis_ends(figure: Any) -> tuple[float, float]:
    low, high = figure.layout.yaxis.range
    return (10**low, 10**high) if figure.layout.yaxis.type == "log" else (low, high)


def test_a_run_that_blows_up_does_not_flatten_the_other():
    kept, now = run_of("sine"), run_of("diverged")
    figure = losses_of(kept, now, LIGHT)
    low, high = axis_ends(figure)
    assert now.train_loss.max() > 1e100
    assert low < kept.train_loss.min()
    assert max(kept.train_loss[0], now.train_loss[0]) < high < 100 * max(kept.train_loss[0], now.train_loss[0])
    assert [a.text for a in figure.layout.annotations[:2]] == ["<b>kept</b>", "<b>now ↑</b>"]


def test_runs_are_named_at_the_ends_of_their_curves():
    for kept, now in product(["circles", "relu", "sine", "digits"], repeat=2):
        figure: Any = losses_of(run_of(kept), run_of(now), DARK)
        first, second, _ = figure.layout.annotations
        assert (first.text, second.text) == ("<b>kept</b>", "<b>now</b>")
        assert (first.x, second.x) == (run_of(kept).steps[-1], run_of(now).steps[-1])
        assert first.font.color != second.font.color
        if abs(first.x - second.x) < 0.2 * figure.layout.xaxis.range[1]:
            assert abs(first.y - second.y) >= 0.0899, "one name never stands on the other"
        for label in (first, second):
            assert -0.01 <= label.y <= 1.1


def test_the_key_tells_of_test_losses_only_if_there_are_any():
    alone, circles = run_of("no test part"), run_of("circles")
    keys = [losses_of(alone, other, LIGHT).layout.annotations[-1].text for other in (alone, circles)]
    assert ["test" in key for key in keys] == [False, True]


def test_a_logarithmic_axis_has_enough_numbers():
    axis: Any = losses_of(run_of("sine"), run_of("diverged"), LIGHT).layout.yaxis
    assert axis.type == "log"
    inside = [value for value in axis.tickvals if axis.range[0] <= np.log10(value) <= axis.range[1]]
    assert len(inside) >= 3
    assert [float(text) for text in axis.ticktext] == list(axis.tickvals)


# Planes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kept", "now"), list(product(PLANES[:4], PLANES)))
def test_planes_stand_side_by_side_with_the_same_ranges(kept, now):
    figure = boundaries(kept, now)
    assert len(figure.data) == 6
    layout = figure.layout
    assert layout.xaxis.range == layout.xaxis2.range
    assert layout.yaxis.range == layout.yaxis2.range
    assert layout.xaxis.domain[1] < layout.xaxis2.domain[0]
    assert [a.text for a in layout.annotations] == ["<b>kept</b>", "<b>now</b>"]
    for key, points in ((kept, figure.data[2]), (now, figure.data[5])):
        x = run_of(key).data.dataset.x
        assert sorted(zip(points.x, points.y, strict=True)) == sorted(map(tuple, x.astype(np.float32)))
        assert layout.xaxis.range[0] < x[:, 0].min() < x[:, 0].max() < layout.xaxis.range[1]
        assert layout.yaxis.range[0] < x[:, 1].min() < x[:, 1].max() < layout.yaxis.range[1]
    assert len(figure.to_json()) < 200_000


@pytest.mark.parametrize("key", PLANES[:4])
def test_the_surface_is_the_prediction_with_the_last_parameters(key):
    run = run_of(key)
    surface = boundaries("circles", key).data[3]
    z = np.asarray(surface.z)
    for row, column in ((0, 0), (10, 50), (30, 30), (60, 12)):
        point = np.array([[surface.x[column], surface.y[row]]], float)
        prediction = predict(run, run.updates, point)[-1][0]
        if len(prediction) == 1:
            assert z[row, column] == pytest.approx(prediction[0], abs=1e-4)
        else:
            k = len(prediction)
            assert int(z[row, column]) == prediction.argmax()
            assert z[row, column] % 1 == pytest.approx(min((prediction.max() * k - 1) / (k - 1), 0.999), abs=1e-4)


@pytest.mark.parametrize("key", ["circles", "three classes", "two outputs"])
def test_the_line_is_where_the_decision_changes(key):
    run = run_of(key)
    line = boundaries(key, "circles").data[1]
    points = np.column_stack([np.asarray(line.x, float), np.asarray(line.y, float)])
    points = points[~np.isnan(points[:, 0])]
    assert len(points) > 10
    prediction = np.sort(predict(run, run.updates, points)[-1], axis=1)
    lead = np.abs(prediction[:, 0] - 0.5) if prediction.shape[1] == 1 else prediction[:, -1] - prediction[:, -2]
    assert np.median(lead) < 0.02
    assert lead.max() < 0.2


def test_training_points_are_filled_and_test_points_hollow():
    run = run_of("circles")
    marker = boundaries("circles", "circles").data[2].marker
    n = len(run.data.rows)
    assert LIGHT.background not in marker.color[:n]
    assert set(marker.color[n:]) == {LIGHT.background}
    labels = run.data.dataset.y[np.concatenate([run.data.rows, run.data.test_rows]), 0]
    assert len(set(zip(marker.symbol, labels, strict=True))) == 2, "symbols tell classes apart as well"


# Curves -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kept", "now"), list(product(CURVES, CURVES)))
def test_fitted_curves_in_one_picture(kept, now):
    figure = boundaries(kept, now, DARK)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [line.name for line in lines] == ["kept", "now"]
    assert lines[0].line.dash != lines[1].line.dash
    low, high = figure.layout.yaxis.range
    for key, line in zip((kept, now), lines, strict=True):
        run = run_of(key)
        if key == "diverged":
            continue
        values = predict(run, run.updates, np.asarray(line.x, float)[:, None])[-1]
        scaler = run.data.target_scaler
        expected = values if scaler is None else values * scaler.scale + scaler.mean
        np.testing.assert_allclose(line.y, expected[:, 0], atol=1e-5)
        assert low < run.data.dataset.y.min() < run.data.dataset.y.max() < high
    points = [trace for trace in figure.data if trace.mode == "markers"]
    same = np.array_equal(run_of(kept).data.dataset.y, run_of(now).data.dataset.y)
    assert len(points) == (1 if same else 2), "the same data are drawn once"


def test_a_probability_over_one_column_is_a_curve_too():
    figure = boundaries("one column, two classes", "one column, two classes")
    assert len(figure.data) == 3
    assert figure.data[0].text[0] == "&lt;b&gt;a&lt;/b&gt;, training"


@pytest.mark.parametrize(("kept", "now"), [("circles", "sine"), ("iris", "iris"), ("digits", "circles")])
def test_other_data_have_no_picture(kept, now):
    assert two_boundaries(run_of(kept), run_of(now), LIGHT) is None


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_are_transparent_fixed_and_sound(colours):
    pairs = [("circles", "three classes"), ("sine", "diverged"), ("wild", "relu")]
    for kept, now in pairs:
        for figure in (losses_of(run_of(kept), run_of(now), colours), boundaries(kept, now, colours)):
            assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
            assert all(axis.fixedrange for axis in figure.select_xaxes())
            assert all(axis.fixedrange for axis in figure.select_yaxes())
            assert is_sound(figure)
