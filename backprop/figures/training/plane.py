"""The points at which a network is evaluated for a figure: along one raw column, or over the plane of two."""

from collections.abc import Iterable

import numpy as np

from backprop.network import Parameters
from backprop.passes import forward
from backprop.trace import LayerForward
from backprop.training.run import Run

Array = np.ndarray

_MARGIN = 0.08
"""How far the drawing reaches beyond the data, as a share of their range."""


def ticks_of(runs: tuple[Run, ...], count: int) -> tuple[Array, ...]:
    """Ticks in the data's own units that cover the data of all runs.

    Args:
        runs: one or more, with data of the same number of columns.
        count: ticks on each axis.

    Returns:
        One array (count,) for each raw column, increasing; () if there are more than two columns.
    """
    columns = runs[0].data.dataset.x.shape[1]
    if columns > 2:
        return ()
    x = np.concatenate([run.data.dataset.x for run in runs])
    spans = np.ptp(x, axis=0)
    if columns == 2 and spans.max() < 1.5 * spans.min():  # alike: a circle stays round
        spans = np.full(2, spans.max())
    middles = (x.min(axis=0) + x.max(axis=0)) / 2
    halves = np.where(spans > 0, spans, 1.0) / 2 * (1 + 2 * _MARGIN)
    return tuple(np.linspace(middle - half, middle + half, count) for middle, half in zip(middles, halves, strict=True))


def over(run: Run, params: Parameters, ticks: tuple[Array, ...]) -> tuple[LayerForward, ...]:
    """The forward pass at every point of the line or the plane.

    Returns:
        One record for each layer, in layer order; shapes (count, units) along a line, (rows, columns, units) over a
        plane.
    """
    grid = np.stack(np.meshgrid(*ticks), axis=-1)
    with np.errstate(over="ignore", invalid="ignore"):  # a run may overflow before it diverges
        layers = forward(run.net, params, run.data.transform(grid.reshape(-1, len(ticks))))
    if len(ticks) == 1:
        return layers
    where = grid.shape[:-1]
    return tuple(LayerForward(*(a.reshape(*where, -1) for a in (layer.inputs, layer.z, layer.a))) for layer in layers)


def with_gaps(lines: Iterable[Array]) -> Array:
    """Several lines (count, 2) as one array (…, 2), with NaN after each."""
    gap = np.full((1, 2), np.nan)
    return np.concatenate([np.empty((0, 2)), *(part for line in lines for part in (line, gap))])
