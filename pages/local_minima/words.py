"""What only this lesson says."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from backprop.explain.numbers import percent, text
from pages.local_minima.numbers import wider
from pages.local_minima.numbers.ends import FLAT, MINIMUM, MOVING, SADDLE
from pages.local_minima.numbers.neuron import Basins
from pages.local_minima.numbers.paths import Between
from pages.local_minima.numbers.symmetry import Alike
from pages.local_minima.numbers.wider import WIDTHS, Stuck
from pages.local_minima.numbers.xor import Ends, level_of, samples

Array = np.ndarray

LETTERS = "ABCDEFGH"
KIND_WORDS = {
    MINIMUM: "a minimum",
    SADDLE: "a saddle",
    FLAT: "flat in some directions",
    MOVING: "still moving",
}


def short(value: float) -> str:
    """A number with three digits."""
    return text(float(value), 3)


def basins_alt(found: Basins) -> str:
    """The picture of the two weights, in words."""
    rows = zip(LETTERS, found.minima, found.losses, found.shares, strict=False)
    said = "; ".join(
        f"{letter} at ({short(place[0])}, {short(place[1])}): loss {short(loss)}, {percent(float(share))} of the starts"
        for letter, place, loss, share in rows
    )
    return f"Contours of a loss over two weights, and {len(found.starts)} starts, marked by their minimum. {said}."


def basins_rows(found: Basins, before: Basins) -> list[list[str]]:
    """For each minimum a row: loss, curvatures, and the share of the starts, with gradient descent and now."""
    rows = zip(LETTERS, found.losses, found.curvatures, before.shares, found.shares, strict=False)
    table = [
        [letter, short(loss), f"{short(bend[0])} and {short(bend[1])}", percent(float(plain)), percent(float(share))]
        for letter, loss, bend, plain, share in rows
    ]
    rest = [float((each.basin < 0).mean()) for each in (before, found)]
    return [*table, ["none yet", "", "", *map(percent, rest)]] if any(rest) else table


def samples_text(rows: Sequence[int]) -> str:
    """Samples of XOR: (0, 1) and (1, 1)."""
    x = samples()[0]
    each = [f"({x[row][0]:g}, {x[row][1]:g})" for row in rows]
    return " and ".join(filter(None, (", ".join(each[:-1]), each[-1]))) if each else "none"


def kinds_text(kinds: Sequence[str]) -> str:
    """How many ends are of which kind."""
    return ", ".join(f"{count} {KIND_WORDS[kind]}" for kind, count in Counter(kinds).most_common())


def level_rows(found: Ends, levels: Sequence[float]) -> list[list[str]]:
    """For each level that runs have reached a row: how many, the samples they mix up, curvature, weights, kinds."""
    place = level_of(found.loss, levels)
    rows = []
    for index, level in enumerate(levels):
        here = np.flatnonzero(place == index)
        if not here.size:
            continue
        mixed = Counter(len(found.mixed[run]) for run in here).most_common(1)[0][0]
        least, most = found.eigenvalues[here, 0], found.eigenvalues[here, -1]
        rows.append(
            [
                short(level),
                str(here.size),
                "none" if mixed == 0 else str(mixed),
                f"{short(np.median(least))} to {short(np.median(most))}",
                " → ".join(short(np.median(found.largest[when, here])) for when in (0, 1)),
                kinds_text([found.kinds[run] for run in here]),
            ]
        )
    return rows


def xor_alt(found: Ends) -> str:
    """All runs on XOR, in words."""
    stuck = int((~found.solved).sum())
    return f"Loss at the end of {len(found.loss)} runs on XOR: {len(found.loss) - stuck} near 0, {stuck} stuck above."


def run_text(found: Ends, run: int) -> str:
    """The predictions of one run."""
    x, y = samples()
    return "; ".join(
        f"({a:g}, {b:g}): {short(guess)} (target {target:g})"
        for (a, b), guess, target in zip(x, found.predictions[run], y[:, 0], strict=True)
    )


def alike_alt(found: Sequence[Alike]) -> str:
    """How far apart the two units come, in words."""
    said = "; ".join(
        f"{short(one.size)} at first: {short(one.distance[-1])} apart at the end, loss {short(one.loss[-1])}"
        for one in found
    )
    return f"Distance between both hidden units over training. {said}."


def between_alt(found: Between) -> str:
    """Both lines in words."""
    return (
        f"Loss between two solutions. It rises by {short(found.barrier(found.straight))} on the straight line, and by"
        f" {short(found.barrier(found.matched))} after matching the units."
    )


def matching_text(found: Between) -> str:
    """Which units take which places."""
    said = []
    for place, (unit, sign) in enumerate(zip(found.order, found.signs, strict=True), start=1):
        said.append(f"unit {unit + 1} → {place}{' with all signs changed' if sign < 0 else ''}")
    return "; ".join(said)


def wider_alt(found: Stuck) -> str:
    """How often each width is stuck, in words."""
    said = "; ".join(
        f"{width} units: {count} of {wider.SEEDS}" for width, count in zip(WIDTHS, found.counts, strict=True)
    )
    return f"Runs on XOR that are stuck, by hidden units. {said}."


def wider_rows(found: Stuck) -> list[list[str]]:
    """For each width a row of a table."""
    rows = zip(WIDTHS, found.counts, found.low, found.high, strict=True)
    return [
        [str(width), str(int(count)), f"{100 * low:.1f} % to {100 * high:.1f} %"] for width, count, low, high in rows
    ]
