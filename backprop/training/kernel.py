"""The training step of `steps.py`, without its records: the same numbers, to the last bit, in a fraction of the time.

For small networks, NumPy needs most of the time for the calls, not for the arithmetic. So the whole step is prepared
once as a list of calls on existing arrays, and then only run. All parameters are one vector, and so are all gradients;
the slopes of neighbouring layers with the same activation take one call; matrix products use the method `dot`, which
is called in half the time of `matmul`. This module has no formulas of its own: the activations, losses, penalties and
update rules are those of the tables. `tests/training/test_kernel.py` checks that the results equal those of
`steps.take_step` bit for bit.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.flat import views
from backprop.losses import loss_function
from backprop.network import Network
from backprop.optimizers import Optimizer
from backprop.regularization import Regularization

Array = np.ndarray
Call = tuple[Callable[..., object], tuple[object, ...]]
Calls = list[Call]

_SPREAD_BIASES = 512
"""Up to this many z in a batch, copying all biases to all samples at once is faster than broadcasting by layer."""


class _Space:
    """Arrays for one batch of n samples: one vector for each quantity (z, a, …), and each layer's part of it."""

    def __init__(self, net: Network, n: int) -> None:
        self.z, self.a, self.slope, self.bias = (np.zeros(n * sum(net.sizes[1:])) for _ in range(4))
        places = views(net, np.arange(net.parameter_count)).biases
        self.bias_places = np.concatenate([np.tile(place, n) for place in places])  # for each z: its bias in the vector
        ends = np.cumsum([n * size for size in net.sizes[1:]]).tolist()
        self.parts = [slice(end - n * size, end) for end, size in zip(ends, net.sizes[1:], strict=True)]
        shapes = [(n, size) for size in net.sizes[1:]]
        self.deltas = [np.zeros(shape) for shape in shapes]

        def layered(vector: Array) -> list[Array]:
            return [vector[part].reshape(shape) for part, shape in zip(self.parts, shapes, strict=True)]

        self.zs, self.slopes, self.spread = layered(self.z), layered(self.slope), layered(self.bias)
        plain = [name == "identity" for name in net.activations]  # a = z needs no array of its own
        self.activations = [z if same else a for z, a, same in zip(self.zs, layered(self.a), plain, strict=True)]


class Kernel:
    """Takes training steps in place.

    Args:
        net: the network.
        loss: a loss that fits its output.
        regularization: penalties and limit for the gradient.
        theta: the initial parameters as one vector (see `flat`).
        averages: the initial averages of the optimizer, one vector each.
        count: number of updates taken before.

    Attributes:
        theta: the parameters; changed by every step.
        gradient: ∂L/∂θ of the last batch as one vector, penalty and limit included.
        averages: the averages of the optimizer, one vector each.
        count: number of updates taken, including those before.
    """

    def __init__(
        self,
        net: Network,
        loss: str,
        regularization: Regularization,
        theta: Array,
        averages: tuple[Array, ...],
        count: int = 0,
    ) -> None:
        self.net = net
        self.theta = np.array(theta, dtype=np.float64)
        self.gradient = np.zeros_like(self.theta)
        self.averages = averages
        self.count = count
        self._criterion = loss_function(loss, net.output)
        self._regularization = regularization
        self._own, self._slopes = views(net, self.theta), views(net, self.gradient)
        self._spaces: dict[int, _Space] = {}

    def prepare(self, x: Array, y: Array) -> Calls:
        """Prepare the calls of the forward and backward pass for one batch.

        Args:
            x: inputs (n, features), C-contiguous; read each time the calls are run.
            y: targets (n, outputs), likewise.
        """
        if len(x) not in self._spaces:
            self._spaces[len(x)] = _Space(self.net, len(x))
        space = self._spaces[len(x)]
        return [*self._forward(space, x), *self._output(space, y), *self._backward(space, x), *self._penalties()]

    def steps(self, layouts: Iterable[Calls], optimizer: Optimizer) -> Iterator[int]:
        """Take a training step on each prepared batch; in each step, all gradients come first, then all updates.

        Yields the number of updates taken, after each step.
        """
        theta, gradient, rule, add = self.theta, self.gradient, optimizer.rule, np.add
        limited = self._regularization.clip is not None
        for calls in layouts:
            for function, arguments in calls:
                function(*arguments)
            if limited:
                factor = self._regularization.factor(gradient)
                if factor != 1.0:
                    np.multiply(factor, gradient, gradient)
            self.count = count = self.count + 1
            update, self.averages = rule(gradient, self.averages, count)
            add(theta, update, theta)
            yield count

    def step(self, calls: Calls, optimizer: Optimizer) -> None:
        """Take one training step."""
        for _ in self.steps([calls], optimizer):
            pass

    def _forward(self, space: _Space, x: Array) -> Iterator[Call]:
        spread = len(space.z) <= _SPREAD_BIASES
        if spread:
            yield self.theta.take, (space.bias_places, 0, space.bias, "clip")
        inputs = x
        for layer, name in enumerate(self.net.activations):
            z, a = space.zs[layer], space.activations[layer]
            yield _product(inputs, self._own.weights[layer], z)
            yield np.add, (z, space.spread[layer] if spread else self._own.biases[layer], z)
            if a is not z:
                yield ACTIVATIONS[name].f, (z, a)
            inputs = a

    def _output(self, space: _Space, y: Array) -> Iterator[Call]:
        """δ of the output layer, and the slopes of all layers that need one."""
        criterion, output = self._criterion, ACTIVATIONS[self.net.output]
        z, a, delta = space.zs[-1], space.activations[-1], space.deltas[-1]
        divisor = np.array(float(criterion.divisor(y)))
        chain_rule = criterion.dterm_dz is None and output.elementwise and output.name != "identity"
        yield from self._slope_calls(space, self.net.depth if chain_rule else self.net.depth - 1)
        yield (criterion.dterm if criterion.dterm_dz is None else criterion.dterm_dz), (z, a, y, delta)
        yield np.divide, (delta, divisor, delta)
        if chain_rule:
            yield np.multiply, (delta, space.slopes[-1], delta)
        elif criterion.dterm_dz is None and not output.elementwise:
            yield output.pull_back, (z, delta, delta)

    def _slope_calls(self, space: _Space, layers: int) -> Iterator[Call]:
        """The slopes of the first `layers` layers; neighbouring layers with the same activation take one call."""
        names, first = self.net.activations, 0
        for layer in range(layers):
            if layer + 1 == layers or names[layer + 1] != names[first]:
                part = slice(space.parts[first].start, space.parts[layer].stop)
                if names[first] != "identity":
                    yield ACTIVATIONS[names[first]].slope, (space.z[part], space.slope[part])
                first = layer + 1

    def _backward(self, space: _Space, x: Array) -> Iterator[Call]:
        names = self.net.activations
        for layer in reversed(range(self.net.depth)):
            delta = space.deltas[layer]
            inputs = space.activations[layer - 1] if layer else x
            yield _product(inputs.T, delta, self._slopes.weights[layer])
            yield np.add.reduce, (delta, 0, None, self._slopes.biases[layer])
            if layer:
                before = space.deltas[layer - 1]
                yield _product(delta, self._own.weights[layer].T, before)
                if names[layer - 1] != "identity":
                    yield np.multiply, (before, space.slopes[layer - 1], before)

    def _penalties(self) -> Iterator[Call]:
        if self._regularization.penalizes:
            for W, dW in zip(self._own.weights, self._slopes.weights, strict=True):
                yield self._add_penalty, (W, dW)

    def _add_penalty(self, W: Array, dW: Array) -> None:
        np.add(dW, self._regularization.slope(W), dW)


def _product(one: Array, other: Array, out: Array) -> Call:
    """The matrix product. For two single numbers `dot` would lose the sign of a zero that `matmul` keeps."""
    if one.size == other.size == 1:
        return np.matmul, (one, other, out)
    return one.dot, (other, out)
