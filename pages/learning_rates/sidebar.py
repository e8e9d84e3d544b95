"""The sidebar: what all runs have in common."""

from dataclasses import dataclass

import streamlit as st

from backprop.data.datasets import DATASETS
from backprop.training.experiment import Experiment, fitting_losses, usual_loss
from pages.learning_rates.state import ACTIVATION, DATA, HIDDEN, LOSS, SAMPLES, SEED, STEPS
from pages.shared.textforms import read_hidden

_WIDEST, _DEEPEST = 16, 4


@dataclass(frozen=True, slots=True)
class Common:
    """What is trained, the same for all learning rates.

    Attributes:
        experiment: with the full batch and without a test part; its learning rate is not used.
        notes: a sentence for each value that could not be used.
    """

    experiment: Experiment
    notes: tuple[str, ...]


def sidebar() -> Common:
    """Draw the sidebar, and read it."""
    with st.sidebar:
        dataset = DATA.show()
        samples = int(SAMPLES.show())
        hidden, notes = _hidden(HIDDEN.show())
        activation = ACTIVATION.show()
        classes = len(DATASETS[dataset].classes)
        fitting = [loss for loss in fitting_losses(classes) if loss != "cross_entropy"]
        loss = LOSS.show(among=fitting, usual=usual_loss(classes))
        steps, seed = int(STEPS.show()), int(SEED.show())
    experiment = Experiment(
        dataset=dataset,
        samples=samples,
        hidden=hidden,
        activation=activation,
        loss=loss,
        epochs=steps,
        batch_size=2_000,
        test_fraction=0.0,
        seed=seed,
    )
    return Common(experiment, tuple(notes))


def _hidden(said: str) -> tuple[tuple[int, ...], list[str]]:
    hidden = read_hidden(said)
    if hidden is None or len(hidden) > _DEEPEST or any(not 1 <= units <= _WIDEST for units in hidden):
        allowed = f"up to {_DEEPEST} layers of 1 to {_WIDEST} units, such as 8-8"
        return (8, 8), [f"hidden is {said[:40]!r}; allowed: {allowed}. Showing 8-8."]
    return hidden, []
