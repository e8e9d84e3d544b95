"""A worked example: a training step, with each number that its source prints compared with the recomputed one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from backprop.checks import freeze
from backprop.network import Network, ParameterId, Parameters
from backprop.optimizers import sgd
from backprop.steps import trace_step
from backprop.trace import StepTrace

Array = np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """One number from the source.

    Attributes:
        label: what it is, in the words of the source.
        printed: the number as printed, all digits.
        recompute: computes the same number with this engine.
        erratum: where the printed number really comes from; empty if it is right.
        reproduce: computes the printed number in the way that the erratum describes; None without an erratum.
    """

    label: str
    printed: str
    recompute: Callable[["Example"], float]
    erratum: str = ""
    reproduce: Callable[["Example"], float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A published number beside the recomputed one.

    Attributes:
        label: what it is.
        printed: the number as printed.
        recomputed: the number from this engine.
        verdict: "agrees" to the last printed digit; "rounded" if the source's own rounding moved the last digit by
            one; "differs" otherwise.
        erratum: why it differs, if that is known.
        reproduced: the number computed in the way that the erratum describes; None without an erratum.
    """

    label: str
    printed: str
    recomputed: float
    verdict: str
    erratum: str
    reproduced: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One training step from the literature, or made for this app.

    Attributes:
        key: name in `EXAMPLES` and in links.
        title: display name.
        source: where the example comes from.
        net, parameters, x, y, loss, learning_rate, frozen: the step.
        names: the source's own names of parameters.
        published: numbers printed in the source.
        note: one or two sentences on what there is to see.
    """

    key: str
    title: str
    source: str
    net: Network
    parameters: Parameters
    x: Array
    y: Array
    loss: str
    learning_rate: float
    frozen: tuple[str, ...] = ()
    names: Mapping[ParameterId, str] = field(default_factory=dict)
    published: tuple[Published, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", freeze(self.x))
        object.__setattr__(self, "y", freeze(self.y))
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))

    def trace(self) -> StepTrace:
        """The first training step."""
        return trace_step(
            self.net, self.parameters, self.x, self.y, self.loss, sgd(self.learning_rate), frozen=self.frozen
        )

    def compare(self) -> tuple[Comparison, ...]:
        """Every published number beside the recomputed one."""
        return tuple(_compare(self, number) for number in self.published)


def _compare(example: Example, number: Published) -> Comparison:
    recomputed = number.recompute(example)
    off = abs(float(number.printed) - recomputed) / _last_digit(number.printed)
    verdict = "agrees" if off <= 0.5 + 1e-6 else "rounded" if off <= 1.5 else "differs"
    reproduced = number.reproduce(example) if number.reproduce else None
    return Comparison(number.label, number.printed, recomputed, verdict, number.erratum, reproduced)


def _last_digit(printed: str) -> float:
    """The value of one unit in the last printed digit: 1e-3 for 0.474."""
    mantissa, _, exponent = printed.partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals)
