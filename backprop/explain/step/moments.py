"""A training step as an ordered tuple of moments, from four phases down to single multiplications."""

from dataclasses import replace

from backprop.checks import invalid
from backprop.explain.step import backward, forward, loss, update
from backprop.explain.step.grouped import groups
from backprop.explain.step.moment import PHASES, Moment, Scene
from backprop.explain.step.quantities import Quantity
from backprop.notation import Names
from backprop.trace import StepTrace

GRANULARITIES = ("phase", "layer", "neuron", "operation")


def moments(
    step: StepTrace, sample: int = 0, granularity: str = "operation", names: Names | None = None
) -> tuple[Moment, ...]:
    """Every moment of a training step, seen through one sample.

    Args:
        step: the training step.
        sample: row of the batch.
        granularity: "phase" (4 moments), "layer", "neuron" or "operation".
        names: how units and parameters are called; by place if None.

    Raises:
        ValueError: unknown granularity, or no such sample.
    """
    if granularity not in GRANULARITIES:
        raise invalid("granularity", granularity, ", ".join(GRANULARITIES))
    if isinstance(sample, bool) or not isinstance(sample, int) or not 0 <= sample < len(step.x):
        raise invalid("sample", sample, f"a whole number from 0 to {len(step.x) - 1}")
    scene = Scene(step, sample, names or Names(step.net))
    operations = [
        *forward.operations(scene),
        *loss.operations(scene),
        *backward.operations(scene),
        *update.operations(scene),
    ]
    group = {"phase": groups.by_phase, "layer": groups.by_layer, "neuron": groups.by_neuron}.get(granularity)
    told = operations if group is None else group(scene, operations)
    counted, known = [], 0
    for moment in told:
        known += len(moment.reveals)
        counted.append(replace(moment, known=known))
    return tuple(counted)


def tape(told: tuple[Moment, ...], upto: int) -> list[tuple[str, Quantity]]:
    """Everything computed so far, in order: (phase, number) for all moments up to and including `upto`."""
    return [(moment.phase, quantity) for moment in told[: upto + 1] for quantity in moment.reveals]


def same_place(old: tuple[Moment, ...], index: int, new: tuple[Moment, ...]) -> int:
    """The index in `new`, at another granularity, of the first moment after which at least as much is known.

    For the last moment of `old` it is the last one of `new`.
    """
    known = old[index].known
    if index == len(old) - 1:
        return len(new) - 1
    return next((place for place, moment in enumerate(new) if moment.known >= known), len(new) - 1)


def phase_starts(told: tuple[Moment, ...]) -> dict[str, int]:
    """Index of the first moment of each phase."""
    return {phase: next(i for i, moment in enumerate(told) if moment.phase == phase) for phase in PHASES}
