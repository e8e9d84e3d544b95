"""The straight line between two solutions, before and after the hidden units of one are matched to those of the other.

Hidden units may change places, and a tanh unit may change the sign of all its weights, and the network stays the same
(Hecht-Nielsen 1990). So two solutions that look far apart may be near each other after matching (Entezari et al. 2022).
"""

from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from backprop.checks import read_only
from backprop.flat import to_vector
from backprop.landscape.slices import direction_to, loss_along
from backprop.network import Network, Parameters
from pages.local_minima.numbers.xor import samples

Array = np.ndarray

TICKS = read_only(np.linspace(-0.25, 1.25, 121))
ODD = ("tanh",)
"""Activations with f(−z) = −f(z), so that signs may change."""


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """The losses on the line from one solution (t = 0) to another (t = 1), at `TICKS`.

    Attributes:
        straight: as they were trained (ticks,).
        matched: after matching the units of the second (ticks,).
        distances: between both, before and after matching.
        order: the unit of the second solution that takes each place, from 0.
        signs: +1 or −1 for each of these units.
    """

    straight: Array
    matched: Array
    distances: tuple[float, float]
    order: tuple[int, ...]
    signs: tuple[int, ...]

    def barrier(self, losses: Array) -> float:
        """How far the loss between both ends rises above the higher end."""
        inside = (TICKS >= 0) & (TICKS <= 1)
        ends = losses[np.isclose(TICKS, 0) | np.isclose(TICKS, 1)]
        return max(0.0, float(losses[inside].max() - ends.max()))


def rearranged(params: Parameters, order: tuple[int, ...], signs: tuple[int, ...]) -> Parameters:
    """The same network with its hidden units in another order, some of them with all signs changed."""
    (W1, W2), (b1, b2) = params.weights, params.biases
    which, sign = list(order), np.array(signs)
    return Parameters([sign * W1[:, which], sign[:, np.newaxis] * W2[which]], [sign * b1[which], b2])


def between(net: Network, first: Parameters, second: Parameters, loss: str) -> Between:
    """Compare both lines; all orders and signs of the units are tried.

    Args:
        net: the network, with one hidden layer.
        first, second: two solutions.
        loss: name of the loss.
    """
    x, y = samples()
    units = net.sizes[1]
    flips = (1, -1) if net.activations[0] in ODD else (1,)
    goal = to_vector(first)

    def far(params: Parameters) -> float:
        return float(np.linalg.norm(to_vector(params) - goal))

    choices = [(order, signs) for order in permutations(range(units)) for signs in product(flips, repeat=units)]
    order, signs = min(choices, key=lambda choice: far(rearranged(second, *choice)))
    matched = rearranged(second, order, signs)
    lines = [
        read_only(np.array(loss_along(net, first, direction_to(first, each), TICKS, x, y, loss)))
        for each in (second, matched)
    ]
    return Between(lines[0], lines[1], (far(second), far(matched)), order, signs)
