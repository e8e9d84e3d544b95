"""The question before the walk; the right answer comes from the engine."""

from backprop.explain.numbers import text
from pages.gradient_descent.compute import fate_of, walk_of
from pages.gradient_descent.controls import Chosen
from pages.gradient_descent.state import ANSWERS, FATE
from pages.gradient_descent.words.downhill import near_text

_ON, _START, _RATE = "parabola", (0.0,), 0.5


def ask() -> None:
    """Ask what happens with an α twice as large as the one that reaches the minimum in one step."""
    just, twice = (Chosen(_ON, rate, _START) for rate in (_RATE, 2 * _RATE))
    surface, first, second = just.surface, walk_of(just, 0), walk_of(twice, 0)
    numbers = {
        "formula": surface.latex,
        "start": near_text(surface, _START),
        "rate": text(just.rate),
        "twice": text(twice.rate),
        "landing": near_text(surface, first.theta[1]),
        "beyond": near_text(surface, second.theta[1]),
        "slope": text(float(second.gradient[0, 0])),
        "mirrored": text(float(second.gradient[1, 0])),
    }
    FATE.ask(__file__, ANSWERS[fate_of(twice).kind], **numbers)
