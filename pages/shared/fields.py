"""Rows for the fields of an `Experiment`: a lesson gives the key, and only what differs from the other lessons.

Every attribute of a row can be given: `seed("r_seed", new_question=("r_guess",))`.
"""

from collections.abc import Iterable
from typing import Any

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from backprop.data.datasets import DATASETS
from backprop.explain.training.differences import FIELD_HELP
from backprop.initializers import INITIALIZERS
from pages.shared.titles import LOSS_TITLES, OPTIMIZER_TITLES
from pages.shared.widgets import Choice, Number, Text

HIDDEN_TITLES = {name: ACTIVATIONS[name].title for name in HIDDEN_ACTIVATIONS}


def data(key: str, among: Iterable[str] = DATASETS, **more: Any) -> Choice:
    """The data set."""
    return Choice(
        **_field(key, "dataset", "Data", more, look="box", options={each: DATASETS[each].title for each in among})
    )


def samples(key: str, **more: Any) -> Number:
    """How many samples are generated; `high` must be given."""
    return Number(**_field(key, "samples", "Samples", more, look="box", low=10))


def hidden(key: str, **more: Any) -> Text:
    """The units of the hidden layers, such as 8-8."""
    return Text(**_field(key, "hidden", "Units per hidden layer", more))


def activation(key: str, **more: Any) -> Choice:
    """The activation of the hidden layers."""
    return Choice(**_field(key, "activation", "Activation", more, look="box", options=HIDDEN_TITLES, usual="tanh"))


def loss(key: str, **more: Any) -> Choice:
    """The loss that training minimises."""
    return Choice(**_field(key, "loss", "Loss", more, options=LOSS_TITLES))


def optimizer(key: str, **more: Any) -> Choice:
    """The rule that makes an update from a gradient."""
    return Choice(**_field(key, "optimizer", "Optimizer", more, look="box", options=OPTIMIZER_TITLES))


def learning_rate(key: str, **more: Any) -> Number:
    """The learning rate, in a box."""
    usual = {"look": "box", "low": 1e-6, "high": 1e6, "step": 0.01, "format": "%g"}
    return Number(**_field(key, "learning_rate", "Learning rate α", more, **usual))


def momentum(key: str, **more: Any) -> Number:
    """The momentum coefficient μ."""
    return Number(**_field(key, "momentum", "Momentum μ", more, low=0.0, high=0.99, usual=0.9, step=0.01))


def initializer(key: str, **more: Any) -> Choice:
    """The initializer of the weights."""
    options = {name: name for name in INITIALIZERS}
    return Choice(**_field(key, "initializer", "Initial weights", more, look="box", options=options, usual="xavier"))


def seed(key: str, **more: Any) -> Number:
    """The seed of all random numbers."""
    return Number(**_field(key, "seed", "Seed", more, look="box", low=0, high=999_999))


def _field(key: str, field: str, label: str, more: dict[str, Any], **usual: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "help": FIELD_HELP[field]} | usual | more
