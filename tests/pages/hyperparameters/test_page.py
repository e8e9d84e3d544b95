"""Choosing hyperparameters, without a browser: every scene, every control at its ends, what is said."""

from collections import OrderedDict
from urllib.parse import parse_qs, parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import backprop as bp
from backprop.explain.numbers import percent
from pages.hyperparameters import state
from pages.hyperparameters.numbers import full, judging, space
from pages.hyperparameters.numbers.finalists import difference, finalists
from pages.hyperparameters.numbers.search import GRID, RANDOM, search
from pages.hyperparameters.numbers.trials import train_all
from pages.hyperparameters.words import judged, luck, matters
from pages.hyperparameters.words import search as search_words
from pages.hyperparameters.words.settings import SEARCHES, TITLES, loss_text
from pages.shared import work
from tests.pages.app import charts, goes_on_to, press, put, text, visit

SCENES = tuple(state.SCENE.options)


def lesson(scene: str = state.SEARCH, ask: bool = False, **said: str) -> AppTest:
    return visit("/hyperparameters", h_scene=scene, h_ask=str(ask).lower(), **said)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short trainings, which no other test gets to see."""
    monkeypatch.setattr(space, "EPOCHS", 2)
    monkeypatch.setattr(work, "_done", OrderedDict())


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene, ask=True), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_trained_before_the_answer(scene):
    at = lesson(scene, ask=True)
    assert set(charts(at)) == ({"tried"} if scene == state.SEARCH else set())
    assert any("Answer above" in caption.value for caption in at.caption)
    assert not work._done


# Grid or random ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [32, 108])
def test_the_searches(budget):
    at = put(lesson(ask=True, h_budget=str(budget)), h_finds=SEARCHES[RANDOM])
    found = search(budget)
    right = search_words.more_often(found.validation(GRID), found.validation(RANDOM))
    assert at.info[0].value.startswith("**Right.**") == (SEARCHES[RANDOM] in right)
    assert charts(at)["trials"] == search_words.trials_alt(found, 0, space.RATE)
    assert charts(at)["winners"] == search_words.winners_alt(found)
    assert f"on **test** samples with **{search_words.counts(found)['random_test']} of 5**" in text(at)
    assert percent(1 - 0.95**budget) in text(at)
    assert search_words.product_text(budget) in text(at)


def test_the_winners_open_in_the_playground():
    at = lesson(h_seed="3")
    found = search(32)
    ways = [node.proto.query_string for node in at.main if node.type == "page_link" and node.proto.query_string]
    for way, name in zip(ways, (GRID, RANDOM), strict=True):
        trials = found.of(name)[3]
        query = dict(parse_qsl(parse_qs(way)["open"][0]))
        experiment = bp.Experiment.from_query(query)
        assert experiment == trials.at(trials.best)
        assert bp.train(experiment).test_loss[-1] == pytest.approx(trials.validation.min(), rel=1e-9)


def test_a_winner_in_the_playground_is_the_same_run():
    at = lesson()
    way = next(node.proto.query_string for node in at.main if node.type == "page_link" and node.proto.query_string)
    opened = visit("/playground", open=parse_qs(way)["open"][0])
    assert opened.session_state["p_noise"] == space.NOISE
    assert opened.session_state["p_samples"] == space.SAMPLES
    assert not opened.warning


@pytest.mark.parametrize("choice", space.CHOICES)
def test_trials_against_each_choice(choice):
    at = lesson(h_axis=choice, h_seed="4")
    assert f"against {TITLES[choice]}, seed 4" in charts(at)["trials"]


def test_an_answer_is_about_the_budget():
    at = put(lesson(ask=True), h_finds=SEARCHES[GRID])
    assert put(at, h_seed=2).session_state["h_finds"] == SEARCHES[GRID]
    assert put(at, h_budget="72").session_state["h_finds"] is None


def test_a_stopped_search_can_be_taken_up():
    at = lesson()
    work._done.clear()
    key = ("hyperparameters", "search", 32, 2)
    at.session_state["_stopped"] = {key}
    at = at.run()
    assert set(charts(at)) == {"tried"}
    at = press(at, f"_begin_{key}")
    assert set(charts(at)) == {"tried", "trials", "winners"}


# Which choice matters ------------------------------------------------------------------------------------------------


def test_the_choice_that_matters():
    at = put(lesson(state.MATTERS, ask=True), h_explains=TITLES[space.BATCH])
    found = full.full(0)
    top = matters.largest(found)
    assert f"The {TITLES[top]} explains {percent(float(found.shares.max()))}" in at.info[0].value
    assert charts(at) == {"effects": matters.effects_alt(found), "shares": matters.shares_alt(found)}
    assert matters.factors_text(found) in text(at)


@pytest.mark.parametrize("across", space.CHOICES)
@pytest.mark.parametrize("up", [space.RATE, space.BATCH])
def test_two_different_choices(across, up):
    at = lesson(state.MATTERS, h_view=state.PAIRS, h_across=across, h_up=up)
    shown = state.UP.name(at.session_state["h_up"])
    assert shown != across
    assert shown == up or across == up
    said, little = matters.pair_numbers(full.full(0), across, shown)
    assert f"at most {said['cost']}" in text(at) if little else f"up to {said['cost']}" in text(at)
    assert f"by {TITLES[across]} and {TITLES[shown]}" in charts(at)["pairs"]


def test_all_five_choices():
    at = lesson(state.MATTERS, h_view=state.TOGETHER, h_seed="4")
    found = full.full(4)
    assert matters.used_text(found) in text(at)
    assert charts(at)["parallel"] == matters.parallel_alt(found)
    assert f"Lowest loss: {loss_text(found.loss.min())}" in text(at)


# Lucky seeds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("budget", "seed"), [(32, 0), (72, 2), (108, 4)])
def test_the_best_settings_with_new_seeds(budget, seed):
    at = put(lesson(state.LUCK, ask=True, h_budget=str(budget), h_seed=str(seed)), h_again=luck.FEWER)
    found = finalists(train_all(space.at_random(budget, seed), [seed] * budget))
    said = luck.luck_numbers(found, difference(found.losses[0], found.losses[1]))
    assert at.info[0].value.startswith("**Right.**") == (int(said["again"]) <= 8)
    assert f"With {said['again']} of 16." in at.info[0].value
    assert charts(at)["luck"] == luck.luck_alt(found)
    assert f"**{said['lucky']} of 5** settings" in text(at)
    assert ("regression to the mean" in text(at)) == (found.lucky > 2)
    assert ("a hard one for most" in text(at)) == (found.lucky <= 2)
    clear = difference(found.losses[0], found.losses[1]).clear
    assert (f"place {said['better']} is better" in text(at)) == clear
    assert ("do not show" in text(at)) != clear


# Validation and test -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "seed"), [(10, 0), (400, 4)])
def test_the_winner_is_judged(size, seed):
    at = put(lesson(state.JUDGED, ask=True, h_size=str(size), h_seed=str(seed)), h_honest=judged.HIGHER)
    found = judging.judge(judging.pool(seed), size)
    right = judged.compared(float(found.optimism[-1]))
    assert at.info[0].value.startswith("**Right.**") == (right == judged.HIGHER)
    said = judged.judged_numbers(found)
    assert f"promises an error of {said['promised']}, and has **{said['kept']}**" in text(at)
    assert f"= {said['most']} for k = 64 trials and n = {size} samples" in text(at)
    assert charts(at)["judged"] == judged.judged_alt(found)
    for row in judged.ways_rows(found):
        assert f"| {' | '.join(row)} |" in text(at)


def test_an_answer_is_about_the_validation_samples():
    at = put(lesson(state.JUDGED, ask=True), h_honest=judged.LOWER)
    assert put(at, h_size="100").session_state["h_honest"] is None


# The claims of the lesson, with the trainings as long as they are on the page ---------------------------------------


def test_the_claims_of_the_text(monkeypatch):
    monkeypatch.setattr(space, "EPOCHS", 40)
    seeds = [finalists(train_all(space.at_random(32, seed), [seed] * 32)) for seed in (0, 3)]
    assert all(each.lucky >= 4 for each in seeds), "the best were lucky"
    found = judging.judge(judging.pool(3), 20)
    assert judged.compared(float(found.optimism[-1])) == judged.HIGHER
    assert found.by_training[1] - found.by_training[0] > float(found.optimism[-1]), "a training error promises most"
    assert np.diff(found.promised.mean(axis=0)).max() < 0
