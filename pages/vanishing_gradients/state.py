"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from backprop.activations import ACTIVATIONS as TABLE
from pages.shared.fields import seed
from pages.shared.player import step_row
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Number, Question, Switch, ask_switch
from pages.vanishing_gradients.numbers import cures, deep
from pages.vanishing_gradients.numbers.film import RATES, UPDATES
from pages.vanishing_gradients.words import ALIKE, BOTH, LARGER, LITTLE, MUCH, SLOPES, WEIGHTS

SIZES, FACTORS, MAP, TRAINING, CURES = "sizes", "factors", "map", "training", "cures"
SCENE = scenes(
    "d_scene",
    {
        SIZES: "Layer by layer",
        FACTORS: "Which factor",
        MAP: "Activation and weights",
        TRAINING: "Over training",
        CURES: "Cures",
    },
)
_FACTORS, _TRAINING, _CURES = ({SCENE.key: name} for name in (FACTORS, TRAINING, CURES))
ASK = ask_switch("d_ask")
_AT_ONCE = {ASK.key: "false"}

ARRIVES = Question(key="d_arrives", section="arrives", options=(LARGER, ALIKE, LITTLE, MUCH))
BLAME = Question(key="d_blame", section="blame", options=(WEIGHTS, SLOPES, BOTH), seen_with=_FACTORS)
MOST_GAIN = Question(key="d_needs", section="needs", options=("sigmoid", "tanh", "ReLU"), seen_with={SCENE.key: MAP})
FIRST, LAST, SAME = "layer 1", "the output layer", "both alike"
CHANGES = Question(key="d_changes", section="changes", options=(FIRST, LAST, SAME), seen_with=_TRAINING)
NONE, SOME, ALL = "none", "some", "all five"
LEARN = Question(key="d_learn", section="learn", options=(NONE, SOME, ALL), seen_with=_CURES)
_NEW = (ARRIVES.key, BLAME.key, CHANGES.key)

ACTIVATION = Choice(
    key="d_activation",
    label="Activation",
    options={name: TABLE[name].title for name in deep.ACTIVATIONS},
    look="box",
    new_question=_NEW,
)
INITIAL = Choice(
    key="d_initial",
    label="Initial weights",
    options={
        deep.XAVIER: "Xavier",
        deep.HE: "He",
        deep.NORMAL: "sd 1",
        deep.UNIFORM: "−1 to 1",
        deep.OWN: "own gain",
    },
    look="box",
    help="Weights are normal, with standard deviation gain / √fan_in. Xavier is gain 1, He is gain √2.",
    new_question=_NEW,
)
GAIN = Number(
    key="d_gain",
    label="Gain",
    low=deep.SMALLEST_GAIN,
    high=deep.LARGEST_GAIN,
    usual=4.0,
    step=0.05,
    seen_with={INITIAL.key: deep.OWN},
    new_question=_NEW,
)
DEPTH = Choice(
    key="d_depth",
    label="Layers",
    options={str(depth): str(depth) for depth in deep.DEPTHS},
    usual="20",
    look="slider",
    new_question=_NEW,
)
WIDTH = Choice(
    key="d_width",
    label="Units per layer",
    options={str(width): str(width) for width in deep.WIDTHS},
    usual="32",
    look="slider",
    new_question=_NEW,
)
SEED = seed("d_seed", high=deep.SEEDS[-1], look="slider", new_question=_NEW)
LAYER = Number(
    key="d_layer",
    label="Layer",
    low=1,
    high=deep.DEPTHS[-1] - 1,
    new_question=(BLAME.key,),
    seen_with=_FACTORS | {DEPTH.key: str(deep.DEPTHS[-1])},
)

OPTIMIZER = Choice(
    key="d_optimizer",
    label="Optimizer",
    options={"sgd": "Gradient descent", "adam": "Adam"},
    look="box",
    new_question=(CHANGES.key,),
    seen_with=_TRAINING,
)
RATE = Choice(
    key="d_rate",
    label="Learning rate α",
    options={f"{rate:g}": f"{rate:g}" for rate in RATES},
    usual="0.1",
    look="slider",
    new_question=(CHANGES.key,),
    seen_with=_TRAINING,
)
STEP = step_row("d_step", UPDATES - 1, seen_with=_TRAINING | _AT_ONCE)

PATIENT = Choice(
    key="d_patient",
    label="Network",
    options={cures.VANISHING: "Gradients vanish", cures.EXPLODING: "Gradients explode"},
    new_question=(LEARN.key,),
    seen_with=_CURES,
)


def _cure(key: str, label: str, usual: bool = False, why: str | None = None, **also: str) -> Switch:
    seen = _CURES | also
    return Switch(key=key, label=label, usual=usual, help=why, new_question=(LEARN.key,), seen_with=seen)


RELU = _cure("d_relu", "ReLU", True, d_patient=cures.VANISHING)
MATCHED = _cure("d_matched", "Xavier / He", True, "He for ReLU, Xavier for sigmoid.")
CLIP = _cure("d_clip", "Clipping", why=f"The gradient's norm is limited to {cures.LIMIT:g}.")
SMALLER = _cure("d_smaller", "Smaller α", why="A tenth of it.")
ADAM = _cure("d_adam", "Adam", True, "Instead of gradient descent.")

WIDGETS = (
    *(SCENE, ASK, ACTIVATION, INITIAL, GAIN, DEPTH, WIDTH, SEED, ARRIVES, BLAME, LAYER, MOST_GAIN, CHANGES),
    *(OPTIMIZER, RATE, STEP, PATIENT, RELU, MATCHED, CLIP, SMALLER, ADAM, LEARN),
)
