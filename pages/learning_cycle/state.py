"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from pages.learning_cycle.numbers import NETWORK, NEURON, REACH, WEIGHT
from pages.shared.scenes import scenes
from pages.shared.widgets import Number, Question, Switch, ask_switch

SCENE = scenes("c_scene", {"hand": "By hand", "gradient": "By the gradient", "network": "A network"})
_SECOND, _THIRD = ({SCENE.key: name} for name in ("gradient", "network"))
ASK = ask_switch("c_ask")
WAY = Question(key="c_way", section="way", options=("up", "down"))
SAME, LESS = "by the same amount each time", "by less and less"
FALL = Question(key="c_fall", section="fall", options=(SAME, LESS), seen_with=_SECOND)
SOME, ALL = "only those of the output neuron", "all four"
MOVED = Question(key="c_moved", section="moved", options=(SOME, ALL), seen_with=_THIRD)
BY_HAND = Number(
    key="c_w", low=REACH[0], high=REACH[1], usual=NEURON.example.parameters[WEIGHT], step=0.01, label="Weight w"
)
NEURON_PRESSES = Number(key="c_step", label="Phases so far", low=0, high=NEURON.most, bare=True, seen_with=_SECOND)
NETWORK_PRESSES = Number(key="c_net", label="Phases so far", low=0, high=NETWORK.most, bare=True, seen_with=_THIRD)
TABLE = Switch(key="c_table", label="Every round in numbers", seen_with=_SECOND)

WIDGETS = (SCENE, ASK, WAY, FALL, MOVED, BY_HAND, NEURON_PRESSES, NETWORK_PRESSES, TABLE)
