"""The lesson on gradient descent without a browser: its numbers are the engine's, at the extremes of every control."""

import base64
import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.landscape.network_surfaces import ALL
from pages.gradient_descent import controls
from pages.gradient_descent.grounds import TITLES as GROUNDS
from pages.gradient_descent.grounds import WRONG, usual
from pages.gradient_descent.numbers import AWAY, FAR, FLAT_PLACE, MINIMUM, ON_ITS_WAY, SADDLE, TO_AND_FRO, fate, walk
from pages.gradient_descent.state import RATE
from pages.gradient_descent.words.downhill import agreement, gradient_rows, place_text, rule_in_numbers, step_of
from pages.gradient_descent.words.fate import RULES, TITLES, fate_sentence
from tests.pages.app import checked, link, notes, press, put, text, visit

PATH = "/gradient-descent"
KINDS = (ON_ITS_WAY, TO_AND_FRO, AWAY, MINIMUM, FLAT_PLACE, SADDLE, TO_AND_FRO, ON_ITS_WAY, TO_AND_FRO)
"""Where the walks that go wrong lead."""


def lesson(**said: str) -> AppTest:
    return visit(PATH, **said)


def state(at: AppTest) -> tuple[str, float, tuple[float, ...], int]:
    """Key of the ground, α, start and steps taken, as the widgets say it."""
    said = at.session_state
    key = next(key for key, title in GROUNDS.items() if title == said["g_on"])
    start = tuple(said[name] for name in ("g_w1", "g_w2")[: ALL[key].dimensions])
    return key, said["g_rate"], start, said["g_k"]


def assert_true(at: AppTest) -> None:
    """Every number and every sentence is the engine's."""
    key, rate, start, taken = state(at)
    surface = ALL[key]
    found, end = walk(surface, start, rate, taken + 1), fate(surface, start, rate)
    step = step_of(found, taken)
    shown = text(at)
    assert f"**This walk {TITLES[end.kind]}.** {fate_sentence(surface, end)}" in shown
    assert rule_in_numbers(surface, step) in shown
    assert agreement(step) in shown
    for _, value in gradient_rows(surface, step):
        assert f"**{value}**" in shown
    (told,) = at.info[-1:]
    assert f"**Next: step {taken + 1}**" in told.value
    assert f"from {place_text(surface, step.before)}" in told.value
    if step.after is not None:
        assert f"to {place_text(surface, step.after)}" in told.value
    at_end = end.broken is not None and taken == end.broken
    assert at.button(key="_g_next").disabled == (taken == FAR or at_end)
    assert at.button(key="_g_back").disabled == (taken == 0)


def here(at: AppTest) -> tuple[float, float]:
    """Where the picture has the walk."""
    chart: Any = next(chart for chart in at.get("plotly_chart") if chart.key == "hillside")
    figure = json.loads(chart.proto.spec)
    marks = next(trace for trace in figure["data"] if isinstance(trace.get("marker", {}).get("size"), list))
    assert marks["marker"]["size"][-1] == max(marks["marker"]["size"])
    return decoded(marks["x"])[-1], decoded(marks["y"])[-1]


def decoded(column: Any) -> Any:
    if isinstance(column, dict):
        return np.frombuffer(base64.b64decode(column["bdata"]), column["dtype"]).tolist()
    return column


def test_the_first_view() -> None:
    at = lesson()
    assert state(at) == ("parabola", 0.1, (0.0,), 0)
    assert_true(at)
    assert here(at) == (0.0, 9.0)
    assert "from w = 0, loss 9  \nto w = 0.6, loss 5.76" in at.info[-1].value


@pytest.mark.parametrize(
    ("rate", "places"),
    [
        (0.1, ["0.6", "1.08", "1.464"]),
        (0.5, ["3"]),
        (0.9, ["5.4", "1.08"]),
        (1.0, ["6", "0", "6"]),
        (1.1, ["6.6", "−1.32"]),
    ],
)
def test_five_learning_rates_by_the_slider(rate: float, places: list[str]) -> None:
    at = lesson()
    checked(at.select_slider(key="_g_slider").set_value(rate).run())
    assert at.session_state["g_rate"] == rate
    for index, place in enumerate(places):
        assert f"\nto w = {place}, loss" in at.info[-1].value
        assert_true(at)
        if index + 1 < len(places):
            press(at, "_g_next")


def test_the_slider_shows_what_was_typed() -> None:
    at = lesson(g_rate="0.123")
    assert at.select_slider(key="_g_slider").value == 0.123
    put(at, g_rate=0.45)
    assert at.select_slider(key="_g_slider").value == 0.45
    assert_true(at)


def test_back_on_many_and_again() -> None:
    at = lesson()
    before = text(at)
    press(at, "_g_next")
    press(at, "_g_many")
    assert state(at)[3] == 11
    assert_true(at)
    press(at, "_g_back")
    assert state(at)[3] == 10
    press(at, "_g_again")
    assert text(at) == before


OTHER_RATES = (RATE.low, 0.1, 2.0)
AT_RATES = [(key, rate) for place, key in enumerate(sorted(ALL)) for rate in (OTHER_RATES[place % 3], RATE.high)]
AT_ALL_RATES = [(key, rate) for key in ALL for rate in OTHER_RATES if (key, rate) not in AT_RATES]


@pytest.mark.parametrize(
    ("key", "rate"), [*AT_RATES, *(pytest.param(*pair, marks=pytest.mark.nightly) for pair in AT_ALL_RATES)]
)
def test_labels_are_true_on_every_ground_at_every_rate(key: str, rate: float) -> None:
    at = lesson(g_on=key, g_rate=str(rate))
    assert not notes(at)
    assert_true(at)
    last = controls.last_step(fate(ALL[key], ALL[key].start, rate).broken)
    put(at, g_k=last)
    assert_true(at)


@pytest.mark.parametrize("key", sorted(ALL))
@pytest.mark.parametrize("end", [0, 1])
def test_labels_are_true_at_the_corners(key: str, end: int) -> None:
    surface = ALL[key]
    names = ("g_w1", "g_w2")[: surface.dimensions]
    said = {name: str(ends[end]) for name, ends in zip(names, surface.ranges, strict=True)}
    at = lesson(g_on=key, g_k="3", **said)
    assert_true(at)


@pytest.mark.parametrize("key", [key for key, surface in ALL.items() if surface.minima])
def test_a_start_in_a_minimum_goes_nowhere(key: str) -> None:
    """Whatever α is: the verdict says so, and so does the step."""
    place = ALL[key].minima[0]
    said = {name: repr(value) for name, value in zip(("g_w1", "g_w2"), place, strict=False)}
    at = lesson(g_on=key, g_rate="0.001", **said)
    assert_true(at)
    assert TITLES[MINIMUM] in text(at)


def test_another_ground_brings_its_own_start_and_rate() -> None:
    at = lesson(g_rate="0.9", g_w1="-1", g_k="4")
    for key in ("rosenbrock", "net_neuron", "parabola"):
        put(at, g_on=GROUNDS[key])
        assert state(at) == (key, usual(key).rate, ALL[key].start, 0)
        assert_true(at)


@pytest.mark.parametrize(
    ("how", "kind"),
    [*zip(WRONG, KINDS, strict=True)],
    ids=lambda value: getattr(value, "title", value),
)
def test_walks_that_go_wrong_do(how: Any, kind: str) -> None:
    at = lesson(g_k="7")
    checked(at.selectbox(key="_g_wrong").set_value(how.title).run())
    assert state(at) == (how.on, how.rate, how.start, 0)
    assert_true(at)
    assert at.selectbox(key="_g_wrong").value == how.title
    end = fate(ALL[how.on], how.start, how.rate)
    assert end.kind == kind
    assert (end.deeper is not None) == (how.title == "The wrong valley")


def test_what_goes_wrong_is_named_only_while_it_is_chosen() -> None:
    at = lesson()
    assert at.selectbox(key="_g_wrong").value is None
    put(at, g_rate=WRONG[1].rate)
    assert at.selectbox(key="_g_wrong").value == WRONG[1].title
    put(at, g_rate=0.9)
    assert at.selectbox(key="_g_wrong").value is None


def test_a_step_out_of_the_picture_is_told() -> None:
    assert "The next step leads out of the picture" in text(lesson(g_rate="100"))
    assert "out of the picture" not in text(lesson())


@pytest.mark.parametrize(
    "said",
    [
        {"g_on": "ravine", "g_k": "6", "g_view": "3-D", "g_turn": "45"},
        {"g_on": "rosenbrock", "g_rate": "0.0007", "g_w1": "0.5", "g_w2": "2.25", "g_k": "33", "g_table": "true"},
        {"g_on": "net_weight_and_bias", "g_k": "500"},
        {"g_rate": "1.1", "g_k": "9", "g_guess": "run away", "g_ask": "true"},
        {"g_ask": "false", "g_w1": "8"},
    ],
)
def test_a_link_brings_everything_back(said: dict[str, str]) -> None:
    at = lesson(**said)
    assert not notes(at)
    assert text(visit(PATH, **link(at, "gradient_descent"))) == text(at)


def test_the_table_has_every_step() -> None:
    at = lesson(g_on="bowl", g_k="5", g_table="true")
    (table,) = at.dataframe
    found = walk(ALL["bowl"], ALL["bowl"].start, usual("bowl").rate, 5)
    assert list(table.value["step"]) == list(range(6))
    np.testing.assert_array_equal(table.value[["w₁", "w₂"]], found.theta)
    np.testing.assert_array_equal(table.value["predicted change"][:5], found.predicted_change)
    np.testing.assert_array_equal(table.value["actual change"][:5], found.actual_change)


def test_a_step_that_does_not_exist_is_noted() -> None:
    at = lesson(g_on="rosenbrock", g_rate="1", g_k="400")
    assert len(notes(at)) == 1
    assert_true(at)


def test_a_walk_that_gets_shorter_stays_on_its_last_step() -> None:
    at = lesson(g_on="wells", g_k="100")
    put(at, g_rate=3.0)
    assert state(at)[3] == fate(ALL["wells"], (1.6,), 3.0).broken
    assert "too large for a computer to hold" in text(at)
    assert_true(at)


def test_the_prediction() -> None:
    at = lesson()
    assert "steps into the minimum, w = 3. What will α = 1 do?" in text(at)
    put(at, g_guess="run away")
    assert "Not so: jump to and fro for ever" in text(at)
    put(at, g_guess="jump to and fro for ever")
    assert "**Right.** With α = 1 the first step goes twice as far, to w = 6. The slope there is 6" in text(at)
    put(at, g_ask=False)
    assert "What will α = 1 do?" not in text(at)


def test_every_verdict_has_its_rule_on_the_page() -> None:
    shown = text(lesson())
    for kind, rule in RULES.items():
        assert f"**It {TITLES[kind]}:** {rule}" in shown
