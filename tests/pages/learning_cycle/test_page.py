"""The learning cycle without a browser: every scene, every press, and that each number shown is the engine's."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.explain.numbers import text as number
from backprop.explain.step.moments import moments
from backprop.losses import LOSSES
from backprop.network import ParameterId
from backprop.steps import repeat_step
from pages.learning_cycle.numbers import ERROR, NETWORK, NEURON, REACH, SMALL, UPDATE, WEIGHT, Cycle, by_hand, place
from pages.learning_cycle.state import SCENE
from pages.shared.setups import Choices, resolve
from tests.pages.app import link, moment, notes, press, put, seen, text, visit

PATH = "/learning-cycle"
GRADIENT, NET = {"c_scene": SCENE.options["gradient"]}, {"c_scene": SCENE.options["network"]}


def cycle(**said: str) -> AppTest:
    return visit(PATH, **said)


def results(at: AppTest) -> list[str]:
    """The last column of the table of numbers."""
    rows = [line for body in at.markdown for line in body.value.splitlines() if line.startswith("| $")]
    return [row.rsplit("|", 2)[1].strip(" *") for row in rows]


def said(at: AppTest) -> str:
    """The box of the scene: what has just been computed."""
    return at.info[-1].value


def position(at: AppTest) -> str:
    return next(caption.value for caption in at.caption if caption.value.startswith("Round "))


def charts(at: AppTest) -> dict[str, str]:
    """The words for each picture, by its key."""
    return {chart.key or "": chart.proto.alt for chart in at.get("plotly_chart")}  # pyright: ignore


def opened(at: AppTest) -> Mapping[str, str]:
    """What the way into the step-through asks for."""
    (way,) = (each.proto for each in at.get("page_link") if "operation" in each.proto.label)  # pyright: ignore
    return dict(parse_qsl(way.query_string))


# The first view -----------------------------------------------------------------------------------------------------


def test_it_opens_with_one_weight_to_drag_and_the_loss_that_it_has():
    at = cycle()
    assert at.slider(key="c_w").value == NEURON.example.parameters[WEIGHT]
    assert "**L = 1.125**" in said(at)
    assert set(charts(at)) == {"circuit", "valley"}
    assert notes(at) == []


@pytest.mark.parametrize("scene", [SCENE.options["hand"], SCENE.options["gradient"], SCENE.options["network"]])
def test_the_convention_of_the_loss_is_on_the_screen(scene):
    words = text(cycle(c_scene=scene))
    assert LOSSES["half_sse"].convention in words
    assert "½ squared" in words
    assert "α = 0.2" in words


@pytest.mark.parametrize("short", ["hand", "gradient", "network", "1", "2", "3"])
def test_short_names_of_the_scenes(short):
    at = cycle(c_scene=short)
    assert at.session_state["c_scene"] in {SCENE.options["hand"], SCENE.options["gradient"], SCENE.options["network"]}
    assert notes(at) == []


def test_from_scene_to_scene():
    at = press(cycle(), "_onward")
    assert at.session_state["c_scene"] == SCENE.options["gradient"]
    press(at, "_onward")
    assert at.session_state["c_scene"] == SCENE.options["network"]
    assert not [button for button in at.button if button.key == "_onward"]


# By hand ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [*REACH, 0.0, 0.45, 0.49, 0.5, 0.52, 0.53, 1.5])
def test_by_hand_every_number_is_the_engines(weight):
    at = cycle(c_w=str(weight))
    step = by_hand(weight)
    error = step.prediction.item() - step.y.item()
    assert results(at) == [number(value, 6) for value in (step.prediction.item(), error, step.loss)]
    assert f"**L = {number(step.loss, 4)}**" in said(at)
    small = step.loss < SMALL
    assert ("small enough" in said(at)) == (small and step.loss > 0)
    assert ("not below" in said(at)) == (not small)
    assert ("as small as it can be" in said(at)) == (step.loss == 0)
    side = "on the target" if error == 0 else "above the target" if error > 0 else "below the target"
    assert side in said(at)
    assert notes(at) == []


def test_dragging_is_the_same_as_a_link():
    at = put(cycle(), c_w=0.5)
    assert seen(at) == seen(cycle(c_w="0.5"))


# By the gradient ----------------------------------------------------------------------------------------------------


def test_each_press_is_one_phase_and_back_goes_back():
    at = cycle(**GRADIENT)
    assert "The start" in said(at)
    assert at.button(key="_back").disabled
    screens, titles = [seen(at)], []
    for _ in range(9):
        press(at, "_next")
        screens.append(seen(at))
        titles.append(said(at).split("**")[1])
    assert titles == [*2 * ["Forward pass", "Error", "Backward pass", "Update"], "Forward pass"]
    assert position(at) == "Round 3 · phase 1 of 4"
    for before in reversed(screens[:-1]):
        assert seen(press(at, "_back")) == before


@pytest.mark.parametrize("presses", [1, 2, 3, 4, 7, 25, 26, 37, 38, 39, 40])
def test_by_the_gradient_every_number_is_the_engines(presses):
    at = cycle(**GRADIENT, c_step=str(presses))
    here = place(presses)
    step = NEURON.trace(here.round)
    error = step.prediction.item() - step.y.item()
    expected = {
        0: [step.prediction.item()],
        1: [error, step.loss],
        2: [step.backward[0].da.item(), step.backward[0].dW.item()],
        3: [step.parameters_after[WEIGHT]],
    }[here.phase or 0]
    assert results(at) == [number(value, 6) for value in expected]
    assert number(expected[-1], 6) in said(at)
    assert ("Nothing has changed yet." in text(at)) == (here.phase == 2)
    assert set(charts(at)) == {"circuit", "descent"}


@pytest.mark.parametrize(("scene", "key", "course"), [(GRADIENT, "c_step", NEURON), (NET, "c_net", NETWORK)])
def test_round_and_round_until_the_loss_is_small(scene: dict[str, str], key: str, course: Cycle):
    at = cycle(**scene)
    for rounds in range(1, 4):
        press(at, "_further0")
        assert at.session_state[key] == 4 * rounds
    press(press(at, "_next"), "_further0")
    assert at.session_state[key] == 16, "to the end of a round that has begun"

    press(at, "_further1")
    here = place(at.session_state[key])
    assert here.phase == ERROR
    assert course.losses[here.round] < SMALL <= course.losses[here.round - 1]
    assert "small enough" in said(at)
    assert "go on" in said(at)
    assert at.button(key="_further1").disabled
    assert "small enough" not in said(press(at, "_back")), "the loss of this round is not known yet"

    put(at, **{key: course.most})
    assert f"stops after {course.rounds} rounds" in said(at)
    assert "go on" not in said(at)
    assert all(at.button(key=each).disabled for each in ("_next", "_further0", "_further1"))


@pytest.mark.parametrize(("scene", "key", "course"), [(GRADIENT, "c_step", NEURON), (NET, "c_net", NETWORK)])
def test_every_round_as_a_table(scene: dict[str, str], key: str, course: Cycle):
    at = cycle(**scene, c_table="true", **{key: "10"})
    (frame,) = at.dataframe
    assert frame.value["loss L"].tolist() == course.losses[:3].tolist()
    assert len(cycle(**scene, c_table="true").dataframe[0].value) == 0


# The network --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("presses", [0, 1, 2, 3, 4, 45, 46, 63, 64])
def test_the_network_shows_the_engines_numbers(presses):
    at = cycle(**NET, c_net=str(presses))
    here = place(presses)
    step = NETWORK.trace(here.round)
    first, second = step.backward
    expected = {
        None: [],
        0: [step.forward[0].z, step.forward[0].a, step.prediction],
        1: [step.prediction - step.y, np.array(step.loss)],
        2: [second.delta, second.dW, second.db, first.delta, first.dW, first.db],
        3: [np.array(step.parameters_after[one]) for one in step.net.parameter_ids()],
    }[here.phase]
    assert results(at) == [number(value.item(), 6) for value in expected]
    assert set(charts(at)) == {"network", "rounds"}


@pytest.mark.parametrize("presses", [0, 1, 3, 4, 22, 64])
def test_the_way_into_the_step_through_opens_the_very_same_numbers(presses):
    query = opened(cycle(**NET, c_net=str(presses)))
    here = place(presses)
    step = NETWORK.trace(here.round)
    there = repeat_step(resolve(Choices(example=NETWORK.example.key)).first, here.round).trace(here.round)
    assert there.loss == step.loss
    assert there.optimizer == step.optimizer
    for parameter in step.net.parameter_ids():
        assert there.parameters[parameter] == step.parameters[parameter]
        assert there.gradient[parameter] == step.gradient[parameter]
        assert there.parameters_after[parameter] == step.parameters_after[parameter]

    at = visit("/backprop", **query)
    assert notes(at) == []
    told = moments(step)
    index, count = moment(at)
    phases = ("forward", "loss", "backward", "update")
    assert count == len(told)
    assert told[index - 1].phase == phases[here.phase or 0]
    assert index == 1 or told[index - 2].phase != told[index - 1].phase, "the phase begins there"


def test_the_step_through_shows_the_same_gradients():
    at = visit("/backprop", **opened(cycle(**NET, c_net="7")), tab="Gradients")
    frame = at.dataframe[0].value.set_index("parameter")
    step = NETWORK.trace(1)
    assert frame.loc["w₂", "gradient"] == step.gradient[ParameterId(1, 0, 0)]
    assert frame.loc["b₁", "new value"] == step.parameters_after[ParameterId(0, None, 0)]


# Questions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scene", "key", "right", "wrong"),
    [
        (SCENE.options["hand"], "c_way", "down", "up"),
        (SCENE.options["gradient"], "c_fall", "by less and less", "by the same amount each time"),
        (SCENE.options["network"], "c_moved", "all four", "only those of the output neuron"),
    ],
)
def test_each_scene_asks_first_and_answers_at_once(scene, key, right, wrong):
    assert len(cycle(c_scene=scene).info) == 1, "no answer before it is asked for"
    assert at_first(scene, key, right).startswith("**Right.**")
    assert at_first(scene, key, wrong).startswith("**Not so:")
    silent = cycle(c_scene=scene, c_ask="false", **{key: right})
    assert len(silent.info) == 1, "off with one switch"


def at_first(scene: str, key: str, answer: str) -> str:
    return cycle(c_scene=scene, **{key: answer}).info[0].value


def test_what_the_answers_say_is_true():
    assert NEURON.trace(0).gradient[WEIGHT] > 0
    first, second, third = -np.diff(NEURON.losses)[:3]
    said = at_first(SCENE.options["gradient"], "c_fall", "by less and less")
    for drop in (first, second, third):
        assert number(float(drop), 4) in said
    step = NETWORK.trace(0)
    said = at_first(SCENE.options["network"], "c_moved", "all four")
    for parameter in step.net.parameter_ids():
        assert number(step.gradient[parameter], 4) in said


# Links --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "values", "buttons"),
    [
        ({}, {"c_w": -0.25, "c_way": "up"}, ()),
        (GRADIENT, {"c_fall": "by less and less", "c_table": True}, ("_further0", "_next", "_next")),
        (GRADIENT, {"c_ask": False}, ("_further1", "_next")),
        (NET, {"c_moved": "all four"}, ("_further1",)),
    ],
)
def test_the_link_shows_the_same_screen(start, values, buttons):
    at = put(cycle(**start), **values)
    for button in buttons:
        press(at, button)
    other = cycle(**link(at, "learning_cycle"))
    assert notes(other) == []
    assert seen(other) == seen(at)


def test_updates_and_gradients_are_two_words():
    """Only the update changes the weight: in all other phases the circuit holds the old one."""
    for presses in range(5, 9):
        at = cycle(**GRADIENT, c_step=str(presses))
        moved = place(presses).phase == UPDATE
        step = NEURON.trace(1)
        weight = (step.parameters_after if moved else step.parameters)[WEIGHT]
        assert f"w = {number(weight, 5)}" in charts(at)["circuit"]
