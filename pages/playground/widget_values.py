"""What the widgets of the sidebar say of an experiment: their titles, their values, and what suits the data."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from backprop.data.datasets import DATASETS
from backprop.data.features import FEATURES
from backprop.explain.training.differences import FIELD_HELP
from backprop.training.experiment import OWN, Experiment, usual_loss
from backprop.training.presets import PRESETS
from backprop.training.schedules import SCHEDULES
from pages.playground.activation import ACTIVATION_TITLES, LAYER_KEYS, activation_values
from pages.shared.titles import LOSS_TITLES, OPTIMIZER_TITLES

DATA_TITLES = {**{key: kind.title for key, kind in DATASETS.items()}, OWN: "My own table"}
FEATURE_TITLES = {key: feature.title for key, feature in FEATURES.items()}
USUAL = PRESETS[0].experiment
MOST_SEED = 999_999
SCHEDULE_TITLES = {key: schedule.title for key, schedule in SCHEDULES.items()}
SHORT_NAMES: Mapping[str, Mapping[str, str]] = {
    "p_data": DATA_TITLES,
    "p_loss": LOSS_TITLES,
    **dict.fromkeys(("p_activation", *LAYER_KEYS), ACTIVATION_TITLES),
    "p_optimizer": OPTIMIZER_TITLES,
    "p_schedule": SCHEDULE_TITLES,
}
"""What a link may say instead of the title that a widget shows."""


def set_widgets(experiment: Experiment) -> None:
    """Make the widgets say an experiment; for callbacks."""
    st.session_state.update(widget_values(experiment))


def widget_values(experiment: Experiment) -> dict[str, Any]:
    """What the widgets say of an experiment, by key."""
    return {
        "p_data": DATA_TITLES[experiment.dataset],
        "p_features": [FEATURE_TITLES[key] for key in experiment.features or ("x1", "x2")],
        "p_target": experiment.target,
        "p_hidden": "-".join(map(str, experiment.hidden)) or "none",
        **activation_values(experiment),
        "p_loss": LOSS_TITLES[str(experiment.loss)],
        "p_optimizer": OPTIMIZER_TITLES[experiment.optimizer],
        "p_schedule": SCHEDULE_TITLES[experiment.schedule],
        "p_init": experiment.initializer,
        "p_clip": experiment.clip or 0.0,
        "p_standardize": bool(experiment.standardize),
        **{name: getattr(experiment, field) for name, field in _PLAIN.items()},
    }


_PLAIN = {
    "p_rate": "learning_rate",
    "p_batch": "batch_size",
    "p_epochs": "epochs",
    "p_noise": "noise",
    "p_samples": "samples",
    "p_test": "test_fraction",
    "p_momentum": "momentum",
    "p_l1": "l1",
    "p_l2": "l2",
    "p_seed": "seed",
}
"""Widgets whose value is the field's."""


def suit(classes: int, standardize: bool, generous: bool) -> None:
    """The usual loss, standardised or not, and a learning rate that suits the data if none has been chosen."""
    state = st.session_state
    state.p_loss = LOSS_TITLES[usual_loss(classes)]
    state.p_standardize = standardize
    if state.get("p_rate") in (USUAL.learning_rate, SMALL_RATE):
        state.p_rate = USUAL.learning_rate if generous else SMALL_RATE


SMALL_RATE = 0.1
"""For squared errors, which have no upper limit, and for data with many columns."""


def bound(field: str) -> dict[str, Any]:
    """What all widgets have: a place in the link, and an explanation."""
    return {"bind": "query-params", "help": FIELD_HELP[field]}
