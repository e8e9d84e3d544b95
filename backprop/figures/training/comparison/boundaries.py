"""The predictions of two runs, in the kind of picture that fits their data."""

import plotly.graph_objects as go

from backprop.figures.palette import Palette
from backprop.figures.training.comparison.curves import curves
from backprop.figures.training.comparison.planes import planes
from backprop.training.run import Run

_HIGH, _LOW = 380, 250
"""Height of the figure with planes, in pixels."""


def two_boundaries(kept: Run, now: Run, colours: Palette, narrow: bool = False) -> go.Figure | None:
    """What two runs predict with their last parameters, with their data: planes side by side, or curves in one plot.

    Args:
        kept, now: the runs.
        colours: of the theme.
        narrow: for a phone: planes are lower there.

    Returns:
        The figure; None unless both runs have classes in two columns, or both one output over one column.
    """
    kinds = {_kind(kept), _kind(now)}
    if kinds == {"plane"}:
        return planes(kept, now, colours, _LOW if narrow else _HIGH)
    return curves(kept, now, colours) if kinds == {"curve"} else None


def _kind(run: Run) -> str | None:
    columns, outputs = run.data.dataset.x.shape[1], run.net.sizes[-1]
    if columns == 2 and run.data.dataset.classes:
        return "plane"
    return "curve" if columns == 1 and outputs == 1 else None
