"""From the plain values that a link carries to a training step, with a note for each value that had to be dropped."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from backprop.checks import invalid
from backprop.examples import EXAMPLES, MAZUR, Example
from backprop.initializers import initialize
from backprop.losses import LOSSES, check_targets, loss_function, losses_for
from backprop.network import Network, ParameterId
from backprop.optimizers import make_optimizer
from backprop.steps import trace_step
from backprop.textforms import read_samples, read_sizes, read_weights
from backprop.trace import StepTrace

OWN = "own"
CHOICES = (*EXAMPLES, OWN)
"""What can be opened: the worked examples, and one's own network."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that decides what is computed, as plain values. Hashable, so that results can be kept by it.

    Attributes:
        example: key of a worked example, or "own".
        loss, rate, optimizer, biases: how it is trained; None for what the example says.
        weights: weights set by hand, as `textforms.write_weights` has it.
        sizes, hidden, output, initializer, seed, samples: the network and data of "own".
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


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """A training step that is ready to be taken.

    Attributes:
        example: the worked example, or one made from one's own choices; before weights were set by hand.
        first: the trace of the first training step.
        edited: the parameters that were set by hand.
        notes: one sentence for each choice that was dropped.
    """

    example: Example
    first: StepTrace
    edited: dict[ParameterId, float]
    notes: tuple[str, ...]


def default_loss(choices: Choices) -> str:
    """The loss that is meant if none is chosen."""
    if choices.example in EXAMPLES:
        return EXAMPLES[choices.example].loss
    fitting = fitting_losses(choices)
    return next((name for name in ("log_loss", "cross_entropy") if name in fitting), "mse")


def fitting_losses(choices: Choices) -> tuple[str, ...]:
    """Losses that fit the output activation of the choices."""
    if choices.example in EXAMPLES:
        return losses_for(EXAMPLES[choices.example].net.output)
    return losses_for(choices.output) or ("mse",)


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
    """The training step that the choices describe. Bad choices are replaced, never raised: each leaves a note."""
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


def _own(choices: Choices, attempt: _Attempts) -> Example:
    """One's own network and data as an example."""
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
        (np.ones((1, net.sizes[0])), np.eye(1, net.sizes[-1])),
        "one sample that fits the network",
    )
    usual = default_loss(replace(choices, output=net.output))
    loss = _Attempts()(lambda: _fitting(usual, net, y), "mse", "MSE")  # nobody chose it: nothing to note
    note = "Change anything on the left: everything is computed again."
    return Example(OWN, "My own", "Your own network and data", net, params, x, y, loss, 0.5, note=note)


def _known(example: str) -> str:
    if example not in CHOICES:
        raise invalid("example", example, ", ".join(CHOICES))
    return example


def _fitting(loss: str, net: Network, y: np.ndarray) -> str:
    """The name of a loss, if it fits network and targets."""
    check_targets(loss_function(loss, net.output), y)
    return loss
