"""A training run as a film: everything that a replay shows, computed once for all frames.

A frame is the network before one update; F is the number of frames. The film of a diverging run ends at the last step
at which all numbers are finite.
"""

from dataclasses import dataclass

import numpy as np

from backprop.checks import freeze, read_only, whole
from backprop.film.frames import choose_frames, losses_and_sizes, mean_losses, predictions, stacked
from backprop.network import Network
from backprop.passes import forward
from backprop.trace import Broken
from backprop.training.run import Run

Array = np.ndarray

CELLS = 41
"""Points along each side of the plane."""
_CURVE = 161
_CURVE_POINTS = 240
_MARGIN = 0.08
"""How far the plane reaches beyond the data, as a share of the data's range."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The data as they were before any scaling, training part first; n of them.

    Attributes:
        x: (n, columns).
        y: class index or value (n,).
        test: whether a point belongs to the test part (n,).
        columns: names of the columns.
        classes: names of the classes; () for a regression.
        target: name of what is predicted.
    """

    x: Array
    y: Array
    test: Array
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The prediction over two columns.

    Attributes:
        x, y: ticks of the first and of the second column (CELLS,), in the data's own units.
        prediction: ŷ (F, rows, columns, outputs) as float32; a row for each tick of y.
    """

    x: Array
    y: Array
    prediction: Array


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The prediction over a single column, in the data's own units: x (m,), y (F, m)."""

    x: Array
    y: Array


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A run at F training steps.

    Attributes:
        net: the network.
        inputs: names of its inputs.
        loss: key in `LOSSES`.
        steps: how many updates came before each frame (F,).
        weights, biases: for each layer (F, fan_in, fan_out) and (F, fan_out).
        loss_steps: training steps of the loss curves (m,), those of all frames among them.
        train_loss, test_loss: mean loss at those steps (m,); of the test part NaN if there is none.
        train_at, test_at: the same at the frames (F,).
        gradient_sizes: root mean square of ∂L/∂W of the training part's mean loss (F, layers).
        points: the data.
        plane: for classes in two columns, else None.
        curve: for one output over one column, else None.
        diverged: what became non-finite first in the run, or None.
    """

    net: Network
    inputs: tuple[str, ...]
    loss: str
    steps: Array
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    loss_steps: Array
    train_loss: Array
    test_loss: Array
    train_at: Array
    test_at: Array
    gradient_sizes: Array
    points: Points
    plane: Plane | None
    curve: Curve | None
    diverged: Broken | None

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def has_test(self) -> bool:
        return bool(self.points.test.any())

    def nearest(self, step: int) -> int:
        """The frame nearest to a training step."""
        return int(np.abs(self.steps - step).argmin())


def film(run: Run, most: int = 72, last: int | None = None, chosen: int | None = None) -> Film:
    """The film of a training run.

    Args:
        run: what `backprop.train` returned.
        most: how many frames at most.
        last: the step that the film ends at; None for the end of the run.
        chosen: a step that gets a frame of its own, if everything is still finite there.

    Raises:
        ValueError: `most` is no whole number from 2, or `last` no step of the run.
    """
    end = run.updates if last is None else whole("last", last, 0, run.updates)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a diverging run overflows
        return _film(run, most, end, chosen)


def _film(run: Run, most: int, end: int, chosen: int | None) -> Film:
    net, data, loss = run.net, run.data, str(run.experiment.loss)
    ticks = _ticks_of_columns(run)
    drawn = _places(run, ticks)
    steps = choose_frames(_last_finite(run, drawn, end), most)
    if chosen is not None and 0 <= chosen <= steps[-1]:
        steps = np.union1d(steps, [chosen])
    params = stacked([run.parameters_at(int(step)) for step in steps])
    train_at, gradient_sizes = losses_and_sizes(net, params, data.x, data.y, loss)
    test_at = mean_losses(net, params, data.x_test, data.y_test, loss)
    prediction = predictions(net, params, drawn)
    loss_steps, train_loss, test_loss = _curves(run, steps, train_at, test_at)
    return Film(
        net=net,
        inputs=data.inputs,
        loss=loss,
        steps=read_only(steps),
        weights=params.weights,
        biases=params.biases,
        loss_steps=loss_steps,
        train_loss=train_loss,
        test_loss=test_loss,
        train_at=read_only(train_at),
        test_at=read_only(test_at),
        gradient_sizes=read_only(gradient_sizes),
        points=_points(run),
        plane=_plane(*ticks, prediction) if len(ticks) == 2 else None,
        curve=_curve(run, *ticks, prediction) if len(ticks) == 1 else None,
        diverged=run.diverged,
    )


# Which frames and which places --------------------------------------------------------------------------------------


def _last_finite(run: Run, drawn: Array, end: int) -> int:
    """The last step up to `end` at which everything that is drawn is finite; 0 if there is none.

    Before the step that broke, everything is finite on its batch, but other points may overflow a little earlier.
    """
    last = end if run.diverged is None else min(end, run.diverged.step)
    while last > 0 and not _is_finite(run, last, drawn):
        last -= 1
    return last


def _is_finite(run: Run, step: int, drawn: Array) -> bool:
    params = run.parameters_at(step)
    if not params.is_finite():
        return False
    loss, sizes = losses_and_sizes(run.net, stacked([params]), run.data.x, run.data.y, str(run.experiment.loss))
    shown = forward(run.net, params, drawn)[-1].a
    return bool(np.isfinite(loss).all() and np.isfinite(sizes).all() and np.isfinite(shown).all())


def _ticks_of_columns(run: Run) -> tuple[Array, ...]:
    """Ticks of the one or two columns over which the prediction can be drawn; () for other data."""
    dataset, outputs = run.data.dataset, run.net.sizes[-1]
    columns, classes = dataset.x.shape[1], len(dataset.classes)
    if columns == 1 and outputs == 1:
        return (_ticks(dataset.x[:, 0], np.ptp(dataset.x), _CURVE),)
    told_apart = classes == 2 if outputs == 1 else classes == outputs
    if columns != 2 or not told_apart:
        return ()
    spans = np.ptp(dataset.x, axis=0)
    if spans.max() < 1.5 * spans.min():  # alike: a circle stays round
        spans = np.full(2, spans.max())
    return tuple(_ticks(column, span, CELLS) for column, span in zip(dataset.x.T, spans, strict=True))


def _places(run: Run, ticks: tuple[Array, ...]) -> Array:
    """Every point of the line or the plane as the network sees it (m, inputs); none without ticks."""
    if not ticks:
        return np.empty((0, run.net.sizes[0]))
    return run.data.transform(np.stack(np.meshgrid(*ticks), axis=-1).reshape(-1, len(ticks)))


def _ticks(column: Array, span: float, count: int) -> Array:
    """From below the smallest value to above the largest one, around their middle."""
    middle, half = (column.min() + column.max()) / 2, (span / 2 or 1.0) * (1 + 2 * _MARGIN)
    return np.linspace(middle - half, middle + half, count)


# What is shown ------------------------------------------------------------------------------------------------------


def _curves(run: Run, steps: Array, train_at: Array, test_at: Array) -> tuple[Array, Array, Array]:
    """Steps, training loss and test loss of the curves: those recorded by the run, thinned, and those at the frames."""
    recorded = np.flatnonzero((run.steps <= steps[-1]) & np.isfinite(run.train_loss))
    if len(recorded):
        recorded = recorded[np.unique(np.linspace(0, len(recorded) - 1, _CURVE_POINTS).round().astype(int))]
    every, first = np.unique(np.concatenate([steps, run.steps[recorded]]), return_index=True)
    train = np.concatenate([train_at, run.train_loss[recorded]])[first]
    test = np.concatenate([test_at, run.test_loss[recorded]])[first]
    return read_only(every), read_only(train), read_only(np.where(np.isfinite(test), test, np.nan))


def _points(run: Run) -> Points:
    data, dataset = run.data, run.data.dataset
    rows = np.concatenate([data.rows, data.test_rows]).astype(int)
    test = np.arange(len(rows)) >= len(data.rows)
    return Points(
        freeze(dataset.x[rows]),
        freeze(dataset.y[rows, 0]),
        read_only(test),
        tuple(dataset.columns),
        tuple(dataset.classes),
        dataset.target,
    )


def _plane(x: Array, y: Array, prediction: Array) -> Plane:
    fields = prediction.reshape(len(prediction), len(y), len(x), -1).astype(np.float32)
    return Plane(read_only(x), read_only(y), read_only(fields))


def _curve(run: Run, x: Array, prediction: Array) -> Curve:
    scaler = run.data.target_scaler
    y = prediction[..., 0] if scaler is None else scaler.undo(prediction.reshape(-1, 1)).reshape(prediction.shape[:2])
    return Curve(read_only(x), read_only(y))
