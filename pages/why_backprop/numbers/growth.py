"""What a gradient costs in networks of growing size: counted, and measured here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from backprop.checks import read_only
from backprop.network import Network
from pages.why_backprop.numbers.ways import (
    BACKPROP,
    CENTRAL,
    COSTS,
    ONE_SIDED,
    SAMPLES,
    STRUCTURED,
    measured,
    network,
    task,
)

Array = np.ndarray

GROWING = (BACKPROP, STRUCTURED, ONE_SIDED, CENTRAL)
"""The ways that are compared here. The paths grow with the depth, and these networks all have the same depth."""
LAYERS = 4
WIDTHS = (1, 2, 4, 6, 10, 16, 28, 48, 80)
"""Units in each of the hidden layers: from 11 parameters to about 20,000."""
_FAR = 500
"""Slopes are fitted to networks with more parameters than that: in smaller ones, first and last layer weigh more."""
LONGEST = 0.6
"""Seconds that one gradient may take: what would take longer is not measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """A number for each network and each way.

    Attributes:
        parameters: of each network (m,).
        found: for each way its numbers (m,); NaN where nothing was measured.
    """

    parameters: Array
    found: Mapping[str, Array]

    def slope(self, way: str) -> float:
        """The power of the number of parameters with which the cost grows; NaN if fewer than two are known."""
        values = self.found[way]
        known = np.isfinite(values) & (self.parameters > _FAR)
        if known.sum() < 2:
            return float("nan")
        return float(np.polyfit(np.log(self.parameters[known]), np.log(values[known]), 1)[0])


def counted_growth() -> Growth:
    """Multiplications, for a batch of `SAMPLES` samples."""
    nets = [network(width, LAYERS) for width in WIDTHS]
    found = {way: np.array([COSTS[way](net, SAMPLES).multiplications for net in nets], float) for way in GROWING}
    return _growth(nets, found)


def measured_growth(progress: Callable[[float], None] = lambda share: None) -> Growth:
    """Seconds on this computer. A way is given up at the first network for which it would take too long.

    Args:
        progress: called with the share of the work that is done.
    """
    nets = [network(width, LAYERS) for width in WIDTHS]
    found = {way: np.full(len(nets), np.nan) for way in GROWING}
    for index, width in enumerate(WIDTHS):
        given = task(width, LAYERS)
        for place, way in enumerate(GROWING):
            if _expected(way, nets, found[way], index) <= LONGEST:
                found[way][index] = measured(way, given).seconds
            progress((index * len(GROWING) + place + 1) / (len(nets) * len(GROWING)))
    return _growth(nets, found)


def _expected(way: str, nets: list[Network], seconds: Array, index: int) -> float:
    """How long the next network will take, from the one before; a way that was given up takes for ever."""
    if index == 0:
        return 0.0
    if np.isnan(seconds[index - 1]):
        return np.inf
    now, before = (COSTS[way](net, SAMPLES).multiplications for net in (nets[index], nets[index - 1]))
    return float(seconds[index - 1]) * now / before


def _growth(nets: list[Network], found: Mapping[str, Array]) -> Growth:
    parameters = read_only(np.array([net.parameter_count for net in nets]))
    return Growth(parameters, MappingProxyType({way: read_only(values) for way, values in found.items()}))
