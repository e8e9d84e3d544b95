"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from pages.hyperparameters.numbers.judging import SIZES
from pages.hyperparameters.numbers.space import CHOICES, DEPTH, LEVELS, RATE, SEEDS
from pages.hyperparameters.words.judged import ALIKE, HIGHER, LOWER
from pages.hyperparameters.words.luck import ALL, FEWER, MORE
from pages.hyperparameters.words.settings import SEARCHES, TITLES
from pages.shared.fields import seed
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Question, ask_switch

SEARCH, MATTERS, LUCK, JUDGED = "search", "matters", "luck", "judged"
SCENE = scenes(
    "h_scene",
    {
        SEARCH: "Grid or random",
        MATTERS: "Which choice matters",
        LUCK: "Lucky seeds",
        JUDGED: "Validation and test",
    },
)
_MATTERS, _LUCK, _JUDGED = ({SCENE.key: name} for name in (MATTERS, LUCK, JUDGED))
ASK = ask_switch("h_ask")
_AT_ONCE = {ASK.key: "false"}

FINDS = Question(key="h_finds", section="finds", options=tuple(SEARCHES.values()))
EXPLAINS = Question(
    key="h_explains", section="explains", options=tuple(TITLES[choice] for choice in CHOICES), seen_with=_MATTERS
)
AGAIN = Question(key="h_again", section="again", options=(ALL, MORE, FEWER), seen_with=_LUCK)
HONEST = Question(key="h_honest", section="honest", options=(LOWER, ALIKE, HIGHER), seen_with=_JUDGED)

BUDGET = Choice(
    key="h_budget",
    label="Trials of each search",
    options={str(budget): str(budget) for budget in LEVELS},
    new_question=(FINDS.key, AGAIN.key),
    help="How many settings each search may train: its budget.",
)
SEED = seed(
    "h_seed",
    high=SEEDS[-1],
    usual=0,
    look="slider",
    new_question=(EXPLAINS.key, AGAIN.key, HONEST.key),
    help="Decides the samples, the initial weights and what a random search draws.",
)

_NAMES = {choice: f"{TITLES[choice][0].upper()}{TITLES[choice][1:]}" for choice in CHOICES}
AXIS = Choice(key="h_axis", label="Against", options=_NAMES, look="box", seen_with=_AT_ONCE)

EACH, PAIRS, TOGETHER = "each", "pairs", "all"
VIEW = Choice(
    key="h_view",
    label="View",
    options={EACH: "Each choice", PAIRS: "Two choices", TOGETHER: "All five"},
    bare=True,
    seen_with=_MATTERS | _AT_ONCE,
)
_PAIRS = _MATTERS | _AT_ONCE | {VIEW.key: PAIRS}
ACROSS = Choice(key="h_across", label="Across", options=_NAMES, usual=RATE, look="box", seen_with=_PAIRS)
UP = Choice(key="h_up", label="Up", options=_NAMES, usual=DEPTH, look="box", seen_with=_PAIRS)

SIZE = Choice(
    key="h_size",
    label="Validation samples",
    options={str(size): str(size) for size in SIZES},
    usual="20",
    look="slider",
    new_question=(HONEST.key,),
    seen_with=_JUDGED,
)

WIDGETS = (SCENE, ASK, BUDGET, SEED, FINDS, AXIS, EXPLAINS, VIEW, ACROSS, UP, AGAIN, HONEST, SIZE)
