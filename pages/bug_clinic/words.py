"""What only this lesson says."""

from collections.abc import Sequence
from textwrap import dedent

import numpy as np

from backprop.checking.gradient_check import TOLERANCE, GradientCheck
from backprop.explain.numbers import text
from backprop.network import ParameterId
from backprop.notation import Names
from pages.bug_clinic.numbers.clinic import Finding
from pages.bug_clinic.numbers.course import NET, Course, Step
from pages.bug_clinic.numbers.lines import Line
from pages.bug_clinic.numbers.program import CASES

NAMES = Names(NET)
PARAMETERS = tuple(
    NAMES.parameter(ParameterId(layer, source, target))
    for layer, (fan_in, fan_out) in enumerate(NET.shapes)
    for source in (*range(fan_in), None)
    for target in range(fan_out)
)
"""The name of each parameter, in the order of `to_vector`: the weights row by row, then the biases."""
_ARRAYS = ("W1", "b1", "W2", "b2")


def short(value: float) -> str:
    """A number with three digits."""
    return text(float(value), 3)


def losses_alt(courses: Sequence[tuple[str, Course]]) -> str:
    """Loss curves in words."""
    said = "; ".join(
        f"{name}: from {short(course.loss[0])} to {short(course.loss[-1])} in {len(course.steps)} updates"
        for name, course in courses
    )
    return f"Loss over training. {said}."


def step_rows(step: Step) -> list[list[str]]:
    """For each array a row of a table: root mean squares before the update, of the gradient used, and of the change."""
    rows = []
    for layer in range(NET.depth):
        for name in ("weights", "biases"):
            before, gradient, after = (getattr(each, name)[layer] for each in (step.before, step.gradient, step.after))
            sizes = (np.sqrt(np.mean(np.square(each))) for each in (before, gradient, after - before))
            rows.append([_ARRAYS[2 * layer + (name == "biases")], *map(short, sizes)])
    return rows


def samples_text(step: Step) -> str:
    """The samples of a batch, counted from 1."""
    return ", ".join(str(int(row) + 1) for row in step.rows)


def errors_alt(found: GradientCheck) -> str:
    """A check in words."""
    wrong = wrong_arrays(found)
    where = f" Wrong: {', '.join(wrong)}." if wrong else ""
    return (
        f"Relative error of each of {len(PARAMETERS)} numbers of the gradient on a logarithmic axis; the largest is"
        f" {short(found.max_relative_error)}, the limit is {short(TOLERANCE)}.{where}"
    )


def wrong_arrays(found: GradientCheck) -> list[str]:
    """The arrays with a number that the check finds wrong."""
    layers = range(NET.depth)
    arrays = [each[layer] for layer in layers for each in (found.relative_error.weights, found.relative_error.biases)]
    return [name for name, array in zip(_ARRAYS, arrays, strict=True) if not array.max() <= TOLERANCE]


def verdict(found: Finding) -> str:
    """What the gradient check says of a case."""
    if found.convicted is None:
        return "passes"
    return f"wrong from step {found.convicted} on" if found.convicted else "wrong at once"


def other_test(course: Course) -> str:
    """What the two other tests find, or that they find nothing."""
    if not course.uses_all:
        unused = int((course.uses == 0).sum())
        return f"{unused} of {len(course.x)} samples not used in the first epoch"
    if not course.standardised:
        means = " and ".join(short(value) for value in course.input_means)
        return f"means of the inputs {means}, not 0"
    return "–"


def found_rows(found: dict[str, Finding]) -> list[list[str]]:
    """For each case a row of a table."""
    return [
        [CASES[name].title, short(one.course.loss[-1]), verdict(one), short(one.error), other_test(one.course)]
        for name, one in found.items()
    ]


def code(lines: Sequence[Line]) -> str:
    """Lines of a program; a mark stands before those that differ."""
    body = dedent("\n".join(line.text for line in lines)).split("\n")
    marks = ("▶" if line.differs else " " for line in lines)
    return "\n".join(f"{mark} {line}".rstrip() for mark, line in zip(marks, body, strict=True)).strip("\n")


def gallery_alt(found: dict[str, Finding]) -> str:
    """All loss curves in words."""
    said = "; ".join(f"{CASES[name].title}: {short(one.course.loss[-1])}" for name, one in found.items())
    return f"Loss curve of each bug beside the one without a bug. Loss after training: {said}."
