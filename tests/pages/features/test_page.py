"""What hidden units learn, without a browser: every scene, and that each number is the engine's."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.explain.numbers import percent
from pages.features import state, words
from pages.features.numbers import digits, spirals
from tests.pages.app import charts, goes_on_to, put, text, visit
from tests.pages.features.test_numbers import digits_run, run_of

SCENES = tuple(state.SCENE.options)


def lesson(scene: str = state.MAPS, ask: bool = False, **said: str) -> AppTest:
    return visit("/features", f_scene=scene, f_ask=str(ask).lower(), **said)


@pytest.mark.parametrize("step", [0, 777, 1800])
def test_maps_are_told_at_the_step(step):
    at = lesson(f_maps=str(step))
    found = spirals.maps(run_of(spirals.MAPS), step)
    index = list(found.film.steps).index(step)
    assert f"After step {step}" in text(at)
    assert words.straight_text(found, index) in text(at)
    assert f"at training step {step}" in charts(at)["maps"]


def test_the_first_layer_is_the_simplest():
    at = put(lesson(ask=True), f_simple=state.FIRST)
    assert at.info[0].value.startswith("**Right.** How much of z one slope explains: 100 %")
    assert put(at, f_seed=3).session_state["f_simple"] is None


@pytest.mark.parametrize(("seed", "right"), [(1, state.YES), (7, state.NO)])
def test_whether_a_straight_cut_is_enough_depends_on_the_run(seed, right):
    at = put(lesson(state.PLANE, ask=True, f_seed=str(seed)), f_straight=right)
    assert at.info[0].value.startswith("**Right.**")
    found = spirals.bent(run_of(spirals.PLANE, seed))
    assert percent(float(found.after[-1])) in at.info[0].value


def test_the_plane_is_told_at_the_step():
    at = lesson(state.PLANE, f_plane="100")
    found = spirals.bent(run_of(spirals.PLANE), 100)
    index = list(found.film.steps).index(100)
    assert f"**{percent(float(found.after[index]))}**" in text(at)
    assert percent(found.before) in text(at)


def test_random_layers_are_worse_than_pixels():
    at = lesson(state.READ, ask=True)
    assert not charts(at)
    at = put(at, f_random=state.WORSE)
    assert at.info[0].value.startswith("**Right.**")
    found = digits.probed(digits_run())
    for share in (found.inputs, found.layers[-1][0], found.layers[-1][-1], found.network[-1]):
        assert percent(float(share)) in text(at)


@pytest.mark.parametrize(("layer", "unit"), [("1", 1), ("2", 16)])
def test_a_removed_unit_is_told_in_numbers(layer, unit):
    at = lesson(state.UNITS, f_layer=layer, f_unit=str(unit))
    found = digits.removed(digits_run(), int(layer) - 1)
    assert f"**{words.tenths(float(found.without[unit - 1]))}** of the test digits" in text(at)
    assert ("weights" in charts(at)) == ("exciting" in charts(at)) == (layer == "1")


def test_how_much_one_unit_matters():
    found = digits.removed(digits_run(), 0)
    points = 100 * float(found.whole - np.min(found.without))
    assert points < 3
    at = lesson(state.UNITS, ask=True)
    assert "lost" not in charts(at)
    at = put(at, f_lost=state.LITTLE if points < 1 else state.SOME)
    assert at.info[0].value.startswith("**Right.**")
    assert "lost" in charts(at)


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]
