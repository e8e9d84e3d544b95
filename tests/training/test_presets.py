"""Each example to begin with does what it says, whatever the seed; and so does what it advises."""

from dataclasses import replace

import numpy as np
import pytest

import backprop as bp
from backprop.explain.training.advice import preset_text
from backprop.explain.training.verdict import BLOWS_UP, HARDLY_MOVES, separates, verdict
from backprop.training.presets import PRESETS

SEEDS = range(5)
BY_TITLE = {preset.title: preset for preset in PRESETS}
LARGE = "Handwritten digits"
"""Too large to be trained with every seed."""
BLOWING_UP = "Too large a step"
HELPED = {preset.title: preset for preset in PRESETS if preset.helps}
LEARNING = [preset.title for preset in PRESETS if not preset.helps and preset.title not in (LARGE, BLOWING_UP)]
CURES = [(preset.title, which) for preset in PRESETS for which in range(len(preset.helps))]
LESS = [(preset.title, which) for preset in PRESETS for which in range(len(preset.too_little))]


def learns(experiment: bp.Experiment, seed: int) -> bool:
    return separates(bp.train(replace(experiment, seed=seed)))


@pytest.mark.parametrize("title", LEARNING)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_be_learned_is_learned(title, seed):
    assert learns(BY_TITLE[title].experiment, seed)


def test_the_digits_are_learned():
    assert separates(bp.train(BY_TITLE[LARGE].experiment))


@pytest.mark.parametrize("title", HELPED)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_needs_help_fails_without_it(title, seed):
    assert not learns(BY_TITLE[title].experiment, seed)


@pytest.mark.parametrize(("title", "which"), CURES)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_to_help_helps(title, which, seed):
    assert learns(BY_TITLE[title].helps[which], seed)


@pytest.mark.parametrize(("title", "which"), LESS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_to_be_too_little_is(title, which, seed):
    assert not learns(BY_TITLE[title].too_little[which], seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_vanishes(seed):
    run = bp.train(replace(BY_TITLE["Vanishing gradient"].experiment, seed=seed))
    assert verdict(run).kind == HARDLY_MOVES
    sizes = [float(np.abs(layer.dW).max()) for layer in run.trace(0).backward]
    assert sizes[0] < 1e-3 * sizes[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_units_stay_equal(seed):
    run = bp.train(replace(BY_TITLE["All weights equal"].experiment, seed=seed))
    first, second = run.parameters_at(run.updates).weights
    np.testing.assert_allclose(first, first[:, :1].repeat(4, axis=1), rtol=1e-9)
    np.testing.assert_allclose(second, second[0, 0], rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_too_large_a_step_breaks(seed):
    run = bp.train(replace(BY_TITLE[BLOWING_UP].experiment, seed=seed))
    assert run.diverged
    assert verdict(run).kind == BLOWS_UP


def test_the_words_are_those_of_the_changes():
    assert {title: preset_text(BY_TITLE[title]).removeprefix(BY_TITLE[title].why) for title in BY_TITLE} == {
        **dict.fromkeys(BY_TITLE, ""),
        "Spirals: hard": " Too little: hidden layers 4-4; or optimizer gradient descent.",
        "Vanishing gradient": " What helps: activation tanh; or activation ReLU with initial weights He.",
        "All weights equal": " What helps: initial weights Xavier.",
    }
