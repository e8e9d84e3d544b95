"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from backprop.explain.numbers import text
from backprop.landscape.surfaces import SURFACES
from backprop.notation import Names
from pages.optimizers.choices import (
    BY_HAND,
    CAST,
    FEWEST_STEPS,
    GROUNDS,
    MODES,
    MOST_STEPS,
    NETWORK,
    ONE_FOR_ALL,
    RATES,
    USUAL_MOMENTUM,
    USUAL_RATE,
    USUAL_STEPS,
)
from pages.optimizers.figures import mark
from pages.optimizers.numbers.network_race import network_experiment
from pages.optimizers.words.race import NOBODY, TITLES
from pages.shared import fields
from pages.shared.layout import prose
from pages.shared.player import step_row
from pages.shared.widgets import Choice, Number, Question, Switch, ask_switch

GUESS = Question(key="o_guess", section="lowest", options=(*(TITLES[name] for name in CAST), NOBODY))
_ANOTHER_RACE = (GUESS.key,)


def _own_start() -> None:
    """Set the start to that of the surface that has just been chosen."""
    ground = GROUND.name(str(GROUND.value))
    if ground != NETWORK:
        for row, place in zip(START, SURFACES[ground].start, strict=True):
            row.set(place)


GROUND = Choice(
    key="o_ground",
    label="Loss surface",
    options=GROUNDS,
    usual="ravine",
    look="box",
    wide=200,
    new_question=_ANOTHER_RACE,
    then=_own_start,
)
_ON_A_NETWORK = {GROUND.key: NETWORK}
MODE = Choice(
    key="o_rates", label="Learning rates", options=MODES, help=prose(__file__, "rates help"), new_question=_ANOTHER_RACE
)
ASK = ask_switch("o_ask")
ALPHA = Choice(
    key="o_alpha",
    label="α of all",
    options={str(rate): text(rate, 3) for rate in RATES},
    usual=str(USUAL_RATE),
    look="slider",
    new_question=_ANOTHER_RACE,
    seen_with={MODE.key: ONE_FOR_ALL},
)
ALPHAS = {
    name: fields.learning_rate(
        f"o_a_{name}",
        label=f"α of {TITLES[name]}",
        usual=0.1,
        help=None,
        new_question=_ANOTHER_RACE,
        seen_with={MODE.key: BY_HAND},
    )
    for name in CAST
}
STEPS = Number(
    key="o_steps",
    label="Steps",
    low=FEWEST_STEPS,
    high=MOST_STEPS,
    usual=USUAL_STEPS,
    step=5,
    look="box",
    new_question=_ANOTHER_RACE,
)
START = tuple(
    Number(key=key, low=low, high=high, step=0.1, look="box", format="%g", new_question=_ANOTHER_RACE)
    for key, (low, high) in zip(("o_w1", "o_w2"), SURFACES["ravine"].ranges, strict=True)
)
"""One for each parameter; the chosen surface decides its limits and its default."""
SEED = fields.seed(
    "o_seed",
    help="Decides the data and the initial weights.",
    new_question=_ANOTHER_RACE,
    seen_with=_ON_A_NETWORK,
)
MOMENTUM = fields.momentum(
    "o_mu",
    usual=USUAL_MOMENTUM,
    help="How much of the velocity is left in the next step; for Momentum and Nesterov.",
    new_question=_ANOTHER_RACE,
)
TAKES_PART = {
    name: Switch(
        key=f"o_{name}", label=f"{mark(name)} {TITLES[name]}", usual=True, look="tick", new_question=_ANOTHER_RACE
    )
    for name in CAST
}
STEP = step_row("o_step", MOST_STEPS, help=prose(__file__, "step box"))
ONE = Choice(key="o_one", label="Optimizer", options={name: TITLES[name] for name in CAST})
_NAMES = Names(_NETWORK := network_experiment(USUAL_STEPS, 0).network())
WEIGHTS = {_NAMES.parameter(parameter): parameter for parameter in _NETWORK.parameter_ids()}
WEIGHT = Choice(
    key="o_weight",
    label="Weight or bias",
    options={name: name for name in WEIGHTS},
    look="box",
    wide=160,
    seen_with=_ON_A_NETWORK,
)

WIDGETS = (
    *(GROUND, MODE, ALPHA, *ALPHAS.values(), ASK, GUESS, *TAKES_PART.values()),
    *(STEPS, MOMENTUM, *START, SEED, STEP, ONE, WEIGHT),
)
