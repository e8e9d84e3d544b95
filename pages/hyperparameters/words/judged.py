"""What is said of the error that a winner promises, and of the one that it has on test data."""

import numpy as np

from backprop.explain.numbers import MINUS, text
from pages.hyperparameters.numbers.judging import COUNTS, DRAWS, Judged, most_optimism

Array = np.ndarray

LOWER, ALIKE, HIGHER = "lower", "about the same", "higher"
_ALIKE = 0.02
"""Two errors are about the same if they differ by less."""


def error_text(share: float) -> str:
    """An error as a percentage with one decimal."""
    return f"{100 * float(share):.1f} %".replace("-", MINUS)


def points_text(difference: float) -> str:
    """A difference of two errors, in percentage points."""
    return f"{text(round(100 * float(difference), 1), 3)} percentage points"


def compared(optimism: float) -> str:
    """What the test error is, compared with the validation error."""
    if abs(optimism) < _ALIKE:
        return ALIKE
    return HIGHER if optimism > 0 else LOWER


def means(judged: Judged) -> tuple[Array, Array]:
    """Validation error and test error of the winner, over all draws (k,) each."""
    return judged.promised.mean(axis=0), judged.kept.mean(axis=0)


def judged_rows(judged: Judged) -> list[list[str]]:
    """For each number of trials both errors, their difference, and the bound of theory."""
    bounds = [error_text(most_optimism(count, judged.size)) if count > 1 else "no choice" for count in COUNTS]
    return [
        [str(count), *map(error_text, (promise, test)), f"{error_text(test - promise)} ({bound})"]
        for count, promise, test, bound in zip(COUNTS, *means(judged), bounds, strict=True)
    ]


def judged_alt(judged: Judged) -> str:
    """Both lines in words."""
    said = "; ".join(
        f"{count}: {error_text(promise)} and {error_text(test)}"
        for count, promise, test in zip(COUNTS, *means(judged), strict=True)
    )
    return (
        f"Mean validation error and test error of the winner by the number of trials, over {DRAWS} draws of"
        f" {judged.size} validation samples. {said}."
    )


def ways_rows(judged: Judged) -> list[list[str]]:
    """Four ways to choose: what the error promises, and the error on test data."""
    promised, kept = means(judged)
    training, by_training = judged.by_training
    return [
        ["any trial", error_text(promised[0]), error_text(judged.anyone)],
        ["lowest training error", error_text(training), error_text(by_training)],
        ["lowest validation error", error_text(promised[-1]), error_text(kept[-1])],
        ["lowest test error", error_text(judged.hindsight), "no data are left to judge by"],
    ]


def judged_numbers(judged: Judged) -> dict[str, str]:
    """Values for the text."""
    promised, kept = means(judged)
    return {
        "size": str(judged.size),
        "draws": str(DRAWS),
        "trials": str(COUNTS[-1]),
        "promised": error_text(promised[-1]),
        "kept": error_text(kept[-1]),
        "optimism": points_text(judged.optimism[-1]),
        "one": points_text(judged.optimism[0]),
        "most": points_text(most_optimism(COUNTS[-1], judged.size)),
        "alike": points_text(_ALIKE),
        "anyone": error_text(judged.anyone),
    }
