"""What only this lesson says."""

from collections.abc import Mapping, Sequence

import numpy as np

from backprop.checking.operations import shared_by
from backprop.explain.numbers import text
from backprop.network import Network
from backprop.notation import superscript
from pages.why_backprop.numbers.growth import Growth
from pages.why_backprop.numbers.large import Timed, Trade
from pages.why_backprop.numbers.reuse import Depths
from pages.why_backprop.numbers.step_size import Errors
from pages.why_backprop.numbers.ways import BACKPROP, CENTRAL, ONE_SIDED, PATHS, STRUCTURED

TITLES: Mapping[str, str] = {
    BACKPROP: "Backpropagation",
    STRUCTURED: "Differences, only what changes",
    ONE_SIDED: "One-sided differences",
    CENTRAL: "Central differences",
    PATHS: "Sum over all paths",
}


def power_of_ten(power: int) -> str:
    """1, 10, 10², 0.1 or 10⁻³."""
    short = {-1: "0.1", 0: "1", 1: "10"}
    return short.get(power) or f"10{'⁻' if power < 0 else ''}{superscript(abs(power))}"


STEPS: Mapping[str, str] = {
    f"{power:g}": power_of_ten(int(power)) if power.is_integer() else text(10.0**power, 2)
    for power in (half / 2 for half in range(-32, 1))
}
"""The steps h that can be chosen: the power of ten, and how it is written."""


def seconds_text(seconds: float) -> str:
    """A time with its unit: µs, ms or s."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{text(seconds / size, 3)} {unit}"
    return f"{text(seconds / 1e-6, 3)} µs"


def times_text(times: float) -> str:
    """How many times as much: 3.76 or 12,721."""
    return f"{times:,.0f}" if times >= 1_000 else text(times, 3)


def bytes_text(count: float) -> str:
    """Memory with its unit: bytes, kB, MB or GB."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{text(count / size, 3)} {unit}"
    return f"{count:.0f} bytes"


def digits_text(difference: float) -> str:
    """How many digits two gradients share, given the largest difference relative to the largest number."""
    return "all" if difference == 0 else str(min(max(int(-np.log10(difference)), 0), 15))


def short_count(count: int) -> str:
    """A count that fits into a unit: 1,234, 98k or 1.1M."""
    if count < 10_000:
        return f"{count:,}"
    return f"{count / 1e3:.0f}k" if count < 999_500 else f"{count / 1e6:,.1f}M"


def sharing_rows(net: Network, back: int) -> Sequence[tuple[str, str, str]]:
    """A row for each layer whose δ is known, the output first: the layer, its units, the paths through each of them.

    Args:
        net: the network.
        back: how many layers the backward pass has reached.
    """
    shared, rows = shared_by(net), []
    for layer in list(reversed(range(net.depth)))[:back]:
        name = "output" if layer == net.depth - 1 else f"layer {layer + 1}"
        rows.append((name, str(net.sizes[layer + 1]), f"{shared[layer]:,}"))
    return rows


def sharing_alt(net: Network, back: int) -> str:
    """The diagram in words."""
    said = f"A network with {' - '.join(map(str, net.sizes))} units."
    rows = [f"{name}: {paths} through each δ" for name, _, paths in sharing_rows(net, back)]
    return f"{said} Paths: {'; '.join(rows)}." if rows else f"{said} No δ is known yet."


def costs_alt(rows: Mapping[str, float]) -> str:
    """The bars of multiplications in words."""
    said = [f"{TITLES[way]} {times_text(times)} times" for way, times in rows.items()]
    return f"Multiplications, compared with backpropagation: {'; '.join(said)}."


def counted(count: int, what: str) -> str:
    """1 pass, 2 passes, 1,000 paths."""
    many = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{count:,} {what if count == 1 else many}"


def power_text(power: float) -> str:
    """An exponent as LaTeX: 1.99 or −0.97."""
    return f"{power:.2f}"


def in_proportion(power: float) -> bool:
    """Whether a time that grows with this power of the size grows about like the size itself."""
    return 0.75 <= power <= 1.3


def duration_text(seconds: float) -> str:
    """A long time in the unit that a person would take."""
    for unit, size in (("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"about {text(seconds / size, 2)} {unit}"
    return f"about {text(seconds, 2)} seconds"


def every_text(every: int) -> str:
    """Which inputs are kept."""
    return "everything kept" if every == 1 else f"k = {every}"


def depth_alt(found: Depths, layers: int) -> str:
    """Multiplications over depth, in words."""
    first, here, last = 0, layers - 1, len(found.layers) - 1
    said = [
        f"with {counted(int(found.layers[at]), 'hidden layer')} {text(float(found.one_by_one[at]), 3)} multiplications"
        f" path by path and {text(float(found.backprop[at]), 3)} by backpropagation"
        for at in sorted({first, here, last})
    ]
    return f"For one sample: {'; '.join(said)}."


def growth_alt(found: Growth, unit: str) -> str:
    """The cost in growing networks, in words."""
    said = []
    for way, values in found.found.items():
        known = np.flatnonzero(np.isfinite(values))
        first, last = int(known[0]), int(known[-1])
        said.append(
            f"{TITLES[way]} from {text(float(values[first]), 3)} with {found.parameters[first]:,} parameters"
            f" to {text(float(values[last]), 3)} with {found.parameters[last]:,}"
        )
    return f"The {unit} of one gradient. {'; '.join(said)}."


def step_alt(found: Errors, chosen: int, reveal: bool) -> str:
    """The errors at one step in words; with `reveal`, also the best step."""
    said = (
        f"Relative errors at h = {text(float(found.h[chosen]), 2)}: one-sided"
        f" {text(float(found.one_sided_error[chosen]), 2)}, central {text(float(found.central_error[chosen]), 2)},"
        f" backpropagation {text(found.backprop_error, 2)}."
    )
    if not reveal:
        return said
    lowest = int(found.central_error.argmin())
    return f"{said} The central difference is best at h = {text(float(found.h[lowest]), 2)}."


def direction_alt(name: str, done: int, needed: int, inputs: int, outputs: int) -> str:
    """A grid in words."""
    return f"{name}: a grid of {outputs} by {inputs} derivatives, filled by {done} of {counted(needed, 'pass')}."


def steps_alt(steps: Sequence[Timed]) -> str:
    """Time and memory in words."""
    first, last = steps[0], steps[-1]
    return (
        f"From {first.parameters:,} to {last.parameters:,} parameters, the time of a gradient goes from"
        f" {seconds_text(first.seconds)} to {seconds_text(last.seconds)}, and what is kept from"
        f" {bytes_text(first.kept)} to {bytes_text(last.kept)}."
    )


def trades_alt(trades: Sequence[Trade]) -> str:
    """Memory against time in words."""
    said = [f"{every_text(one.every)}: {bytes_text(one.kept)}, {seconds_text(one.seconds)}" for one in trades]
    return f"Memory and time of one gradient. {'; '.join(said)}."
