"""The gradient of one network in five ways: what each costs, how long it takes here, and how well they agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backprop.checking import operations
from backprop.checking.finite_differences import finite_differences, move
from backprop.checking.operations import Cost
from backprop.checking.paths import paths
from backprop.data.toy_sets import moons
from backprop.flat import to_parameters, to_vector
from backprop.initializers import initialize
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.optimizers import sgd
from backprop.passes import backward, forward
from backprop.steps import trace_step

Array = np.ndarray

LOSS = "log_loss"
SAMPLES = 20
"""In the batch whose gradient is computed."""
BACKPROP, STRUCTURED, ONE_SIDED, CENTRAL, PATHS = "backprop", "structured", "one_sided", "central", "paths"
COSTS: Mapping[str, Callable[[Network, int], Cost]] = {
    BACKPROP: operations.backprop_cost,
    STRUCTURED: operations.structured_cost,
    ONE_SIDED: operations.one_sided_cost,
    CENTRAL: operations.central_cost,
    PATHS: operations.paths_cost,
}
"""The cost of each way, given the network and the number of samples."""

MOST_PATHS = 4_000
"""With more paths than that, their sum is counted but not computed."""
_AT_ONCE = 1 << 18
"""How many numbers one stack of parameters may have: it limits the memory."""
_BRIEFLY = 0.01
"""Seconds of measuring below which a computation is repeated."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A network, its parameters, and the data: everything that a gradient depends on.

    Attributes:
        net: the network.
        params: its parameters.
        x: inputs (n, features).
        y: targets (n, 1).
    """

    net: Network
    params: Parameters
    x: Array
    y: Array

    def losses(self, params: Parameters) -> Array:
        """The loss with other parameters, or with many at once (…): one forward pass for each."""
        output = forward(self.net, params, self.x)[-1]
        return loss_function(LOSS, self.net.output).value(output.z, output.a, self.y)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One way, as it went here.

    Attributes:
        gradient: ∂L/∂θ in the shape of the parameters.
        seconds: of the fastest of a few repetitions.
    """

    gradient: Parameters
    seconds: float


def network(width: int, layers: int) -> Network:
    """Two inputs, equal hidden layers of tanh, and one sigmoid output."""
    return Network((2, *[width] * layers, 1), "tanh", "sigmoid")


def task(width: int, layers: int, n: int = SAMPLES, seed: int = 0) -> Task:
    """The network on `n` points of two moons."""
    net = network(width, layers)
    x, y = moons(n, 0.1, seed)
    return Task(net, initialize(net, "xavier", seed), x, y)


def is_computed(way: str, net: Network) -> bool:
    """Whether this way is computed for that network, and not only counted."""
    return way != PATHS or operations.path_count(net) <= MOST_PATHS


def measured(way: str, given: Task) -> Measured:
    """Compute the gradient in one way, and measure the time; a fast computation is repeated."""
    compute, seconds, started = _GRADIENTS[way], np.inf, perf_counter()
    while True:
        before = perf_counter()
        gradient = compute(given)
        now = perf_counter()
        seconds = min(seconds, now - before)
        if now - started > _BRIEFLY:
            return Measured(gradient, seconds)


def relative_difference(ours: Parameters, theirs: Parameters) -> float:
    """The largest difference of two gradients, relative to their largest number; 0 if they are the same."""
    apart = ours.map(lambda one, other: np.abs(one - other), theirs)
    size = max(_largest(ours), _largest(theirs))
    return _largest(apart) / size if size else 0.0


def _largest(params: Parameters) -> float:
    return max(float(np.abs(array).max()) for array in (*params.weights, *params.biases))


def _by_backprop(given: Task) -> Parameters:
    layers = forward(given.net, given.params, given.x)
    records = backward(given.net, given.params, layers, given.y, LOSS)
    return Parameters.computed([record.dW for record in records], [record.db for record in records])


def _by_structured_differences(given: Task) -> Parameters:
    return finite_differences(given.net, given.params, given.x, given.y, LOSS).numeric


def _by_one_sided_differences(given: Task) -> Parameters:
    """(L(θ + h) − L(θ)) / h with the h for which truncation (about h) and rounding (about ε/h) are equally large."""
    theta, h = to_vector(given.params), float(np.sqrt(np.finfo(np.float64).eps))
    unmoved = given.losses(given.params)
    return to_parameters(given.net, (_losses_moved(given, theta, np.full(len(theta), h)) - unmoved) / h)


def _by_central_differences(given: Task) -> Parameters:
    """(L(θ + h) − L(θ − h)) / 2h with the h of the gradient check."""
    theta = to_vector(given.params)
    h = move(theta)
    return to_parameters(given.net, (_losses_moved(given, theta, h) - _losses_moved(given, theta, -h)) / (2 * h))


def _losses_moved(given: Task, theta: Array, h: Array) -> Array:
    """The losses (P,) if each parameter moves by its h, each by itself: a whole forward pass for each."""
    at_once = max(1, _AT_ONCE // len(theta))
    losses = []
    for start in range(0, len(theta), at_once):
        moved = np.arange(start, min(start + at_once, len(theta)))
        stack = np.repeat(theta[np.newaxis], len(moved), axis=0)
        stack[np.arange(len(moved)), moved] += h[moved]
        losses.append(given.losses(to_parameters(given.net, stack)))
    return np.concatenate(losses)


def _by_paths(given: Task) -> Parameters:
    step = trace_step(given.net, given.params, given.x, given.y, LOSS, sgd(1.0))
    sums = {one: sum(path.product for path in paths(step, one)) for one in given.net.parameter_ids()}
    return given.params.replace(sums)


_GRADIENTS: Mapping[str, Callable[[Task], Parameters]] = {
    BACKPROP: _by_backprop,
    STRUCTURED: _by_structured_differences,
    ONE_SIDED: _by_one_sided_differences,
    CENTRAL: _by_central_differences,
    PATHS: _by_paths,
}
