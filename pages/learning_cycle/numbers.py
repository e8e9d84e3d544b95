"""The learning cycle, one phase for each press: forward pass, error, backward pass, update, then the next round."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from backprop.checking.examples import TWO_NEURONS
from backprop.checking.published import Example
from backprop.checks import invalid, number
from backprop.losses import loss_function
from backprop.network import Network, ParameterId, Parameters
from backprop.passes import forward
from backprop.steps import History, repeat_step
from backprop.trace import StepTrace

Array = np.ndarray

WEIGHT = ParameterId(0, 0, 0)
ONE_WEIGHT = Example(
    key="one-weight",
    title="One weight",
    source="Made for this app: a linear neuron whose bias stays 0, on the sample of TWO_NEURONS",
    net=Network((1, 1), output="identity"),
    parameters=Parameters(([[1.5]],), ([0.0],)),
    x=TWO_NEURONS.x,
    y=TWO_NEURONS.y,
    loss=TWO_NEURONS.loss,
    learning_rate=TWO_NEURONS.learning_rate,
    frozen=("b1",),
    names={WEIGHT: "w"},
    note="Nothing but a weight, so the loss is a curve over it.",
)
REACH = (-1.0, 2.0)
"""The range of the slider for its weight."""
SMALL = 0.001
"""A loss below this counts as small in the lesson."""
PHASES = 4
FORWARD, ERROR, BACKWARD, UPDATE = range(PHASES)


class Place(NamedTuple):
    """The place in the cycle after a number of presses.

    Attributes:
        round: which round, from 0.
        phase: the phase that was computed last; None before the first press.
    """

    round: int
    phase: int | None


def place(presses: int) -> Place:
    """The place after some presses; each press computes one phase."""
    return Place((presses - 1) // PHASES, (presses - 1) % PHASES) if presses > 0 else Place(0, None)


def end_of_round(presses: int) -> int:
    """Number of presses at the end of the current round; of the next round, if the current one has ended."""
    return (presses // PHASES + 1) * PHASES


@dataclass(frozen=True, eq=False)
class Cycle:
    """An example that is trained round after round.

    Attributes:
        example: network, data, loss, learning rate.
        rounds: number of rounds that can be looked at.
    """

    example: Example
    rounds: int

    @cached_property
    def history(self) -> History:
        """The run; its step k is round k."""
        return repeat_step(self.example.trace(), self.rounds)

    @property
    def most(self) -> int:
        """How many presses there are."""
        return self.rounds * PHASES

    @property
    def losses(self) -> Array:
        """The loss before the update of each round (rounds,)."""
        return self.history.losses[: self.rounds]

    @property
    def small(self) -> int:
        """Number of presses up to the first loss below `SMALL`; all presses if no loss is."""
        found = np.flatnonzero(self.losses < SMALL)
        return int(found[0]) * PHASES + ERROR + 1 if len(found) else self.most

    def weights(self, parameter: ParameterId) -> Array:
        """A parameter before the update of each round (rounds,)."""
        return np.array([self.trace(index).parameters[parameter] for index in range(self.rounds)])

    def trace(self, index: int) -> StepTrace:
        """The trace of a round, counted from 0."""
        return self.history.trace(index)

    def seen(self, presses: int) -> int:
        """How many losses are known after some presses."""
        here = place(presses)
        return here.round + (here.phase is not None and here.phase >= ERROR)


NEURON = Cycle(ONE_WEIGHT, rounds=10)
NETWORK = Cycle(TWO_NEURONS, rounds=16)


def by_hand(weight: float) -> StepTrace:
    """A training step of the neuron with another weight.

    Raises:
        ValueError: the weight is outside `REACH`.
    """
    low, high = REACH
    value = number("weight", weight, f"a number from {low} to {high}")
    if not low <= value <= high:
        raise invalid("weight", weight, f"a number from {low} to {high}")
    return replace(ONE_WEIGHT, parameters=ONE_WEIGHT.parameters.replace({WEIGHT: value})).trace()


def valley(count: int = 61) -> tuple[Array, Array]:
    """Weights across `REACH`, and the neuron's loss at each (count,)."""
    example = ONE_WEIGHT
    weights = np.linspace(*REACH, count)
    params = Parameters((weights[:, None, None],), (np.zeros((count, 1)),))
    output = forward(example.net, params, example.x)[-1]
    criterion = loss_function(example.loss, example.net.output)
    return weights, criterion.value(output.z, output.a, example.y)
