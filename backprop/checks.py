"""Checks of values. Every error message has the same form: the field, its value, and what is allowed."""

import numpy as np
from numpy.typing import ArrayLike


class Refused(ValueError):
    """The error for a bad value.

    Attributes:
        field: name of the bad field, without an index or a suffix such as `.shape`.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field.partition("[")[0].partition(".")[0]


def invalid(field: str, value: object, allowed: str) -> Refused:
    """The error for a bad value: its message tells a student what to change."""
    shown = repr(value)
    if len(shown) > 80:
        shown = shown[:77] + "..."
    return Refused(field, f"{field} is {shown}; allowed: {allowed}")


def whole(field: str, value: object, least: int, most: int) -> int:
    """`value` as an int, if it is a whole number from `least` to `most`.

    Raises:
        ValueError: `value` is not such a number.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        raise invalid(field, value, f"a whole number from {least} to {most}")
    return int(value)


def freeze(array: np.ndarray) -> np.ndarray:
    """A read-only float64 copy: later changes to the original do not affect it."""
    copy = np.array(array, dtype=np.float64)
    copy.flags.writeable = False
    return copy


def read_only(array: np.ndarray) -> np.ndarray:
    """The array itself, made read-only without a copy: only for a new array that no other code uses."""
    array.flags.writeable = False
    return array


def number(field: str, value: object, allowed: str, *, above: float = -np.inf, below: float = np.inf) -> float:
    """`value` as a float, if it is a finite number strictly between `above` and `below`.

    Raises:
        ValueError: `value` is not a number, not finite, or out of range.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise invalid(field, value, allowed)
    try:
        result = float(value)
    except OverflowError as error:  # a whole number too large for float64
        raise invalid(field, value, allowed) from error
    if not (np.isfinite(result) and above < result < below):
        raise invalid(field, value, allowed)
    return result


def finite_array(field: str, value: ArrayLike) -> np.ndarray:
    """`value` as a read-only float64 copy.

    Raises:
        ValueError: `value` is empty, ragged, not numeric, or contains NaN or an infinity.
    """
    allowed = "a rectangular array of finite numbers, at least one"
    try:
        raw = np.asarray(value)
        if raw.dtype.kind not in "biufO":  # text, complex numbers, dates
            raise TypeError(raw.dtype)
        array = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise invalid(field, value, allowed) from error
    if array.size == 0:
        raise invalid(field, value, allowed)
    broken = ~np.isfinite(array)
    if broken.any():
        where = tuple(int(index) for index in np.argwhere(broken)[0])
        raise invalid(f"{field}{list(where) or ''}", float(array[where]), "finite numbers only")
    array.flags.writeable = False
    return array
