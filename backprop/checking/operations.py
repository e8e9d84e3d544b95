"""How much work a gradient is, by backpropagation and in four other ways: exact counts, without computing anything.

Two things are counted for a batch of n samples:

- multiplications of two numbers, in weighted sums and in products of derivatives (there are about as many additions);
- evaluations of an activation function or of its slope.

The loss is left out: every way needs it, and it is small beside a layer. The division of a difference by its step is
left out, too.

For a layer with fan_in inputs and fan_out units, the forward pass takes n · fan_in · fan_out multiplications. The
backward pass takes as many for ∂L/∂W, and as many again for ∂L/∂a of the layer before, which the first layer does not
need; and one product with the slope for each hidden unit. So backpropagation costs about three forward passes, however
many parameters there are (the cheap gradient principle; Griewank and Walther, Evaluating Derivatives, 2nd edition,
2008). Finite differences take at least one forward pass for each parameter.
"""

from dataclasses import dataclass
from itertools import accumulate
from math import prod

from backprop.network import Network


@dataclass(frozen=True, slots=True)
class Cost:
    """What a computation takes.

    Attributes:
        multiplications: of two numbers.
        evaluations: of an activation function or of its slope, for one unit and one sample.
    """

    multiplications: int = 0
    evaluations: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.multiplications + other.multiplications, self.evaluations + other.evaluations)

    def __mul__(self, times: int) -> "Cost":
        return Cost(self.multiplications * times, self.evaluations * times)


def forward_cost(net: Network, n: int = 1) -> Cost:
    """One forward pass of n samples."""
    return _layers_cost(net, n, 0)


def backprop_cost(net: Network, n: int = 1) -> Cost:
    """The gradient by backpropagation: one forward pass, one backward pass.

    The δ of the output layer comes from the loss, so neither its product nor its slope is counted.
    """
    weights = sum(fan_in * fan_out for fan_in, fan_out in net.shapes)
    passed_on = sum(fan_in * fan_out for fan_in, fan_out in net.shapes[1:])
    hidden = sum(net.sizes[1:-1])
    return forward_cost(net, n) + Cost(n * (weights + passed_on + hidden), n * hidden)


def one_sided_cost(net: Network, n: int = 1) -> Cost:
    """The gradient by (L(θ + h) − L(θ)) / h: one forward pass for each parameter, and one more."""
    return forward_cost(net, n) * (net.parameter_count + 1)


def central_cost(net: Network, n: int = 1) -> Cost:
    """The gradient by (L(θ + h) − L(θ − h)) / 2h: two forward passes for each parameter."""
    return forward_cost(net, n) * (2 * net.parameter_count)


def structured_cost(net: Network, n: int = 1) -> Cost:
    """The gradient by central differences that compute again only what a parameter changes: see `finite_differences`.

    A parameter of a layer changes z of one unit only. Its move is one product for each sample (a weight's input times
    h; none for a bias), the unit adds its change to each unit of the next layer, and only the layers after that are
    whole forward passes. Before, there is one forward pass.
    """
    total = forward_cost(net, n)
    for layer, (fan_in, fan_out) in enumerate(net.shapes):
        rest = Cost(0, n)
        if layer + 1 < net.depth:
            following = net.sizes[layer + 2]
            rest += Cost(n * following, n * following) + _layers_cost(net, n, layer + 2)
        total += rest * (2 * (fan_in + 1) * fan_out) + Cost(2 * n * fan_in * fan_out)
    return total


def paths_cost(net: Network, n: int = 1) -> Cost:
    """The gradient as the sum over all paths, each multiplied out by itself, after one forward pass.

    The path of a weight has the factors input, then slope and weight for each layer that follows, then δ of the output;
    that of a bias has no input.
    """
    multiplications = 0
    for layer, (fan_in, fan_out) in enumerate(net.shapes):
        after = net.depth - 1 - layer
        for_bias = 2 * after
        multiplications += fan_out * paths_from(net, layer) * (fan_in * (for_bias + 1) + for_bias)
    return forward_cost(net, n) + Cost(n * multiplications, n * sum(net.sizes[1:-1]))


def paths_from(net: Network, layer: int) -> int:
    """How many paths lead from one unit of a layer (from 0) to the outputs."""
    return prod(net.sizes[layer + 2 :])


def path_count(net: Network) -> int:
    """How many paths there are from all parameters to the outputs."""
    return sum((fan_in + 1) * fan_out * paths_from(net, layer) for layer, (fan_in, fan_out) in enumerate(net.shapes))


def shared_by(net: Network) -> tuple[int, ...]:
    """For each layer, how many of all paths go through one of its units: they all share the δ of that unit.

    Up to the unit there are as many as its own parameters, and all that reach the units of the layer before.
    """
    reaching = accumulate(
        net.shapes[1:], lambda before, shape: shape[0] * before + shape[0] + 1, initial=net.sizes[0] + 1
    )
    return tuple(up_to * paths_from(net, layer) for layer, up_to in enumerate(reaching))


def _layers_cost(net: Network, n: int, first: int) -> Cost:
    """The forward pass of the layers from `first` on."""
    shapes = net.shapes[first:]
    return Cost(n * sum(fan_in * fan_out for fan_in, fan_out in shapes), n * sum(fan_out for _, fan_out in shapes))
