"""Where a walk leads, in words; and the rules that decide it."""

from collections.abc import Mapping

from backprop.explain.numbers import text
from backprop.landscape.surfaces import Surface
from pages.gradient_descent.numbers import (
    AWAY,
    FLAT,
    FLAT_PLACE,
    LATE,
    MINIMUM,
    NEAR,
    ON_ITS_WAY,
    ROUNDING,
    SADDLE,
    TO_AND_FRO,
    TOP,
    Fate,
)
from pages.gradient_descent.words.downhill import near_text

TITLES: Mapping[str, str] = {
    MINIMUM: "reaches a minimum",
    SADDLE: "comes to a saddle",
    TOP: "stands on a hilltop",
    AWAY: "runs away",
    TO_AND_FRO: "jumps to and fro",
    FLAT_PLACE: "is on flat ground",
    ON_ITS_WAY: "is not at rest yet",
}
"""Each verdict, as it follows the words "the walk"."""
_CRITICAL = (
    f"The last step is shorter than {NEAR:.1%} of the picture's width, the place where the gradient is 0 is at most "
    "as far away, and the loss bends {}."
)
RULES: Mapping[str, str] = {
    MINIMUM: _CRITICAL.format("upwards in every direction")
    + f" Hopping by less than {text(ROUNDING)} of the width counts as rest.",
    SADDLE: "The same, but the loss bends upwards in one direction and downwards in another.",
    TOP: "The same, but the loss bends downwards in every direction.",
    AWAY: "A number became too large to hold, or in each of the last "
    f"{LATE} steps the loss rose and the step was longer than the one before.",
    TO_AND_FRO: "The walk came back to the same places to the last bit, or a quarter of its last "
    f"{LATE} steps turned back, and they do not all become shorter.",
    FLAT_PLACE: f"Slope and curvature are below {FLAT:.0%} of what they are on average in the picture.",
    ON_ITS_WAY: "None of these.",
}
"""Every verdict with its rule. They are tried in this order, and the first that applies decides."""


def fate_sentence(surface: Surface, fate: Fate) -> str:
    """The numbers of the verdict."""
    if fate.kind == AWAY:
        return _away(fate)
    if fate.kind == TO_AND_FRO:
        return _to_and_fro(surface, fate)
    loss = text(round(fate.value, 6) + 0.0, 4)
    place = f"it is near {near_text(surface, fate.place)}, with a loss near {loss}"
    where = f"{_after(fate.steps if fate.kind == FLAT_PLACE else fate.arrived)} {place}"
    if fate.kind == MINIMUM:
        deeper = fate.deeper
        lower = f" A local one: near {near_text(surface, deeper)} the loss is lower." if deeper is not None else ""
        return f"{where}.{lower}"
    if fate.kind in (SADDLE, TOP):
        return f"{where}: the gradient is {'0' if fate.slope == 0 else 'almost 0'}, and yet it is no minimum."
    if fate.kind == FLAT_PLACE:
        risen = " The loss is higher than at the start." if fate.value > fate.first_value else ""
        return f"{where}. The gradient is only {text(fate.slope, 3)} long.{risen}"
    verb = "fell" if fate.value < fate.first_value else "rose" if fate.value > fate.first_value else "went"
    return f"In {fate.steps} steps the loss {verb} from {text(fate.first_value, 4)} to {text(fate.value, 4)}."


def _after(steps: int) -> str:
    return "From the start" if steps == 0 else f"After {steps} step{'' if steps == 1 else 's'}"


def _away(fate: Fate) -> str:
    if fate.broken is not None:
        return f"In step {fate.broken + 1} the numbers become too large for a computer to hold."
    ends = fate.first_value, fate.value
    apart = (count for count in range(3, 18) if len({f"{value:.{count - 1}e}" for value in ends}) > 1)
    digits = next(apart, 3)  # a loss that fell first can come back to exactly its first value
    first, last = (text(value, digits) for value in ends)
    return f"The loss was {first} at the start. After {fate.steps} steps it is {last}, and rises with every step."


def _to_and_fro(surface: Surface, fate: Fate) -> str:
    if fate.period == 2:
        first, second = sorted(tuple(map(float, place)) for place in fate.places)
        return f"Between {near_text(surface, first)} and {near_text(surface, second)}, for ever."
    if fate.period:
        return f"It comes back to the same {fate.period} places again and again, for ever."
    return f"After {fate.steps} steps it has not come to rest; the loss is {text(fate.value, 4)}."
