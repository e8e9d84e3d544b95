"""The gradient check of a run: what an update has used, against central differences of the loss."""

from backprop.checking.gradient_check import GradientCheck, check_gradient
from pages.bug_clinic.numbers.course import LOSS, NET, Course

CHECKED = 6
"""Steps from the first on that are checked to find out whether a bug is ever convicted; more than an epoch."""


def check(course: Course, step: int) -> GradientCheck:
    """Check the gradient that an update has used, at the parameters before it, on the batch that it names.

    Args:
        course: the run.
        step: which update, from 0.
    """
    one = course.steps[step]
    return check_gradient(one.gradient, NET, one.before, course.x[one.rows], course.y[one.rows], LOSS)


def convicted_at(course: Course) -> int | None:
    """The first of the steps that are checked whose gradient is wrong, or None."""
    return next((step for step in range(min(CHECKED, len(course.steps))) if not check(course, step).agrees), None)
