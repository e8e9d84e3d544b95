"""A sweep as a film: all its runs at the same few steps, coarse enough for small pictures side by side.

R is the number of runs, F the number of frames.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backprop.checks import invalid, read_only, whole
from backprop.data.preparation import Prepared
from backprop.film.frames import choose_frames, predictions
from backprop.landscape.contours import segments
from backprop.landscape.grid import grid_of, ticks_over
from backprop.training.sweep import Sweep

Array = np.ndarray

_FEW = 16
"""Up to this many runs the pictures are large enough for a finer grid."""
_CELLS, _COARSE, _CURVE = 21, 15, 41
"""Ticks of a plane in each direction, fine and coarse; and ticks along a single column."""
_FRAMES = {True: 40, False: 30}


@dataclass(frozen=True, slots=True, eq=False)
class SweepFilm:
    """The runs of a sweep at F training steps.

    Attributes:
        sweep: the runs.
        steps: the training steps of the frames (F,), ascending; 0 and the last are among them.
        at: index of each frame's step in `sweep.steps` (F,).
        x, y: the data: (n, columns), and class index or value (n,).
        ranges: the drawn range of each axis: of two columns, or of a column and the target.
        lines: what each run has learned, for each frame (F lists of R): the decision boundary as pieces
            (count, 2 ends, 2 coordinates), or the fitted curve as points (count, 2).
    """

    sweep: Sweep
    steps: Array
    at: Array
    x: Array
    y: Array
    ranges: tuple[tuple[float, float], tuple[float, float]]
    lines: tuple[tuple[Array, ...], ...]

    @property
    def is_plane(self) -> bool:
        """True for two columns and a boundary, False for one column and a curve."""
        return self.x.shape[1] == 2


def sweep_film(sweep: Sweep, most: int | None = None, chosen: int = 0) -> SweepFilm:
    """The film of a sweep over data that can be drawn. A run that diverged stays where it was last finite.

    Args:
        sweep: runs on the same one or two columns, with one output.
        most: how many frames at most; None for as many as can be sent fast.
        chosen: a step that gets a frame of its own; if its parameters are not kept, the nearest step whose are.

    Raises:
        ValueError: data with more columns, several outputs, or data that differ between runs; or a bad `most`.
    """
    few = len(sweep) <= _FEW
    frames = _FRAMES[few] if most is None else whole("most", most, 2, 1_000)
    data = sweep.experiments[0].prepare()
    columns = data.dataset.x.shape[1]
    if columns > 2 or sweep.net.sizes[-1] != 1 or len({run.seed for run in sweep.experiments}) > 1:
        raise invalid("sweep", columns, "one or two columns, one output and one set of data")
    wanted = choose_frames(int(sweep.kept[-1]), frames)
    steps = np.unique([sweep.nearest(int(step)) for step in (*wanted, chosen)])
    ticks = ticks_over(data.dataset.x, (_CELLS if few else _COARSE) if columns == 2 else _CURVE)
    places = data.transform(grid_of(ticks))
    params = [sweep.parameters_at(int(step)) for step in steps]
    with np.errstate(over="ignore", invalid="ignore"):  # a run that was about to break
        found = [predictions(sweep.net, frame, places)[..., 0] for frame in params]
    if columns == 2:
        level = 0.5 if data.dataset.classes else 0.0
        lines = _boundaries(ticks, np.stack(found) - level, len(steps), len(sweep))
        ranges = tuple((float(axis[0]), float(axis[-1])) for axis in ticks)
    else:
        lines = tuple(tuple(np.stack([ticks[0], row], axis=-1) for row in _unscaled(data, frame)) for frame in found)
        low, high = float(data.dataset.y.min()), float(data.dataset.y.max())
        room = 0.15 * (high - low or 1.0)
        ranges = (float(ticks[0][0]), float(ticks[0][-1])), (low - room, high + room)
    return SweepFilm(
        sweep=sweep,
        steps=read_only(steps),
        at=read_only(np.searchsorted(sweep.steps, steps)),
        x=data.dataset.x,
        y=data.dataset.y[:, 0],
        ranges=(ranges[0], ranges[1]),
        lines=lines,
    )


def _boundaries(ticks: tuple[Array, ...], height: Array, frames: int, runs: int) -> tuple[tuple[Array, ...], ...]:
    """Where the height (F, R, count²) changes its sign, for each frame and run; NaN counts as negative."""
    count = len(ticks[0])
    known = np.nan_to_num(height, nan=-1.0, posinf=1.0, neginf=-1.0).reshape(frames * runs, count, count)
    pieces, owner = segments(ticks[0], ticks[1], known)
    ends = np.searchsorted(owner, np.arange(frames * runs + 1))
    parts = [read_only(pieces[start:end]) for start, end in pairwise(ends.tolist())]
    return tuple(tuple(parts[frame * runs : (frame + 1) * runs]) for frame in range(frames))


def _unscaled(data: Prepared, rows: Array) -> Array:
    """Predictions (R, m) in the units of the target."""
    if data.target_scaler is None:
        return rows
    return data.target_scaler.undo(rows.reshape(-1, 1)).reshape(rows.shape)
