"""Searches and trainings for this lesson, kept for all visitors."""

from pages.hyperparameters.numbers import finalists, full, judging, search, space
from pages.hyperparameters.numbers.finalists import Finalists
from pages.hyperparameters.numbers.full import Full
from pages.hyperparameters.numbers.judging import Judged, Pool
from pages.hyperparameters.numbers.search import Searches
from pages.hyperparameters.numbers.trials import train_all
from pages.shared.work import Progress, worked

_LESSON = "hyperparameters"


def searches_of(budget: int) -> Searches | None:
    """Both searches with all seeds; None if the visitor has stopped them."""
    return worked(
        (_LESSON, "search", budget, space.EPOCHS),
        lambda progress: search.search(budget, progress),
        "Searching",
        "Search",
    )


def full_of(seed: int) -> Full | None:
    """The full grid; None if the visitor has stopped the training."""
    return worked(
        (_LESSON, "full", seed, space.EPOCHS), lambda progress: full.full(seed, progress), "Training", "Train"
    )


def finalists_of(budget: int, seed: int) -> Finalists | None:
    """The best settings of a random search with new seeds; None if the visitor has stopped the training."""

    def compute(progress: Progress) -> Finalists:
        again = finalists.COUNT * len(finalists.NEW_SEEDS)
        share = budget / (budget + again)
        trials = train_all(space.at_random(budget, seed), [seed] * budget, lambda done: progress(share * done))
        return finalists.finalists(trials, lambda done: progress(share + (1 - share) * done))

    return worked((_LESSON, "finalists", budget, seed, space.EPOCHS), compute, "Training", "Train")


def judged_of(seed: int, size: int) -> Judged | None:
    """The winners of a random search, judged; None if the visitor has stopped the training."""
    pool: Pool | None = worked(
        (_LESSON, "pool", seed, space.EPOCHS), lambda progress: judging.pool(seed, progress), "Training", "Train"
    )
    if pool is None:
        return None
    return worked(
        (_LESSON, "judged", seed, size, space.EPOCHS), lambda _: judging.judge(pool, size), "Judging", "Judge"
    )
