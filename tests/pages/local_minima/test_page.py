"""Local minima, without a browser: every scene, every control at its ends, what is said, what is drawn."""

from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.explain.numbers import percent
from backprop.figures.palette import LIGHT
from backprop.training.experiment import Experiment
from pages.local_minima import state, words
from pages.local_minima.figures.ground import ground_picture
from pages.local_minima.figures.lines import apart, between_picture, end_losses, wider_picture
from pages.local_minima.numbers import neuron, paths, symmetry, wider, xor
from pages.shared import work
from pages.shared.setups import read_run, write_run
from tests.pages.app import charts, goes_on_to, press, put, text, visit

SCENES = tuple(state.SCENE.options)


def lesson(scene: str = state.GROUND, ask: bool = False, **said: str) -> AppTest:
    return visit("/local-minima", m_scene=scene, m_ask=str(ask).lower(), **said)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps and few seeds, which no other test gets to see."""
    monkeypatch.setattr(neuron, "STEPS", 60)
    monkeypatch.setattr(neuron, "NOISY", 20)
    monkeypatch.setattr(xor, "UPDATES", 400)
    monkeypatch.setattr(xor, "SEEDS", 24)
    monkeypatch.setattr(wider, "SEEDS", 12)
    monkeypatch.setattr(symmetry, "STEPS", 30)
    monkeypatch.setattr(work, "_done", OrderedDict())


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]


# Two weights ---------------------------------------------------------------------------------------------------------


def test_most_starts_reach_the_highest_minimum():
    at = lesson(ask=True)
    assert charts(at) == {}
    at = put(at, m_basin=state.HIGHEST)
    found = neuron.basins(neuron.SHARP, neuron.PLAIN, 0)
    assert at.info[0].value.startswith(
        f"**Right.** D is reached by the largest share, {percent(float(found.shares[3]))}"
    )
    assert charts(at)["ground"] == words.basins_alt(found)
    for row in words.basins_rows(found, found):
        assert f"| {' | '.join(row[:-1])} |" in text(at)
    assert put(at, m_shape=state.SHAPE.options[neuron.WIDE]).session_state["m_basin"] is None


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("shape", neuron.TARGETS)
@pytest.mark.parametrize("way", [neuron.PLAIN, neuron.MOMENTUM, neuron.NOISE])
def test_every_ground_and_way(shape, way):
    said = {"m_seed": "9"} if way == neuron.NOISE else {}
    at = visit("/local-minima", m_ask="false", m_shape=shape, m_way=way, **said)
    before, found = (neuron.basins(shape, each, 9 * (each == neuron.NOISE)) for each in (neuron.PLAIN, way))
    if way != neuron.PLAIN:
        assert f"reached by {percent(float(found.shares[0]))} of the starts" in text(at)
        assert f"by {percent(float(before.shares[0]))}." in text(at)
    assert ("| none yet |" in text(at)) == bool((before.basin < 0).any() or (found.basin < 0).any())


@pytest.mark.usefixtures("quick")
def test_stopped_work_can_be_taken_up():
    at = lesson()
    work._done.clear()
    key = ("local_minima", "basins", 60, neuron.SHARP, neuron.PLAIN, 0)
    at.session_state["_stopped"] = {key}
    assert charts(at.run()) == {}
    assert set(charts(press(at, f"_begin_{key}"))) == {"ground"}


# XOR -----------------------------------------------------------------------------------------------------------------


def test_stuck_runs_are_counted_and_one_is_looked_at():
    at = lesson(state.XOR, ask=True)
    assert charts(at) == {}
    at = put(at, m_stuck=state.SOME)
    found = xor.ends(xor.train(xor.experiment("tanh", "log_loss")))
    stuck = int((~found.solved).sum())
    assert at.info[0].value.startswith(f"**Right.** **{stuck}** of 200.")
    assert f"{stuck} stuck above" in charts(at)["ends"]
    run = int(np.flatnonzero(~found.solved)[0])
    at = put(at, m_run=run)
    assert f"**Run {run}:** loss {words.short(found.loss[run])}, {words.KIND_WORDS[found.kinds[run]]}" in text(at)
    assert words.run_text(found, run) in text(at)
    assert f"cannot tell apart: {words.samples_text(found.mixed[run])}." in text(at)
    for row in words.level_rows(found, xor.levels("log_loss")):
        assert f"| {' | '.join(row)} |" in text(at)
    links = [node.proto.query_string for node in at.main if node.type == "page_link"]
    ways = [link for link in links if "open=" in link]
    assert len(ways) == 1


def test_the_link_to_the_playground_names_the_run():
    one = xor.experiment("sigmoid", "mse", seed=7)
    read, notes = read_run(write_run(one))
    assert notes == []
    assert isinstance(read, Experiment)
    assert read == one


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("loss", ["log_loss", "mse"])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_every_network_on_xor(activation, loss):
    at = lesson(state.XOR, m_activation=activation, m_loss=loss, m_run="23")
    assert set(charts(at)) == {"ends"}
    assert "**Run 23:**" in text(at)
    at = lesson(state.WIDER, m_activation=activation, m_loss=loss)
    assert set(charts(at)) == {"wider"}


# Equal units, lines, widths ------------------------------------------------------------------------------------------


def test_equal_units_stay_on_a_saddle():
    at = put(lesson(state.EQUAL, ask=True), m_alike=state.SAME)
    assert at.info[0].value.startswith("**Right.** Their distance is 0.")
    assert "stands on a **saddle**" in text(at)
    at = put(at, m_size=state.SIZE.options["1e-08"])
    assert at.session_state["m_alike"] is None
    at = put(at, m_alike=state.APART)
    assert at.info[0].value.startswith("**Right.** Their distance is")
    assert "A tiny difference is enough" in at.info[0].value
    assert "No direction curves clearly downwards" in text(at)


def test_the_line_between_two_solutions():
    at = put(lesson(state.LINE, ask=True, m_width="2"), m_between=state.HIGH)
    assert at.info[0].value.startswith("**Right.** It rises by")
    assert "A slice is not the landscape" in text(at)
    assert "with all signs changed" in text(lesson(state.LINE, m_width="2", m_from="1", m_to="4"))
    same = text(lesson(state.LINE, m_width="2", m_from="3", m_to="3"))
    assert "Distance of both solutions: 0; after matching: **0**" in same


def test_four_units_are_stuck_far_less():
    at = put(lesson(state.WIDER, ask=True), m_four=state.FEWER)
    found = wider.stuck("tanh", "log_loss")
    assert at.info[0].value.startswith(
        f"**Right.** **{found.counts[2]}** of 200; with two hidden units **{found.counts[0]}**."
    )
    for row in words.wider_rows(found):
        assert f"| {' | '.join(row)} |" in text(at)


# Figures -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_every_start_has_the_mark_of_its_minimum():
    found = neuron.basins(neuron.WIDE, neuron.MOMENTUM, 0)
    figure: Any = ground_picture(found, neuron.WIDE, LIGHT)
    counts = [sum(x is not None for x in trace.x) for trace in figure.data[1:6]]
    assert counts == [*((found.basin == index).sum() for index in range(4)), (found.basin < 0).sum()]
    np.testing.assert_allclose(figure.data[-1].x, found.minima[:, 0], rtol=1e-4)


@pytest.mark.usefixtures("quick")
def test_lines_draw_the_numbers():
    found = xor.ends(xor.train(xor.experiment("tanh", "log_loss"), seeds=24))
    figure: Any = end_losses(found, xor.levels("log_loss"), 5, LIGHT)
    solved, stuck, ring = figure.data
    np.testing.assert_allclose(stuck.y, found.loss[~found.solved], rtol=1e-4)
    assert len(solved.x) == found.solved.sum()
    assert list(ring.x) == [5]
    pair = [symmetry.train(size, 0) for size in symmetry.BREAKS]
    figure = apart(pair, 1e-4, LIGHT)
    assert [trace.line.width for trace in figure.data] == [1.5, 1.5, 3, 1.5]
    np.testing.assert_allclose(figure.data[3].y[0], 0.01, rtol=1e-4)
    figure = wider_picture(wider.Stuck(np.array([6, 0, 0, 0, 0, 0]), np.zeros(6), np.full(6, 0.6)), LIGHT)
    assert figure.data[0].y[0] == 50
    assert figure.data[0].error_y.array[0] == pytest.approx(10)


def test_the_line_is_drawn_between_0_and_1():
    line = paths.Between(np.full(121, 0.5), np.linspace(0, 0.2, 121), (3.0, 1.0), (0, 1), (1, -1))
    figure: Any = between_picture(line, LIGHT)
    np.testing.assert_allclose(figure.data[1].y, line.matched, rtol=1e-4)
    assert [shape.x0 for shape in figure.layout.shapes] == [0, 1]
    assert words.matching_text(line) == "unit 1 → 1; unit 2 → 2 with all signs changed"
