"""Optimizers: how a step turns the gradient into an update. Computing the gradient is not done here.

As in optax, an optimizer is a pair of pure functions: `init(params) -> state` and
`update(gradient, state) -> (update, state)`. The update is what is *added* to the parameters.
Each rule is written for one array, and is the same for weights and biases.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from backprop.checks import invalid, number
from backprop.network import Parameters

__all__ = [
    "OPTIMIZERS",
    "Optimizer",
    "adagrad",
    "adam",
    "make_optimizer",
    "momentum",
    "nesterov",
    "rmsprop",
    "sgd",
]

Array = np.ndarray
Number = float | Array
Rule = Callable[..., tuple[Array, tuple[Array, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class OptimizerState:
    """What an optimizer remembers between steps.

    Attributes:
        count: number of updates taken.
        averages: one set of arrays, shaped like the parameters, for each name in `Optimizer.keeps`.
    """

    count: int
    averages: tuple[Parameters, ...]


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An update rule with its settings; two with the same settings are equal.

    Attributes:
        name: key in `OPTIMIZERS`.
        learning_rate: step size α.
        settings: the other numbers of the rule, by name.
        keeps: names of the averages in the state.
        rule: (gradient, averages, count of this update from 1) -> (update, new averages), for one array.
    """

    name: str
    learning_rate: float
    settings: tuple[tuple[str, float], ...]
    keeps: tuple[str, ...]
    rule: Rule = field(compare=False, repr=False)

    def init(self, params: Parameters) -> OptimizerState:
        """The state before the first update: all averages 0."""
        zeros = params.map(np.zeros_like)
        return OptimizerState(0, tuple(zeros for _ in self.keeps))

    def update(self, gradient: Parameters, state: OptimizerState) -> tuple[Parameters, OptimizerState]:
        """The update, and the state for the next step."""
        count = state.count + 1

        def apply(arrays: list[tuple[Array, ...]]) -> list[tuple[Array, tuple[Array, ...]]]:
            return [self.rule(g, averages, count) for g, *averages in arrays]

        weights = apply(list(zip(gradient.weights, *(kept.weights for kept in state.averages), strict=True)))
        biases = apply(list(zip(gradient.biases, *(kept.biases for kept in state.averages), strict=True)))
        averages = tuple(
            Parameters.computed([new[slot] for _, new in weights], [new[slot] for _, new in biases])
            for slot in range(len(self.keeps))
        )
        update = Parameters.computed([step for step, _ in weights], [step for step, _ in biases])
        return update, OptimizerState(count, averages)


def sgd(learning_rate: float) -> Optimizer:
    """Gradient descent: update = −α g."""
    alpha = _positive("learning_rate", learning_rate)
    return Optimizer("sgd", alpha, (), (), _sgd(alpha))


def momentum(learning_rate: float, decay: float = 0.9) -> Optimizer:
    """Heavy ball (Polyak 1964): v ← μ v + g; update = −α v."""
    alpha, mu = _positive("learning_rate", learning_rate), _fraction("decay", decay)
    return Optimizer("momentum", alpha, (("decay", mu),), ("velocity",), _momentum(alpha, mu))


def nesterov(learning_rate: float, decay: float = 0.9) -> Optimizer:
    """Nesterov momentum in the form of Sutskever et al. (2013) that takes the gradient at θ itself.

    v ← μ v + g; update = −α (g + μ v).
    """
    alpha, mu = _positive("learning_rate", learning_rate), _fraction("decay", decay)
    return Optimizer("nesterov", alpha, (("decay", mu),), ("velocity",), _nesterov(alpha, mu))


def rmsprop(learning_rate: float, decay: float = 0.9, epsilon: float = 1e-8) -> Optimizer:
    """RMSProp (Tieleman and Hinton 2012): v ← ρ v + (1 − ρ) g²; update = −α g / (√v + ε)."""
    alpha, rho = _positive("learning_rate", learning_rate), _fraction("decay", decay)
    eps = _positive("epsilon", epsilon)
    return Optimizer("rmsprop", alpha, (("decay", rho), ("epsilon", eps)), ("square",), _rmsprop(alpha, rho, eps))


def adagrad(learning_rate: float, epsilon: float = 1e-8) -> Optimizer:
    """AdaGrad (Duchi, Hazan and Singer 2011): v ← v + g²; update = −α g / (√v + ε)."""
    alpha, eps = _positive("learning_rate", learning_rate), _positive("epsilon", epsilon)
    return Optimizer("adagrad", alpha, (("epsilon", eps),), ("square",), _adagrad(alpha, eps))


def adam(learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> Optimizer:
    """Adam (Kingma and Ba 2015), with bias correction.

    m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; update = −α m̂ / (√v̂ + ε),
    with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), t counting from 1.
    """
    alpha, eps = _positive("learning_rate", learning_rate), _positive("epsilon", epsilon)
    b1, b2 = _fraction("beta1", beta1), _fraction("beta2", beta2)
    settings = (("beta1", b1), ("beta2", b2), ("epsilon", eps))
    return Optimizer("adam", alpha, settings, ("mean", "square"), _adam(alpha, b1, b2, eps))


# The rules. Each setting may also be an array with one number for every parameter, for many runs at once.


def _sgd(alpha: Number) -> Rule:
    minus_alpha = np.asarray(np.negative(alpha))  # NumPy multiplies by an array twice as fast as by a float of Python

    def rule(g: Array, averages: Sequence[Array], count: int) -> tuple[Array, tuple[Array, ...]]:
        return np.multiply(minus_alpha, g), ()

    return rule


def _momentum(alpha: Number, mu: Number) -> Rule:
    def rule(g: Array, averages: Sequence[Array], count: int) -> tuple[Array, tuple[Array, ...]]:
        (velocity,) = averages
        velocity = mu * velocity + g
        return -alpha * velocity, (velocity,)

    return rule


def _nesterov(alpha: Number, mu: Number) -> Rule:
    def rule(g: Array, averages: Sequence[Array], count: int) -> tuple[Array, tuple[Array, ...]]:
        (velocity,) = averages
        velocity = mu * velocity + g
        return -alpha * (g + mu * velocity), (velocity,)

    return rule


def _rmsprop(alpha: Number, rho: Number, eps: Number) -> Rule:
    def rule(g: Array, averages: Sequence[Array], count: int) -> tuple[Array, tuple[Array, ...]]:
        (square,) = averages
        square = rho * square + (1.0 - rho) * g**2
        return -alpha * g / (np.sqrt(square) + eps), (square,)

    return rule


def _adagrad(alpha: Number, eps: Number) -> Rule:
    def rule(g: Array, averages: Sequence[Array], count: int) -> tuple[Array, tuple[Array, ...]]:
        (square,) = averages
        square = square + g**2
        return -alpha * g / (np.sqrt(square) + eps), (square,)

    return rule


def _adam(alpha: Number, b1: Number, b2: Number, eps: Number) -> Rule:
    def rule(g: Array, averages: Sequence[Array], count: int) -> tuple[Array, tuple[Array, ...]]:
        mean, square = averages
        mean = b1 * mean + (1.0 - b1) * g
        square = b2 * square + (1.0 - b2) * g**2
        corrected_mean = mean / (1.0 - b1**count)
        corrected_square = square / (1.0 - b2**count)
        return -alpha * corrected_mean / (np.sqrt(corrected_square) + eps), (mean, square)

    return rule


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """One optimizer.

    Attributes:
        name: key in `OPTIMIZERS`.
        title: display name within a sentence.
        make: (learning rate, further settings with their usual values) -> the optimizer.
        rule: (learning rate, further settings in the same order) -> the update rule.
        velocity: whether its first setting is the decay μ of a velocity.
    """

    name: str
    title: str
    make: Callable[..., Optimizer]
    rule: Callable[..., Rule]
    velocity: bool = False


_TABLE = (
    _Row("sgd", "gradient descent", sgd, _sgd),
    _Row("momentum", "momentum", momentum, _momentum, velocity=True),
    _Row("nesterov", "Nesterov", nesterov, _nesterov, velocity=True),
    _Row("rmsprop", "RMSProp", rmsprop, _rmsprop),
    _Row("adagrad", "AdaGrad", adagrad, _adagrad),
    _Row("adam", "Adam", adam, _adam),
)

OPTIMIZERS: dict[str, Callable[..., Optimizer]] = {row.name: row.make for row in _TABLE}
OPTIMIZER_TITLES: dict[str, str] = {row.name: row.title for row in _TABLE}
WITH_VELOCITY: tuple[str, ...] = tuple(row.name for row in _TABLE if row.velocity)
"""Names of the optimizers that have a momentum setting."""
_RULES: dict[str, Callable[..., Rule]] = {row.name: row.rule for row in _TABLE}


def joint_rule(optimizers: Sequence[Optimizer], spread: Callable[[Array], Array]) -> Rule:
    """One rule for many runs at once, each with its own learning rate and settings.

    Args:
        optimizers: one for each run; all have the same name.
        spread: one number for each run (runs,) -> that number for each parameter of all runs.

    Raises:
        ValueError: optimizers of different names.
    """
    names = sorted({optimizer.name for optimizer in optimizers})
    if len(names) != 1:
        raise invalid("optimizers", names, "all of one name")

    def joint(values: Sequence[float]) -> Number:
        return values[0] if len(set(values)) == 1 else spread(np.array(values))

    settings = [[value for _, value in optimizer.settings] for optimizer in optimizers]
    alphas = joint([optimizer.learning_rate for optimizer in optimizers])
    return _RULES[names[0]](alphas, *map(joint, zip(*settings, strict=True)))


def make_optimizer(name: str, learning_rate: float, momentum: float | None = None) -> Optimizer:
    """The optimizer of that name with its usual settings.

    Args:
        name: key in `OPTIMIZERS`.
        learning_rate: step size α.
        momentum: decay μ of the velocity, for the optimizers that have one; None for the usual 0.9.

    Raises:
        ValueError: unknown name, a learning rate that is not a finite number above 0, or a bad momentum.
    """
    if not isinstance(name, str) or name not in OPTIMIZERS:
        raise invalid("optimizer", name, ", ".join(OPTIMIZERS))
    if momentum is not None and name in WITH_VELOCITY:
        return OPTIMIZERS[name](learning_rate, _fraction("momentum", momentum))
    return OPTIMIZERS[name](learning_rate)


def _positive(field: str, value: float) -> float:
    return number(field, value, "a finite number above 0", above=0.0)


def _fraction(field: str, value: float) -> float:
    allowed = "a number from 0 up to, but not including, 1"
    fraction = number(field, value, allowed, below=1.0)
    if fraction < 0:
        raise invalid(field, value, allowed)
    return fraction
