"""The widgets of the step-through: their keys in the link, their allowed values, and their defaults."""

from backprop.activations import ACTIVATIONS
from backprop.checking.examples import EXAMPLES
from backprop.explain.step.moments import GRANULARITIES
from pages.shared import fields
from pages.shared.setups import CHOICES, OWN, RUN, Choices
from pages.shared.widgets import Choice, Number, Switch, Text, Widget
from pages.step_through.compute import MOST_STEPS

DEFAULT = Choices()
_TITLES = {**{key: example.title for key, example in EXAMPLES.items()}, OWN: "My own", RUN: "Training run"}

EXAMPLE = Choice(key="example", label="Example", options={key: _TITLES[key] for key in CHOICES}, look="box")
_OF_ONES_OWN = {EXAMPLE.key: OWN}
WEIGHTS = Text(
    key="weights",
    label="Weights set by hand",
    lines=True,
    hint="w1.2.1=0.5;b1.1=-0.2",
    help="Layer, from, to, counted from 1. Easier: the table “Weights by hand” below the diagram.",
)
RUN_SETTINGS = Text(
    key="run",
    label="As the link has them",
    lines=True,
    help="The playground writes them.",
    seen_with={EXAMPLE.key: RUN},
)
SIZES = Text(
    key="sizes",
    label="Units per layer",
    usual=DEFAULT.sizes,
    help="Inputs first, such as 2-3-1.",
    seen_with=_OF_ONES_OWN,
)
HIDDEN = fields.activation("hidden", label="Hidden activation", usual=DEFAULT.hidden, seen_with=_OF_ONES_OWN)
OUTPUT = Choice(
    key="output",
    label="Output activation",
    options={name: activation.title for name, activation in ACTIVATIONS.items()},
    usual=DEFAULT.output,
    look="box",
    seen_with=_OF_ONES_OWN,
)
SAMPLES = Text(
    key="samples",
    label="Samples",
    lines=True,
    help="Inputs, then >, then targets. One sample per line, or separated by semicolons.",
    seen_with=_OF_ONES_OWN,
)
INITIALIZER = fields.initializer("init", usual=DEFAULT.initializer, seen_with=_OF_ONES_OWN)
SEED = fields.seed("seed", usual=DEFAULT.seed, seen_with=_OF_ONES_OWN)
# Pills, because a segmented control in two rows has a gap in its border.
LOSS = fields.loss("loss", look="pills")
RATE = fields.learning_rate("rate", step=0.05)
OPTIMIZER = fields.optimizer("optimizer")
BIASES = Switch(key="biases", label="Train the biases")
K = Number(
    key="k",
    label="Training step",
    low=0,
    high=MOST_STEPS,
    look="box",
    help="Step k uses the weights that k updates have left. Step 0 is the first.",
)
SAMPLE = Number(key="sample", low=1, high=2_000, look="box", seen_with=_OF_ONES_OWN)
DETAIL = Choice(
    key="detail",
    label="Detail",
    options={key: key.capitalize() for key in GRANULARITIES},
    usual="operation",
    look="box",
    help="How much happens in one moment: a whole phase, a layer, a neuron, or one operation.",
)
MOMENT = Widget(key="moment")
PICK = Widget(key="pick")
TAB = Widget(key="tab")

WIDGETS = (
    *(EXAMPLE, LOSS, RATE, OPTIMIZER, BIASES, K, SAMPLE, DETAIL, MOMENT, PICK, TAB),
    *(WEIGHTS, SIZES, HIDDEN, OUTPUT, INITIALIZER, SEED, SAMPLES, RUN_SETTINGS),
)
