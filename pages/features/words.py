"""What only this lesson says."""

from collections.abc import Sequence

import numpy as np

from backprop.explain.numbers import percent, text
from pages.features.numbers.digits import Probed, Removed
from pages.features.numbers.spirals import Bent, Maps


def straight_text(found: Maps, index: int) -> str:
    """How straight the units of each layer are at a frame: layer 1: 100 %, layer 2: 84 %."""
    shares = [float(each[index]) for each in found.straight]
    return ", ".join(f"layer {layer} {percent(share)}" for layer, share in enumerate(shares, start=1))


def maps_alt(found: Maps, index: int) -> str:
    """The maps in words."""
    step = int(found.film.steps[index])
    return f"Maps of all hidden units at training step {step}. How straight: {straight_text(found, index)}."


def plane_alt(found: Bent, index: int) -> str:
    """The bent plane in words."""
    step = int(found.film.steps[index])
    right = percent(float(found.after[index]))
    return f"The plane of the last hidden layer at training step {step}: a straight cut there is right for {right}."


def read_alt(found: Probed) -> str:
    """What can be read in each layer at the end, in words."""
    at = len(found.steps) - 1
    layers = ", ".join(f"layer {number} {percent(values[at])}" for number, values in enumerate(found.layers, start=1))
    return (
        f"Read correctly on test data after {int(found.steps[at])} steps: pixels {percent(found.inputs)}, {layers},"
        f" the network {percent(float(found.network[at]))}."
    )


def suffers(found: Removed, unit: int) -> str:
    """The digit that suffers most without a unit; empty if none does."""
    drop = found.whole_classes - found.classes[unit]
    digit = int(drop.argmax())
    before, after = (percent(float(share[digit])) for share in (found.whole_classes, found.classes[unit]))
    if drop[digit] <= 0 or before == after:
        return ""
    return f"The digit {digit} suffers most: {before} right before, {after} without the unit."


def tenths(share: float) -> str:
    """A share as a percentage with one decimal place, where less than one point is the point."""
    return f"{100 * share:.1f} %"


def points_text(found: Removed, unit: int) -> str:
    """By how much accuracy changes without a unit."""
    points = 100 * float(found.whole - found.without[unit])
    if points == 0:
        return "nothing is lost"
    return f"{text(abs(points), 2)} percentage points {'less' if points > 0 else 'more'}"


def lost_alt(found: Removed) -> str:
    """What is lost without each unit, in words."""
    most = int(np.argmin(found.without))
    return (
        f"Accuracy without one unit. The whole network: {percent(found.whole)}; most is lost without unit {most + 1}:"
        f" {percent(float(found.without[most]))}."
    )


def digits_alt(classes: Sequence[int]) -> str:
    """The most exciting digits in words."""
    return f"The digits that excite the unit most: {', '.join(map(str, classes))}."
