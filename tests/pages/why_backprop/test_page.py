"""Why backpropagation, without a browser: every scene, every control at its ends, and what is said of each number."""

from collections import OrderedDict

import pytest
from streamlit.testing.v1 import AppTest

import backprop as bp
from backprop.checking import operations
from backprop.explain.numbers import text as number
from pages.shared import work
from pages.why_backprop import five_ways, measure, state
from pages.why_backprop.numbers import growth, large, step_size
from pages.why_backprop.numbers.directions import jacobian
from pages.why_backprop.numbers.growth import counted_growth
from pages.why_backprop.numbers.ways import network
from tests.pages.app import charts, goes_on_to, press, put, text, visit

PATH = "/why-backprop"
SCENES = tuple(state.SCENE.options)


def lesson(scene: str = state.WAYS, ask: bool = False, **said: str) -> AppTest:
    return visit(PATH, w_scene=scene, w_ask=str(ask).lower(), **said)


def rows(at: AppTest) -> list[list[str]]:
    """The cells of all tables, without the heads."""
    lines = [line for body in at.markdown for line in body.value.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if "---" not in line]
    return cells[1:]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test measures anew, and briefly."""
    monkeypatch.setattr(work, "_done", OrderedDict())
    monkeypatch.setattr(growth, "LONGEST", 0.01)
    monkeypatch.setattr(large, "_LONG_ENOUGH", 0.0)
    monkeypatch.setattr(large, "_TURNS", 1)
    monkeypatch.setattr(large, "WIDTHS", (21, 45, 70, 150))


# Five ways ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "layers"), [(4, 2), (1, 1), (8, 2)])
def test_the_table_has_the_exact_counts(width, layers):
    at = lesson(w_width=str(width), w_layers=str(layers))
    net = network(width, layers)
    found = {row[0]: row[1:] for row in rows(at)}
    costs = {
        "Backpropagation": operations.backprop_cost,
        "Differences, only what changes": operations.structured_cost,
        "One-sided differences": operations.one_sided_cost,
        "Central differences": operations.central_cost,
        "Sum over all paths": operations.paths_cost,
    }
    assert found.keys() == costs.keys()
    for way, cost in costs.items():
        assert found[way][0] == f"{cost(net, 20).multiplications:,}"
    assert f"**{net.parameter_count + 1:,} forward passes** here" in text(at)
    assert f"central ones **{2 * net.parameter_count:,}**" in text(at)
    assert int(found["Sum over all paths"][1].replace("all", "15")) >= 13
    assert int(found["Central differences"][1]) >= 8
    assert f"{net.parameter_count} parameters" in text(at)


def test_too_many_paths_are_counted_and_said_so():
    at = lesson(w_width="8", w_layers="6")
    net = network(8, 6)
    assert f"{operations.path_count(net):,} paths" in text(at)
    (paths,) = (row for row in rows(at) if row[0].startswith("Sum"))
    assert paths[1:] == [f"{operations.paths_cost(net, 20).multiplications:,}", "–"]


@pytest.mark.parametrize(("width", "layers", "right"), [(1, 1, state.FEW), (2, 2, state.MANY), (8, 4, state.VERY_MANY)])
def test_the_answer_is_the_ratio_of_the_counts(width, layers, right):
    net = network(width, layers)
    ratio = operations.central_cost(net).multiplications / operations.backprop_cost(net).multiplications
    at = lesson(ask=True, w_width=str(width), w_layers=str(layers))
    assert not charts(at), "nothing is told before the answer"
    at = put(at, w_times=right)
    (info,) = at.info
    assert info.value.startswith(f"**Right.** {number(ratio, 3)} times")
    assert "bars" in charts(at)
    assert put(at, w_width=3).session_state["w_times"] is None, "another network is another question"


def test_measuring_again_measures_again():
    five_ways._measured.clear()
    at = lesson()
    before = five_ways._measured(4, 2)
    assert five_ways._measured(4, 2) is before
    press(at, "_again")
    assert five_ways._measured(4, 2) is not before


# Shared paths -------------------------------------------------------------------------------------------------------


def test_stepping_back_shows_layer_after_layer():
    at = lesson(state.SHARED)
    net = network(4, 2)
    assert "No δ is known yet" in charts(at)["shared"]
    for back in range(1, net.depth + 1):
        at = press(at, "_next")
        assert at.session_state["w_back"] == back
        assert len(rows(at)) == back
    assert f"**{operations.path_count(net)} paths, 9 numbers δ.**" in text(at)
    assert f"{operations.backprop_cost(net).multiplications:,} times" in text(at)


@pytest.mark.parametrize(("width", "right"), [(1, state.ADDED), (5, state.TIMES_OVER)])
def test_one_more_layer(width, right):
    at = put(lesson(state.SHARED, ask=True, w_width=str(width)), w_paths=right)
    assert any(info.value.startswith("**Right.**") for info in at.info)
    before, after = (operations.path_count(network(width, layers)) for layers in (2, 3))
    assert all(f"{count:,}" in text(at) for count in (before, after))


def test_fewer_layers_than_steps_so_far():
    at = lesson(state.SHARED, w_layers="6", w_back="7")
    assert put(at, w_layers=1).session_state["w_back"] == 2


# More parameters ----------------------------------------------------------------------------------------------------


def test_growth_is_counted_or_measured():
    exact = counted_growth()
    at = lesson(state.GROWTH)
    last = exact.found["central"][-1] / exact.found["backprop"][-1]
    assert f"{last:,.0f} times" in text(at)
    at = put(at, w_by="Measured here")
    assert "seconds" in charts(at)["growth"]
    before = work.done(measure.GROWTH)
    press(at, "_again")
    assert work.done(measure.GROWTH) is not before


def test_twice_as_many_parameters_cost_four_times_as_much():
    at = put(lesson(state.GROWTH, ask=True), w_doubled=state.FOUR_TIMES)
    assert at.info[0].value.startswith("**Right.**")


# The step h ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("h", ["-16", "-5.5", "0"])
@pytest.mark.parametrize("parameter", ["w1.1.1", "b2.1"])
def test_the_table_has_the_errors_at_h(parameter, h):
    at = lesson(state.STEP, w_parameter=parameter, w_h=h)
    found = step_size.errors(bp.ParameterId.parse(parameter))
    place = list(step_size.EXPONENTS).index(float(h))
    errors = (found.one_sided_error[place], found.central_error[place], found.backprop_error)
    assert [row[2] for row in rows(at)] == [number(float(error), 2) for error in errors]
    assert number(found.true, 12) in text(at)
    assert "$h^{1.0" in text(at) or "$h^{0.9" in text(at)


def test_the_curves_are_told_after_the_answer():
    at = lesson(state.STEP, ask=True)
    assert "best" not in charts(at)["step"]
    at = put(at, w_best=state.MIDDLE)
    assert at.info[0].value.startswith("**Right.**")
    assert "best" in charts(at)["step"]


# Directions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inputs", "outputs", "verdict"),
    [(6, 3, "reverse mode is cheaper"), (2, 8, "forward mode is cheaper"), (4, 4, "alike")],
)
def test_the_shorter_side_decides(inputs, outputs, verdict):
    at = lesson(state.DIRECTION, w_inputs=str(inputs), w_outputs=str(outputs))
    assert not at.info
    at = press(at, "_further0")
    assert verdict in "".join(info.value for info in at.info)
    assert f"{inputs} of {inputs} passes" in charts(at)["forward"]
    assert f"{outputs} of {outputs} passes" in charts(at)["backward"]
    assert jacobian(inputs, outputs).by_rows.shape == (outputs, inputs)


def test_training_needs_one_pass_back():
    at = put(lesson(state.DIRECTION, ask=True), w_fewer=state.BACKWARD)
    assert at.info[0].value.startswith("**Right.**")


# A million ----------------------------------------------------------------------------------------------------------


def test_time_and_memory_are_measured_once():
    at = lesson(state.LARGE)
    first = work.done(measure.GRADIENTS)
    assert first
    assert len(first) == 4
    assert f"{first[-1].parameters:,} parameters" in charts(at)["steps"]
    assert at.button(key="_again")
    at = at.run()
    assert work.done(measure.GRADIENTS) is first
    press(at, "_again")
    assert work.done(measure.GRADIENTS) is not first


def test_time_grows_like_the_parameters():
    at = lesson(state.LARGE, ask=True)
    assert not charts(at), "nothing is measured before the answer"
    at = put(at, w_longer=state.THOUSAND)
    assert at.info[0].value.startswith("**Right.**")
    assert set(charts(at)) == {"steps", "trades"}


def test_a_stopped_measurement_can_be_taken_up():
    at = lesson(state.LARGE)
    work._done.clear()
    at.session_state["_stopped"] = {measure.GRADIENTS}
    at = at.run()
    assert not charts(at)
    at = press(at, f"_begin_{measure.GRADIENTS}")
    assert set(charts(at)) == {"steps", "trades"}


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_leads_to_the_next(scene):
    assert goes_on_to(lesson(scene), state.SCENE) == (*SCENES, None)[SCENES.index(scene) + 1]
