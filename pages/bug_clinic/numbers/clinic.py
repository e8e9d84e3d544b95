"""The cases, in the order of their numbers, and what is found out about each."""

from dataclasses import dataclass

from pages.bug_clinic.numbers.check import check, convicted_at
from pages.bug_clinic.numbers.course import Course, run
from pages.bug_clinic.numbers.program import BUGS, HEALTHY

PATIENTS = (
    *("slope_of_a", "last_batch", "no_mean", "stale", "no_slope", "healthy"),
    *("raw_inputs", "update_first", "no_reset", "bias_per_weight", "sign"),
)
"""Names of the cases; a patient's number says nothing about its bug."""


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What is found out about one case.

    Attributes:
        course: its run.
        convicted: the first step whose gradient the check finds wrong; None if it finds none.
        error: the largest relative error of that step, or of step 0.
    """

    course: Course
    convicted: int | None
    error: float

    @property
    def passes_check(self) -> bool:
        """Whether the gradient check finds nothing."""
        return self.convicted is None

    @property
    def found(self) -> bool:
        """Whether any test finds something: the gradient check, the count of uses, or the look at the inputs."""
        return not (self.passes_check and self.course.uses_all and self.course.standardised)


def finding(name: str, seed: int, rate: float) -> Finding:
    """Run a case, and test it.

    Args:
        name: key in `CASES`.
        seed: of data, initial weights and order.
        rate: the learning rate α.
    """
    course = run(name, seed, rate)
    convicted = convicted_at(course)
    return Finding(course, convicted, check(course, convicted or 0).max_relative_error)


def findings(seed: int, rate: float) -> dict[str, Finding]:
    """All ten bugs, and the program without one; by name."""
    return {name: finding(name, seed, rate) for name in (HEALTHY.name, *BUGS)}
