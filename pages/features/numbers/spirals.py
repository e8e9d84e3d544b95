"""Two networks that learn spirals, frame by frame: the map of each unit, and the plane of the last hidden layer."""

from dataclasses import dataclass

import numpy as np

from backprop.checks import read_only
from backprop.film.frames import predictions, stacked
from backprop.film.run_film import Film, film
from backprop.network import Parameters
from backprop.passes import forward
from backprop.probing.linear_probe import linear_probe
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.scores import accuracy

Array = np.ndarray

MAPS, PLANE = (6, 6, 6), (12, 12, 2)
"""Hidden layers of the network whose units are mapped, and of the one whose last layer is a plane."""
FRAMES = 41
CELLS = 21
"""Points along each side of a map."""
LINES, ALONG = 13, 61
"""Lines of the grid in each direction, and points along a line."""
_EPOCHS: dict[tuple[int, ...], int] = {MAPS: 150, PLANE: 400}
_RATES: dict[tuple[int, ...], float] = {MAPS: 0.02, PLANE: 0.01}


def experiment(hidden: tuple[int, ...], seed: int) -> Experiment:
    """The training of one of the two networks."""
    return Experiment(
        dataset="spirals",
        hidden=hidden,
        activation="tanh",
        loss="log_loss",
        optimizer="adam",
        learning_rate=_RATES[hidden],
        samples=300,
        noise=0.0,
        test_fraction=0.0,
        batch_size=25,
        epochs=_EPOCHS[hidden],
        seed=seed,
    )


UPDATES = {hidden: 12 * epochs for hidden, epochs in _EPOCHS.items()}
"""How many updates each training takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What every hidden unit says over the plane of the data, at F training steps.

    Attributes:
        film: the run, with the same frames.
        ticks: of both columns (CELLS,) each.
        a: for each hidden layer (F, rows, columns, units); a row for each tick of the second column.
        straight: for each hidden layer, how much of the variance of z over the plane a single slope explains, from 0 to
            1, as the mean over its units (F,).
    """

    film: Film
    ticks: tuple[Array, Array]
    a: tuple[Array, ...]
    straight: tuple[Array, ...]


def maps(run: Run, chosen: int | None = None) -> Maps:
    """The maps of a run; a chosen step has a frame of its own."""
    found = film(run, FRAMES, chosen=chosen)
    assert found.plane is not None
    across, up = (np.linspace(ticks[0], ticks[-1], CELLS) for ticks in (found.plane.x, found.plane.y))
    places = run.data.transform(np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2))
    layers = forward(run.net, _at_frames(run, found), places)[:-1]
    shape = (len(found), CELLS, CELLS, -1)
    return Maps(
        found,
        (across, up),
        tuple(read_only(layer.a.reshape(shape)) for layer in layers),
        tuple(read_only(_straight(layer.z, places)) for layer in layers),
    )


def _straight(z: Array, places: Array) -> Array:
    """The share of the variance of z (F, places, units) that one slope explains, as the mean over the units."""
    basis = np.column_stack([places, np.ones(len(places))])
    rest = z - basis @ (np.linalg.pinv(basis) @ z)
    total = z.var(axis=1)
    explained = 1.0 - np.divide(rest.var(axis=1), total, out=np.zeros_like(total), where=total > 0)
    return explained.mean(axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Bent:
    """The plane of the last hidden layer, which has two units, at F training steps.

    Attributes:
        film: the run, with the same frames.
        grid: both activations along each line of a grid over the input (F, lines, ALONG, 2).
        points: both activations for each sample (F, n, 2).
        classes: class of each sample (n,).
        cut: weights and bias of the output unit (F, 3): its prediction is ½ where cut · (a₁, a₂, 1) = 0.
        before: accuracy of a linear classifier on the inputs: the best that a straight cut does there, nearly.
        after: accuracy of the network (F,), whose output unit is a straight cut through the last hidden layer.
    """

    film: Film
    grid: Array
    points: Array
    classes: Array
    cut: Array
    before: float
    after: Array


def bent(run: Run, chosen: int | None = None) -> Bent:
    """The plane of the last hidden layer of a run.

    Raises:
        ValueError: the last hidden layer does not have two units.
    """
    if run.net.sizes[-2] != 2:
        raise ValueError(f"sizes is {run.net.sizes}; allowed: two units in the last hidden layer")
    found = film(run, FRAMES, chosen=chosen)
    assert found.plane is not None
    params = _at_frames(run, found)
    lines = run.data.transform(_grid(found.plane.x, found.plane.y).reshape(-1, 2))
    grid = forward(run.net, params, lines)[-2].a
    points = forward(run.net, params, run.data.x)[-2].a
    cut = np.concatenate([params.weights[-1][..., 0], params.biases[-1]], axis=-1)
    y = run.data.y
    return Bent(
        found,
        read_only(grid.reshape(len(found), 2 * LINES, ALONG, 2)),
        points,
        read_only(y.ravel().astype(int)),
        read_only(cut),
        linear_probe(run.data.x, y).accuracy(run.data.x, y),
        accuracy(predictions(run.net, params, run.data.x), y),
    )


def _grid(x: Array, y: Array) -> Array:
    """Lines over the plane (2 · LINES, ALONG, 2), first those that go up."""
    ends_x, ends_y = (x[0], x[-1]), (y[0], y[-1])
    up = [np.column_stack([np.full(ALONG, at), np.linspace(*ends_y, ALONG)]) for at in np.linspace(*ends_x, LINES)]
    across = [np.column_stack([np.linspace(*ends_x, ALONG), np.full(ALONG, at)]) for at in np.linspace(*ends_y, LINES)]
    return np.array([*up, *across])


def _at_frames(run: Run, found: Film) -> Parameters:
    return stacked([run.parameters_at(int(step)) for step in found.steps])
