"""Beyond the training data, without a browser: every scene, every control at its ends, what is said."""

from collections import OrderedDict
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import backprop as bp
from backprop.explain.numbers import percent
from pages.generalization import capacity, state, words
from pages.generalization.numbers import cures, labels, setting
from pages.generalization.numbers.fits import fit
from pages.generalization.numbers.losses import Losses, losses_against
from pages.generalization.numbers.setting import HIDDEN, NOISE, SAMPLES
from pages.shared import work
from tests.pages.app import charts, goes_on_to, press, put, text, visit

SCENES = tuple(state.SCENE.options)
USUAL = setting.experiment(16, 12, 0.3, 0)


def lesson(scene: str = state.CAPACITY, ask: bool = False, **said: str) -> AppTest:
    return visit("/generalization", v_scene=scene, v_ask=str(ask).lower(), **said)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short trainings, which no other test gets to see."""
    monkeypatch.setattr(setting, "UPDATES", 40)
    monkeypatch.setattr(work, "_done", OrderedDict())


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]


# Capacity, samples, noise --------------------------------------------------------------------------------------------


def test_one_run_is_seen_before_the_answer_and_all_after_it():
    at = lesson(ask=True)
    assert set(charts(at)) == {"fit"}
    assert words.fit_text(fit(bp.train(USUAL))) in text(at)
    at = put(at, v_large=words.HIGHER)
    assert set(charts(at)) == {"fit", "losses"}
    found = losses_against(USUAL, HIDDEN, setting.UNITS)
    small, large = (found.test_median[found.place(units)] for units in (2, 16))
    said = at.info[0].value
    assert said.startswith(f"**Right.** With 2 units the test loss is {words.loss_text(small)}")
    assert words.loss_text(large) in said
    assert words.losses_alt(found) in charts(at)["losses"]
    best = int(found.test_median.argmin())
    assert (
        f"**{words.counted(setting.UNITS[best], 'hidden unit')}**: {words.loss_text(found.test_median[best])}"
        in text(at)
    )
    assert ("a larger network is not always a worse one" in text(at)) == (words.peak(found) is not None)


def test_more_samples_close_the_gap():
    at = put(lesson(state.SIZE, ask=True), v_doubled=state.SMALLER)
    assert at.info[0].value.startswith("**Right.** The gap goes from")
    found = losses_against(USUAL, SAMPLES, setting.SIZES)
    first, last = (words.loss_text(found.gap[place]) for place in (0, -1))
    assert f"From 6 to 96 training samples the gap goes from {first} to **{last}**" in text(at)


def test_noise_raises_the_test_loss_more():
    at = put(lesson(state.NOISY, ask=True), v_grows=state.TEST)
    assert at.info[0].value.startswith("**Right.**")
    found = losses_against(USUAL, NOISE, setting.NOISES)
    assert f"The network has **{words.loss_text(found.test_median[-1])}**" in text(at)
    assert words.loss_text(setting.least_loss(0.3)) in text(at)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("scene", [state.CAPACITY, state.SIZE, state.NOISY])
@pytest.mark.parametrize(
    "said",
    [
        {"v_units": "1", "v_samples": "6", "v_noise": "0", "v_seed": "7"},
        {"v_units": "64", "v_samples": "96", "v_noise": "0.3", "v_seed": "0"},
    ],
)
def test_the_ends_of_all_sliders(scene, said):
    at = lesson(scene, ask=True, **said)
    question = {state.CAPACITY: state.LARGE, state.SIZE: state.DOUBLED, state.NOISY: state.GROWS}[scene]
    at = put(at, **{question.key: question.options[0]})
    assert set(charts(at)) == {"fit", "losses"}
    assert f"{words.counted(int(said['v_units']), 'hidden unit')}, seed {said['v_seed']}" in charts(at)["fit"]
    rows = [line for body in at.markdown for line in body.value.splitlines() if line.startswith("| ")]
    assert len(rows) >= 6


def test_an_answer_is_about_the_sliders_that_it_depends_on():
    at = put(lesson(ask=True), v_large=words.HIGHER)
    assert put(at, v_units="4", v_seed=3).session_state["v_large"] == words.HIGHER
    assert put(at, v_samples="24").session_state["v_large"] is None


@pytest.mark.usefixtures("quick")
def test_a_stopped_training_can_be_taken_up():
    at = lesson()
    work._done.clear()
    key = ("generalization", "losses by hidden", 40, 12, 0.3)
    at.session_state["_stopped"] = {key}
    at = at.run()
    assert set(charts(at)) == {"fit"}
    at = press(at, f"_begin_{key}")
    assert set(charts(at)) == {"fit", "losses"}


# Random labels -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("data", "epochs"), [(labels.MOONS, 600), (labels.DIGITS, 60)])
def test_random_labels(data, epochs, monkeypatch):
    monkeypatch.setitem(labels._USUAL, data, replace(labels.usual(data), epochs=epochs))
    at = lesson(state.LABELS, ask=True, v_data=data)
    assert not charts(at)
    at = put(at, v_heart=state.MOST)
    found = labels.memory(data)
    learned = float(np.median(found.train[-1]))
    assert at.info[0].value.startswith("**Right.**") == (learned > 0.9)
    assert f"{percent(learned)} of the training labels" in at.info[0].value
    assert words.memory_alt(found) in charts(at)["memory"]
    for values in (found.train[0], found.test[0], found.train[-1], found.test[-1]):
        assert percent(float(np.median(values))) in text(at)
    assert f"takes {words.updates_text(found.updates[0])} with true labels" in text(at)
    assert ("learned" in charts(at)) == (data == labels.MOONS)


@pytest.mark.parametrize(("share", "shuffled"), [("0 %", 0), ("50 %", 20), ("100 %", 40)])
def test_the_film_of_random_labels(share, shuffled):
    at = lesson(state.LABELS, v_share=share, v_learned="500", v_run="1")
    said = f"{shuffled} of the training labels are shuffled" if shuffled else "All training labels are true"
    assert said in text(at)
    assert "Step 500: training loss" in charts(at)["learned"]


# Cures ---------------------------------------------------------------------------------------------------------------


def test_early_stopping():
    at = lesson(state.CURES, ask=True)
    assert not charts(at)
    at = put(at, v_lowest=state.FIRST_HALF)
    run = bp.train(USUAL)
    best = cures.stopping_step(run)
    assert at.info[0].value.startswith(f"**Right.** At step {best:,}")
    at = press(at, "_lowest")
    assert at.session_state["v_stop"] == best
    assert f"Step {best:,}: {words.fit_text(fit(run, best))}" in text(at)
    cured = cures.Cured(*cures.sides(bp.sweep(USUAL, seeds=setting.SEEDS)))
    assert words.helped_text(cured) in text(at)
    assert words.cured_alt(cured) in charts(at)["seeds"]


@pytest.mark.parametrize(("cure", "after"), [("l2", "λ = 0.003"), ("more", "48 samples")])
def test_two_fits_before_and_after(cure, after):
    at = lesson(state.CURES, v_cure=cure)
    assert charts(at)["before"].startswith("Before: ")
    assert after in charts(at)["after"]
    assert "of 16** seeds have a lower test loss" in text(at)
    assert ("losses" in charts(at)) == (cure == "l2")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("cure", ["early", "l2", "more"])
@pytest.mark.parametrize(
    "said",
    [
        {"v_units": "1", "v_samples": "6", "v_noise": "0", "v_lambda": "0.0001", "v_instead": "12"},
        {"v_units": "64", "v_samples": "96", "v_noise": "0.3", "v_lambda": "0.1", "v_instead": "192"},
    ],
)
def test_cures_at_the_ends_of_all_sliders(cure, said):
    at = lesson(state.CURES, v_cure=cure, **{key: value for key, value in said.items() if key not in _others(cure)})
    assert "seeds" in charts(at)
    assert "of 16** seeds" in text(at)


def test_more_samples_are_more():
    at = lesson(state.CURES, v_cure="more", v_samples="48")
    assert "With 96 samples instead of 48" in text(at)
    at = put(at, v_samples="96")
    assert "With 192 samples instead of 96" in text(at)


def _others(cure: str) -> set[str]:
    return {"early": {"v_lambda", "v_instead"}, "l2": {"v_instead"}, "more": {"v_lambda"}}[cure]


@pytest.mark.parametrize(
    ("test", "said"),
    [([0.3, 0.1], "largest network, **2 hidden units**: 0.1"), ([0.1, 0.3], "lowest with **1 hidden unit**: 0.1")],
)
def test_the_lowest_loss_may_be_that_of_the_largest_network(test, said):
    rows = np.array(test)[:, None]
    found = Losses(HIDDEN, (1, 2), np.array([4, 7]), rows / 2, rows, np.zeros(2))
    assert said in capacity._told(found, 6)
