"""The kernel for many runs at once: each call works on all runs, so that they share its cost.

In memory, samples come first, then runs, then units: the numbers of one sample lie side by side for all runs, so biases
are added and δ is summed in long rows. Matrix products use a view with the runs first. Every number equals, to the last
bit, the one that `kernel` computes for the run alone.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np

from backprop.activations import ACTIVATIONS
from backprop.flat import Views
from backprop.losses import loss_function
from backprop.network import Network
from backprop.regularization import Regularization

Array = np.ndarray
Calls = list[tuple[Callable[..., object], tuple[object, ...]]]

_LINE = 64
"""Bytes in a cache line."""

_COLUMNS = 4
"""How many columns of a matrix BLAS processes at once."""

_NEAR_OVERFLOW = 1e290
"""If bounds of all products are below this, their sums are finite, too."""


def room(size: int) -> Array:
    """Zeros (size,) that start at a cache line, which saves up to a third of the time of products and sums."""
    vector = np.zeros(size + _LINE // 8)
    start = -vector.ctypes.data % _LINE // 8
    return vector[start : start + size]


class Blocks:
    """All parameters of many runs as one vector: layer by layer, the weights of all runs, then their biases.

    Args:
        net: the network of all runs.
        runs: how many there are.

    Attributes:
        size: length of the vector.
    """

    def __init__(self, net: Network, runs: int) -> None:
        self.net, self.runs = net, runs
        self.size = runs * net.parameter_count
        places = np.arange(self.size).reshape(runs, net.parameter_count)  # index into the vectors of all runs
        pieces, start = [], 0
        for fan_in, fan_out in net.shapes:
            middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
            pieces += [places[:, start:middle].ravel(), places[:, middle:end].ravel()]
            start = end
        self._from_rows = np.concatenate(pieces)
        self._to_rows = np.argsort(self._from_rows)
        self._run_of = self._from_rows // net.parameter_count

    def join(self, rows: Array) -> Array:
        """The vector from one row for each run (runs, parameter_count)."""
        return rows.ravel().take(self._from_rows)

    def rows(self, vector: Array) -> Array:
        """The inverse of `join`."""
        return vector.take(self._to_rows).reshape(self.runs, self.net.parameter_count)

    def spread(self, values: Array) -> Array:
        """One value for each run (runs,), copied to all its parameters (size,)."""
        return values.take(self._run_of)

    def of(self, run: int) -> Array:
        """Where a run's parameters are in the vector."""
        return np.flatnonzero(self._run_of == run)

    def views(self, vector: Array) -> Views:
        """Weights (…, runs, fan_in, fan_out) and biases (…, runs, fan_out) in a vector (…, size), without a copy."""
        weights, biases, start, runs = [], [], 0, self.runs
        for fan_in, fan_out in self.net.shapes:
            middle, end = start + runs * fan_in * fan_out, start + runs * (fan_in + 1) * fan_out
            weights.append(vector[..., start:middle].reshape(*vector.shape[:-1], runs, fan_in, fan_out))
            biases.append(vector[..., middle:end].reshape(*vector.shape[:-1], runs, fan_out))
            start = end
        return Views(tuple(weights), tuple(biases))


class StackedKernel:
    """Forward and backward pass of many runs, each on its own batch, in place.

    Args:
        blocks: the order of the parameters; it knows the network and the number of runs.
        loss: a loss that fits the network's output.
        regularization: penalties and limit for the gradient of every run.
        theta: the parameters of all runs (blocks.size,); the next pass uses the values that it has then.
        gradient: array that gets ∂L/∂θ of all runs (blocks.size,), penalty and limit included.
        n: samples in a batch.
        sides: result of `sides()` of an earlier kernel: units with a kink stay on the side that they had there; None
            for the usual activations.
    """

    def __init__(
        self,
        blocks: Blocks,
        loss: str,
        regularization: Regularization,
        theta: Array,
        gradient: Array,
        n: int,
        sides: Array | None = None,
    ) -> None:
        net = blocks.net
        self.net, self.blocks, self.runs, self.n = net, blocks, blocks.runs, n
        self.theta, self.gradient = theta, gradient
        self._criterion = loss_function(loss, net.output)
        self._regularization, self._sides = regularization, sides
        self._own, self._slopes = self.blocks.views(self.theta), self.blocks.views(self.gradient)
        widths = [self.runs * size for size in net.sizes[1:]]
        ends = (n * np.cumsum(widths)).tolist()
        self._parts = [slice(end - n * width, end) for end, width in zip(ends, widths, strict=True)]
        self._z, self._a, self._delta = (room(n * sum(widths)) for _ in range(3))
        self._slope = room(n * widths[-1])  # of the output layer; those of hidden layers overwrite z
        self._y = room(n * widths[-1])
        self._targets = self._shaped(self._y, net.sizes[-1])
        shapes = [(self.runs, fan_out, fan_in) for fan_in, fan_out in net.shapes]
        self._turned = [
            room(runs * fan_out * fan_in).reshape(runs, fan_out, fan_in) for runs, fan_out, fan_in in shapes
        ]

    def _by_run(self, vector: Array, layer: int) -> Array:
        """A layer's part of a vector, seen as (runs, n, units).

        In a layer of one unit, the numbers of each run lie side by side, so that NumPy sums them in the same order as
        for a run alone.
        """
        return self._shaped(vector[self._parts[layer]], self.net.sizes[layer + 1])

    def _shaped(self, part: Array, units: int) -> Array:
        if units == 1:
            return part.reshape(self.runs, self.n, 1)
        return part.reshape(self.n, self.runs, units).transpose(1, 0, 2)

    def _activation(self, layer: int) -> Array:
        """The vector with the activations of a layer; for the identity it is that of z."""
        return self._z if self.net.activations[layer] == "identity" else self._a

    def loss(self) -> Array:
        """The loss of each run in the last forward pass (runs,)."""
        last = self.net.depth - 1
        z, a = self._by_run(self._z, last), self._by_run(self._activation(last), last)
        return self._criterion.value(z, a, self._targets)

    def sound(self, before: Array, reach: float) -> Array:
        """For each run, whether every number of its last pass is certainly finite (runs,).

        Args:
            before: the parameters that the pass used (blocks.size,).
            reach: largest absolute input, at least 1. It gives a bound on z, which the slopes have overwritten.
        """
        layers, rows = range(self.net.depth), self.blocks.rows
        sizes = [np.abs(self._by_run(self._activation(layer), layer)).max(axis=(1, 2)) for layer in layers]
        largest = np.maximum(reach, np.max(sizes, axis=0)) * np.abs(rows(before)).max(axis=1)
        sound = (largest < _NEAR_OVERFLOW) & np.isfinite(self.loss()) & np.isfinite(rows(self.gradient)).all(axis=1)
        for layer in layers:
            sound &= np.isfinite(self._by_run(self._delta, layer)).all(axis=(1, 2))
        return sound

    def sides(self) -> Array:
        """The slopes of all units that have a kink, 1 for others; call it between forward and backward pass."""
        sides = np.ones_like(self._z)
        for name, part in zip(self.net.activations, self._parts, strict=True):
            if ACTIVATIONS[name].kinked:
                ACTIVATIONS[name].slope(self._z[part], sides[part])
        return sides

    def forward(self, x: Array, y: Array) -> Calls:
        """The calls of a forward pass.

        Args:
            x: inputs (n, features) of all runs, or (runs, n, features); read each time the calls are run.
            y: targets (n, outputs) of all runs, or (runs, n, outputs); likewise.
        """
        calls: Calls = [(np.copyto, (self._targets, y))]  # a loss is faster on arrays with the same memory order
        inputs = x
        for layer, name in enumerate(self.net.activations):
            z, a = (self._by_run(vector, layer) for vector in (self._z, self._activation(layer)))
            calls.append((np.matmul, (inputs, self._own.weights[layer], z)))
            calls.append((np.add, (z, self._own.biases[layer][:, np.newaxis, :], z)))
            if self._sides is not None and ACTIVATIONS[name].kinked:
                part = self._parts[layer]
                calls.append((np.multiply, (self._z[part], self._sides[part], self._a[part])))
            elif ACTIVATIONS[name].elementwise and name != "identity":
                part = self._parts[layer]
                calls.append((ACTIVATIONS[name].f, (self._z[part], self._a[part])))
            elif name != "identity":
                calls.append((ACTIVATIONS[name].f, (z, a)))
            inputs = a
        return calls

    def backward(self, x: Array) -> Calls:
        """The calls of a backward pass, to be run after a forward pass on the same x."""
        calls = [*self._output()]
        for layer in reversed(range(self.net.depth)):
            delta = self._by_run(self._delta, layer)
            inputs = self._by_run(self._activation(layer - 1), layer - 1) if layer else x
            left, right = inputs, delta
            if 1 in self.net.shapes[layer]:
                left = self._close(inputs, calls) if layer else x
                right = self._close(delta, calls)
            calls.append((np.matmul, (np.swapaxes(left, -1, -2), right, self._slopes.weights[layer])))
            calls.append((np.add.reduce, (delta, 1, None, self._slopes.biases[layer])))
            if layer:
                calls += self._hand_back(layer)
                if self.net.activations[layer - 1] != "identity":
                    part = self._parts[layer - 1]
                    before = self._delta[part]
                    calls.append((np.multiply, (before, self._z[part], before)))
        if self._regularization.penalizes:
            for W, dW in zip(self._own.weights, self._slopes.weights, strict=True):
                calls.append((self._penalize, (W, dW)))
        if self._regularization.clip is not None:
            calls.append((self._limit, ()))
        return calls

    def _close(self, array: Array, calls: Calls) -> Array:
        """A copy (runs, n, units) in which the numbers of each run are contiguous, as for a run alone.

        In a product with a vector, BLAS adds two or three columns in another order if they are not contiguous.
        """
        if not 1 < array.shape[-1] < _COLUMNS:
            return array
        copy = np.empty(array.shape)
        calls.append((np.copyto, (copy, array)))
        return copy

    def _hand_back(self, layer: int) -> Calls:
        """∂L/∂a of the layer before: δ Wᵀ."""
        delta, before = self._by_run(self._delta, layer), self._by_run(self._delta, layer - 1)
        turned = np.swapaxes(self._own.weights[layer], -1, -2)
        if self.n == 1:
            return [(np.matmul, (delta, turned, before))]
        if self.net.sizes[layer + 1] > 1:  # a product with a transposed view takes three times as long
            return [(np.copyto, (self._turned[layer], turned)), (np.matmul, (delta, self._turned[layer], before))]
        if self.net.sizes[layer] == 1:
            return [(np.multiply, (delta, turned, before))]
        # For a single unit δ Wᵀ has no sums: δ is copied to all units before, and multiplied in long rows.
        rows = self._delta[self._parts[layer - 1]].reshape(self.n, -1)
        return [(np.copyto, (before, delta)), (np.multiply, (rows, self._own.weights[layer].reshape(-1), rows))]

    def _output(self) -> Iterator[tuple[Callable[..., object], tuple[object, ...]]]:
        """δ of the output layer, and the slopes of all layers that need one."""
        criterion, output, last = self._criterion, ACTIVATIONS[self.net.output], self.net.depth - 1
        vectors = self._z, self._activation(last), self._delta
        z, a, delta = (self._by_run(vector, last) for vector in vectors)
        y = self._targets
        divisor = np.array(float(criterion.divisor(y)))
        yield (criterion.dterm if criterion.dterm_dz is None else criterion.dterm_dz), (z, a, y, delta)
        yield np.divide, (delta, divisor, delta)
        if criterion.dterm_dz is None and output.elementwise and output.name != "identity":
            part = self._parts[last]
            yield self._slope_call(output.name, part, self._slope)
            yield np.multiply, (self._delta[part], self._slope, self._delta[part])
        elif criterion.dterm_dz is None and not output.elementwise:
            yield output.pull_back, (z, delta, delta)
        yield from self._slopes_of_hidden()

    def _slopes_of_hidden(self) -> Iterator[tuple[Callable[..., object], tuple[object, ...]]]:
        """The slopes of hidden layers, written over z; neighbouring layers with the same activation take one call."""
        hidden = self.net.activations[:-1]
        for name, layers in groupby(range(len(hidden)), hidden.__getitem__):
            first, *others = layers
            part = slice(self._parts[first].start, self._parts[others[-1] if others else first].stop)
            if name != "identity":
                yield self._slope_call(name, part, self._z[part])

    def _slope_call(self, name: str, part: slice, out: Array) -> tuple[Callable[..., object], tuple[object, ...]]:
        if self._sides is not None and ACTIVATIONS[name].kinked:
            return np.copyto, (out, self._sides[part])
        return ACTIVATIONS[name].slope, (self._z[part], out)

    def _penalize(self, W: Array, dW: Array) -> None:
        np.add(dW, self._regularization.slope(W), dW)

    def _limit(self) -> None:
        factors = [self._regularization.factor(row) for row in self.blocks.rows(self.gradient)]
        if any(factor != 1.0 for factor in factors):
            np.multiply(self.blocks.spread(np.array(factors)), self.gradient, self.gradient)


def run_calls(calls: Calls) -> None:
    """Run the calls in order."""
    for function, arguments in calls:
        function(*arguments)
