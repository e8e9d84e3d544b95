"""A race of optimizers over a surface of two parameters."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array
from backprop.landscape.descent import Descent, descend
from backprop.landscape.surfaces import Surface
from backprop.optimizers import joint_rule, make_optimizer
from pages.optimizers.numbers.race import CAST, RATE_GRID, Entry, Race, best_rate, path_length

Array = np.ndarray

_SHARE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceRace:
    """A race with every number of every step.

    Attributes:
        race: its outcome.
        walks: the paths, in the order of the race's entries.
    """

    race: Race
    walks: tuple[Descent, ...]

    @property
    def surface(self) -> Surface:
        return self.walks[0].surface


def race_over(
    surface: Surface, start: ArrayLike, rates: Mapping[str, float], steps: int, momentum: float | None = None
) -> SurfaceRace:
    """Let optimizers walk over a surface.

    Args:
        surface: one whose minima are known.
        start: θ to begin with.
        rates: α for each optimizer that takes part, by name.
        steps: how many steps each takes.
        momentum: as in `make_optimizer`.
    """
    walks = tuple(descend(surface, start, make_optimizer(name, rate, momentum), steps) for name, rate in rates.items())
    lowest = float(surface.value(np.array(surface.minima)).min())
    entries = tuple(Entry(walk.optimizer, walk.value, path_length(walk.update), walk.broken) for walk in walks)
    return SurfaceRace(Race(entries, steps, lowest, _SHARE), walks)


def best_rates(surface: Surface, start: ArrayLike, steps: int, momentum: float | None = None) -> dict[str, float]:
    """For each optimizer the α of `RATE_GRID` with the lowest loss after the last step.

    Args:
        surface, start, steps, momentum: as in `race_over`.
    """
    return {name: best_rate(last_values(surface, start, name, steps, momentum)) for name in CAST}


def last_values(surface: Surface, start: ArrayLike, name: str, steps: int, momentum: float | None = None) -> Array:
    """The value after the last step for each rate of the grid, all computed at once; infinite where a walk breaks."""
    rule_of = [make_optimizer(name, rate, momentum) for rate in RATE_GRID]
    rule = joint_rule(rule_of, lambda values: values[:, np.newaxis])
    theta = np.tile(finite_array("start", start), (len(RATE_GRID), 1))
    averages: tuple[Array, ...] = tuple(np.zeros_like(theta) for _ in rule_of[0].keeps)
    whole = np.ones(len(RATE_GRID), dtype=bool)
    value = surface.value(theta)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for count in range(1, steps + 1):
            update, averages = rule(surface.gradient(theta), averages, count)
            theta = theta + update
            value = surface.value(theta)
            for part in (theta, surface.gradient(theta), *averages):
                whole &= np.isfinite(part).all(axis=-1)
            whole &= np.isfinite(value)
    return np.where(whole, value, np.inf)


def largest_stable_rate(name: str, curvature: float, momentum: float = 0.9) -> float:
    """The α below which an optimizer converges in a valley of constant curvature, for optimizers with such a limit.

    Args:
        name: sgd, momentum or nesterov.
        curvature: λ above 0.
        momentum: decay μ of the velocity.
    """
    factor = {
        "sgd": 2.0,
        "momentum": 2.0 * (1.0 + momentum),
        "nesterov": 2.0 * (1.0 + momentum) / (1.0 + 2.0 * momentum),
    }
    return factor[name] / curvature
