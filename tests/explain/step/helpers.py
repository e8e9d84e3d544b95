"""Training steps to explain: the examples, and networks of one's own that are awkward in every way we know."""

from dataclasses import dataclass
from functools import cache

import numpy as np

import backprop as bp
from backprop.explain.step.moment import Moment, Scene
from backprop.explain.step.moments import GRANULARITIES, moments
from backprop.regularization import NONE


@dataclass(frozen=True)
class Case:
    """How to make one training step.

    Attributes:
        sizes, hidden, output, loss, n, optimizer, frozen: of the step.
        k: which training step; averages are empty at 0.
        scale: what the inputs are multiplied with.
        weight: what the weights are multiplied with.
        hard: whether targets are 0 or 1.
        regularization: of the step.
    """

    sizes: tuple[int, ...]
    hidden: str | tuple[str, ...]
    output: str
    loss: str
    n: int = 1
    optimizer: str = "sgd"
    frozen: tuple[str, ...] = ()
    k: int = 0
    scale: float = 1.0
    weight: float = 1.0
    hard: bool = False
    regularization: bp.Regularization = NONE

    def first(self) -> bp.StepTrace:
        net = bp.Network(self.sizes, self.hidden, self.output)
        rng = np.random.default_rng([*self.sizes, self.n])
        weights = [self.weight * rng.normal(0.0, 1.0 / np.sqrt(shape[0]), shape) for shape in net.shapes]
        biases = [self.weight * rng.uniform(-0.6, 0.6, shape[1]) for shape in net.shapes]
        x = self.scale * rng.normal(size=(self.n, net.sizes[0]))
        y = rng.uniform(0.05, 0.95, (self.n, net.sizes[-1]))
        if self.hard:
            y = np.eye(self.n, net.sizes[-1]) if self.loss == "cross_entropy" else y.round()
        elif self.loss == "cross_entropy":
            y = y / y.sum(axis=1, keepdims=True)
        rule = bp.make_optimizer(self.optimizer, 0.3)
        params = bp.Parameters(weights, biases)
        return bp.trace_step(net, params, x, y, self.loss, rule, self.frozen, regularization=self.regularization)


OWN = {
    "softmax-cross-entropy": Case((2, 3, 3), "tanh", "softmax", "cross_entropy"),
    "softmax-mse": Case((2, 3, 3), "sigmoid", "softmax", "mse"),
    "softmax-half-sse-batch": Case((3, 2, 4), "relu", "softmax", "half_sse", n=3),
    "softmax-alone": Case((3, 2), "tanh", "softmax", "cross_entropy", n=2),
    "log-loss": Case((2, 3, 2), "tanh", "sigmoid", "log_loss"),
    "log-loss-batch": Case((2, 3, 1), "sigmoid", "sigmoid", "log_loss", n=4),
    "deep": Case((3, 2, 3, 2), ("tanh", "relu"), "identity", "mse", n=2),
    "leaky": Case((2, 4, 3, 1), "leaky_relu", "leaky_relu", "half_sse"),
    "linear": Case((3, 2), "tanh", "identity", "mse"),
    "chain": Case((1, 1, 1, 1), "tanh", "tanh", "mse"),
    "momentum": Case((2, 2, 1), "tanh", "sigmoid", "mse", optimizer="momentum", k=2),
    "nesterov": Case((2, 2, 1), "tanh", "sigmoid", "mse", optimizer="nesterov", k=2),
    "rmsprop": Case((2, 2, 1), "tanh", "sigmoid", "mse", optimizer="rmsprop", k=2),
    "adam": Case((2, 2, 1), "tanh", "sigmoid", "log_loss", optimizer="adam", k=2),
    "adam-first": Case((2, 3, 2), "tanh", "softmax", "cross_entropy", n=2, optimizer="adam", frozen=("b1",)),
    "frozen-weights": Case((2, 2, 2), "tanh", "sigmoid", "mse", frozen=("W1", "b2"), optimizer="momentum"),
    "penalty": Case((2, 2, 1), "tanh", "sigmoid", "mse", n=3, regularization=bp.Regularization(l1=0.02, l2=0.01)),
    "clipped": Case(
        (2, 2, 1), "tanh", "sigmoid", "mse", k=2, optimizer="adam", regularization=bp.Regularization(l2=0.01, clip=0.01)
    ),
    "all-frozen": Case((2, 2, 1), "tanh", "sigmoid", "mse", frozen=("W1", "b1", "W2", "b2")),
    "tiny": Case((2, 2, 1), "tanh", "tanh", "mse", scale=1e-6, weight=1e-5, optimizer="adam"),
    "large": Case((2, 2, 1), "identity", "identity", "mse", scale=1e4, weight=50.0),
    "saturated": Case((2, 2, 2), "tanh", "sigmoid", "log_loss", scale=20.0, weight=4.0),
    "sure": Case((2, 3, 2), "tanh", "sigmoid", "log_loss", weight=20.0, hard=True),
    "sure-softmax": Case((2, 3, 3), "sigmoid", "softmax", "cross_entropy", weight=30.0, hard=True),
    "beyond": Case((2, 2, 2), "tanh", "sigmoid", "log_loss", weight=1500.0),
    "beyond-hard": Case((2, 2, 4), "tanh", "sigmoid", "log_loss", n=2, weight=1500.0, hard=True),
    "beyond-softmax": Case((2, 2, 3), "tanh", "softmax", "cross_entropy", weight=1500.0, hard=True),
    "wide": Case((16, 16, 16), "tanh", "softmax", "mse", n=2),
}
"""Networks of one's own; names say what they are there for."""

OWN["of-huber-batch"] = Case((2, 3, 2), "softplus", "identity", "huber", n=2, weight=2.0)
OWN |= {f"hidden-{name}": Case((2, 3, 1), name, "identity", "mse", n=2) for name in bp.HIDDEN_ACTIVATIONS}
OWN |= {f"of-{name}": Case((2, 3, 2), "tanh", row.fits[0], name, weight=2.0) for name, row in bp.LOSSES.items()}
OWN |= {f"by-{name}": Case((2, 2, 1), "tanh", "sigmoid", "mse", optimizer=name, k=1) for name in bp.OPTIMIZERS}
"""And one for each activation, loss and optimizer, so that a new one is told, too."""

KEYS = (*bp.EXAMPLES, *OWN)
SMALL = tuple(key for key in KEYS if key != "wide")


@cache
def step_of(key: str) -> bp.StepTrace:
    """The training step of an example or of one's own network."""
    if key in bp.EXAMPLES:
        return bp.EXAMPLES[key].trace()
    case = OWN[key]
    return bp.repeat_step(case.first(), case.k).trace(case.k)


@cache
def scene_of(key: str, sample: int = 0) -> Scene:
    """The step seen through one sample."""
    step = step_of(key)
    names = bp.EXAMPLES[key].names if key in bp.EXAMPLES else {}
    return Scene(step, sample, bp.Names(step.net, names))


@cache
def told(key: str, granularity: str = "operation", sample: int = 0) -> tuple[Moment, ...]:
    """The moments of a step."""
    scene = scene_of(key, sample)
    return moments(scene.step, sample, granularity, scene.names)


def every_moment(key: str) -> list[Moment]:
    """The moments of all granularities, through the last sample."""
    last = len(step_of(key).x) - 1
    return [moment for granularity in GRANULARITIES for moment in told(key, granularity, last)]


def diverged() -> bp.StepTrace:
    """A step with infinite and undefined numbers, as the end of a diverging run has them."""
    net = bp.Network((2, 2, 2), "relu", "identity")
    params = bp.Parameters([[[1e200, -1e200], [1e200, 1e200]], [[1e200, -1.0], [1.0, 1.0]]], [[0.0, 0.0], [0.0, 0.0]])
    return bp.trace_step(net, params, [[1e100, 1.0]], [[0.0, 0.0]], "mse")
