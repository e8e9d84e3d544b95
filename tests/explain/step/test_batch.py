"""A batch: what is of one sample says which one, what is of all of them says so."""

import re

import numpy as np
import pytest

import backprop as bp
from backprop.explain.latex import LINE, width
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.moments import GRANULARITIES, moments
from tests.explain.reader import bold, evaluate, faults, rows_of, sides
from tests.explain.step.helpers import KEYS, scene_of, step_of, told

BATCHES = [key for key in KEYS if len(step_of(key).x) > 1]
each_batch = pytest.mark.parametrize("key", BATCHES)


def one(key: str, granularity: str, phase: str, sample: int = 0) -> list[Moment]:
    return [moment for moment in told(key, granularity, sample) if moment.phase == phase]


# Place --------------------------------------------------------------------------------------------------------------


@each_batch
def test_the_place_says_which_sample_is_seen(key):
    count = len(step_of(key).x)
    sample = count - 1
    for granularity in GRANULARITIES:
        for moment in told(key, granularity, sample):
            kind = moment.main.kind if moment.main else ""
            if kind in ("product", "z", "a", "term", "da", "slope", "delta", "share"):
                assert moment.place.endswith(f" · sample {count} of {count}")
            if kind == "gradient":
                assert moment.place.endswith(f" · all {count} samples")
            if kind == "loss" or moment.phase == "update":
                assert "sample" not in moment.place


def test_with_one_sample_nothing_is_said_of_samples():
    for granularity in GRANULARITIES:
        for moment in told("mazur", granularity):
            assert "sample" not in moment.place
            for part in (moment.symbols, moment.numbers):
                assert "[" not in part.replace(r"\\[1ex]", "").replace(r"\left[", "")


# Loss ---------------------------------------------------------------------------------------------------------------


@each_batch
@pytest.mark.parametrize("granularity", ["phase", "layer"])
def test_the_loss_is_the_mean_of_the_terms_that_stand_above_it(key, granularity):
    step = step_of(key)
    (moment,) = one(key, granularity, "loss")
    per_sample = step.loss_terms.sum(axis=1)
    head, total = moment.numbers.removeprefix(r"\begin{gathered}").removesuffix(r"\end{gathered}").split(r" \\[1ex] ")
    shown = rows_of(head)
    assert [left for left, _ in shown] == [rf"{{\ell}}^{{[{index + 1}]}}" for index in range(len(step.x))]
    for (_, value), term in zip(shown, per_sample, strict=True):
        assert evaluate(value).low <= term <= evaluate(value).high
    ((left, mean, result),) = sides(total)
    assert left == "L"
    assert evaluate(mean).meets(evaluate(result))
    assert bold(total)[-1].low <= step.loss <= bold(total)[-1].high
    assert r"\ell}^{[s]}" in moment.symbols
    assert r"\hat y_k^{[s]}" in moment.symbols or r"{\ell_k}^{[s]}" in moment.symbols
    assert rf"\sum_{{s=1}}^{{{len(step.x)}}}" in moment.symbols


@each_batch
def test_the_loss_does_not_depend_on_the_sample_that_is_seen(key):
    last = len(step_of(key).x) - 1
    for granularity in ("phase", "layer"):
        for first, other in zip(one(key, granularity, "loss"), one(key, granularity, "loss", last), strict=True):
            assert (first.symbols, first.numbers, first.result) == (other.symbols, other.numbers, other.result)


@each_batch
def test_a_term_under_two_sums_has_both_indices(key):
    (moment,) = (moment for moment in one(key, "operation", "loss") if moment.main and moment.main.kind == "loss")
    assert moment.symbols.endswith(rf"\sum_{{s=1}}^{{{len(step_of(key).x)}}} \sum_k {{\ell_k}}^{{[s]}}")


def test_a_large_batch_is_shortened():
    net = bp.Network((1, 1, 1))
    x = np.linspace(0, 1, 30)[:, np.newaxis]
    scene = Scene(bp.trace_step(net, bp.initialize(net, "xavier"), x, x**2, "mse"), 0, bp.Names(net))
    for granularity in ("phase", "layer", "neuron"):
        for moment in moments(scene.step, 0, granularity):
            assert faults(moment.numbers) == []
            assert moment.numbers.count(r"\\") < 40
            if moment.phase == "loss" and granularity != "neuron":
                assert r"\vdots" in moment.numbers
                assert r"{\ell}^{[30]}" in moment.numbers


# Layers -------------------------------------------------------------------------------------------------------------


@each_batch
def test_the_rows_of_a_layer_say_which_sample_they_are_of(key):
    count = len(step_of(key).x)
    sample = count - 1
    for moment in told(key, "layer", sample):
        if moment.phase == "backward" and moment.reveals:
            here = moment.layer + 1
            assert rf"{{\delta^{{({here})}}}}^{{[{count}]}} &= " in moment.numbers
            assert moment.numbers.count(f"^{{[{count}]}}") == 3, "∂L/∂a, slope and δ, but not ∂L/∂W"
            assert rf"\sum_{{s=1}}^{{{count}}}" in moment.symbols
            assert f"of sample {count} = " in moment.result
        if moment.phase == "forward":
            assert moment.numbers.count(f"^{{[{count}]}}") == 2
            assert f"of sample {count} = " in moment.result
    (forward, *_) = told(key, "phase", sample)
    assert forward.numbers.count(f"^{{[{count}]}}") == step_of(key).net.depth + 1


def test_the_phase_begins_with_delta_of_the_output_and_does_not_forget_the_biases():
    for key in KEYS:
        (moment,) = one(key, "phase", "backward")
        depth = step_of(key).net.depth
        assert rf"\delta^{{({depth})}} &= " in moment.symbols
        assert r"\partial L}{\partial b^{(l)}}" in moment.symbols
        assert (r"\delta^{(l)} &= " in moment.symbols) == (depth > 1)
        assert ("_{s=1}" in moment.symbols) == (len(step_of(key).x) > 1)


# Neurons ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for key in KEYS if not key.startswith(("beyond", "wide"))])
def test_a_neuron_shows_every_gradient_as_the_sum_that_it_is(key):
    """∂L/∂w = δ · input, or the sum over the samples, in symbols and with numbers that give the result."""
    scene = scene_of(key)
    checked = 0
    for moment in told(key, "neuron"):
        if moment.phase != "backward" or not moment.main or moment.main.kind != "delta":
            continue
        gradients = [quantity for quantity in moment.reveals if quantity.kind == "gradient"]
        block = moment.numbers.rpartition(r" \\[1ex] ")[2].removesuffix(r"\end{gathered}")
        rows = rows_of(block)
        symbols = rows_of(moment.symbols.rpartition(r" \\[1ex] ")[2].removesuffix(r"\end{gathered}"))
        assert [row[0] for row in rows] == [row[0] for row in symbols]
        for quantity, row, symbol in zip(gradients, rows, symbols, strict=True):
            value = scene.value(quantity)
            assert row[0] == scene.latex(quantity).replace(r"\frac", r"\tfrac")
            assert re.search(r"\\delta_\{", "=".join(symbol[1:]))
            for side in row[1:]:
                assert r"\cdots" in side or evaluate(side).low - 1e-15 <= value <= evaluate(side).high + 1e-15
            checked += 1
    assert checked == scene.step.net.parameter_count


@pytest.mark.parametrize("key", ["log-loss", "log-loss-batch"])
@pytest.mark.parametrize("granularity", ["phase", "layer"])
def test_the_formula_of_the_loss_fits_beside_the_diagram(key, granularity):
    """Both logarithms on one line would be cut at the edge of the column."""
    (moment,) = one(key, granularity, "loss")
    for line in re.split(r"\\\\(?:\[1ex\])?", re.sub(r"\\(?:begin|end)\{\w+\}", "", moment.symbols)):
        assert width(line) <= LINE
