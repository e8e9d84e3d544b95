"""Every number of `tests/golden/worked_examples.json`, computed outside this project, to 1e-12."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import backprop as bp
from tests.helpers import arrays, assert_same

CASES = json.loads((Path(__file__).parents[1] / "golden" / "worked_examples.json").read_text(encoding="utf-8"))
BY_NAME = {case["name"]: case for case in CASES}
EVERY = pytest.mark.parametrize("name", BY_NAME)
TOLERANCE = 1e-12
PUBLISHED = {"mazur": "mazur", "han-kamber": "han-kamber", "backprop-explainer": "linear-neuron"}
"""Cases that are published examples of ours."""


@cache
def trace(name: str) -> bp.StepTrace:
    case = BY_NAME[name]
    net = bp.Network(case["sizes"], case["hidden"], case["output"])
    params = bp.Parameters(case["weights"], case["biases"])
    optimizer = bp.sgd(case["learning_rate"])
    return bp.trace_step(net, params, case["x"], case["y"], case["loss"], optimizer, tuple(case["frozen"]))


def expected(name: str) -> dict:
    return BY_NAME[name]["expected"]


def assert_close(ours, theirs) -> None:
    """To 1e-12, relative or absolute, whichever is stricter; a 0 is a 0."""
    theirs = np.array(theirs, dtype=np.float64)
    assert np.shape(ours) == theirs.shape
    assert (np.abs(ours - theirs) <= TOLERANCE * np.minimum(1.0, np.abs(theirs))).all()


@EVERY
def test_forward(name):
    for layer, record in zip(trace(name).forward, expected(name)["forward"], strict=True):
        assert_close(layer.z, record["z"])
        assert_close(layer.a, record["a"])


@EVERY
def test_loss(name):
    assert_close(trace(name).loss, expected(name)["loss"])


@EVERY
def test_backward(name):
    for layer, record in zip(trace(name).backward, expected(name)["backward"], strict=True):
        assert_close(layer.da, record["da"])
        assert_close(layer.slope, record["slope"])
        assert_close(layer.delta, record["delta"])


@EVERY
@pytest.mark.parametrize("kind", ["dW", "db"])
def test_gradients(name, kind):
    for layer, gradient in zip(trace(name).backward, expected(name)[kind], strict=True):
        assert_close(getattr(layer, kind), gradient)


@EVERY
@pytest.mark.parametrize("kind", ["weights", "biases"])
def test_parameters_after(name, kind):
    for ours, theirs in zip(getattr(trace(name).parameters_after, kind), expected(name)[f"{kind}_after"], strict=True):
        assert_close(ours, theirs)


@EVERY
def test_losses_after_many_steps(name):
    after = {int(steps): loss for steps, loss in expected(name)["loss_after_steps"].items()}
    losses = bp.repeat_step(trace(name), max(after), every=max(after)).losses
    for steps, loss in after.items():
        assert_close(losses[steps], loss)


def test_nothing_in_the_file_is_left_out():
    assert len(CASES) == len(BY_NAME) == 11
    quantities = {"forward", "loss", "backward", "dW", "db", "weights_after", "biases_after", "loss_after_steps"}
    assert all(set(case["expected"]) == quantities for case in CASES)


@pytest.mark.parametrize(("name", "key"), PUBLISHED.items())
def test_our_published_examples_are_those_of_the_file(name, key):
    ours, theirs = bp.EXAMPLES[key].trace(), trace(name)
    assert (ours.net.sizes, ours.net.activations) == (theirs.net.sizes, theirs.net.activations)
    assert (ours.loss_name, ours.frozen, ours.optimizer) == (theirs.loss_name, theirs.frozen, theirs.optimizer)
    for left, right in zip(arrays(ours.parameters_after), arrays(theirs.parameters_after), strict=True):
        assert_same(left, right)
    printed = {float(number.printed) for number in bp.EXAMPLES[key].published}
    for value in BY_NAME[name]["published"].values():
        assert set(value.values() if isinstance(value, dict) else [value]) <= printed
