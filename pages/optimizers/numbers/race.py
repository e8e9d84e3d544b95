"""A race of optimizers: each begins at the same place and takes as many steps; where they stand after the last one.

A race is the same record for both ways to run it: over a surface (`surface_race`), or by training a network
(`network_race`).
"""

from dataclasses import dataclass

import numpy as np

from backprop.optimizers import Optimizer

Array = np.ndarray

CAST: tuple[str, ...] = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
"""The optimizers that can take part. Each has a line and marker in `figures`, and a race that it loses in `losing`."""

RATE_GRID: tuple[float, ...] = (*(float(f"{lead}e{power}") for power in range(-4, 1) for lead in (1, 2, 5)), 10.0)
"""The learning rates that are tried for each optimizer: 0.0001, 0.0002, 0.0005, … 10."""

EQUAL = 1e-6
"""Losses this close to the lowest one, as a share of the start's height above it, count as equal to it."""
_ROUNDING = 1e-12
"""Losses this close to the lowest one count as equal to it as well: they differ by rounding errors only."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One optimizer in a race.

    Attributes:
        optimizer: the rule, with its α.
        loss: before the first step, and after each step that was taken (steps + 1,).
        walked: the distance along its path, over all parameters.
        broken: number of the first step, from 0, whose outcome is not finite; it is not among the losses. None if
            there is none.
    """

    optimizer: Optimizer
    loss: Array
    walked: float
    broken: int | None

    @property
    def name(self) -> str:
        """The optimizer's key."""
        return self.optimizer.name

    def loss_at(self, step: int) -> float:
        """The loss after this many steps; infinite once the numbers are no longer finite."""
        return float(self.loss[step]) if step < len(self.loss) else np.inf


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an optimizer stands after the last step.

    Attributes:
        name: of the optimizer.
        rate: its α.
        loss: its loss; infinite if it diverged.
        place: 1 for the lowest loss; equal losses share a place.
        walked: the distance along its path.
        reached: after how many steps its loss was first within the bound; None if never.
        broken: number of the first step whose outcome is not finite, or None.
    """

    name: str
    rate: float
    loss: float
    place: int
    walked: float
    reached: int | None
    broken: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """Several optimizers from one start.

    Attributes:
        entries: who takes part, at least one.
        steps: how many steps each may take.
        lowest: a loss that no optimizer can go below.
        share: the bound is where this share of the start's height above `lowest` is left.
    """

    entries: tuple[Entry, ...]
    steps: int
    lowest: float
    share: float

    @property
    def height(self) -> float:
        """How far the start is above the lowest loss."""
        return max(float(self.entries[0].loss[0]) - self.lowest, 0.0)

    @property
    def bound(self) -> float:
        """The loss that counts as low enough."""
        return self.lowest + self.share * self.height

    @property
    def smallest(self) -> float:
        """Heights above the lowest loss up to this one count as equal to it."""
        return EQUAL * self.height + _ROUNDING

    def above(self, entry: Entry) -> Array:
        """How far an optimizer's losses are above the lowest loss; never below `smallest`."""
        return np.maximum(entry.loss - self.lowest, self.smallest)

    def level(self, entry: Entry) -> float:
        """The number that decides an optimizer's place: its last height above the lowest loss."""
        return max(entry.loss_at(self.steps) - self.lowest, self.smallest)


def standings(race: Race) -> tuple[Standing, ...]:
    """All optimizers, the lowest loss first; equals in the order of the entries."""
    levels = [race.level(entry) for entry in race.entries]
    found = []
    for entry, level in zip(race.entries, levels, strict=True):
        within = np.flatnonzero(entry.loss <= race.bound)
        found.append(
            Standing(
                name=entry.name,
                rate=entry.optimizer.learning_rate,
                loss=entry.loss_at(race.steps),
                place=1 + sum(other < level for other in levels),
                walked=entry.walked,
                reached=int(within[0]) if len(within) else None,
                broken=entry.broken,
            )
        )
    return tuple(sorted(found, key=lambda standing: standing.place))


def best_rate(last_losses: Array) -> float:
    """The rate of `RATE_GRID` with the lowest last loss; of equal ones the smallest.

    Args:
        last_losses: after the last step, one for each rate of the grid; infinite where it diverged.
    """
    return RATE_GRID[int(np.argmin(last_losses))]


def path_length(updates: Array) -> float:
    """The length of a path; its steps are the rows of `updates` (steps, parameters)."""
    with np.errstate(over="ignore"):
        return float(np.linalg.norm(updates, axis=-1).sum())
