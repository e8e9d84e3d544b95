"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from pages.features.numbers import digits
from pages.features.numbers.spirals import MAPS as MAPPED
from pages.features.numbers.spirals import PLANE as BENT
from pages.features.numbers.spirals import UPDATES
from pages.shared.fields import seed
from pages.shared.player import step_row
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Number, Question, ask_switch

MAPS, PLANE, READ, UNITS = "maps", "plane", "read", "units"
SCENE = scenes(
    "f_scene", {MAPS: "Maps of units", PLANE: "The bent plane", READ: "What each layer knows", UNITS: "One unit"}
)
_PLANE, _READ, _UNITS = ({SCENE.key: name} for name in (PLANE, READ, UNITS))
ASK = ask_switch("f_ask")

FIRST, LAST = "the first layer", "the last layer"
SIMPLE = Question(key="f_simple", section="simple", options=(FIRST, LAST))
SEED = seed("f_seed", high=9, usual=1, look="slider", new_question=("f_simple", "f_straight", "f_random", "f_lost"))
MAPS_STEP = step_row("f_maps", UPDATES[MAPPED])

YES, NO = "yes", "no"
STRAIGHT = Question(key="f_straight", section="straight", options=(YES, NO), seen_with=_PLANE)
PLANE_STEP = step_row("f_plane", UPDATES[BENT], seen_with=_PLANE)

BETTER, WORSE = "better than on the pixels", "worse than on the pixels"
RANDOM = Question(key="f_random", section="random", options=(BETTER, WORSE), seen_with=_READ)

LITTLE, SOME, MUCH = "less than 1 point", "1 to 3 points", "more than 3 points"
LOST = Question(key="f_lost", section="lost", options=(LITTLE, SOME, MUCH), seen_with=_UNITS)
LAYER = Choice(
    key="f_layer", label="Layer", options={"1": "Layer 1", "2": "Layer 2"}, new_question=("f_lost",), seen_with=_UNITS
)
UNIT = Number(key="f_unit", label="Unit", low=1, high=min(digits.HIDDEN), usual=1, seen_with=_UNITS)

WIDGETS = (SCENE, ASK, SEED, SIMPLE, MAPS_STEP, STRAIGHT, PLANE_STEP, RANDOM, LOST, LAYER, UNIT)
