"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from typing import Any

from pages.learning_rates.rates import ENDS, RATES, said
from pages.learning_rates.words import SIGNS
from pages.shared import fields
from pages.shared.layout import prose
from pages.shared.player import step_row
from pages.shared.widgets import Choice, Number, Question, ask_switch

HEAD_TO_HEAD, SIDE_BY_SIDE, BY_RATE, LOCAL_BOUND, MAPS = "head", "side", "curve", "bound", "maps"
VIEW = Choice(
    key="r_view",
    label="View",
    options={
        HEAD_TO_HEAD: "Head to head",
        SIDE_BY_SIDE: "Side by side",
        BY_RATE: "Loss against α",
        LOCAL_BOUND: "Local bound",
        MAPS: "Maps",
    },
    bare=True,
)
_SIDE, _CURVE, _BOUND, _MAPS = ({VIEW.key: view} for view in (SIDE_BY_SIDE, BY_RATE, LOCAL_BOUND, MAPS))

GUESS = Question(key="r_guess", section="label", options=tuple(SIGNS))
_ANOTHER_RUN = (GUESS.key,)
MOST_STEPS = 1_000
_DATA = ("circles", "moons", "xor", "spirals", "linear", "sine", "bump")
DATA = fields.data("r_data", _DATA, new_question=_ANOTHER_RUN)
SAMPLES = fields.samples("r_samples", high=500, usual=256, new_question=_ANOTHER_RUN)
HIDDEN = fields.hidden("r_hidden", usual="8-8", new_question=_ANOTHER_RUN)
ACTIVATION = fields.activation("r_activation", new_question=_ANOTHER_RUN)
LOSS = fields.loss("r_loss", new_question=_ANOTHER_RUN)
STEPS = Number(
    key="r_steps",
    label="Steps",
    low=10,
    high=MOST_STEPS,
    usual=300,
    step=10,
    look="box",
    help="Updates, on the full batch.",
    new_question=_ANOTHER_RUN,
)
SEED = fields.seed("r_seed", new_question=_ANOTHER_RUN)
ASK = ask_switch("r_ask")


def _rate(key: str, label: str, usual: str, **more: Any) -> Choice:
    """A slider over the learning rates."""
    options = {said(rate): said(rate) for rate in RATES}
    return Choice(key=key, label=label, options=options, usual=usual, look="slider", **more)


LEFT = _rate("r_a", "α on the left", "0.1")
RIGHT = _rate("r_b", "α on the right", "3.2", new_question=_ANOTHER_RUN)
ONE_RUN = _rate("r_low", "α of one run", "0.1", seen_with=_BOUND)
OTHER_RUN = _rate("r_high", "α of the other run", "3.2", seen_with=_BOUND)
STEP = step_row("r_step", MOST_STEPS, help=prose(__file__, "step box"))
COUNT = Choice(
    key="r_count",
    label="How many",
    options={str(count): str(count) for count in (6, 12, 32, 64)},
    usual="12",
    look="pills",
    seen_with=_SIDE,
)


def _make_room() -> None:
    """Keep the highest rate above the lowest."""
    least = str(LEAST.value)
    above = [end for end in ENDS if float(end) > float(least)]
    if (MOST.value or MOST.usual) not in above:
        MOST.set(above[0])


LEAST = Choice(
    key="r_least",
    label="Lowest α",
    options={end: end for end in ENDS[:-1]},
    usual="0.01",
    look="box",
    then=_make_room,
    seen_with=_SIDE,
)
MOST = Choice(
    key="r_most", label="Highest α", options={end: end for end in ENDS}, usual="100", look="box", seen_with=_SIDE
)
OTHERS = {
    "nothing": {},
    "momentum 0.9": {"optimizer": "momentum", "momentum": 0.9},
    "Nesterov 0.9": {"optimizer": "nesterov", "momentum": 0.9},
    "halving schedule": {"schedule": "step"},
    "cosine schedule": {"schedule": "cosine"},
    "1/t schedule": {"schedule": "1/t"},
}
"""For each title, the settings that differ from plain gradient descent."""
WITH = Choice(key="r_with", label="Compare with", options={name: name for name in OTHERS}, look="box", seen_with=_CURVE)
AFTER = Number(key="r_after", label="After how many steps", low=0, high=MOST_STEPS, usual=100, seen_with=_CURVE)
BY = Choice(
    key="r_map", label="α against", options={by: by for by in ("batch size", "initial weights")}, seen_with=_MAPS
)

WIDGETS = (
    *(VIEW, DATA, SAMPLES, HIDDEN, ACTIVATION, LOSS, STEPS, SEED, ASK, GUESS, LEFT, RIGHT, STEP),
    *(COUNT, LEAST, MOST, WITH, AFTER, ONE_RUN, OTHER_RUN, BY),
)
