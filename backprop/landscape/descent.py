"""Descent: an optimizer's rule applied to a surface, with every number of every step."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.checks import finite_array, freeze, invalid, whole
from backprop.landscape.surfaces import Surface
from backprop.optimizers import Optimizer

Array = np.ndarray

MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Descent:
    """The steps of an optimizer on a surface: step k leads from `theta[k]` to `theta[k + 1]`.

    Attributes:
        surface, optimizer: the surface, and the optimizer with its rule.
        theta: θ before each step and after the last (steps + 1, d).
        value: value of the surface at each θ (steps + 1,).
        gradient: gradient of the surface at each θ (steps + 1, d).
        update: what each step added to θ (steps, d).
        averages: what the optimizer remembered before each step and after the last, (steps + 1, d) for each of its
            `keeps`.
        broken: number of the first step whose result is not finite; None if there is none. That step is not recorded
            in the arrays.
    """

    surface: Surface
    optimizer: Optimizer
    theta: Array
    value: Array
    gradient: Array
    update: Array
    averages: tuple[Array, ...]
    broken: int | None

    @property
    def steps(self) -> int:
        """Number of steps taken."""
        return len(self.update)

    @property
    def predicted_change(self) -> Array:
        """The change in value that the gradient predicts for each step (steps,).

        It is ∇L · update, which is −α‖∇L‖² for gradient descent.
        """
        return np.sum(self.gradient[:-1] * self.update, axis=-1)

    @property
    def actual_change(self) -> Array:
        """The real change in value in each step (steps,)."""
        return np.diff(self.value)


def descend(surface: Surface, start: ArrayLike, optimizer: Optimizer, steps: int) -> Descent:
    """Take steps downhill; the descent ends before the first step whose numbers are not finite.

    Args:
        surface: what to minimise.
        start: the initial θ (d,).
        optimizer: the update rule.
        steps: how many, up to `MOST_STEPS`.

    Raises:
        ValueError: a start with a wrong shape, or without finite value and gradient; or a bad number of steps.
    """
    place = finite_array("start", start)
    if place.shape != (surface.dimensions,):
        raise invalid("start.shape", place.shape, f"({surface.dimensions},): one number for each parameter")
    count = whole("steps", steps, 0, MOST_STEPS)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # `broken` reports it
        value, gradient = surface.value(place), surface.gradient(place)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            raise invalid("start", place.tolist(), "a place where the surface has a finite value and gradient")
        averages = tuple(np.zeros_like(place) for _ in optimizer.keeps)
        places, values, gradients, updates, kept = [place], [value], [gradient], [], [averages]
        broken = None
        for step in range(count):
            update, averages = optimizer.rule(gradient, averages, step + 1)
            place = place + update
            value, gradient = surface.value(place), surface.gradient(place)
            seen = (update, place, value, gradient, *averages)
            if not all(np.isfinite(part).all() for part in seen):
                broken = step
                break
            places.append(place)
            values.append(value)
            gradients.append(gradient)
            updates.append(update)
            kept.append(averages)
    return Descent(
        surface=surface,
        optimizer=optimizer,
        theta=freeze(np.array(places)),
        value=freeze(np.array(values)),
        gradient=freeze(np.array(gradients)),
        update=freeze(np.array(updates).reshape(len(updates), surface.dimensions)),
        averages=tuple(freeze(np.array(column)) for column in zip(*kept, strict=True)),
        broken=broken,
    )
