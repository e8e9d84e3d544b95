"""Vanishing gradients, without a browser: every scene, every control at its ends, what is said."""

from collections import OrderedDict

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import work
from pages.vanishing_gradients import state, words
from pages.vanishing_gradients.numbers import cures, deep, film, ratio_map
from pages.vanishing_gradients.numbers.cures import Cures
from pages.vanishing_gradients.numbers.deep import Deep, gain_of
from pages.vanishing_gradients.numbers.sizes import sizes
from pages.vanishing_gradients.numbers.theory import balanced_gain, theory
from pages.vanishing_gradients.numbers.units import units
from tests.pages.app import charts, goes_on_to, press, put, text, visit

SCENES = tuple(state.SCENE.options)
USUAL = Deep("sigmoid", 1.0, 20, 32)


def lesson(scene: str = state.SIZES, ask: bool = False, **said: str) -> AppTest:
    return visit("/vanishing-gradients", d_scene=scene, d_ask=str(ask).lower(), **said)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short trainings and a small map, which no other test gets to see."""
    monkeypatch.setattr(cures, "UPDATES", 5)
    monkeypatch.setattr(film, "UPDATES", 12)
    monkeypatch.setattr(ratio_map, "MAP_SEEDS", (0,))
    monkeypatch.setattr(work, "_done", OrderedDict())


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene, d_depth="3"), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]


# Layer by layer ------------------------------------------------------------------------------------------------------


def test_nothing_is_shown_before_the_answer():
    at = lesson(ask=True)
    assert charts(at) == {}
    at = put(at, d_arrives=words.MUCH)
    assert set(charts(at)) == {"backward", "forward"}
    found, expected = sizes(USUAL), theory(USUAL)
    said = at.info[0].value
    assert said.startswith("**Right.**")
    assert words.times(float(found.ratio[0])) in said
    first = words.short(np.median(found.delta[:, 0]))
    assert f"**{first}** (median of all seeds)" in text(at)
    assert words.short(np.median(found.delta[:, -1]) * expected.delta[0]) in text(at)
    share = np.median(0.1 * found.gradient[:, 0] / found.weight[:, 0])
    assert f"changes the weights of layer 1 by {words.short(share)} of their size. It hardly learns." in text(at)


def test_an_answer_is_about_the_network_that_was_asked_for():
    at = put(lesson(ask=True), d_arrives=words.MUCH)
    assert put(at, d_depth="5").session_state["d_arrives"] is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"d_activation": "relu", "d_initial": "he"}, "It can learn."),
        ({"d_activation": "relu", "d_initial": "normal"}, "That throws them far away"),
        ({"d_activation": "tanh", "d_initial": "own", "d_gain": "0.25"}, "It hardly learns."),
    ],
)
def test_what_is_said_follows_the_gradients(said, told):
    assert told in text(lesson(**said))


@pytest.mark.parametrize("scene", [state.SIZES, state.FACTORS])
@pytest.mark.parametrize("depth", ["2", "50"])
@pytest.mark.parametrize("gain", ["0.25", "16"])
@pytest.mark.parametrize("activation", deep.ACTIVATIONS)
def test_the_ends_of_all_sliders(scene, depth, gain, activation):
    at = lesson(scene, d_depth=depth, d_gain=gain, d_initial="own", d_activation=activation, d_width="8", d_seed="9")
    assert len(charts(at)) == {state.SIZES: 2, state.FACTORS: 3}[scene]
    rows = [line for body in at.markdown for line in body.value.splitlines() if line.startswith(f"| {depth} |")]
    assert len(rows) == (scene == state.SIZES)
    assert "nan" not in text(at)
    assert "not a number" not in text(at)


# Which factor --------------------------------------------------------------------------------------------------------


def test_the_factors_of_a_layer_are_told():
    at = lesson(state.FACTORS, ask=True, d_layer="9")
    assert charts(at) == {}
    at = put(at, d_blame=words.SLOPES)
    found = sizes(USUAL)
    weight, slope = found.weight_factor[0, 8], found.slope_factor[0, 8]
    assert at.info[0].value.startswith("**Right.**")
    assert f"In layer 9: ‖δ‖ of layer 10 is {words.short(found.delta[0, 9])}." in text(at)
    assert f"(× **{words.short(weight)}**)" in text(at)
    assert f"the slopes {words.short(found.delta[0, 8])} (× **{words.short(slope)}**)" in text(at)
    assert "never above **0.25**" in text(at)
    assert words.flat_text(units(USUAL, 0), 9) in text(at)
    assert put(at, d_layer=3).session_state["d_blame"] is None


def test_dead_units_are_told():
    at = lesson(state.FACTORS, d_activation="relu", d_width="8", d_seed="3", d_layer="19", d_initial="he")
    dead = int(units(Deep("relu", float(np.sqrt(2)), 20, 8), 3).dead[18])
    assert f"**{dead}** of 8 units pass nothing back" in text(at)
    assert "is **dead**" in text(at)


def test_a_layer_beyond_the_network_becomes_its_last_hidden_one():
    at = lesson(state.FACTORS, d_layer="15")
    assert "In layer 15: " in text(at)
    at = put(at, d_depth="5")
    assert at.session_state["d_layer"] == 4
    assert "In layer 4: " in text(at)


# The map -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_the_map_says_where_the_signal_arrives():
    at = lesson(state.MAP, ask=True, d_depth="5", d_width="16", d_activation="relu", d_initial="he")
    assert charts(at) == {}
    at = put(at, d_needs="sigmoid")
    assert at.info[0].value.startswith("**Right.**")
    assert words.short(balanced_gain("sigmoid", 5) or 0) in at.info[0].value
    found = ratio_map.ratio_map(5, 16)
    assert charts(at)["map"] == words.map_alt(found)
    crossing = words.crossing(found.log_ratio[deep.ACTIVATIONS.index("relu")])
    assert f"at gain **1.41**; measured, it does so near {words.short(crossing or 0)}." in text(at)
    ratio = np.median(sizes(Deep("relu", gain_of(deep.HE, 16), 5, 16)).ratio)
    assert f"is **{words.short(ratio)}** times that in the output layer" in text(at)


@pytest.mark.usefixtures("quick")
def test_a_stopped_map_can_be_taken_up():
    at = lesson(state.MAP, d_depth="3", d_width="8")
    assert set(charts(at)) == {"map"}
    work._done.clear()
    key = ("vanishing_gradients", "map", 3, 8)
    at.session_state["_stopped"] = {key}
    assert charts(at.run()) == {}
    assert set(charts(press(at, f"_begin_{key}"))) == {"map"}


# Over training -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_the_film_says_what_an_update_changes():
    at = lesson(state.TRAINING, ask=True, d_depth="5", d_activation="tanh")
    assert charts(at) == {}
    course = film.filmed(Deep("tanh", 1.0, 5, 32), "sgd", 0.1, 0)
    first, last = (words.short(course.relative_update[0, 0, layer]) for layer in (0, -1))
    right = state.LAST if course.relative_update[0, 0, -1] > course.relative_update[0, 0, 0] else state.FIRST
    at = put(at, d_changes=right)
    assert at.info[0].value.startswith("**Right.**")
    assert f"layer 1 by {first} of their size, those of the output layer by {last}." in at.info[0].value
    at = put(at, d_step=7)
    assert charts(at)["training"] == words.frame_alt(course, 7)
    changed = words.short(course.relative_update[7, 0, 0])
    assert f"At step 7, an update changes the weights of layer 1 by **{changed}**" in text(at)


@pytest.mark.usefixtures("quick")
def test_a_diverging_training_says_where_it_broke():
    said = text(lesson(state.TRAINING, d_depth="50", d_activation="relu", d_initial="normal", d_rate="1"))
    assert "The run **diverges** at step 1: " in said
    assert "is no longer a finite number" in said
    assert "diverges" not in text(lesson(state.TRAINING, d_depth="3"))


@pytest.mark.usefixtures("quick")
def test_adam_is_told_apart():
    assert "Adam divides each gradient" in text(lesson(state.TRAINING, d_depth="3", d_optimizer="adam", d_rate="0.003"))


# Cures ---------------------------------------------------------------------------------------------------------------


def test_the_cures_help_and_say_what_they_cost():
    at = lesson(state.CURES, ask=True)
    assert charts(at) == {}
    at = put(at, d_learn=state.ALL)
    assert at.info[0].value.startswith("**Right.** **5 of 5**; before, 0 of 5.")
    assert set(charts(at)) == {"losses", "starts"}
    assert "with ReLU, He and Adam, **5** of 5" in text(at)
    chosen = cures.way(cures.VANISHING, Cures(relu=True, initial=True, adam=True))
    assert f"two more numbers for each of the {chosen.deep.net.parameter_count:,} parameters" in text(at)
    assert "**Clipping:**" not in text(at)
    at = put(at, d_adam=False)
    assert at.session_state["d_learn"] is None


@pytest.mark.usefixtures("quick")
def test_without_a_cure_both_are_the_same():
    off = dict.fromkeys(("d_relu", "d_matched", "d_adam"), "false")
    at = lesson(state.CURES, **off)
    assert "Nothing is switched on yet" in text(at)
    before, after = charts(at)["losses"].split("before: ")[1].rstrip(".").split("; after: ")
    assert before == after


@pytest.mark.usefixtures("quick")
def test_the_exploding_network_says_that_it_diverges():
    at = lesson(state.CURES, d_patient=cures.EXPLODING, d_matched="false", d_adam="false", d_smaller="true")
    assert "diverged" in charts(at)["losses"]
    assert "| seed 0 | diverged | diverged |" in text(at)
    assert not [toggle for toggle in at.toggle if toggle.key == "d_relu"]


@pytest.mark.usefixtures("quick")
def test_every_cure_at_once():
    at = lesson(state.CURES, d_clip="true", d_smaller="true")
    for name in ("ReLU", "Xavier / He", "Clipping", "Smaller α", "Adam", "Residual connections"):
        assert f"- **{name}" in text(at)
    assert "with ReLU, He, clipping, a smaller α and Adam" in text(at)
