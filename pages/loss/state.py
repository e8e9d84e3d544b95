"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from backprop.explain.numbers import text
from backprop.losses import LOSSES
from backprop.notation import subscript
from pages.loss.numbers import BOTH
from pages.loss.numbers.classes import CLASSES
from pages.loss.numbers.classes import REACH as FAR
from pages.loss.numbers.data import MOST_B, MOST_W
from pages.loss.numbers.extremes import PLACES
from pages.loss.numbers.neuron import REACH
from pages.loss.numbers.race import CONFIDENT, HESITANT, RATES, SAME_FIRST, SAME_RATE, SAME_STEEPEST, STARTS, UPDATES
from pages.loss.words.judging import NOBODY, TOGETHER
from pages.shared.layout import prose
from pages.shared.player import step_row
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Number, Question, ask_switch

DATA, CURVES, PASS, RACE, MANY, EXTREMES = "data", "curves", "pass", "wrong", "classes", "extremes"
SCENE = scenes(
    "l_scene",
    {
        DATA: "On data",
        CURVES: "As curves",
        PASS: "One forward pass",
        RACE: "Confidently wrong",
        MANY: "Many classes",
        EXTREMES: "At 0 and 1",
    },
)
_CURVES, _PASS, _RACE, _MANY, _EXTREMES = ({SCENE.key: name} for name in (CURVES, PASS, RACE, MANY, EXTREMES))
ASK = ask_switch("l_ask")
_BITS = {"0": "0", "1": "1"}

DOUBLES, MORE = "doubles", "more than doubles"
TWICE = Question(key="l_twice", section="twice", options=(DOUBLES, MORE))
W = Number(key="l_w", label="Weight w", low=-MOST_W, high=MOST_W, usual=0.0, step=0.1)
B = Number(key="l_b", label="Bias b", low=-MOST_B, high=MOST_B, usual=0.0, step=0.1)

CORRECT, HALF_WAY, WRONG = "where it is right", "half-way", "where it is most wrong"
MOST = Question(key="l_most", section="largest", options=(CORRECT, HALF_WAY, WRONG), seen_with=_CURVES)
Y = Choice(key="l_y", label="Target y", options=_BITS, seen_with=_CURVES)
Z = Number(key="l_z", label="Pre-activation z", low=-REACH, high=REACH, usual=4.0, step=0.1, seen_with=_CURVES)

YES, NO = "yes", "no"
LARGER = Question(key="l_larger", section="larger", options=(YES, NO), seen_with=_PASS)

TITLES = {loss: LOSSES[loss].title for loss in BOTH}
FIRST = Question(key="l_first", section="first", options=(*TITLES.values(), TOGETHER, NOBODY), seen_with=_RACE)
_ANOTHER_RACE = (FIRST.key,)
PACE = Choice(
    key="l_pace",
    label="Held equal",
    options={SAME_RATE: "α itself", SAME_FIRST: "the first update", SAME_STEEPEST: "the longest possible update"},
    new_question=_ANOTHER_RACE,
    seen_with=_RACE,
)
START = Choice(
    key="l_start",
    label="Both begin at",
    options={key: f"w = {text(STARTS[key][0])}, b = {text(STARTS[key][1])}" for key in (CONFIDENT, HESITANT)},
    new_question=_ANOTHER_RACE,
    seen_with=_RACE,
)
RATE = Choice(
    key="l_rate",
    label="α under MSE",
    options={str(rate): str(rate) for rate in RATES},
    usual=str(RATES[1]),
    look="slider",
    wide=200,
    new_question=_ANOTHER_RACE,
    seen_with=_RACE,
)
UPDATE = step_row("l_step", UPDATES, "Update to look at", help=prose(__file__, "race step"), seen_with=_RACE)

STAYS, CHANGES = "stays the same", "changes"
OTHERS = Question(key="l_others", section="others", options=(STAYS, CHANGES), seen_with=_MANY)
LOGITS = tuple(
    Number(key=f"l_z{index}", label=f"z{subscript(index)}", low=-FAR, high=FAR, usual=z, step=0.1, seen_with=_MANY)
    for index, z in enumerate((1.0, 2.0, -1.0), start=1)
)
_NUMBERS = [str(index) for index in range(1, CLASSES + 1)]
CLASS = Choice(key="l_class", label="True class", options=dict(zip(_NUMBERS, _NUMBERS, strict=True)), seen_with=_MANY)

EXACT = Question(key="l_exact", section="exactly", options=(YES, NO), seen_with=_EXTREMES)
EDGE = Choice(
    key="l_edge",
    label="Pre-activation z",
    options={str(z): str(z) for z in PLACES},
    usual="10",
    look="slider",
    seen_with=_EXTREMES,
)
SIDE = Choice(key="l_side", label="Target y", options=_BITS, seen_with=_EXTREMES)

LOSS = Choice(
    key="l_loss",
    label="Judged by",
    options=TITLES,
    wide=420,  # the widest, because it is the first to press
    new_question=(TWICE.key, MOST.key, OTHERS.key),
)

WIDGETS = (
    *(SCENE, ASK, LOSS, W, B, TWICE, Z, Y, MOST, LARGER, PACE, START, RATE, FIRST, UPDATE),
    *(*LOGITS, CLASS, OTHERS, EDGE, SIDE, EXACT),
)
