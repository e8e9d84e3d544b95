"""Tables: which columns, in which order, and that they hold the engine's numbers with all their digits."""

import csv
from io import StringIO

import numpy as np
import pytest

import backprop as bp
from backprop import tables
from backprop.explain.step.chain import card
from backprop.explain.step.comparison import LossComparison, compare_losses
from backprop.explain.step.moment import Scene
from backprop.explain.step.moments import tape
from backprop.explain.step.quantities import Quantity
from tests.explain.step.helpers import KEYS, scene_of, step_of, told

FACTORS = ["δ", "∂L/∂a", "slope", "input"]
BEFORE, AFTER = ["parameter", "layer", "from", "to", "value"], ["gradient", "finite difference", "update", "new value"]


def checked(step: bp.StepTrace) -> bp.GradientCheck:
    return bp.check_gradients(step.net, step.parameters, step.x, step.y, step.loss_name)


@pytest.mark.parametrize("key", KEYS)
def test_every_parameter_with_where_its_gradient_comes_from(key):
    step = step_of(key)
    sample = len(step.x) - 1
    scene, check = scene_of(key, sample), checked(step)
    frame = tables.parameters(scene, check)
    where = f", sample {sample + 1}" if len(step.x) > 1 else ""
    given = [tables.GIVEN] if key in ("penalty", "clipped") else []
    factors = [f"{factor}{where}" for factor in FACTORS]
    assert list(frame.columns) == [*BEFORE, *factors, *AFTER[:2], *given, *AFTER[2:]]
    ids = list(step.net.parameter_ids())
    assert len(frame) == len(ids) == step.net.parameter_count
    for row, parameter in zip(frame.to_dict("records"), ids, strict=True):
        layer = step.backward[parameter.layer]
        assert row["parameter"] == scene.names.parameter(parameter)
        assert row["layer"] == parameter.layer + 1
        assert (row["from"], row["to"]) == scene.names.ends(parameter)
        assert row["value"] == step.parameters[parameter]
        delta = layer.delta[sample, parameter.target]
        assert row[f"δ{where}"] == delta
        da, slope = row[f"∂L/∂a{where}"], row[f"slope{where}"]
        if np.isfinite(da):
            assert (da, slope) == (layer.da[sample, parameter.target], layer.slope[sample, parameter.target])
            assert da * slope == pytest.approx(delta, rel=1e-9, abs=1e-300)
        else:
            assert np.isnan(slope)
            assert step.net.output == "softmax" or not np.isfinite(layer.da[sample, parameter.target])
        inputs = step.forward[parameter.layer].inputs[sample]
        assert row[f"input{where}"] == (1.0 if parameter.is_bias else inputs[parameter.source])
        assert row["gradient"] == step.gradient[parameter]
        assert row["finite difference"] == check.numeric[parameter] or check.kink[parameter]
        assert row["update"] == step.updates[parameter]
        assert row["new value"] == step.parameters_after[parameter] == row["value"] + row["update"]


@pytest.mark.parametrize("key", ["mazur", "log-loss", "softmax-mse"])
def test_with_one_sample_the_three_factors_are_the_gradient(key):
    frame = tables.parameters(scene_of(key), checked(step_of(key)))
    assert len(step_of(key).x) == 1
    np.testing.assert_allclose(frame["δ"] * frame["input"], frame["gradient"], rtol=1e-13)
    np.testing.assert_allclose(frame["finite difference"], frame["gradient"], rtol=1e-6)
    whole = frame[frame["slope"].notna()]
    np.testing.assert_allclose(whole["∂L/∂a"] * whole["slope"] * whole["input"], whole["gradient"], rtol=1e-12)
    assert len(whole) == (len(frame) if key != "softmax-mse" else 9)


@pytest.mark.parametrize("key", ["log-loss-batch", "softmax-half-sse-batch"])
def test_in_a_batch_the_products_of_all_samples_add_up_to_the_gradient(key):
    step = step_of(key)
    total, frame = np.zeros(step.net.parameter_count), tables.parameters(scene_of(key), checked(step))
    for sample in range(len(step.x)):
        frame = tables.parameters(scene_of(key, sample), checked(step))
        total += frame[f"δ, sample {sample + 1}"] * frame[f"input, sample {sample + 1}"]
        assert not {"δ", "input", "slope"} & set(frame.columns)
    np.testing.assert_allclose(total, frame["gradient"], rtol=1e-12)


@pytest.mark.parametrize("key", ["mazur", "log-loss-batch"])
def test_the_three_factors_have_their_colours(key):
    frame = tables.parameters(scene_of(key), checked(step_of(key)))
    inks = tables.factor_inks(frame, {"upstream": "#111111", "slope": "#222222", "input": "#333333"})
    assert [name.partition(",")[0] for name in inks] == ["∂L/∂a", "slope", "input"]
    assert list(inks.values()) == ["#111111", "#222222", "#333333"]
    assert set(inks) <= set(frame.columns)


def test_with_regularization_the_table_shows_what_the_optimizer_was_given():
    first = bp.EXAMPLES["mazur"].trace()
    rule = bp.sgd(0.5)
    penalty = bp.Regularization(l2=0.01, clip=0.05)
    step = bp.trace_step(first.net, first.parameters, first.x, first.y, first.loss_name, rule, regularization=penalty)
    frame = tables.parameters(scene(step), checked(step))
    assert list(frame.columns) == [*BEFORE, *FACTORS, *AFTER[:2], tables.GIVEN, *AFTER[2:]]
    assert frame[tables.GIVEN].tolist() == [step.given[parameter] for parameter in step.net.parameter_ids()]
    np.testing.assert_allclose(-0.5 * frame[tables.GIVEN], frame["update"], rtol=1e-15)
    assert not np.allclose(frame[tables.GIVEN], frame["gradient"])


def test_no_finite_difference_at_a_kink():
    net = bp.Network((1, 2, 1), "relu", "identity")
    params = bp.Parameters([[[1.0, 1.0]], [[1.0], [1.0]]], [[-1.0, 0.0], [0.0]])
    step = bp.trace_step(net, params, [[1.0]], [[0.0]], "mse")
    frame = tables.parameters(scene(step), checked(step))
    at_kink = frame["finite difference"].isna()
    assert frame["parameter"][at_kink].tolist() == ["w₁₁⁽¹⁾", "b₁⁽¹⁾"]


def scene(step: bp.StepTrace) -> Scene:
    return Scene(step, 0, bp.Names(step.net))


@pytest.mark.parametrize("key", ["mazur", "softmax-cross-entropy", "log-loss-batch"])
def test_the_tape_is_in_order_of_computation(key):
    scene, all_moments = scene_of(key), told(key)
    for index in (0, 7, len(all_moments) - 1):
        entries = tape(all_moments, index)
        frame = tables.tape(scene, entries)
        assert list(frame.columns) == ["#", "phase", "quantity", "value"]
        assert frame["#"].tolist() == list(range(1, len(entries) + 1))
        assert frame["phase"].tolist() == [phase for phase, _ in entries]
        assert frame["value"].tolist() == [scene.value(quantity) for _, quantity in entries]
        assert len(set(frame["quantity"])) == len(frame)


def test_an_empty_tape_has_its_columns():
    frame = tables.tape(scene_of("mazur"), [])
    assert list(frame.columns) == ["#", "phase", "quantity", "value"]
    assert frame.empty


def test_paths_and_their_shares():
    shares = card(scene_of("mazur"), bp.ParameterId(0, 0, 0)).shares
    frame = tables.path_shares(shares)
    assert frame["path"].tolist() == ["w₁ → h₁ → ŷ₁ → L", "w₁ → h₁ → ŷ₂ → L"]
    assert sum(frame["share of the gradient"].tolist()) == pytest.approx(
        step_of("mazur").backward[0].dW[0, 0], rel=1e-14
    )


def test_both_losses_side_by_side():
    scene = scene_of("mazur")
    comparison = compare_losses(scene.step, 0)
    assert isinstance(comparison, LossComparison)
    frame = tables.losses(comparison, scene.names)
    assert list(frame.columns) == [
        "output",
        "prediction ŷ",
        "target y",
        "∂L/∂ŷ, ½ squared",
        "∂L/∂ŷ, Log loss",
        "δ, ½ squared",
        "δ, Log loss",
        "ratio of the δ",
    ]
    assert frame["output"].tolist() == ["ŷ₁", "ŷ₂"]
    np.testing.assert_allclose(frame["ratio of the δ"], frame["δ, ½ squared"] / frame["δ, Log loss"], rtol=1e-15)
    np.testing.assert_array_equal(frame["prediction ŷ"], scene.step.prediction[0])


def test_published_values_beside_recomputed_ones():
    comparisons = bp.EXAMPLES["han-kamber"].compare()
    frame = tables.published(comparisons)
    assert list(frame.columns) == ["quantity", "published", "recomputed", "verdict"]
    assert len(frame) == len(comparisons) > 0
    assert frame["published"].tolist() == [number.printed for number in bp.EXAMPLES["han-kamber"].published]
    assert frame["recomputed"].dtype == np.float64


def test_weights_to_edit_are_found_by_their_address():
    example = bp.EXAMPLES["mazur"]
    frame = tables.weights(example.net, example.parameters, scene_of("mazur").names)
    assert list(frame.columns) == ["parameter", "from", "to", "value"]
    assert frame.index.name == "address"
    assert {address: bp.ParameterId.parse(address) for address in frame.index} == tables.parameter_options(
        scene_of("mazur").names
    )
    for address, value in zip(frame.index, frame["value"], strict=True):
        assert value == example.parameters[bp.ParameterId.parse(str(address))]
    assert dict(zip(frame.index, frame["parameter"], strict=True))["w2.1.1"] == "w₅"


def test_samples():
    step = step_of("softmax-half-sse-batch")
    frame = tables.samples(step.x, step.y, bp.Names(step.net))
    assert list(frame.columns) == ["x₁", "x₂", "x₃", "target ŷ₁", "target ŷ₂", "target ŷ₃", "target ŷ₄"]
    np.testing.assert_array_equal(frame.to_numpy(), np.hstack([step.x, step.y]))


@pytest.mark.parametrize("key", ["mazur", "softmax-mse", "tiny", "large", "adam"])
def test_a_download_keeps_all_digits(key):
    scene = scene_of(key)
    all_moments = told(key)
    for frame in (
        tables.parameters(scene, checked(scene.step)),
        tables.tape(scene, tape(all_moments, len(all_moments) - 1)),
    ):
        header, *rows = csv.reader(StringIO(frame.to_csv(index=False)))
        assert header == list(frame.columns)
        for column, name in enumerate(header):
            read = [row[column] for row in rows]
            if frame[name].dtype.kind == "f":
                np.testing.assert_array_equal([float(value) if value else np.nan for value in read], frame[name])
            else:
                assert read == frame[name].astype(str).tolist()


def test_a_value_beyond_float64_is_in_the_tape_as_infinity():
    """∂L/∂ŷ of a log loss far in saturation; δ beside it is finite."""
    net = bp.Network((1, 1))
    step = bp.trace_step(net, bp.Parameters([[[-800.0]]], [[0.0]]), [[1.0]], [[1.0]], "log_loss")
    frame = tables.tape(scene(step), [("backward", Quantity(kind, 0, 0)) for kind in ("da", "delta")])
    assert frame["value"].tolist() == [-np.inf, -1.0]
