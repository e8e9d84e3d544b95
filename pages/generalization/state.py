"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from typing import Any

from backprop.explain.numbers import percent
from pages.generalization.numbers import labels, setting
from pages.generalization.numbers.setting import HIDDEN, L2, NOISE, SAMPLES
from pages.generalization.words import ALIKE, HIGHER, LOWER, TITLES, value_text
from pages.shared.fields import seed
from pages.shared.player import step_row
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Question, ask_switch

CAPACITY, SIZE, NOISY, LABELS, CURES = "capacity", "samples", "noise", "labels", "cures"
SCENE = scenes(
    "v_scene",
    {CAPACITY: "Capacity", SIZE: "Samples", NOISY: "Noise", LABELS: "Random labels", CURES: "Closing the gap"},
)
_SIZE, _NOISY, _LABELS, _CURES = ({SCENE.key: name} for name in (SIZE, NOISY, LABELS, CURES))
ASK = ask_switch("v_ask")
_AT_ONCE = {ASK.key: "false"}

LARGE = Question(key="v_large", section="large", options=(LOWER, ALIKE, HIGHER))
SMALLER, LARGER = "smaller", "larger"
DOUBLED = Question(key="v_doubled", section="doubled", options=(SMALLER, ALIKE, LARGER), seen_with=_SIZE)
TRAINING, TEST, BOTH = "the training loss", "the test loss", "both about the same"
GROWS = Question(key="v_grows", section="grows", options=(TRAINING, TEST, BOTH), seen_with=_NOISY)
FIRST_HALF, SECOND_HALF = "in the first half", "in the second half"
LOWEST = Question(key="v_lowest", section="lowest", options=(FIRST_HALF, SECOND_HALF), seen_with=_CURES)


def _slider(key: str, field: str, values: tuple[Any, ...], usual: str, *others: Question, **more: Any) -> Choice:
    """A slider over the values of a setting; a change clears the answers that depend on it."""
    options = {str(value): value_text(field, value) for value in values}
    label = more.pop("label", TITLES[field] if field == L2 else TITLES[field].capitalize())
    asked = tuple(other.key for other in others)
    return Choice(key=key, label=label, options=options, usual=usual, look="slider", new_question=asked, **more)


UNITS = _slider("v_units", HIDDEN, setting.UNITS, "16", DOUBLED, GROWS, LOWEST)
SAMPLES_ROW = _slider("v_samples", SAMPLES, setting.SIZES, "12", LARGE, GROWS, LOWEST)
NOISE_ROW = _slider("v_noise", NOISE, setting.NOISES, "0.3", LARGE, DOUBLED, LOWEST)
SEED = seed("v_seed", high=setting.SEEDS[-1], usual=0, look="slider", new_question=(LOWEST.key,))

FEW, SOME, MOST = "less than 60 %", "60 to 90 %", "more than 90 %"
HEART = Question(key="v_heart", section="heart", options=(FEW, SOME, MOST), seen_with=_LABELS)
DATA = Choice(
    key="v_data",
    label="Data",
    options={labels.MOONS: "Two moons", labels.DIGITS: "Digits"},
    new_question=(HEART.key,),
    seen_with=_LABELS,
)
SHARE = Choice(
    key="v_share",
    label="Random labels",
    options={f"{100 * share:g}": percent(share) for share in labels.SHARES},
    usual="100",
    look="slider",
    seen_with=_LABELS | _AT_ONCE,
)
RUN = seed("v_run", high=labels.SEEDS[-1], usual=0, look="slider", seen_with=_LABELS)
LABELS_STEP = step_row("v_learned", setting.UPDATES, seen_with=_LABELS | _AT_ONCE)

EARLY, PENALTY, MORE = "early", "l2", "more"
CURE = Choice(
    key="v_cure",
    label="Way",
    options={EARLY: "Early stopping", PENALTY: "L2 penalty", MORE: "More samples"},
    bare=True,
    seen_with=_CURES,
)
STOP_STEP = step_row("v_stop", setting.UPDATES, seen_with=_CURES | _AT_ONCE)
LAMBDA = _slider("v_lambda", L2, setting.STRENGTHS[1:], "0.003", seen_with=_CURES | {CURE.key: PENALTY})
INSTEAD = _slider(
    "v_instead",
    SAMPLES,
    setting.LARGER_SIZES,
    "48",
    label="Training samples after",
    seen_with=_CURES | {CURE.key: MORE},
)

WIDGETS = (
    *(SCENE, ASK, UNITS, SAMPLES_ROW, NOISE_ROW, SEED, LARGE, DOUBLED, GROWS),
    *(DATA, SHARE, RUN, HEART, LABELS_STEP, CURE, LOWEST, STOP_STEP, LAMBDA, INSTEAD),
)
