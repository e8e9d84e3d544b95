"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from backprop.landscape.network_surfaces import ALL
from pages.gradient_descent.grounds import TITLES, Begin, usual
from pages.gradient_descent.numbers import AWAY, FAR, MINIMUM, TO_AND_FRO
from pages.shared.layout import prose
from pages.shared.widgets import Choice, Number, Question, Switch, ask_switch

_LINE, _BOWL = ALL["parabola"], ALL["bowl"]


def begin(how: Begin) -> None:
    """Set every widget to the beginning of a walk; for callbacks."""
    ON.set(how.on)
    RATE.set(how.rate)
    for row, value in zip(START, how.start, strict=False):
        row.set(float(value))
    to_step(0)


def to_step(taken: int = 0) -> None:
    """Go to a step; for callbacks."""
    TAKEN.set(taken)


ON = Choice(key="g_on", label="Walk on", options=TITLES, look="box", then=lambda: begin(usual(ON.name(str(ON.value)))))
RATE = Number(
    key="g_rate", label="α exactly", low=1e-6, high=1e3, step=0.1, look="box", format="%g", help=prose(__file__, "rate")
)
START = tuple(
    Number(key=key, low=low, high=high, step=0.1, look="box", format="%g", then=to_step, seen_with=with_)
    for key, (low, high), with_ in (("g_w1", _LINE.ranges[0], {}), ("g_w2", _BOWL.ranges[1], {ON.key: "bowl"}))
)
"""One for each parameter; the chosen curve or surface decides its limits and its default."""
TAKEN = Number(key="g_k", label="Steps taken", low=0, high=FAR, look="box")
VIEW = Choice(
    key="g_view", label="View", options={"contours": "Contours", "3d": "3-D"}, bare=True, seen_with={ON.key: "bowl"}
)
TURN = Number(
    key="g_turn",
    label="Turn",
    low=-180,
    high=180,
    usual=0,
    step=15,
    format="%d°",
    seen_with={ON.key: "bowl", VIEW.key: "3d"},
)
TABLE = Switch(key="g_table", label="Every step in numbers")
ASK = ask_switch("g_ask")
ANSWERS = {MINIMUM: "settle in the minimum", TO_AND_FRO: "jump to and fro for ever", AWAY: "run away"}
FATE = Question(key="g_guess", section="fate", options=tuple(ANSWERS.values()))

WIDGETS = (ON, RATE, *START, TAKEN, VIEW, TURN, TABLE, ASK, FATE)
