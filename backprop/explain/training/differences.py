"""The settings of an experiment as a person reads them, and the settings in which two experiments differ."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from backprop.activations import ACTIVATIONS
from backprop.data.datasets import DATASETS
from backprop.data.features import FEATURES
from backprop.explain.numbers import text
from backprop.losses import LOSSES
from backprop.optimizers import OPTIMIZER_TITLES, WITH_VELOCITY
from backprop.training.experiment import OWN, Experiment
from backprop.training.schedules import SCHEDULES

INITIALIZER_TITLES: dict[str, str] = {
    "zeros": "all 0",
    "all-equal": "all 0.5",
    "normal": "normal",
    "uniform": "uniform",
    "xavier": "Xavier",
    "he": "He",
}

FIELD_LABELS: dict[str, str] = {
    "dataset": "data",
    "hidden": "hidden layers",
    "activation": "activation",
    "loss": "loss",
    "optimizer": "optimizer",
    "learning_rate": "learning rate α",
    "batch_size": "batch size",
    "epochs": "epochs",
    "initializer": "initial weights",
    "noise": "noise",
    "samples": "samples",
    "test_fraction": "test part",
    "seed": "seed",
    "features": "inputs",
    "output": "output activation",
    "schedule": "learning-rate schedule",
    "momentum": "momentum",
    "l1": "L1 penalty",
    "l2": "L2 penalty",
    "clip": "gradient clipping",
    "standardize": "standardised data",
    "data": "own table",
    "target": "target column",
    "random_labels": "random labels",
}
"""The label shown for each field of `Experiment`, in the order of the fields."""

FIELD_HELP: dict[str, str] = {
    "dataset": "What the network learns from: made-up points, real measurements, or your own table.",
    "hidden": "How many units each hidden layer has, from the first to the last; without any, the network is linear.",
    "activation": "What a hidden unit makes of its weighted sum; without a bend in it, more layers add nothing.",
    "loss": "The one number that training makes smaller: how wrong the predictions are.",
    "optimizer": "How a gradient becomes a step; all but plain gradient descent remember earlier gradients.",
    "learning_rate": "How far each step goes against the gradient: too small is slow, too large overshoots.",
    "batch_size": "How many samples decide one step: few make it quick and noisy, all of them make it exact.",
    "epochs": "How often the training goes through all training samples.",
    "initializer": "Where the weights begin; if they are all equal, the units of a layer stay twins for ever.",
    "noise": "How much chance is added to the data: the more, the less there is to learn.",
    "samples": "How many points are made: with few of them, chance decides what is learned.",
    "test_fraction": "The share of the samples that is never trained with, to see how the network does on new ones.",
    "seed": "The number that all chance comes from: the same seed gives the same run again.",
    "features": "What the network sees: the two coordinates, or also their squares, product and sines.",
    "output": "What turns the last weighted sums into predictions: sigmoid for yes or no, softmax for several classes.",
    "schedule": "How the learning rate changes during training: large steps first, small ones for the finish.",
    "momentum": "How much of the last step's direction is kept, for momentum and Nesterov; 0 keeps nothing.",
    "l1": "A price on the size of each weight; it drives weights that matter little to exactly 0.",
    "l2": "A price on the square of each weight; it keeps all weights small (weight decay).",
    "clip": "The longest gradient that is allowed; a longer one is scaled down, so that no step is huge.",
    "standardize": "Whether each column is shifted and scaled to mean 0 and standard deviation 1 before training.",
    "data": "Your own table as CSV text: one sample a line, columns separated by commas, semicolons or tabs.",
    "target": "The column of your table to predict, by its name or its number; the last one if you name none.",
    "random_labels": "The share of the training samples whose targets are shuffled among them.",
}
"""One sentence for each field of `Experiment`, shown beside its control."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting in which two experiments differ.

    Attributes:
        field: its name in `Experiment`.
        label: the label shown for it.
        before, after: its two values in words.
    """

    field: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label} {self.before} → {self.after}"


def differences(one: Experiment, other: Experiment) -> tuple[Difference, ...]:
    """The settings in which two experiments differ, in the order of the fields; () if they are equal."""
    found = []
    silent = (_silent(one) | _silent(other)) - {"data", "target"} | _silent(one) & _silent(other)
    for field in FIELD_LABELS:
        if field not in silent and getattr(one, field) != getattr(other, field):
            before, after = setting_text(one, field), setting_text(other, field)
            if field == "data" and one.data and other.data:
                after = "other rows"
            found.append(Difference(field, FIELD_LABELS[field], before, after))
    return tuple(found)


def differences_text(found: tuple[Difference, ...]) -> str:
    """All differences in one line: "learning rate α 0.3 → 1, hidden layers 4-2 → 8-8"; "no difference" without any."""
    return ", ".join(map(str, found)) or "no difference"


def setting_text(experiment: Experiment, field: str) -> str:
    """The value of one field in words."""
    return _WORDS.get(field, _plain)(getattr(experiment, field))


def settings_text(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    """(label, value) of every field that plays a part in this experiment, in the order of the fields."""
    silent = _silent(experiment)
    shown = (field.name for field in fields(Experiment) if field.name not in silent)
    return tuple((FIELD_LABELS[name], setting_text(experiment, name)) for name in shown)


def _silent(experiment: Experiment) -> set[str]:
    """Fields that play no part in an experiment."""
    kind = DATASETS.get(experiment.dataset)
    silent = set()
    if kind is None or not kind.sized:
        silent |= {"noise", "samples"}
    if experiment.dataset != OWN:
        silent |= {"data", "target"}
    if not experiment.hidden:
        silent |= {"activation"}
    if experiment.optimizer not in WITH_VELOCITY:
        silent |= {"momentum"}
    return silent


# Values in words ----------------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text(value, 6) if isinstance(value, float) else str(value)


def _dataset(name: str) -> str:
    return DATASETS[name].title if name in DATASETS else "your own table"


def _hidden(sizes: tuple[int, ...]) -> str:
    return "-".join(map(str, sizes)) or "none"


def _activation(names: str | tuple[str, ...]) -> str:
    return ", ".join(ACTIVATIONS[name].title for name in ([names] if isinstance(names, str) else names))


def _features(names: tuple[str, ...]) -> str:
    return ", ".join(FEATURES[name].title for name in names) or "the columns"


def _percent(value: float) -> str:
    return f"{text(100 * value, 4)} %"


def _price(value: float) -> str:
    return text(value, 6) if value else "none"


def _clip(value: float | None) -> str:
    return "none" if value is None else text(value, 6)


def _data(value: str) -> str:
    return "these rows" if value else "none"


_WORDS: dict[str, Callable[..., str]] = {
    "dataset": _dataset,
    "hidden": _hidden,
    "activation": _activation,
    "loss": lambda name: LOSSES[name].title,
    "optimizer": lambda name: OPTIMIZER_TITLES[name],
    "initializer": lambda name: INITIALIZER_TITLES[name],
    "test_fraction": _percent,
    "features": _features,
    "output": lambda name: ACTIVATIONS[name].title,
    "schedule": lambda name: SCHEDULES[name].title,
    "l1": _price,
    "l2": _price,
    "clip": _clip,
    "data": _data,
    "target": lambda name: name or "the last",
    "random_labels": lambda share: _percent(share) if share else "none",
}
