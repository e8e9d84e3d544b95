"""An experiment: everything that decides how a network is trained, as plain values that a link can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from backprop.activations import HIDDEN_ACTIVATIONS
from backprop.checks import Refused, invalid, number, whole
from backprop.data.datasets import DATASETS, MOST_NOISE, MOST_SAMPLES, Dataset, make_dataset
from backprop.data.features import check_features
from backprop.data.own_data import read_table
from backprop.data.preparation import MOST_TEST, Prepared, prepare
from backprop.initializers import INITIALIZERS
from backprop.losses import LOSSES, loss_function
from backprop.network import Network
from backprop.optimizers import Optimizer, make_optimizer
from backprop.regularization import Regularization
from backprop.training.experiment_text import read_value, write_value
from backprop.training.schedules import SCHEDULES, learning_rate_at

OWN = "own"
"""Name of the data set that is the user's own table."""

MOST_LAYERS = 6
MOST_UNITS = 64
MOST_EPOCHS = 10_000
MOST_BATCH = 2_000
LARGEST_RATE = 1e6
LARGEST_PENALTY = 1e6


@dataclass(frozen=True, slots=True)
class Experiment:
    """Network, data and training settings. Hashable; two with the same values are equal and give the same run.

    Attributes:
        dataset: key in `DATASETS`, or "own".
        hidden: units of each hidden layer; () for none.
        activation: activation of the hidden layers: one name, or one for each layer.
        loss: key in `LOSSES`; None for the usual one for the data.
        optimizer: key in `OPTIMIZERS`.
        learning_rate: initial step size α.
        batch_size: samples per update; the number of training samples, or more, gives the full batch.
        epochs: how often all samples are used.
        initializer: key in `INITIALIZERS`.
        noise, samples: noise and size of a toy data set; ignored for other data.
        test_fraction: share of the samples that is used for testing, not for training.
        seed: seed of data, split, initial weights and shuffling.
        features: keys of `FEATURES` for data with two columns; () for the columns themselves.
        output: activation of the output layer; None for the usual one for data and loss.
        schedule: key in `SCHEDULES`: how α changes from epoch to epoch.
        momentum: decay of the velocity, for momentum and Nesterov.
        l1, l2: coefficients of the penalties on the weights.
        clip: largest norm of the gradient; None for no limit.
        standardize: whether inputs (and targets of a regression) are scaled to mean 0 and standard deviation 1; None
            for what the data set says.
        data: the user's own table as CSV text, for the data set "own".
        target: the column of that table to predict: its name in the header, or its number from 1; "" for the last.
        random_labels: share of the training samples whose targets are shuffled among them; the test part keeps its own.

    Raises:
        ValueError: any bad value; the sentence names the field, the value and what is allowed.
    """

    dataset: str = "circles"
    hidden: tuple[int, ...] = (4, 2)
    activation: str | tuple[str, ...] = "tanh"
    loss: str | None = None
    optimizer: str = "sgd"
    learning_rate: float = 0.3
    batch_size: int = 10
    epochs: int = 100
    initializer: str = "xavier"
    noise: float = 0.1
    samples: int = 200
    test_fraction: float = 0.5
    seed: int = 0
    features: tuple[str, ...] = ()
    output: str | None = None
    schedule: str = "constant"
    momentum: float = 0.9
    l1: float = 0.0
    l2: float = 0.0
    clip: float | None = None
    standardize: bool | None = None
    data: str = ""
    target: str = ""
    random_labels: float = 0.0

    def __post_init__(self) -> None:
        self._check_data()
        self._check_network()
        self._check_training()

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _check_data(self) -> None:
        if not isinstance(self.dataset, str) or self.dataset not in (*DATASETS, OWN):
            raise invalid("dataset", self.dataset, ", ".join((*DATASETS, OWN)))
        for field in ("data", "target"):
            if not isinstance(getattr(self, field), str):
                raise invalid(field, getattr(self, field), "text")
        if self.dataset != OWN:
            self._set(data="", target="")
        self._set(
            samples=whole("samples", self.samples, 1, MOST_SAMPLES), seed=whole("seed", self.seed, 0, 999_999_999)
        )
        for field, most in (("noise", MOST_NOISE), ("test_fraction", MOST_TEST), ("random_labels", 1.0)):
            self._set(**{field: _within(field, getattr(self, field), 0.0, most)})
        if self.standardize is not None and not isinstance(self.standardize, bool):
            raise invalid("standardize", self.standardize, "True, False or None")
        try:
            table = self.table()
        except Refused as error:  # an error in a cell of the table is an error of `data`
            known = ("target", *self.__dataclass_fields__)
            raise Refused(error.field if error.field in known else "data", str(error)) from error
        self._set(features=check_features(table.columns, self.features))
        if self.standardize is None:
            self._set(standardize=table.standardize)

    def _check_network(self) -> None:
        allowed = f"a tuple of up to {MOST_LAYERS} whole numbers from 1 to {MOST_UNITS}"
        if isinstance(self.hidden, str) or not isinstance(self.hidden, Sequence) or len(self.hidden) > MOST_LAYERS:
            raise invalid("hidden", self.hidden, allowed)
        self._set(hidden=tuple(whole("hidden", units, 1, MOST_UNITS) for units in self.hidden))
        classes = len(self.table().classes)
        loss = usual_loss(classes, self.output) if self.loss is None else self.loss
        if not isinstance(loss, str) or loss not in LOSSES:
            raise invalid("loss", loss, ", ".join(LOSSES))
        output = usual_output(loss, classes) if self.output is None else self.output
        what = f"{classes} classes" if classes else "a number to predict"
        if loss not in fitting_losses(classes):
            raise invalid("loss", loss, f"with {what}: {', '.join(fitting_losses(classes))}")
        if output not in fitting_outputs(classes):
            raise invalid("output", output, f"with {what}: {', '.join(fitting_outputs(classes))}")
        loss_function(loss, output)
        self._set(loss=loss, output=output)
        self._set(activation=_checked_activation(self.activation, len(self.hidden)))

    def _check_training(self) -> None:
        self._set(
            learning_rate=number(
                "learning_rate", self.learning_rate, f"a number above 0, up to {LARGEST_RATE:g}", above=0.0
            ),
            batch_size=whole("batch_size", self.batch_size, 1, MOST_BATCH),
            epochs=whole("epochs", self.epochs, 1, MOST_EPOCHS),
        )
        if self.learning_rate > LARGEST_RATE:
            raise invalid("learning_rate", self.learning_rate, f"a number above 0, up to {LARGEST_RATE:g}")
        for field, table in (("initializer", INITIALIZERS), ("schedule", SCHEDULES)):
            if not isinstance(getattr(self, field), str) or getattr(self, field) not in table:
                raise invalid(field, getattr(self, field), ", ".join(table))
        make_optimizer(self.optimizer, self.learning_rate, 0.9)
        momentum = number("momentum", self.momentum, "a number from 0 up to, but not including, 1")
        make_optimizer("momentum", self.learning_rate, momentum)
        checked = self.regularization
        for field in ("l1", "l2"):
            _within(field, getattr(checked, field), 0.0, LARGEST_PENALTY)
        self._set(momentum=momentum, l1=checked.l1, l2=checked.l2, clip=checked.clip)

    def table(self) -> Dataset:
        """The raw data set."""
        return _table(self.dataset, self.samples, self.noise, self.seed, self.data, self.target)

    def prepare(self) -> Prepared:
        """The data in the form that the network gets, split into a training and a test part."""
        return prepare(
            self.table(),
            one_output=self.output != "softmax",
            features=self.features,
            test_fraction=self.test_fraction,
            standardize=self.standardize,
            random_labels=self.random_labels,
            seed=self.seed,
        )

    def network(self) -> Network:
        """The network."""
        table = self.table()
        outputs = len(table.classes) if self.output == "softmax" else 1
        return Network(
            (len(self.features) or len(table.columns), *self.hidden, outputs),
            self.activation,
            self.output or "identity",
        )

    @property
    def regularization(self) -> Regularization:
        """Penalties and limit for the gradient."""
        return Regularization(self.l1, self.l2, self.clip)

    def optimizer_at(self, epoch: int) -> Optimizer:
        """The optimizer of one epoch, with the learning rate from the schedule."""
        rate = learning_rate_at(self.schedule, self.learning_rate, epoch, self.epochs)
        return make_optimizer(self.optimizer, rate, self.momentum)

    def to_query(self) -> dict[str, str]:
        """The values that differ from the usual ones, as text for a link; `from_query` is the inverse."""
        usual = _usual(self)
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: write_value(value) for name, value in values if value != usual[name]}

    @staticmethod
    def from_query(query: Mapping[str, str]) -> "Experiment":
        """The experiment that a link describes.

        Raises:
            ValueError: an unknown name, or a value that cannot be read or is not allowed.
        """
        return Experiment(**{name: read_value(name, text) for name, text in query.items()})


def usual_loss(classes: int, output: str | None = None) -> str:
    """The usual loss for a number of classes (0 for a number to predict) and an output activation, if it is given."""
    return {0: "mse", 2: "cross_entropy" if output == "softmax" else "log_loss"}.get(classes, "cross_entropy")


def usual_output(loss: str, classes: int) -> str:
    """The usual output activation for a loss and a number of classes."""
    usual = {0: "identity", 2: "sigmoid"}.get(classes, "softmax")
    fits = LOSSES[loss].fits
    return usual if usual in fits else fits[0]


def fitting_outputs(classes: int) -> tuple[str, ...]:
    """The output activations that fit a number of classes; for 0 classes, the one that predicts numbers."""
    return {0: ("identity",), 2: ("sigmoid", "softmax")}.get(classes, ("softmax",))


def fitting_losses(classes: int) -> tuple[str, ...]:
    """The losses that fit a number of classes with at least one output activation."""
    outputs = fitting_outputs(classes)
    return tuple(name for name in LOSSES if usual_output(name, classes) in outputs)


def read_experiment(query: Mapping[str, str]) -> tuple[Experiment, list[str]]:
    """Like `Experiment.from_query`, but a bad value is replaced by the usual one and reported in a sentence."""
    values: dict[str, Any] = {}
    notes: list[str] = []
    for name, text in query.items():
        try:
            values[name] = read_value(name, text)
        except ValueError as error:
            notes.append(f"{error}.")
    experiment, more = nearest_experiment(values)
    return experiment, notes + more


def nearest_experiment(values: Mapping[str, Any]) -> tuple[Experiment, list[str]]:
    """The experiment with these values (by field) except the bad ones, and one sentence for each bad value."""
    kept, notes = dict(values), []
    while True:
        try:
            return Experiment(**kept), notes
        except Refused as error:
            notes.append(f"{error}.")
            # If the error is about a field that was not given, such as no table for the user's own data, the field
            # `dataset` is removed instead, or else the last field.
            del kept[next(name for name in (error.field, "dataset", *reversed(kept)) if name in kept)]


@lru_cache(maxsize=64)
def _table(dataset: str, samples: int, noise: float, seed: int, data: str, target: str) -> Dataset:
    return read_table(data, target) if dataset == OWN else make_dataset(dataset, samples, noise, seed)


def _checked_activation(activation: object, layers: int) -> str | tuple[str, ...]:
    """One name if all hidden layers have the same activation, else one name for each layer."""
    one = isinstance(activation, str)
    if not one and not (isinstance(activation, Sequence) and len(activation) == layers):
        raise invalid("activation", activation, f"one name, or one for each of the {layers} hidden layers")
    names = (activation,) if one else tuple(activation)
    for name in names:
        if not isinstance(name, str) or name not in HIDDEN_ACTIVATIONS:
            raise invalid("activation", name, ", ".join(HIDDEN_ACTIVATIONS))
    return names if len(set(names)) > 1 else names[0] if names else "tanh"


def _within(field: str, value: float, least: float, most: float) -> float:
    allowed = f"a number from {least:g} to {most:g}"
    checked = number(field, value, allowed)
    if not least <= checked <= most:
        raise invalid(field, value, allowed)
    return checked


def _usual(experiment: Experiment) -> dict[str, object]:
    """The value of each field that a link leaves out; for some it depends on other fields of the experiment."""
    values: dict[str, object] = {field.name: field.default for field in fields(Experiment)}
    table = experiment.table()
    loss = str(experiment.loss)
    return values | {
        "loss": usual_loss(len(table.classes)),
        "output": usual_output(loss, len(table.classes)),
        "standardize": table.standardize,
    }
