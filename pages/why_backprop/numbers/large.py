"""One gradient up to a million parameters: its time, its memory, and memory traded for time.

The backward pass needs z and a of every layer, so they are kept. Recomputation keeps the inputs of every k-th layer
only, and computes the others again, one stretch of k layers at a time, when the backward pass arrives there
(Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.checking.operations import backprop_cost
from backprop.initializers import initialize
from backprop.losses import loss_function
from backprop.network import Network, Parameters
from backprop.passes import backward, forward

Array = np.ndarray

LOSS = "log_loss"
BATCH = 64
WIDTHS = (21, 45, 70, 150, 222, 400, 706)
"""Inputs, and units in each hidden layer: from about 1,000 parameters to a million."""
HIDDEN_LAYERS = 2
DEEP = 64
"""Hidden layers of the network on which memory is traded for time."""
DEEP_WIDTH = 32
EVERY = (1, 2, 4, 8, 16, 32)
"""Recomputation keeps the inputs of every k-th layer, for these k; with k = 1 everything is kept."""
_TIMES, _TURNS = 3, 20
_LONG_ENOUGH = 0.08
"""Repetitions of each measurement: at least so many, and for at least so many seconds."""
FLOAT = 8
"""Bytes of a number."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The gradient of a batch, one forward and one backward pass, as it went here.

    Attributes:
        parameters: how many there are.
        seconds: of the fastest of a few repetitions.
        forward_seconds: of the forward pass alone.
        kept: bytes of what the forward pass keeps for the backward pass.
    """

    parameters: int
    seconds: float
    forward_seconds: float
    kept: int


@dataclass(frozen=True, slots=True)
class Trade:
    """The gradient of a deep network if the inputs of every k-th layer are kept.

    Attributes:
        every: k.
        seconds: of the fastest of a few repetitions.
        kept: the most bytes that are kept at one time.
        work: multiplications, as multiples of those with everything kept; counted.
        difference: the largest difference of a gradient from that with everything kept.
    """

    every: int
    seconds: float
    kept: int
    work: float
    difference: float


def gradients(progress: Callable[[float], None] = lambda share: None) -> tuple[Timed, ...]:
    """The gradient of each network, smallest first.

    Args:
        progress: called with the share of the work that is done.
    """
    found = []
    for width in WIDTHS:
        net = _network(width)
        params, x, y = _given(net)
        layers = forward(net, params, x)

        def once(net: Network = net, params: Parameters = params, x: Array = x, y: Array = y) -> None:
            backward(net, params, forward(net, params, x), y, LOSS)

        def forwards(net: Network = net, params: Parameters = params, x: Array = x) -> None:
            forward(net, params, x)

        kept = sum(layer.z.nbytes + layer.a.nbytes for layer in layers)
        found.append(Timed(net.parameter_count, _fastest(once), _fastest(forwards), kept))
        progress(len(found) / len(WIDTHS))
    return tuple(found)


def trades(progress: Callable[[float], None] = lambda share: None) -> tuple[Trade, ...]:
    """Memory against time, for each k. All are measured in turn, several times: then all are disturbed alike.

    Args:
        progress: called with the share of the work that is done.
    """
    net = deep_network()
    params, x, y = _given(net)
    found = [recomputed(net, params, x, y, every) for every in EVERY]
    seconds = np.full(len(EVERY), np.inf)
    for turn in range(_TURNS):
        for place, every in enumerate(EVERY):
            before = perf_counter()
            recomputed(net, params, x, y, every)
            seconds[place] = min(seconds[place], perf_counter() - before)
        progress((turn + 1) / _TURNS)
    return tuple(
        Trade(every, float(time), one.kept, counted_work(net, every), _apart(one.gradient, found[0].gradient))
        for every, time, one in zip(EVERY, seconds, found, strict=True)
    )


def counted_work(net: Network, every: int) -> float:
    """Multiplications with recomputation, as multiples of those with everything kept."""
    shapes = [shape for layers in _stretches(net.depth, every)[:-1] for shape in net.shapes[layers.start : layers.stop]]
    again = BATCH * sum(fan_in * fan_out for fan_in, fan_out in shapes)
    return 1.0 + again / backprop_cost(net, BATCH).multiplications


def _apart(ours: Parameters, theirs: Parameters) -> float:
    """The largest difference of two gradients."""
    apart = ours.map(lambda one, other: np.abs(one - other), theirs)
    return max(float(array.max()) for array in (*apart.weights, *apart.biases))


def deep_network() -> Network:
    """The network on which memory is traded for time."""
    return Network((DEEP_WIDTH, *[DEEP_WIDTH] * DEEP, 1), "tanh", "sigmoid")


def growth_of_work() -> tuple[float, float]:
    """From the smallest network to the largest: how many times as many parameters, and multiplications."""
    first, last = (_network(width) for width in (WIDTHS[0], WIDTHS[-1]))
    work = backprop_cost(last).multiplications / backprop_cost(first).multiplications
    return last.parameter_count / first.parameter_count, work


def growth_of_time(found: Sequence[Timed]) -> float:
    """The power of the number of parameters with which the time grows, over the larger half."""
    larger = found[len(found) // 2 :]
    sizes, seconds = np.log([one.parameters for one in larger]), np.log([one.seconds for one in larger])
    return float(np.polyfit(sizes, seconds, 1)[0])


@dataclass(frozen=True, slots=True, eq=False)
class Recomputed:
    """A gradient, and the most bytes that were kept for it at one time."""

    gradient: Parameters
    kept: int


def recomputed(net: Network, params: Parameters, x: Array, y: Array, every: int) -> Recomputed:
    """The gradient with the inputs of every `every`-th layer kept; `every` = 1 keeps z and a of all layers.

    The last stretch of layers is computed once: the backward pass begins there.

    Args:
        net: the network.
        params: its parameters.
        x: inputs (n, features).
        y: targets (n, outputs).
        every: how many layers are computed again at a time.
    """
    stretches = _stretches(net.depth, every)
    kept = [x]
    for layers in stretches[:-1]:
        kept.append(_computed(net, params, kept[-1], layers)[-1][1])
    dW: list[Array] = []
    db: list[Array] = []
    da, most, criterion = np.empty(0), 0, loss_function(LOSS, net.output)
    checkpoints = sum(each.nbytes for each in kept[1:])
    for layers, inputs in zip(reversed(stretches), reversed(kept), strict=True):
        known = _computed(net, params, inputs, layers)
        most = max(most, checkpoints + sum(z.nbytes + a.nbytes for z, a in known))
        before = [inputs, *(a for _, a in known)]
        for layer, (z, a), entered in zip(reversed(layers), reversed(known), reversed(before[:-1]), strict=True):
            f = ACTIVATIONS[net.activations[layer]]
            delta = criterion.delta(z, a, y, f) if layer == net.depth - 1 else da * f.slope(z)
            dW.append(entered.T @ delta)
            db.append(delta.sum(axis=0))
            da = delta @ params.weights[layer].T
    return Recomputed(Parameters.computed(dW[::-1], db[::-1]), most)


def _stretches(depth: int, every: int) -> list[range]:
    """The layers that are computed together: `every` at a time, or all of them if `every` is 1."""
    at_once = depth if every == 1 else every
    return [range(start, min(start + at_once, depth)) for start in range(0, depth, at_once)]


def _computed(net: Network, params: Parameters, a: Array, layers: range) -> list[tuple[Array, Array]]:
    """z and a of some layers that follow each other."""
    known = []
    for layer in layers:
        z = a @ params.weights[layer] + params.biases[layer]
        a = ACTIVATIONS[net.activations[layer]].f(z)
        known.append((z, a))
    return known


def _network(width: int) -> Network:
    return Network((width, *[width] * HIDDEN_LAYERS, 1), "tanh", "sigmoid")


def _given(net: Network) -> tuple[Parameters, Array, Array]:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(BATCH, net.sizes[0])), rng.integers(0, 2, (BATCH, 1)).astype(float)
    return initialize(net, "xavier", 0), x, y


def _fastest(run: Callable[[], object]) -> float:
    """Seconds of the fastest of many repetitions: the other ones were disturbed."""
    times: list[float] = []
    while len(times) < _TIMES or sum(times) < _LONG_ENOUGH:
        before = perf_counter()
        run()
        times.append(perf_counter() - before)
    return min(times)
