"""The widgets of the lesson: their keys in the link, their allowed values, and their defaults."""

from pages.bug_clinic.numbers.clinic import PATIENTS
from pages.bug_clinic.numbers.course import RATES, SEEDS, STEPS
from pages.bug_clinic.numbers.program import BUGS, CASES, HEALTHY
from pages.shared.fields import seed
from pages.shared.scenes import scenes
from pages.shared.widgets import Choice, Number, Question, ask_switch

PATIENT, CHECK, ALL = "patient", "check", "all"
SCENE = scenes("b_scene", {PATIENT: "The patient", CHECK: "The gradient check", ALL: "All ten bugs"})
ASK = ask_switch("b_ask")

DIAGNOSIS = Question(
    key="b_diagnosis", section="diagnosis", options=tuple(case.title for case in (*BUGS.values(), HEALTHY))
)
TEN, EIGHT, FIVE = "all ten", "eight", "five"
CONVICTS = Question(key="b_convicts", section="convicts", options=(TEN, EIGHT, FIVE), seen_with={SCENE.key: ALL})

CASE = Number(
    key="b_patient",
    label="Patient",
    low=1,
    high=len(PATIENTS),
    new_question=(DIAGNOSIS.key,),
)
SEED = seed("b_seed", high=SEEDS[-1], look="slider")
RATE = Choice(
    key="b_rate",
    label="Learning rate α",
    options={f"{rate:g}": f"{rate:g}" for rate in RATES},
    usual="0.3",
    look="slider",
)
STEP = Number(key="b_step", label="Training step", low=0, high=STEPS - 1)
COMPARE = Choice(
    key="b_compare",
    label="Compare with",
    options={name: case.title for name, case in CASES.items()},
    usual=HEALTHY.name,
    look="box",
    seen_with={ASK.key: "false"},
)

WIDGETS = (SCENE, ASK, CASE, SEED, RATE, STEP, DIAGNOSIS, COMPARE, CONVICTS)
