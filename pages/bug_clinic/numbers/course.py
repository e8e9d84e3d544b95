"""What happens when the program runs: every step with its batch, gradient and parameters, and the loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from backprop.checks import freeze, read_only
from backprop.data.toy_sets import moons
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import forward
from backprop.training.batches import Batches
from pages.bug_clinic.numbers.program import program

Array = np.ndarray

NET = Network((2, 5, 1), hidden="tanh", output="sigmoid")
LOSS = "log_loss"
SAMPLES, BATCH, EPOCHS = 60, 16, 25
SEEDS = tuple(range(10))
RATES = (0.03, 0.1, 0.3, 1.0)
PER_EPOCH = 4
STEPS = EPOCHS * PER_EPOCH
"""Updates of a run; a run that drops the last batch of each epoch has fewer."""
_SCALE, _SHIFT = (4.0, 0.5), (8.0, 1.0)
"""Units of the two inputs: they have different sizes, and are not around 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One update of the program.

    Attributes:
        rows: the samples of its batch.
        before, after: the parameters.
        gradient: what the update has used as the gradient.
    """

    rows: Array
    before: Parameters
    gradient: Parameters
    after: Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A whole run of one case.

    Attributes:
        name: of the case.
        x, y: all samples as the program's network gets them (n, 2) and (n, 1).
        steps: the updates.
        loss: of all samples, before each update and after the last one (updates + 1,).
    """

    name: str
    x: Array
    y: Array
    steps: tuple[Step, ...]
    loss: Array

    @property
    def uses(self) -> Array:
        """How often each sample was used in the first epoch (n,)."""
        in_epoch = len(self.steps) // EPOCHS
        rows = np.concatenate([step.rows for step in self.steps[:in_epoch]])
        return read_only(np.bincount(rows, minlength=len(self.x)))

    @property
    def input_means(self) -> Array:
        """The mean of each input that the network gets (2,)."""
        return read_only(self.x.mean(axis=0))

    @property
    def input_deviations(self) -> Array:
        """The standard deviation of each input that the network gets (2,)."""
        return read_only(self.x.std(axis=0))

    @property
    def uses_all(self) -> bool:
        """Whether each sample is used exactly once in an epoch."""
        return bool((self.uses == 1).all())

    @property
    def standardised(self) -> bool:
        """Whether the inputs have mean 0 and standard deviation 1."""
        return bool(np.abs(self.input_means).max() < 1e-9 and np.abs(self.input_deviations - 1).max() < 1e-9)


@cache
def data(seed: int) -> tuple[Array, Array]:
    """x (n, 2), as it was collected, and y (n, 1)."""
    points, classes = moons(SAMPLES, 0.15, seed)
    return freeze(points * _SCALE + _SHIFT), freeze(np.reshape(classes, (-1, 1)).astype(float))


def start(seed: int) -> Parameters:
    """The parameters before the first update: normal weights with standard deviation 1 / √fan_in."""
    rng = np.random.default_rng([seed, 1])
    weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in NET.shapes]
    return Parameters(weights, [np.zeros(fan_out) for _, fan_out in NET.shapes])


def orders(seed: int) -> list[Array]:
    """The order of the samples in each epoch."""
    batches = Batches(SAMPLES, BATCH, seed)
    return [batches.order(epoch) for epoch in range(EPOCHS)]


def run(name: str, seed: int, rate: float) -> Course:
    """Run the program of a case.

    Args:
        name: key in `CASES`.
        seed: of data, initial weights and order.
        rate: the learning rate α.
    """
    x, y = data(seed)
    first = start(seed)
    steps: list[Step] = []
    seen: list[Array] = []

    def log(inputs: Array, rows: Array, grad: dict[str, Array], p: dict[str, Array]) -> None:
        before = steps[-1].after if steps else first
        steps.append(Step(read_only(np.array(rows)), before, _parameters(grad), _parameters(p)))
        seen[:] = [inputs]

    with np.errstate(over="ignore", invalid="ignore"):
        program(name)(np.array(x), np.array(y), _named(first), rate, BATCH, orders(seed), log)
    inputs = freeze(seen[0])
    every = [first, *(step.after for step in steps)]
    return Course(name, inputs, y, tuple(steps), loss_of(every, inputs, y))


def loss_of(params: Sequence[Parameters], x: Array, y: Array) -> Array:
    """The loss with several parameters (m,)."""
    weights = [np.stack(layer) for layer in zip(*(each.weights for each in params), strict=True)]
    biases = [np.stack(layer) for layer in zip(*(each.biases for each in params), strict=True)]
    with np.errstate(over="ignore", invalid="ignore"):
        last = forward(NET, Parameters.computed(weights, biases), x)[-1]
        return read_only(np.asarray(loss_function(LOSS, NET.output).value(last.z, last.a, y)))


def _named(params: Parameters) -> dict[str, Array]:
    """The parameters as the program has them."""
    pairs = [
        (f"{kind}{layer}", np.array(array))
        for layer, (W, b) in enumerate(zip(params.weights, params.biases, strict=True), start=1)
        for kind, array in (("W", W), ("b", b))
    ]
    return dict(pairs)


def _parameters(named: dict[str, Array]) -> Parameters:
    layers = range(1, NET.depth + 1)
    return Parameters.computed([named[f"W{layer}"] for layer in layers], [named[f"b{layer}"] for layer in layers])
