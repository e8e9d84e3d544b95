"""How much each choice matters: shares of the variance over a full grid (cf. Hutter, Hoos, Leyton-Brown 2014)."""

import numpy as np

Array = np.ndarray


def main_effects(values: Array) -> tuple[Array, float]:
    """The share of the variance that each choice explains alone, and what is left to interactions.

    Args:
        values: of a full grid, one axis for each choice; finite.

    Returns:
        Shares (axes,) and the rest; together 1, or all 0 if the values do not vary.
    """
    axes = range(values.ndim)
    means = [values.mean(axis=tuple(other for other in axes if other != axis)) for axis in axes]
    total = float(values.var())
    if total == 0:
        return np.zeros(values.ndim), 0.0
    shares = np.array([each.var() for each in means]) / total
    return shares, float(1 - shares.sum())
