"""Scene 1: grid search and random search on the same budget."""

from urllib.parse import urlencode

import streamlit as st

from backprop.explain.numbers import percent
from pages.hyperparameters.compute import searches_of
from pages.hyperparameters.figures.trials import trials_picture
from pages.hyperparameters.figures.tried import tried_picture
from pages.hyperparameters.figures.winners import winners_picture
from pages.hyperparameters.numbers.search import GRID, RANDOM, Searches
from pages.hyperparameters.numbers.space import NEW, SEEDS, at_random, chance_of_best, grid
from pages.hyperparameters.state import AXIS, BUDGET, FINDS, SEED
from pages.hyperparameters.words import search as words
from pages.hyperparameters.words.settings import SEARCHES, loss_text
from pages.shared.formulas import picture, words_table
from pages.shared.layout import colours, prose
from pages.shared.story import open_in

PAGE = __file__
NARROWEST = 220
_BEST = 0.05


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    with st.grid(2, min_column_width=NARROWEST):
        budget, seed = int(BUDGET.show()), SEED.show()
    said = FINDS.pose(PAGE, budget=str(budget), seeds=str(len(SEEDS))) if asked else None
    answer = st.container()
    if said is not None or not asked:
        found = searches_of(budget)
        if found is not None:
            if said is not None:
                with answer:
                    right = words.more_often(found.validation(GRID), found.validation(RANDOM))
                    FINDS.reveal(PAGE, said, right, **words.counts(found))
            _results(found, seed)
    _tried(budget, seed)
    if asked and said is None:
        st.caption(prose(PAGE, "results hidden"))


def _tried(budget: int, seed: int) -> None:
    """What is tried is known before anything is trained."""
    chart, told = st.columns([3, 2], vertical_alignment="center")
    with chart:
        picture(tried_picture(grid(budget), at_random(budget, seed), colours()), "tried", words.tried_alt(budget, seed))
    numbers = {
        "product": words.product_text(budget),
        "rates": words.rates_text(budget),
        "budget": str(budget),
        "best": percent(_BEST),
        "missed": str(1 - _BEST),
        "chance": percent(chance_of_best(budget, _BEST)),
    }
    with told:
        st.markdown(prose(PAGE, "tried", **numbers))
        with st.expander("Different values tried"):
            head = ("choice", "grid", "random", "random, expected")
            st.markdown(words_table(head, words.different_rows(budget, seed)))
            st.markdown(prose(PAGE, "expected"))


def _results(found: Searches, seed: int) -> None:
    st.markdown(_told(found))
    each, winners = st.columns(2)
    with each:
        choice = AXIS.show()
        figure = trials_picture(found.grid[seed], found.random[seed], choice, colours())
        picture(figure, "trials", words.trials_alt(found, seed, choice))
    with winners:
        picture(winners_picture(found, seed, colours()), "winners", words.winners_alt(found))
        with st.expander("The numbers"):
            for kind in ("validation", "test"):
                head = (f"seed, {kind} loss", *SEARCHES.values())
                st.markdown(words_table(head, words.winners_rows(found, kind)))
    st.markdown(prose(PAGE, "winners", seed=str(seed), new=f"{NEW:,}"))
    st.markdown(words_table(("choice", *SEARCHES.values()), words.setting_rows(found, seed)))
    with st.container(horizontal=True):
        for name in (GRID, RANDOM):
            trials = found.of(name)[seed]
            label = f"Winner of {SEARCHES[name]} in the playground"
            open_in("playground", label, open=urlencode(trials.at(trials.best).to_query()))


def _told(found: Searches) -> str:
    more, between, within = words.seed_matters_more(found)
    case = "seed matters" if more else "search matters"
    told = prose(PAGE, "searches told", **words.counts(found))
    return f"{told} {prose(PAGE, case, between=loss_text(between), within=loss_text(within))}"
