"""The lines at fault beside the right ones."""

from difflib import SequenceMatcher
from typing import NamedTuple

from pages.bug_clinic.numbers.program import CASES, PROGRAM

_AROUND = 1
"""Lines that are shown before and after a change."""


class Line(NamedTuple):
    """A line of the program, and whether it differs from the other program."""

    text: str
    differs: bool


def sides(name: str) -> tuple[list[Line], list[Line]]:
    """The right lines and the lines at fault, each with a line around them; a gap is a line with "…".

    Args:
        name: key in `CASES`.
    """
    right, wrong = PROGRAM.splitlines(), CASES[name].text.splitlines()
    lefts: list[Line] = []
    rights: list[Line] = []
    for number, group in enumerate(SequenceMatcher(None, right, wrong, False).get_grouped_opcodes(_AROUND)):
        for lines in (lefts, rights) if number else ():
            lines.append(Line("            …", False))
        for tag, i, j, k, m in group:
            lefts += [Line(text, tag != "equal") for text in right[i:j]]
            rights += [Line(text, tag != "equal") for text in wrong[k:m]]
    return lefts, rights
