"""The run that the first page shows: a network with four hidden units learns XOR's four groups of points."""

from functools import cache

import numpy as np

from backprop import Network, adam, initialize, repeat_step, trace_step
from backprop.checks import freeze, read_only
from backprop.data.toy_sets import xor
from backprop.film.frames import losses_and_sizes, predictions, stacked
from backprop.film.run_film import Film, Plane, Points
from backprop.steps import History
from backprop.trace import StepTrace

STEPS = 80
_LOSS = "log_loss"
_REACH = 1.3
_CELLS = 25  # a coarser grid than in other films: this one has a frame for each step, and is on the first page


@cache
def history() -> History:
    """All steps of the run."""
    net = Network((2, 4, 1), hidden="tanh", output="sigmoid")
    x, y = xor(samples=120, seed=1)
    return repeat_step(trace_step(net, initialize(net, "xavier", seed=3), x, y, _LOSS, adam(0.1)), STEPS)


@cache
def film() -> Film:
    """The run as a film, with a frame for each step."""
    run = history()
    net, x, y = run.first.net, run.first.x, run.first.y
    params = stacked([run.trace(step).parameters for step in range(STEPS + 1)])
    steps, ticks = np.arange(STEPS + 1), np.linspace(-_REACH, _REACH, _CELLS)
    places = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    fields = predictions(net, params, places).reshape(-1, _CELLS, _CELLS, 1).astype(np.float32)
    losses, sizes = losses_and_sizes(net, params, x, y, _LOSS)
    unknown = read_only(np.full(len(steps), np.nan))
    return Film(
        net=net,
        inputs=("x₁", "x₂"),
        loss=_LOSS,
        steps=read_only(steps),
        weights=params.weights,
        biases=params.biases,
        loss_steps=read_only(steps),
        train_loss=read_only(losses),
        test_loss=unknown,
        train_at=read_only(losses),
        test_at=unknown,
        gradient_sizes=read_only(sizes),
        points=Points(
            x, freeze(y[:, 0]), read_only(np.zeros(len(x), bool)), ("x₁", "x₂"), ("orange class", "blue class"), "class"
        ),
        plane=Plane(read_only(ticks), read_only(ticks), read_only(fields)),
        curve=None,
        diverged=None,
    )


def right(trace: StepTrace) -> int:
    """How many points the network puts on the side of their class."""
    return int(((trace.prediction > 0.5) == (trace.y > 0.5)).sum())
