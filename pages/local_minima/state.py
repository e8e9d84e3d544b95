"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from backprop.activations import ACTIVATIONS as TABLE
from backprop.explain.numbers import text
from pages.local_minima.numbers import neuron, symmetry, xor
from pages.shared.fields import loss, seed
from pages.shared.scenes import scenes
from pages.shared.titles import LOSS_TITLES
from pages.shared.widgets import Choice, Number, Question, ask_switch

GROUND, XOR, EQUAL, LINE, WIDER = "ground", "xor", "equal", "line", "wider"
SCENE = scenes(
    "m_scene",
    {
        GROUND: "Two weights",
        XOR: "XOR, 200 times",
        EQUAL: "Equal units",
        LINE: "Between solutions",
        WIDER: "Wider networks",
    },
)
_XOR, _EQUAL, _LINE, _WIDER = ({SCENE.key: name} for name in (XOR, EQUAL, LINE, WIDER))
ASK = ask_switch("m_ask")

LOWEST, HIGHEST, OTHER = "the lowest", "the highest", "another one"
BASIN = Question(key="m_basin", section="basin", options=(LOWEST, HIGHEST, OTHER))
FEW, SOME, MANY = "fewer than 10", "10 to 100", "more than 100"
STUCK = Question(key="m_stuck", section="stuck", options=(FEW, SOME, MANY), seen_with=_XOR)
SAME, APART = "still the same", "different"
ALIKE = Question(key="m_alike", section="alike", options=(SAME, APART), seen_with=_EQUAL)
LOW, HIGH = "about as low all the way", "higher in between"
BETWEEN = Question(key="m_between", section="between", options=(LOW, HIGH), seen_with=_LINE)
HALF, FEWER, MORE = "about half as many", "far fewer", "as many or more"
FOUR = Question(key="m_four", section="four", options=(FEWER, HALF, MORE), seen_with=_WIDER)

SHAPE = Choice(
    key="m_shape",
    label="The lower minima are",
    options={neuron.SHARP: "the sharp ones", neuron.WIDE: "the flat ones"},
    new_question=(BASIN.key,),
)
WAY = Choice(
    key="m_way",
    label="Way",
    options={neuron.PLAIN: "Gradient descent", neuron.MOMENTUM: "Momentum", neuron.NOISE: "Single samples"},
    new_question=(BASIN.key,),
)
SEED = seed("m_seed", high=9, look="slider", seen_with={WAY.key: neuron.NOISE})

ACTIVATION = Choice(
    key="m_activation",
    label="Activation",
    options={name: TABLE[name].title for name in ("tanh", "sigmoid", "relu")},
    new_question=(STUCK.key, FOUR.key),
    seen_with=_XOR,
)
LOSS = loss(
    "m_loss",
    options={name: LOSS_TITLES[name] for name in ("log_loss", "mse")},
    new_question=(STUCK.key, FOUR.key),
    seen_with=_XOR,
)
RUN = Number(key="m_run", label="Run to look at", low=0, high=xor.SEEDS - 1, seen_with=_XOR | {ASK.key: "false"})

SIZE = Choice(
    key="m_size",
    label="The units differ by",
    options={f"{size:g}": "nothing" if size == 0 else text(size, 1) for size in symmetry.BREAKS},
    new_question=(ALIKE.key,),
    seen_with=_EQUAL,
)
UNITS = seed("m_units", high=9, look="slider", new_question=(ALIKE.key,), seen_with=_EQUAL)

WIDTH = Choice(
    key="m_width",
    label="Hidden units",
    options={"2": "2", "3": "3", "4": "4"},
    usual="4",
    new_question=(BETWEEN.key,),
    seen_with=_LINE,
)
MOST_SOLUTIONS = 20
FIRST, SECOND = (
    Number(
        key=key,
        label=label,
        low=1,
        high=MOST_SOLUTIONS,
        usual=usual,
        new_question=(BETWEEN.key,),
        seen_with=_LINE,
    )
    for key, label, usual in (("m_from", "From solution", 1), ("m_to", "To solution", 2))
)

WIDGETS = (
    *(SCENE, ASK, SHAPE, WAY, SEED, BASIN, ACTIVATION, LOSS, STUCK, RUN, SIZE, UNITS, ALIKE),
    *(WIDTH, FIRST, SECOND, BETWEEN, FOUR),
)
