"""A question before the play; what is right comes from the engine."""

from backprop.explain.numbers import text
from pages.gradient_descent.compute import fate_of, walk_of
from pages.gradient_descent.controls import Chosen
from pages.gradient_descent.numbers import AWAY, MINIMUM, TO_AND_FRO
from pages.gradient_descent.words.downhill import near_text
from pages.shared.layout import prose
from pages.shared.predict import prediction

_PAGE = __file__
_OPTIONS = {MINIMUM: "settle in the minimum", TO_AND_FRO: "jump to and fro for ever", AWAY: "run away"}
_ON, _START, _RATE = "parabola", (0.0,), 0.5


def ask() -> None:
    """What happens with an α twice as large as the one that lands in the minimum at once."""
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
    right = _OPTIONS[fate_of(twice).kind]
    question, why = (prose(_PAGE, section, **numbers) for section in ("prediction", "why"))
    prediction(question, tuple(_OPTIONS.values()), right, why, "g_guess")
