"""What is said of grid search and random search."""

from math import prod

import numpy as np

from backprop.explain.numbers import text
from pages.hyperparameters.numbers.search import GRID, RANDOM, Searches
from pages.hyperparameters.numbers.space import (
    CHOICES,
    LEVELS,
    SEEDS,
    Setting,
    at_random,
    different,
    expected_different,
    grid,
)
from pages.hyperparameters.words.settings import (
    HEAD,
    SEARCHES,
    TITLES,
    counted,
    listed,
    loss_text,
    setting_cells,
    setting_text,
    value_text,
)

Array = np.ndarray


def product_text(budget: int) -> str:
    """How the values of a grid multiply: 3 · 3 · 2 · 2 · 2 = 72."""
    levels = LEVELS[budget]
    return f"{' · '.join(map(str, levels))} = {prod(levels)}"


def rates_text(budget: int) -> str:
    """The learning rates that a grid tries: 2 learning rates, 0.01 and 10."""
    rates = sorted({each.learning_rate for each in grid(budget)})
    return f"{counted(len(rates), 'learning rate')}, {listed([value_text(rate) for rate in rates])}"


def different_rows(budget: int, seed: int) -> list[list[str]]:
    """For each choice how many different values the grid tries, the random search, and a random search on average."""
    counts = different(grid(budget)), different(at_random(budget, seed))
    return [
        [TITLES[choice], str(in_grid), str(in_random), text(expected, 3)]
        for choice, in_grid, in_random, expected in zip(CHOICES, *counts, expected_different(budget), strict=True)
    ]


def tried_alt(budget: int, seed: int) -> str:
    """Which learning rates and widths are tried, in words."""
    said = []
    for name, settings in ((GRID, grid(budget)), (RANDOM, at_random(budget, seed))):
        rates, widths, *_ = different(settings)
        pairs = len({(each.learning_rate, each.width) for each in settings})
        said.append(
            f"{SEARCHES[name].capitalize()}: {counted(rates, 'learning rate')} and {counted(widths, 'width')},"
            f" {pairs} different places."
        )
    return f"Learning rate and width of {budget} trials of each search. {' '.join(said)}"


def trials_alt(found: Searches, seed: int, choice: str) -> str:
    """The validation losses of one seed, in words."""
    said = []
    for name in (GRID, RANDOM):
        trials = found.of(name)[seed]
        best, loss = trials.settings[trials.best], trials.validation
        said.append(
            f"{SEARCHES[name].capitalize()}: losses from {loss_text(loss.min())} to {loss_text(loss.max())},"
            f" lowest at {TITLES[choice]} {value_text(getattr(best, choice))}."
        )
    return f"Validation loss of each trial against {TITLES[choice]}, seed {seed}. {' '.join(said)}"


def winners_alt(found: Searches) -> str:
    """The winners of all seeds, in words."""
    rows = zip(*(found.validation(name) for name in (GRID, RANDOM)), *_tests(found), strict=True)
    said = "; ".join(
        f"seed {seed}: validation {loss_text(one)} and {loss_text(other)}, test {loss_text(first)} and"
        f" {loss_text(second)}"
        for seed, (one, other, first, second) in enumerate(rows)
    )
    return f"Validation loss and test loss of both winners, grid search first, with each seed. {said}."


def _tests(found: Searches) -> list[Array]:
    return [found.test(name) for name in (GRID, RANDOM)]


def winners_rows(found: Searches, kind: str) -> list[list[str]]:
    """For each seed the loss of both winners, and the medians; `kind` is "validation" or "test"."""
    of = found.validation if kind == "validation" else found.test
    columns = [of(name) for name in (GRID, RANDOM)]
    rows = [[str(seed), *(loss_text(values[seed]) for values in columns)] for seed in SEEDS]
    return [*rows, ["median", *(loss_text(float(np.median(values))) for values in columns)]]


def setting_rows(found: Searches, seed: int) -> list[list[str]]:
    """The winners of one seed: a row for each choice and for each loss, a column for each search."""
    columns = []
    for name in (GRID, RANDOM):
        trials = found.of(name)[seed]
        losses = (trials.train[trials.best], trials.validation[trials.best], trials.test[trials.best])
        columns.append([*setting_cells(trials.settings[trials.best]), *map(loss_text, losses)])
    names = [*HEAD, "training loss", "validation loss", "test loss"]
    return [list(row) for row in zip(names, *columns, strict=True)]


def more_often(grid_losses: Array, random_losses: Array) -> tuple[str, ...]:
    """The search whose winner has the lower loss with more seeds; both if neither."""
    grid_lower, random_lower = (grid_losses < random_losses).sum(), (random_losses < grid_losses).sum()
    if grid_lower == random_lower:
        return tuple(SEARCHES.values())
    return (SEARCHES[GRID],) if grid_lower > random_lower else (SEARCHES[RANDOM],)


def counts(found: Searches) -> dict[str, str]:
    """With how many seeds random search is better, by validation and by test loss, and the medians of both."""
    said = {"seeds": str(len(SEEDS))}
    for kind, (one, other) in (
        ("validation", (found.validation(GRID), found.validation(RANDOM))),
        ("test", (found.test(GRID), found.test(RANDOM))),
    ):
        said[f"random_{kind}"] = str(int((other < one).sum()))
        said[f"{kind}_of_grid"], said[f"{kind}_of_random"] = (
            loss_text(float(np.median(each))) for each in (one, other)
        )
    return said


def seed_matters_more(found: Searches) -> tuple[bool, float, float]:
    """Whether the seed changes a winner's test loss by more than the search does.

    Returns:
        That; the mean distance between the two searches with the same seed; and the mean distance between two seeds
        with the same search.
    """
    one, other = _tests(found)
    between = float(np.abs(one - other).mean())
    pairs = np.triu_indices(len(SEEDS), 1)
    within = float(np.mean([np.abs(np.subtract.outer(each, each)[pairs]) for each in (one, other)]))
    return within > between, between, within


def described(setting: Setting) -> str:
    """A point, under the pointer."""
    return setting_text(setting).replace(", ", "<br>")
