"""In words, what a frame of a film cannot show: a curve far outside of the picture, a bar of height 0."""

import numpy as np

from backprop.explain.numbers import text
from backprop.film.run_film import Film
from backprop.notation import Names


def unseen(film: Film, frame: int) -> str:
    """A sentence on what a frame cannot show; "" if it shows everything."""
    found = [part for part in (_far_curve(film, frame), _no_bars(film, frame)) if part]
    return f"At step {int(film.steps[frame]):,} {'; '.join(found)}." if found else ""


def _far_curve(film: Film, frame: int) -> str:
    """Where the prediction is, if all of it is outside the targets' range by more than the width of that range."""
    if film.curve is None:
        return ""
    targets, values = film.points.y, film.curve.y[frame]
    low, high = float(targets.min()), float(targets.max())
    span = high - low or 1.0
    if not ((values < low - span) | (values > high + span)).all():
        return ""
    ends = list(dict.fromkeys(text(float(end), 3) for end in (values.min(), values.max())))
    where = f"between {ends[0]} and {ends[1]}" if len(ends) == 2 else f"at {ends[0]}"
    return f"the prediction is far outside of the picture, {where}"


def _no_bars(film: Film, frame: int) -> str:
    """The layers without a bar: the gradient of all their weights is exactly 0."""
    names = Names(film.net)
    empty = [names.layer(int(layer) + 1) for layer in np.flatnonzero(film.gradient_sizes[frame] == 0.0)]
    if not empty:
        return ""
    *others, last = empty
    layers = f"{', '.join(others)} and {last}" if others else last
    which = "" if len(empty) == film.net.depth else f" in {layers}"
    return f"the gradient of all weights{which} is exactly 0, and has no bar"
