"""How many paths of the chain rule there are, and how few multiplications backpropagation needs for all of them."""

from dataclasses import dataclass

import numpy as np

from backprop.checking.operations import backprop_cost, path_count, paths_cost
from backprop.checks import read_only
from pages.why_backprop.numbers.ways import network

Array = np.ndarray

MOST_LAYERS = 20
"""The most hidden layers in the comparison over depth."""


@dataclass(frozen=True, slots=True, eq=False)
class Depths:
    """Networks from one hidden layer to many, for one sample.

    Attributes:
        layers: hidden layers (m,).
        paths: all paths from a parameter to the loss (m,).
        one_by_one: multiplications if each path is multiplied out by itself (m,).
        backprop: multiplications of backpropagation (m,).
    """

    layers: Array
    paths: Array
    one_by_one: Array
    backprop: Array


def over_depth(width: int) -> Depths:
    """The counts for every depth up to `MOST_LAYERS`."""
    layers = np.arange(1, MOST_LAYERS + 1)
    nets = [network(width, int(count)) for count in layers]
    columns = (
        [path_count(net) for net in nets],
        [paths_cost(net).multiplications for net in nets],
        [backprop_cost(net).multiplications for net in nets],
    )
    return Depths(read_only(layers), *(read_only(np.array(column, dtype=float)) for column in columns))
