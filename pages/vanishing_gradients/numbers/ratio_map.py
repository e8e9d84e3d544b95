"""How much of the output layer's error signal is left in the first layer, over activations and gains."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from pages.vanishing_gradients.numbers.deep import ACTIVATIONS, LARGEST_GAIN, SMALLEST_GAIN, Deep
from pages.vanishing_gradients.numbers.sizes import sizes
from pages.vanishing_gradients.numbers.theory import balanced_gain

Array = np.ndarray

GAINS = tuple(float(gain) for gain in np.geomspace(SMALLEST_GAIN, LARGEST_GAIN, 25))
"""Four in each octave."""
MAP_SEEDS = tuple(range(3))


@dataclass(frozen=True, slots=True, eq=False)
class RatioMap:
    """The map; rows are `ACTIVATIONS`, columns are `GAINS`.

    Attributes:
        depth, width: of all networks.
        log_ratio: power of ten of ‖δ‖ of the first layer / that of the output layer, median over the seeds.
        balanced: for each activation the gain at which theory expects a ratio of 1; None outside of the map.
    """

    depth: int
    width: int
    log_ratio: Array
    balanced: tuple[float | None, ...]


def ratio_map(depth: int, width: int, progress: Callable[[float], None] = lambda share: None) -> RatioMap:
    """Measure both passes of a network for each activation, gain and seed.

    Args:
        depth, width: of the networks.
        progress: called with the share that is done.
    """
    found = np.empty((len(ACTIVATIONS), len(GAINS)))
    for place, (row, column) in enumerate(np.ndindex(found.shape)):
        ratio = sizes(Deep(ACTIVATIONS[row], GAINS[column], depth, width), MAP_SEEDS).ratio
        with np.errstate(divide="ignore"):
            found[row, column] = np.median(np.log10(ratio))
        progress((place + 1) / found.size)
    return RatioMap(depth, width, read_only(found), tuple(balanced_gain(name, depth) for name in ACTIVATIONS))
