"""What can be chosen: the loss surface, the optimizers, and their learning rates."""

from dataclasses import dataclass

from backprop.landscape.surfaces import SURFACES
from pages.optimizers.numbers.race import CAST, RATE_GRID

NETWORK = "network"
"""The ground that is not a surface of two parameters: the loss of a network."""
GROUNDS: dict[str, str] = {key: surface.title for key, surface in SURFACES.items()} | {NETWORK: "A real network"}
OWN_BEST, ONE_FOR_ALL, BY_HAND = "best", "one", "hand"
MODES = {OWN_BEST: "Each its best α", ONE_FOR_ALL: "One α for all", BY_HAND: "By hand"}

_LEADS = ("1", "1.3", "1.8", "2.4", "3.2", "4.2", "5.6", "7.5")
RATES = (*(float(f"{lead}e{power}") for power in range(-4, 1) for lead in _LEADS), RATE_GRID[-1])
"""The values of one α for all: eight for each power of ten, from the smallest to the largest of `RATE_GRID`."""
USUAL_RATE = 0.075
"""Default of one α for all: that of the race that Nesterov loses. The button for this race brings the slider onto the
page, and a value set for a slider that was not on the page does not get into the link; so it has to be the default."""
FEWEST_STEPS, USUAL_STEPS, MOST_STEPS = 5, 50, 300
USUAL_MOMENTUM = 0.9


@dataclass(frozen=True, slots=True)
class Settings:
    """A race, as plain values.

    Attributes:
        ground: key in `GROUNDS`.
        mode: one of `OWN_BEST`, `ONE_FOR_ALL`, `BY_HAND`.
        alpha: α of all, for the mode `ONE_FOR_ALL`.
        by_hand: α of each of `CAST`, for the mode `BY_HAND`.
        who: the optimizers that take part, at least one.
        steps: number of steps.
        momentum: decay μ of the velocity.
        start: (w₁, w₂); None for the surface's own start, and for a network.
        seed: of data and initial weights of a network.
    """

    ground: str = "ravine"
    mode: str = OWN_BEST
    alpha: float = USUAL_RATE
    by_hand: tuple[float, ...] = (0.1,) * len(CAST)
    who: tuple[str, ...] = CAST
    steps: int = USUAL_STEPS
    momentum: float = USUAL_MOMENTUM
    start: tuple[float, float] | None = None
    seed: int = 0
