"""One number on one line: its symbol, its formula, the formula with the numbers put in, and the number."""

from dataclasses import dataclass

from backprop.explain.numbers import factor
from backprop.explain.numbers import latex as number

DIGITS = 5
"""Significant digits of the numbers inside a line; its result has one more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number and where it comes from.

    Attributes:
        sign: the symbol of the number, LaTeX; colours as roles.
        symbols: the formula.
        numbers: the formula with the numbers put in.
        value: the number.
    """

    sign: str
    symbols: str
    numbers: str
    value: float


def shown(value: float) -> str:
    """A number inside a line."""
    return number(value, DIGITS)


def after(value: float) -> str:
    """A number after an operator inside a line: in parentheses if it is negative."""
    return factor(value, DIGITS)
