"""The points where a network is evaluated for a plot: ticks along one column, or along two columns of a plane."""

import numpy as np

Array = np.ndarray

_MARGIN = 0.08
"""How far a drawing reaches beyond the data, as a share of their range."""


def ticks_over(x: Array, count: int) -> tuple[Array, ...]:
    """Ticks that cover the data, in the units of the data.

    Args:
        x: the data (n, 1 or 2 columns).
        count: number of ticks for each column.

    Returns:
        One array (count,) for each column, increasing. Two columns of similar range get the same span, so that a
        circle stays round.
    """
    spans = np.ptp(x, axis=0)
    if len(spans) == 2 and spans.max() < 1.5 * spans.min():
        spans = np.full(2, spans.max())
    middles = (x.min(axis=0) + x.max(axis=0)) / 2
    halves = np.where(spans > 0, spans, 1.0) / 2 * (1 + 2 * _MARGIN)
    return tuple(np.linspace(middle - half, middle + half, count) for middle, half in zip(middles, halves, strict=True))


def grid_of(ticks: tuple[Array, ...]) -> Array:
    """Every point of the line or the plane as a row (count or count², columns); the first column changes fastest."""
    return np.stack(np.meshgrid(*ticks), axis=-1).reshape(-1, len(ticks))
