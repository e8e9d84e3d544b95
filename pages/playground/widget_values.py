"""The values of the sidebar's widgets for an experiment."""

from typing import Any

import streamlit as st

from backprop.training.experiment import Experiment
from pages.playground.activation import activation_values
from pages.playground.state import (
    BATCH,
    CLIP,
    DATA,
    EPOCHS,
    FEATURES_ROW,
    HIDDEN,
    INITIALIZER,
    L1,
    L2,
    LOSS,
    MOMENTUM,
    NOISE,
    OPTIMIZER,
    RANDOM,
    RATE,
    SAMPLES,
    SCHEDULE,
    SEED,
    STANDARDIZE,
    TARGET,
    TEST,
)


def set_widgets(experiment: Experiment) -> None:
    """Set the widgets to an experiment; for callbacks."""
    st.session_state.update(widget_values(experiment))


def widget_values(experiment: Experiment) -> dict[str, Any]:
    """The values of the widgets for an experiment, by key."""
    return {
        DATA.key: DATA.options[experiment.dataset],
        FEATURES_ROW.key: [FEATURES_ROW.options[key] for key in experiment.features or FEATURES_ROW.usual],
        TARGET.key: experiment.target,
        HIDDEN.key: "-".join(map(str, experiment.hidden)) or "none",
        **activation_values(experiment),
        LOSS.key: LOSS.options[str(experiment.loss)],
        OPTIMIZER.key: OPTIMIZER.options[experiment.optimizer],
        SCHEDULE.key: SCHEDULE.options[experiment.schedule],
        INITIALIZER.key: experiment.initializer,
        CLIP.key: experiment.clip or 0.0,
        STANDARDIZE.key: bool(experiment.standardize),
        **{row.key: getattr(experiment, field) for field, row in _PLAIN.items()},
    }


_PLAIN = {
    "learning_rate": RATE,
    "batch_size": BATCH,
    "epochs": EPOCHS,
    "noise": NOISE,
    "samples": SAMPLES,
    "test_fraction": TEST,
    "random_labels": RANDOM,
    "momentum": MOMENTUM,
    "l1": L1,
    "l2": L2,
    "seed": SEED,
}
"""Widgets that have the same value as the field of the experiment."""
