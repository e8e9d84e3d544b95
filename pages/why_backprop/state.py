"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from backprop.notation import Names
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Number, Question, ask_switch
from pages.why_backprop.numbers.directions import BACKWARD, FORWARD
from pages.why_backprop.numbers.step_size import NET
from pages.why_backprop.words import STEPS

WAYS, SHARED, GROWTH, STEP, DIRECTION, LARGE = "ways", "shared", "growth", "h", "direction", "million"
SCENE = scenes(
    "w_scene",
    {
        WAYS: "Five ways",
        SHARED: "Shared paths",
        GROWTH: "More parameters",
        STEP: "The step h",
        DIRECTION: "Which direction",
        LARGE: "A million",
    },
)
_SHARED, _GROWTH, _STEP, _DIRECTION, _LARGE = ({SCENE.key: name} for name in (SHARED, GROWTH, STEP, DIRECTION, LARGE))
ASK = ask_switch("w_ask")

FEW, MANY, VERY_MANY = "less than 10 times", "10 to 100 times", "more than 100 times"
TIMES = Question(key="w_times", section="times", options=(FEW, MANY, VERY_MANY))
_ANOTHER_NETWORK = (TIMES.key, "w_paths")
WIDTH = Number(key="w_width", label="Units per hidden layer", low=1, high=8, usual=4, new_question=_ANOTHER_NETWORK)
LAYERS = Number(key="w_layers", label="Hidden layers", low=1, high=6, usual=2, new_question=_ANOTHER_NETWORK)

ADDED, TIMES_OVER = "a little is added", "it is multiplied"
PATHS = Question(key="w_paths", section="paths", options=(ADDED, TIMES_OVER), seen_with=_SHARED)
BACK = Number(key="w_back", label="Layers so far", low=0, high=7, bare=True, seen_with=_SHARED)

TWICE, FOUR_TIMES, EIGHT_TIMES = "2 times", "4 times", "8 times"
DOUBLED = Question(key="w_doubled", section="doubled", options=(TWICE, FOUR_TIMES, EIGHT_TIMES), seen_with=_GROWTH)
COUNTED, MEASURED = "counted", "measured"
BY = Choice(
    key="w_by", label="Cost", options={COUNTED: "Counted", MEASURED: "Measured here"}, bare=True, seen_with=_GROWTH
)

SMALLEST, MIDDLE, LARGEST = "the smallest, 10⁻¹⁶", "one near 10⁻⁵", "a large one, 0.1"
BEST = Question(key="w_best", section="best", options=(SMALLEST, MIDDLE, LARGEST), seen_with=_STEP)
_NAMES = Names(NET)
PARAMETER = Choice(
    key="w_parameter",
    label="Parameter",
    options={str(one): _NAMES.parameter(one) for one in NET.parameter_ids()},
    look="box",
    seen_with=_STEP,
)
H = Choice(key="w_h", label="Step h", options=STEPS, usual="-1", look="slider", seen_with=_STEP)

FEWER = Question(key="w_fewer", section="fewer", options=(FORWARD, BACKWARD, "both alike"), seen_with=_DIRECTION)
INPUTS = Number(key="w_inputs", label="Inputs", low=1, high=12, usual=6, seen_with=_DIRECTION)
OUTPUTS = Number(key="w_outputs", label="Outputs", low=1, high=8, usual=3, seen_with=_DIRECTION)
PASS = Number(key="w_pass", label="Passes so far", low=0, high=12, bare=True, seen_with=_DIRECTION)

NOT_AT_ALL, THOUSAND, MILLION = "not at all", "about 1,000 times", "about 1,000,000 times"
LONGER = Question(
    key="w_longer", section="longer", options=(NOT_AT_ALL, THOUSAND, MILLION), seen_with={SCENE.key: LARGE}
)

WIDGETS = (
    *(SCENE, ASK, WIDTH, LAYERS, TIMES, PATHS, BACK, DOUBLED, BY),
    *(BEST, PARAMETER, H, FEWER, INPUTS, OUTPUTS, PASS, LONGER),
)
