"""The learning rates that can be chosen, and how they are written."""

import numpy as np

_PER_DECADE = ("1", "1.3", "1.8", "2.4", "3.2", "4.2", "5.6", "7.5")
RATES: tuple[float, ...] = tuple(float(f"{lead}e{power}") for power in range(-5, 4) for lead in _PER_DECADE)
"""Eight for each power of ten, by nearly the same factor apart."""


def said(rate: float) -> str:
    """A learning rate as text without a power of ten, so that a link has it as a plain number."""
    return np.format_float_positional(rate, trim="-")


ENDS = tuple(said(float(f"1e{power}")) for power in range(-5, 5))
"""Where a range of learning rates can begin or end."""
