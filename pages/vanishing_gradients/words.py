"""What only this lesson says."""

from collections.abc import Sequence

import numpy as np

from backprop.activations import ACTIVATIONS as TABLE
from backprop.explain.numbers import percent, text
from pages.vanishing_gradients.figures.ratio_map import power_text
from pages.vanishing_gradients.numbers.cures import Cures
from pages.vanishing_gradients.numbers.deep import ACTIVATIONS, Deep
from pages.vanishing_gradients.numbers.ratio_map import GAINS, RatioMap
from pages.vanishing_gradients.numbers.sizes import Sizes
from pages.vanishing_gradients.numbers.theory import Theory
from pages.vanishing_gradients.numbers.training import Course
from pages.vanishing_gradients.numbers.units import Units

Array = np.ndarray

LARGER, ALIKE = "more than 10 times larger", "within a factor of 10"
LITTLE, MUCH = "10 to 1,000 times smaller", "over 1,000 times smaller"
WEIGHTS, SLOPES, BOTH = "the weights", "the slopes", "neither"
_ALIKE, _MUCH = 10.0, 1_000.0
VANISH, FINE, EXPLODE = "vanish", "fine", "explode"
_TOO_SMALL, _TOO_LARGE = 1e-5, 0.5


def short(value: float) -> str:
    """A number with three digits."""
    return text(float(value), 3)


def times(ratio: float) -> str:
    """How a number compares with another one, given their ratio: 3.2 times larger, 50 times smaller."""
    if ratio == 0:
        return "0"
    if not np.isfinite(ratio):
        return "too large for a number"
    if 0.95 < ratio < 1.05:
        return "about as large"
    return f"{short(ratio)} times larger" if ratio > 1 else f"{short(1 / ratio)} times smaller"


def arrives(ratio: float) -> str:
    """The answer that a ratio of first to last layer makes right."""
    if ratio > _ALIKE:
        return LARGER
    if ratio >= 1 / _ALIKE:
        return ALIKE
    return LITTLE if ratio >= 1 / _MUCH else MUCH


def learning(share: float) -> str:
    """Whether a layer learns, given ‖update‖ / ‖W‖: an update hardly changes it, or throws its weights far away."""
    return VANISH if share < _TOO_SMALL else EXPLODE if share > _TOO_LARGE else FINE


def blame(weight: float, slope: float) -> str:
    """Which factor makes δ smaller: the one that is further below 1; neither if none is."""
    if min(weight, slope) >= 1:
        return BOTH
    return WEIGHTS if weight < slope else SLOPES


def deep_text(deep: Deep) -> str:
    """A network in words."""
    return f"{deep.depth} layers, {TABLE[deep.activation].title}, gain {short(deep.gain)}"


def profile_alt(values: Array, expected: Array, what: str, deep: Deep) -> str:
    """A picture of sizes by layer, in words."""
    middle = np.median(values, axis=0)
    places = sorted({0, len(middle) // 2, len(middle) - 1})
    said = "; ".join(f"layer {at + 1}: {short(middle[at])}, in theory {short(expected[at])}" for at in places)
    return f"{what} by layer on a logarithmic axis. {deep_text(deep)}. Median of {len(values)} seeds: {said}."


def sizes_rows(found: Sizes, expected: Theory) -> list[list[str]]:
    """For each layer a row of a table: medians over the seeds."""
    delta, gradient, a = (np.median(each, axis=0) for each in (found.delta, found.gradient, found.a))
    theory = np.median(found.delta[:, -1]) * expected.delta
    columns = zip(delta, theory, gradient, a, expected.a, strict=True)
    return [[str(layer), *map(short, row)] for layer, row in enumerate(columns, start=1)]


def factors_alt(found: Sizes, run: int, deep: Deep) -> str:
    """The picture of the factors in words."""
    weight, slope = found.weight_factor[run], found.slope_factor[run]
    places = sorted({0, len(weight) // 2, len(weight) - 1})
    said = "; ".join(f"layer {at + 1}: {short(weight[at])} and {short(slope[at])}" for at in places)
    return f"Factor of the weights and factor of the slopes by layer. {deep_text(deep)}, seed {run}. {said}."


def factors_rows(found: Sizes, run: int) -> list[list[str]]:
    """For each hidden layer a row of a table."""
    weight, slope, delta = found.weight_factor[run], found.slope_factor[run], found.delta[run]
    columns = zip(delta[1:], weight, slope, delta[:-1], strict=True)
    return [[str(layer), *map(short, row)] for layer, row in enumerate(columns, start=1)]


def units_alt(found: Units, layer: int) -> str:
    """A layer's z in words."""
    z = found.z[layer - 1]
    return (
        f"Histogram of z in layer {layer} over the slope of {TABLE[found.activation].title}."
        f" z has the mean {short(z.mean())} and the standard deviation {short(z.std())}; {flat_text(found, layer)}."
    )


def flat_text(found: Units, layer: int) -> str:
    """How many slopes of a layer are flat."""
    return f"{percent(float(found.flat[layer - 1]))} of the slopes are flat"


def ridges_alt(found: Units, layers: Sequence[int]) -> str:
    """The ridges in words."""
    said = "; ".join(f"layer {layer}: {short(np.median(found.slope[layer - 1]))}" for layer in layers)
    return f"Distribution of the slopes by layer. Medians: {said}."


def map_alt(found: RatioMap) -> str:
    """The map in words."""
    said = []
    for name, row, gain in zip(ACTIVATIONS, found.log_ratio, found.balanced, strict=True):
        ends = f"{power_text(row[0])} at gain {short(GAINS[0])}, {power_text(row[-1])} at gain {short(GAINS[-1])}"
        balanced = f", balanced in theory at {short(gain)}" if gain is not None else ""
        said.append(f"{TABLE[name].title}: {ends}{balanced}")
    return f"Power of ten of first-layer δ over output-layer δ. {'; '.join(said)}."


def crossing(row: Array) -> float | None:
    """The gain at which a row of the map goes from below 1 to above 1, between two columns; None if it does not.

    Args:
        row: powers of ten (columns,).
    """
    above = np.flatnonzero((row[:-1] <= 0) & (row[1:] > 0))
    if not above.size:
        return None
    at = int(above[0])
    share = row[at] / (row[at] - row[at + 1])
    return float(GAINS[at] * (GAINS[at + 1] / GAINS[at]) ** share)


def frame_alt(course: Course, index: int) -> str:
    """A frame of the film in words."""
    step = int(course.steps[index])
    ratio = course.relative_update[index, 0]
    gradient = course.gradient[index, 0]
    return (
        f"Step {step}: loss {short(course.loss[0, step])}; gradient of the first layer {short(gradient[0])}, of the"
        f" last {short(gradient[-1])}; update / weight of the first layer {short(ratio[0])}, of the last"
        f" {short(ratio[-1])}."
    )


def cures_alt(before: Course, after: Course) -> str:
    """The losses at the end, in words."""
    return f"Loss of each seed at the end, before: {_ends(before)}; after: {_ends(after)}."


def _ends(course: Course) -> str:
    return ", ".join(short(value) if np.isfinite(value) else "diverged" for value in course.last_loss)


def starts_alt(before: Sizes, after: Sizes) -> str:
    """The gradients at the start, in words."""
    said = []
    for when, each in (("before", before), ("after", after)):
        middle = np.median(each.gradient, axis=0)
        said.append(f"{when}: {short(middle[0])} and {short(middle[-1])}")
    return f"‖∂L/∂W‖ of the first and of the last layer at the start, {'; '.join(said)}."


def cures_rows(before: Course, after: Course) -> list[list[str]]:
    """For each seed a row of a table: the loss at the end."""
    return [
        [f"seed {seed}", *(short(value) if np.isfinite(value) else "diverged" for value in row)]
        for seed, row in enumerate(zip(before.last_loss, after.last_loss, strict=True))
    ]


def listed(words: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def cures_text(cures: Cures, activation: str) -> str:
    """The chosen cures in words."""
    names = {
        "ReLU": cures.relu,
        "He" if activation == "relu" else "Xavier": cures.initial,
        "clipping": cures.clip,
        "a smaller α": cures.smaller,
        "Adam": cures.adam,
    }
    return listed([name for name, chosen in names.items() if chosen]) or "no cure"
