"""Each example to begin with does what it says, whatever the seed."""

from dataclasses import replace

import pytest

import backprop as bp
from backprop.activations import ACTIVATIONS
from backprop.explain.verdict import HARDLY_MOVES, separates, verdict
from backprop.presets import PRESETS

BY_TITLE = {preset.title: preset for preset in PRESETS}
SEEDS = range(5)


@pytest.mark.parametrize("title", ["XOR: four hidden units", "Circles", "Spirals: hard", "Three clouds", "Fit a curve"])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_be_learned_is_learned(title, seed):
    assert separates(bp.train(replace(BY_TITLE[title].experiment, seed=seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_vanishes_and_the_advice_helps(seed):
    preset = BY_TITLE["Vanishing gradient"]
    assert verdict(bp.train(replace(preset.experiment, seed=seed))).kind == HARDLY_MOVES
    assert preset.tried is not None
    assert separates(bp.train(replace(preset.tried, seed=seed)))


def test_advice_and_words_agree():
    for preset in PRESETS:
        if preset.tried:
            changes = {
                name: value
                for name in ("activation", "learning_rate", "hidden", "initializer", "optimizer", "epochs")
                if (value := getattr(preset.tried, name)) != getattr(preset.experiment, name)
            }
            assert list(changes) == ["activation"]
            assert f"Try {ACTIVATIONS[preset.tried.activation].title}." in preset.why


@pytest.mark.parametrize("seed", SEEDS)
def test_too_large_a_step_breaks(seed):
    assert bp.train(replace(BY_TITLE["Too large a step"].experiment, seed=seed)).diverged
