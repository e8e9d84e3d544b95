"""Where a walk by gradient descent leads, decided from the walk itself by fixed rules.

The walk is followed for a fixed number of steps, or until its future is known: it stands still, or it comes back to
exactly the same place, to the last bit.
"""

from dataclasses import dataclass

import numpy as np

from backprop.checks import freeze
from backprop.landscape.descent import Descent, descend
from backprop.landscape.surfaces import Surface
from backprop.optimizers import sgd

Array = np.ndarray

FAR = 500
"""Number of steps for which a walk is followed."""
NEAR = 1e-3
"""A place is near another if their distance is at most this share of the picture's width."""
FLAT = 0.01
"""Slope and curvature count as almost 0 below this share of their averages in the picture."""
LATE = 20
"""Number of last steps that decide whether steps grow or shrink."""
ROUNDING = 1e-9
"""A walk that jumps to and fro by at most this share of the picture's width counts as at rest: it is rounding error."""
_AT_ONCE = 50
_LONGEST_PERIOD = 8
_MAP = 21

MINIMUM, SADDLE, TOP, FLAT_PLACE, AWAY, TO_AND_FRO, ON_ITS_WAY = (
    "minimum",
    "saddle",
    "top",
    "flat place",
    "runs away",
    "to and fro",
    "on its way",
)


@dataclass(frozen=True, slots=True, eq=False)
class Fate:
    """The end of a walk.

    Attributes:
        kind: one of the seven above.
        steps: number of steps that were followed.
        arrived: number of steps after which the walk stays near its last place.
        place: θ after the last step (d,).
        value: of the surface there.
        first_value: of the surface at the start.
        slope: length of the gradient at the end.
        broken: index, from 0, of the first step whose outcome is too large to hold, or None.
        period: number of steps after which the walk is back at exactly the same place, for ever; 1 if it stands still,
            0 if it does not come back.
        places: the last places, as many as the period has, in order (max(period, 1), d).
        deeper: a known minimum that is lower than the one reached (d,), or None.
    """

    kind: str
    steps: int
    arrived: int
    place: Array
    value: float
    first_value: float
    slope: float
    broken: int | None
    period: int
    places: Array
    deeper: Array | None


def fate(surface: Surface, start: tuple[float, ...], rate: float) -> Fate:
    """Follow gradient descent from a start, and tell where it leads.

    Args:
        surface: what to minimise.
        start: θ to begin with (d,).
        rate: the learning rate α.

    Raises:
        ValueError: as in `descend` and `sgd`.
    """
    theta, values, broken = _follow(surface, start, rate)
    period = _period(theta)
    place = theta[-1]
    with np.errstate(over="ignore", invalid="ignore"):  # numbers can be just below the largest float
        gradient = surface.gradient(place)
        kind = AWAY if broken is not None else _kind(surface, theta, values, gradient, period)
        slope = float(np.linalg.norm(gradient))
    return Fate(
        kind=kind,
        steps=len(theta) - 1,
        arrived=_arrived(surface, theta),
        place=freeze(place),
        value=float(values[-1]),
        first_value=float(values[0]),
        slope=slope,
        broken=broken,
        period=period,
        places=freeze(theta[-max(period, 1) :]),
        deeper=_deeper(surface, float(values[-1])) if kind == MINIMUM else None,
    )


def walk(surface: Surface, start: tuple[float, ...], rate: float, steps: int) -> Descent:
    """The first steps of gradient descent; fewer where the numbers become too large to hold."""
    return descend(surface, start, sgd(rate), steps)


def _follow(surface: Surface, start: tuple[float, ...], rate: float) -> tuple[Array, Array, int | None]:
    """Places (steps + 1, d), values (steps + 1,), and the step that broke.

    Gradient descent has no memory, so a walk can be continued from its last place.
    """
    part = walk(surface, start, rate, _AT_ONCE)
    theta, values = part.theta, part.value
    while part.broken is None and len(theta) <= FAR and not _period(theta):
        part = walk(surface, tuple(theta[-1]), rate, min(_AT_ONCE, FAR + 1 - len(theta)))
        theta, values = np.concatenate([theta, part.theta[1:]]), np.concatenate([values, part.value[1:]])
    return theta, values, None if part.broken is None else len(theta) - 1


def _width(surface: Surface) -> float:
    """Width of the picture along its longest axis."""
    return max(high - low for low, high in surface.ranges)


def _arrived(surface: Surface, theta: Array) -> int:
    """After how many steps a walk stays near its last place."""
    with np.errstate(over="ignore"):
        away = np.linalg.norm(theta - theta[-1], axis=1) > NEAR * _width(surface)
    return int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0


def _period(theta: Array) -> int:
    """How many steps ago the walk was at exactly its last place; 0 for never."""
    for count in range(1, min(_LONGEST_PERIOD, len(theta) - 1) + 1):
        if (theta[-1] == theta[-1 - count]).all():
            return count
    return 0


def _kind(surface: Surface, theta: Array, values: Array, gradient: Array, period: int) -> str:
    place, moves = theta[-1], np.diff(theta[-LATE - 1 :], axis=0)
    lengths = np.linalg.norm(moves, axis=1)
    width = _width(surface)
    rests = lengths[-1] <= (ROUNDING if period > 1 else NEAR) * width
    if rests and (kind := critical_kind(surface, place)):
        return kind
    if len(lengths) == LATE and (np.diff(lengths) > 0).all() and (np.diff(values[-LATE - 1 :]) > 0).all():
        return AWAY
    turns = np.sum(moves[1:] * moves[:-1], axis=1) < 0
    if period > 1 or (turns.mean() >= 0.25 and not (np.diff(lengths) < 0).all()):
        return TO_AND_FRO
    return FLAT_PLACE if _is_flat(surface, place, gradient) else ON_ITS_WAY


def critical_kind(surface: Surface, place: Array) -> str | None:
    """A minimum, a saddle or a top, if the gradient is 0 at this place or very near to it; else None.

    The distance is that of a Newton step, which leads to where the gradient would be 0 if the curvature were constant.
    """
    bends, gradient = surface.hessian(place), surface.gradient(place)
    if not np.isfinite(bends).all():
        return None
    curvatures, directions = np.linalg.eigh(bends)
    width = _width(surface)
    along = np.abs(gradient @ directions)
    if (along > NEAR * width * np.abs(curvatures)).any() or not curvatures.all():
        return None
    return MINIMUM if curvatures[0] > 0 else TOP if curvatures[-1] < 0 else SADDLE


def _is_flat(surface: Surface, place: Array, gradient: Array) -> bool:
    """Whether slope and curvature are almost 0, compared with their averages in the picture."""
    ticks = [np.linspace(*ends, _MAP) for ends in surface.ranges]
    ground = np.stack(np.meshgrid(*ticks), axis=-1).reshape(-1, surface.dimensions)
    slopes = np.linalg.norm(surface.gradient(ground), axis=-1)
    sizes = np.abs(np.linalg.eigvalsh(surface.hessian(ground))).max(axis=-1)
    here = surface.hessian(place)
    flat_slope = np.linalg.norm(gradient) < FLAT * slopes.mean()
    return bool(flat_slope and np.isfinite(here).all() and np.abs(np.linalg.eigvalsh(here)).max() < FLAT * sizes.mean())


def _deeper(surface: Surface, value: float) -> Array | None:
    """The lowest known minimum, if it is clearly lower than this value."""
    if not surface.minima:
        return None
    places = np.array(surface.minima)
    depths = surface.value(places)
    lowest = int(depths.argmin())
    return places[lowest] if depths[lowest] < value - NEAR * (1.0 + abs(value)) else None
