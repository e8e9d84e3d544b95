"""From the plain values that a link carries to a training step, with a note for each value that had to be dropped."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

import numpy as np

from backprop.checking.examples import EXAMPLES, MAZUR
from backprop.checking.published import Example
from backprop.checks import invalid
from backprop.data.packing import pack, unpack
from backprop.initializers import initialize
from backprop.losses import LOSSES, Loss, check_targets, loss_function, losses_for
from backprop.network import Network, ParameterId
from backprop.optimizers import make_optimizer
from backprop.steps import trace_step
from backprop.trace import StepTrace
from backprop.training.experiment import Experiment, read_experiment
from backprop.training.train import train
from pages.shared.textforms import read_samples, read_sizes, read_weights, write_samples

OWN, RUN = "own", "run"
CHOICES = (*EXAMPLES, OWN, RUN)
"""What can be opened: the worked examples, the visitor's own network, and an update of a training run."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that decides what is computed, as plain values. Hashable, so that it can be the key of a cache.

    Attributes:
        example: key of a worked example, or "own" or "run".
        loss, rate, optimizer, biases: how it is trained; None for the example's own value.
        weights: weights set by hand, in the form of `textforms.write_weights`.
        sizes, hidden, output, initializer, seed, samples: the network and data of "own".
        run: the experiment of "run", in the form of `write_run`.
    """

    example: str = MAZUR.key
    loss: str | None = None
    rate: float | None = None
    optimizer: str = "sgd"
    biases: bool | None = None
    weights: str = ""
    sizes: str = "2-3-1"
    hidden: str = "tanh"
    output: str = "sigmoid"
    initializer: str = "xavier"
    seed: int = 0
    samples: str = "1 0 > 1; 0 1 > 1; 1 1 > 0; 0 0 > 0"
    run: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """A training step that is ready to be taken.

    Attributes:
        example: the worked example, or one made from the choices; without the weights set by hand.
        first: the trace of the first training step.
        edited: the parameters that were set by hand.
        notes: one sentence for each choice that was dropped.
    """

    example: Example
    first: StepTrace
    edited: dict[ParameterId, float]
    notes: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """What differs from the worked example, in words; empty for the visitor's own network or a training run."""
        if self.example.key in (OWN, RUN):
            return ()
        usual = self.example.trace()
        differs = {
            "the loss": self.first.loss_name != usual.loss_name,
            "the learning rate": self.first.optimizer.learning_rate != usual.optimizer.learning_rate,
            "the optimizer": self.first.optimizer.name != usual.optimizer.name,
            "whether biases are trained": self.first.frozen != usual.frozen,
            "weights": any(self.example.parameters[parameter] != value for parameter, value in self.edited.items()),
        }
        return tuple(words for words, so in differs.items() if so)


def default_loss(choices: Choices) -> str:
    """The loss that is used if none is chosen."""
    if choices.example in EXAMPLES:
        return EXAMPLES[choices.example].loss
    fitting = fitting_losses(choices)
    return next((name for name in ("log_loss", "cross_entropy") if name in fitting), "mse")


def fitting_losses(choices: Choices) -> tuple[str, ...]:
    """Losses that fit the output activation of the choices."""
    if choices.example in EXAMPLES:
        return losses_for(EXAMPLES[choices.example].net.output)
    return losses_for(choices.output) or ("mse",)


def fitting_samples(inputs: int, outputs: int) -> str:
    """A few samples for any network, as text: patterns of 1 and 0 as inputs.

    A single target is XOR of the first two inputs, or equal to a single input; of several targets one is 1.
    """
    patterns = [(1, 0), (0, 1), (1, 1), (0, 0)] if inputs > 1 else [(1, 0), (0, 1)]
    x = np.array([[pattern[place % 2] for place in range(inputs)] for pattern in patterns], float)
    xor = np.array([[pattern[0] ^ pattern[1]] for pattern in patterns], float)
    one = xor if inputs > 1 else x
    return write_samples(x, one if outputs == 1 else np.eye(outputs)[np.arange(len(x)) % outputs])


def samples_fit(choices: Choices) -> bool:
    """Whether the samples have as many inputs and targets as the network; True for sizes that cannot be read."""
    try:
        sizes = read_sizes(choices.sizes)
    except ValueError:
        return True
    try:
        read_samples(choices.samples, sizes[0], sizes[-1])
    except ValueError:
        return False
    return True


def usual_samples(sizes: str) -> str:
    """`fitting_samples` for layer sizes as text; for the default sizes if the text cannot be read."""
    try:
        inputs, *_, outputs = read_sizes(sizes)
    except ValueError:
        return usual_samples(Choices().sizes)
    return fitting_samples(inputs, outputs)


class _Attempts:
    """Tries choices one by one, and notes those that had to be dropped."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def __call__(self, build: Callable[[], _T], fallback: _T, instead: str) -> _T:
        try:
            return build()
        except ValueError as error:
            self.notes.append(f"{error}. Using {instead}.")
            return fallback


def resolve(choices: Choices) -> Setup:
    """The training step that the choices describe. A bad choice raises no error: it is replaced, and a note says so."""
    if choices.example == RUN:
        return _resolve_run(choices.run)
    attempt = _Attempts()
    key = attempt(lambda: _known(choices.example), MAZUR.key, MAZUR.title)
    example = EXAMPLES[key] if key in EXAMPLES else _own(choices, attempt)
    net, chosen = example.net, choices.loss or example.loss
    loss = attempt(lambda: _fitting(chosen, net, example.y), example.loss, LOSSES[example.loss].title)
    rate = example.learning_rate if choices.rate is None else choices.rate
    optimizer = attempt(
        lambda: make_optimizer(choices.optimizer, rate),
        make_optimizer("sgd", example.learning_rate),
        f"gradient descent with learning rate {example.learning_rate}",
    )
    frozen = example.frozen
    if choices.biases is not None:
        frozen = () if choices.biases else tuple(f"b{layer + 1}" for layer in range(net.depth))
    edited = attempt(lambda: read_weights(choices.weights, net), {}, "the weights as they were")
    first = trace_step(net, example.parameters.replace(edited), example.x, example.y, loss, optimizer, frozen)
    return Setup(example, first, edited, tuple(attempt.notes))


def write_run(experiment: Experiment) -> str:
    """An experiment as the "run" of a link. The visitor's own data are packed.

    Raises:
        ValueError: the data are too large for a link.
    """
    query = experiment.to_query()
    if data := query.pop("data", ""):
        query["packed"] = pack(data)
    return urlencode(query)


def read_run(text: str) -> tuple[Experiment, list[str]]:
    """The inverse of `write_run` for any text: the experiment, and a sentence for each value that had to be dropped."""
    query = dict(parse_qsl(text, keep_blank_values=True))
    faults = []
    try:
        query |= {"data": unpack(packed)} if (packed := query.pop("packed", "")) else {}
    except ValueError as error:
        faults = [f"{error}."]
    experiment, notes = read_experiment(query)
    return experiment, faults + notes


def _resolve_run(text: str) -> Setup:
    """The first update of a training run."""
    experiment, notes = read_run(text)
    first = train(experiment, epochs=1).trace(0)
    table = experiment.table()
    example = Example(
        RUN,
        "Training run",
        f"{table.title}: an update of a training run",
        first.net,
        first.parameters,
        first.x,
        first.y,
        first.loss_name,
        first.optimizer.learning_rate,
        note="Its settings come from the playground.",
    )
    return Setup(example, first, {}, tuple(notes))


def _own(choices: Choices, attempt: _Attempts) -> Example:
    """The visitor's own network and data as an example."""
    plain = Choices(example=OWN)
    sizes = attempt(lambda: read_sizes(choices.sizes), read_sizes(plain.sizes), f"layer sizes {plain.sizes}")
    net = attempt(
        lambda: Network(sizes, choices.hidden, choices.output),
        Network(sizes, plain.hidden, plain.output),
        f"{plain.hidden} and {plain.output}",
    )
    params = attempt(
        lambda: initialize(net, choices.initializer, choices.seed),
        initialize(net, plain.initializer, plain.seed),
        f"{plain.initializer} with seed {plain.seed}",
    )
    x, y = attempt(
        lambda: read_samples(choices.samples, net.sizes[0], net.sizes[-1]),
        read_samples(fitting_samples(net.sizes[0], net.sizes[-1]), net.sizes[0], net.sizes[-1]),
        "samples that fit the network",
    )
    usual = default_loss(replace(choices, output=net.output))
    loss = _Attempts()(lambda: _fitting(usual, net, y), "mse", "MSE")  # not the visitor's choice: nothing to note
    note = "Change anything on the left: everything is computed again."
    return Example(OWN, "My own", "Your own network and data", net, params, x, y, loss, 0.5, note=note)


def _known(example: str) -> str:
    if example not in CHOICES:
        raise invalid("example", example, ", ".join(CHOICES))
    return example


def _fitting(loss: str, net: Network, y: np.ndarray) -> str:
    """The name of a loss, if it fits network and targets."""
    criterion = loss_function(loss, net.output)
    try:
        check_targets(criterion, y)
    except ValueError as error:
        raise _unfit_target(criterion, y) from error
    return loss


def _unfit_target(loss: Loss, y: np.ndarray) -> ValueError:
    """The error in terms of the samples as the visitor wrote them."""
    for sample, row in enumerate(y, start=1):
        for place, value in enumerate(row, start=1):
            if not 0 <= value <= 1:
                return invalid(f"target {place} of sample {sample}", _plain(value), f"from 0 to 1 with {loss.title}")
        if loss.name == "cross_entropy" and not np.isclose(row.sum(), 1.0, rtol=0, atol=1e-9):
            return invalid(f"the sum of the targets of sample {sample}", _plain(row.sum()), f"1 with {loss.title}")
    raise AssertionError(f"{loss.name} refused targets that it allows")


def _plain(value: float) -> float:
    """A whole number without its decimal point."""
    return int(value) if float(value).is_integer() else float(value)
