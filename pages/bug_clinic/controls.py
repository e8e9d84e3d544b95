"""What the first two scenes share: which patient is looked at, and the diagnosis."""

from typing import NamedTuple

import streamlit as st

from pages.bug_clinic.compute import finding_of
from pages.bug_clinic.numbers.clinic import PATIENTS, Finding
from pages.bug_clinic.numbers.program import CASES, HEALTHY
from pages.bug_clinic.state import CASE, DIAGNOSIS, RATE, SEED, STEP
from pages.bug_clinic.words import other_test, short, verdict
from pages.shared.layout import prose

PAGE = __file__
NARROWEST = 150


class Patient(NamedTuple):
    """What the sliders say."""

    number: int
    seed: int
    rate: float
    step: int

    @property
    def name(self) -> str:
        """The case of the patient."""
        return PATIENTS[self.number - 1]

    def finding(self, name: str = "") -> Finding:
        """What is found out about it, or about another case with the same data."""
        return finding_of(name or self.name, self.seed, self.rate)


def seed_and_rate() -> tuple[int, float]:
    """Draw both sliders."""
    return int(SEED.show()), float(RATE.show())


def patient() -> Patient:
    """Draw the sliders."""
    with st.grid(4, min_column_width=NARROWEST):
        number = int(CASE.show())
        seed, rate = seed_and_rate()
        last = len(finding_of(PATIENTS[number - 1], seed, rate).course.steps) - 1
        return Patient(number, seed, rate, int(STEP.show(high=last)))


def diagnosis(now: Patient, asked: bool) -> bool:
    """Ask for it; return whether the patient's bug may be told."""
    if not asked:
        return True
    said = DIAGNOSIS.pose(PAGE, number=str(now.number))
    if said is None:
        return False
    right = CASES[now.name]
    guess = next(case for case in CASES.values() if case.title == said)
    why = prose(PAGE, f"bug {now.name}")
    if guess is right:
        DIAGNOSIS.reveal(PAGE, said, right.title, "right", why=why)
        return True
    other, own = now.finding(guess.name), now.finding()
    check = prose(PAGE, "check passes" if other.passes_check else "check convicts", when=verdict(other))
    tested = f" {prose(PAGE, 'other test', found=other_test(other.course))}" if other.passes_check else ""
    case = "wrong healthy" if guess is HEALTHY else "wrong"
    numbers = {"guess": said, "theirs": short(other.course.loss[-1]), "ours": short(own.course.loss[-1])}
    DIAGNOSIS.reveal(PAGE, said, right.title, case, why=why, check=check, tested=tested, **numbers)
    return True
