"""The sentence beside a derivative: digits where they can be compared, else why not."""

import re

import pytest

import backprop as bp
from backprop.explain.step.moment import Scene
from backprop.explain.step.moments import moments
from backprop.explain.step.quantities import Quantity
from pages.shared.setups import Choices, resolve
from pages.step_through.second_method import counted, second_method
from tests.pages.app import text, visit

FOUR_SAMPLES = "1 0 > 1; 0 1 > 1; 1 1 > 0; 0 0 > 0"


def scene(step: bp.StepTrace) -> Scene:
    return Scene(step, 0, bp.Names(step.net))


def test_digits_are_counted_in_words():
    assert (counted(1, "digit"), counted(2, "digit"), counted(0, "digit")) == ("1 digit", "2 digits", "0 digits")


def test_a_gradient_that_can_be_compared():
    sentence = second_method(scene(bp.EXAMPLES["mazur"].trace()), Quantity("gradient", 1, 0, 0))
    assert sentence.startswith("Finite difference 0.08216704")
    assert sentence.endswith(" digits.")


def test_what_is_no_derivative_has_no_sentence():
    assert second_method(scene(bp.EXAMPLES["mazur"].trace()), Quantity("z", 1, 0)) == ""


def test_no_moment_at_a_kink_says_that_two_methods_disagree():
    """Sample 4 of XOR is the origin, and all biases are 0: every hidden unit sits on its kink."""
    said = {"example": "own", "hidden": "relu", "samples": FOUR_SAMPLES, "sample": "4"}
    for moment in ("29", "30"):
        shown = text(visit(**said, moment=moment))
        assert "agrees to 0 digits" not in shown
        assert "kink of a ReLU" in shown


@pytest.mark.parametrize("choices", [Choices("linear-neuron"), Choices(rate=1e6)])
def test_no_moment_says_that_tiny_numbers_disagree(choices: Choices):
    run = bp.repeat_step(resolve(choices).first, 10_000)
    here = scene(run.trace(run.last))
    sentences = [second_method(here, moment.main) for moment in moments(here.step) if moment.main]
    assert any("too small to compare" in sentence for sentence in sentences)
    for sentence in sentences:
        assert not re.search(r"agrees to [01] digit", sentence)


def test_the_caption_of_the_gradients_counts_what_cannot_be_compared():
    shown = text(visit(example="linear-neuron", k="10000", tab="Gradients"))
    assert "2 of 2 gradients are too small to compare" in shown
    kinked = {"example": "own", "hidden": "relu", "samples": FOUR_SAMPLES, "init": "zeros"}
    assert "have no finite difference" in text(visit(**kinked, tab="Gradients"))
