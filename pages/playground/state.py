"""The widgets of the playground: their keys in the link, their allowed values, and their defaults."""

from backprop.data.datasets import DATASETS, MOST_NOISE
from backprop.data.features import FEATURES
from backprop.explain.training.differences import FIELD_HELP
from backprop.explain.training.verdict import KINDS
from backprop.training.experiment import MOST_LAYERS, OWN, usual_loss
from backprop.training.presets import PRESETS
from backprop.training.schedules import SCHEDULES
from pages.shared import fields
from pages.shared.layout import prose
from pages.shared.player import step_row
from pages.shared.widgets import Choice, Number, Question, Several, Switch, Text, Widget

USUAL = PRESETS[0].experiment
MOST_ROWS = 2_000
YES, NO = "yes", "no"

DATA = Choice(
    key="p_data",
    label="Data",
    options={**{key: kind.title for key, kind in DATASETS.items()}, OWN: "My own table"},
    usual=USUAL.dataset,
    look="box",
    help=FIELD_HELP["dataset"],
)
TARGET = Text(
    key="p_target", label="Column to predict", hint="the last one", help=FIELD_HELP["target"], seen_with={DATA.key: OWN}
)
NOISE = Number(
    key="p_noise", label="Noise", low=0.0, high=MOST_NOISE, usual=USUAL.noise, step=0.01, help=FIELD_HELP["noise"]
)
SAMPLES = fields.samples("p_samples", high=MOST_ROWS, usual=USUAL.samples)
TEST = Number(
    key="p_test",
    label="Test share",
    low=0.0,
    high=0.8,
    usual=USUAL.test_fraction,
    step=0.05,
    help=FIELD_HELP["test_fraction"],
)
RANDOM = Number(key="p_random", label="Random labels", low=0.0, high=1.0, step=0.05, help=FIELD_HELP["random_labels"])
STANDARDIZE = Switch(key="p_standardize", label="Standardise", help=FIELD_HELP["standardize"])
FEATURES_ROW = Several(
    key="p_features",
    label="Inputs",
    options={key: feature.title for key, feature in FEATURES.items()},
    usual=("x1", "x2"),
    help=FIELD_HELP["features"],
)
HIDDEN = fields.hidden("p_hidden", usual="-".join(map(str, USUAL.hidden)))
ACTIVATION = fields.activation("p_activation")
AS_ABOVE = "As above"
LAYERS = tuple(
    Choice(
        key=f"p_act{layer}",
        label=f"Activation of hidden layer {layer}",
        options={AS_ABOVE: AS_ABOVE, **fields.HIDDEN_TITLES},
        look="box",
        help=FIELD_HELP["activation"],
        seen_with={HIDDEN.key: "-".join(["2"] * MOST_LAYERS)},
    )
    for layer in range(1, MOST_LAYERS + 1)
)
"""One for each possible hidden layer."""
# Pills, because a segmented control in two rows has a gap in its border.
LOSS = fields.loss("p_loss", look="pills")
OPTIMIZER = fields.optimizer("p_optimizer", usual=USUAL.optimizer)
RATE = fields.learning_rate("p_rate", usual=USUAL.learning_rate)
MOMENTUM = fields.momentum("p_momentum", seen_with={OPTIMIZER.key: "momentum"})
BATCH = Number(
    key="p_batch",
    label="Batch size",
    low=1,
    high=MOST_ROWS,
    usual=USUAL.batch_size,
    look="box",
    help=FIELD_HELP["batch_size"],
)
EPOCHS = Number(
    key="p_epochs", label="Epochs", low=1, high=2_000, usual=USUAL.epochs, look="box", help=FIELD_HELP["epochs"]
)
SCHEDULE = Choice(
    key="p_schedule",
    label="Schedule",
    options={key: schedule.title for key, schedule in SCHEDULES.items()},
    look="box",
    help=FIELD_HELP["schedule"],
)
INITIALIZER = fields.initializer("p_init")
L1, L2 = (
    Number(
        key=f"p_{name}",
        label=name.upper(),
        low=0.0,
        high=10.0,
        step=0.001,
        look="box",
        format="%g",
        help=FIELD_HELP[name],
    )
    for name in ("l1", "l2")
)
CLIP = Number(
    key="p_clip",
    label="Largest gradient norm (0: any)",
    low=0.0,
    high=1e6,
    step=0.5,
    look="box",
    format="%g",
    help=FIELD_HELP["clip"],
)
SEED = fields.seed("p_seed", usual=USUAL.seed)
ASK = Switch(key="p_ask", label="Ask me first", help="Two questions before each training.")
GUESS = Question(key="p_guess", section="loss", options=tuple(KINDS), seen_with={ASK.key: "true"})
GOAL = Question(key="p_goal", section="goal", options=(YES, NO), seen_with={ASK.key: "true"})
STEP = step_row("p_step", MOST_ROWS * 10_000, help=prose(__file__, "step to look at"))
SURFACE = Switch(key="p_surface", label="Fill the plane", usual=True, help=prose(__file__, "surface"))
TAB = Widget(key="p_tab")
SAMPLE = Number(
    key="p_sample",
    label="Sample",
    low=1,
    high=MOST_ROWS,
    look="box",
    seen_with={DATA.key: "digits", TAB.key: "Hidden units"},
)

WIDGETS = (
    *(DATA, TARGET, NOISE, SAMPLES, TEST, RANDOM, STANDARDIZE, FEATURES_ROW, HIDDEN, ACTIVATION, *LAYERS, LOSS),
    *(OPTIMIZER, RATE, MOMENTUM, BATCH, EPOCHS, SCHEDULE, INITIALIZER, L1, L2, CLIP, SEED),
    *(ASK, GUESS, GOAL, STEP, SURFACE, TAB, SAMPLE),
)

SMALL_RATE = 0.1
"""Learning rate for squared errors, which have no upper limit, and for data with many columns."""


def suit(classes: int, standardize: bool, generous: bool) -> None:
    """Set the usual loss, standardisation, and a suitable learning rate unless the visitor has chosen one."""
    LOSS.set(usual_loss(classes))
    STANDARDIZE.set(standardize)
    if RATE.value in (USUAL.learning_rate, SMALL_RATE):
        RATE.set(USUAL.learning_rate if generous else SMALL_RATE)


def forget_answers() -> None:
    """Clear both answers, because another experiment needs new ones."""
    GUESS.set(None)
    GOAL.set(None)
