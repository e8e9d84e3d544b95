"""The lesson on learning rates without a browser: every view, the extremes, and the prediction."""

import re
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import backprop as bp
from backprop.explain.numbers import text as number
from pages.learning_rates.numbers.local_bound import Bound, bound_along
from pages.learning_rates.numbers.rate_grid import by_batch_size, by_initializer, geometric_rates
from pages.learning_rates.rates import RATES, said
from pages.learning_rates.state import DATA as DATA_ROW
from pages.learning_rates.words import RULES, SIGNS_IN_WORDS, good_rates, pace
from tests.helpers import in_turn
from tests.pages.app import link, notes, player, put, text, visit

DATA = DATA_ROW.options
VIEWS = ("Head to head", "Side by side", "Loss against α", "Local bound", "Maps")
SMALL = {"r_samples": "40", "r_steps": "20", "r_hidden": "4"}


def lesson(**said: str) -> AppTest:
    return visit("/learning-rates", **(SMALL | said))


def common() -> bp.Experiment:
    return bp.Experiment("circles", (4,), samples=40, epochs=20, batch_size=2_000, test_fraction=0.0)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_has_a_picture_and_says_it_in_words(view: str, theme: str) -> None:
    at = visit("/learning-rates", theme, **(SMALL | {"r_view": view}))
    assert notes(at) == []
    (chart,) = at.get("plotly_chart")
    assert len(chart.proto.alt) > 40  # pyright: ignore
    assert "Take away" in text(at)


def test_both_labels_are_those_of_the_runs() -> None:
    at = lesson(r_a="0.1", r_b="3.2", r_ask="false")
    for rate in (0.1, 3.2):
        run = bp.train(replace(common(), learning_rate=rate))
        label = pace(run.steps, run.train_loss, run.diverged, bp.Names(run.net))
        assert f"α = {rate}: {label.sentence}" in text(at)


def test_the_prediction_is_answered_at_once_and_forgotten_with_another_rate() -> None:
    at = lesson()
    assert "the loss fell" not in text(at), "nothing is given away"
    right = pace_of(3.2)
    wrong = next(kind for kind in RULES if kind != right)
    put(at, r_guess=wrong)
    assert any(f"Not so: {right}" in info.value for info in at.info)
    put(at, r_guess=right)
    assert any(info.value.startswith("**Right.**") for info in at.info)
    put(at, r_b=1.0)
    assert at.session_state["r_guess"] is None
    assert not at.info


def pace_of(rate: float) -> str:
    run = bp.train(replace(common(), learning_rate=rate))
    return pace(run.steps, run.train_loss, run.diverged, bp.Names(run.net)).kind


EXTREMES = (
    {"r_data": "sine", "r_a": "0.00001", "r_b": "7500", "r_low": "0.00001", "r_high": "7500"},
    {"r_data": "bump", "r_hidden": "none"},
    {"r_samples": "10", "r_steps": "10", "r_hidden": "16-16-16-16", "r_activation": "relu"},
    {"r_data": "xor", "r_loss": "mse", "r_least": "1000", "r_after": "0"},
    {"r_data": "sine", "r_least": "0.00001", "r_most": "0.0001", "r_with": "Nesterov 0.9", "r_map": "initial weights"},
    {"r_steps": "1000", "r_samples": "10", "r_count": "64", "r_step": "1000", "r_most": "10000", "r_after": "1000"},
    {"r_data": "sine", "r_least": "1000", "r_a": "7500", "r_b": "7500", "r_count": "6", "r_with": "1/t schedule"},
)
RAW = re.compile(r"not a number|\bnan\b|\binf\b|None|\de[+-]\d")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("said", EXTREMES, ids=str)
def test_extremes(view: str, said: dict[str, str]) -> None:
    at = lesson(**said, r_view=view)
    assert notes(at) == []
    words = [markdown.value for markdown in at.markdown] + [caption.value for caption in at.caption]
    (chart,) = at.get("plotly_chart")
    for line in [*words, chart.proto.alt]:  # pyright: ignore
        assert not RAW.search(line), line


@pytest.mark.parametrize(("data", "view"), in_turn([(data,) for data in DATA], [(view,) for view in VIEWS]))
def test_all_data(data: str, view: str) -> None:
    at = lesson(r_data=data, r_view=view)
    assert notes(at) == []
    assert at.selectbox(key="r_data").value == DATA[data]


def test_a_network_that_cannot_be_is_told() -> None:
    assert "hidden" in notes(lesson(r_hidden="99"))[0]


@pytest.mark.parametrize("moved", [{"r_seed": 1}, {"r_steps": 30}, {"r_data": "Moons"}, {"r_hidden": "3"}])
def test_another_run_is_another_question(moved: dict[str, object]) -> None:
    at = lesson(r_guess="good")
    assert at.info
    put(at, **moved)
    assert at.session_state["r_guess"] is None
    assert not at.info


def test_another_rate_on_the_left_and_another_view_keep_the_answer() -> None:
    at = lesson(r_guess="good")
    put(at, r_a=1.0)
    assert at.session_state["r_guess"] == "good"
    put(at, r_step=7)
    assert at.info


def test_without_questions_all_is_told_at_once() -> None:
    at = lesson(r_ask="false")
    assert "r_guess" not in at.session_state
    assert text(at).count("the loss fell") >= 2


def test_loss_against_rate_tells_the_engines_numbers() -> None:
    at = lesson(r_view="Loss against α", r_with="momentum 0.9", r_after="15")
    rates = geometric_rates(0.01, 100.0, 41)
    ways = {"plain gradient descent": common(), "momentum 0.9": replace(common(), optimizer="momentum", momentum=0.9)}
    for name, experiment in ways.items():
        found = bp.sweep(experiment, rates)
        losses = found.train_loss[:, found.steps.tolist().index(15)]
        names = bp.Names(found.net)
        kinds = [pace(found.steps, *run, names).kind for run in zip(found.train_loss, found.diverged, strict=True)]
        best = int(np.nanargmin(losses))
        line = f"Trained with {name}, it goes well {good_rates(np.array(rates), kinds)}; in the picture, lowest loss "
        assert f"{line}{number(float(losses[best]), 3)} at α = {number(rates[best], 3)}." in text(at)
    assert "The loss after 15 steps, for 41 learning rates." in text(at)
    assert number(bound(0.01), 3) in text(at)


def bound(rate: float) -> float:
    found = bound_along(bp.train(replace(common(), learning_rate=rate)), 30).at_start
    assert found is not None
    return found


def test_side_by_side_tells_every_run() -> None:
    at = lesson(r_view="Side by side", r_count="6", r_least="0.1", r_most="1000")
    (table,) = at.dataframe
    rates = geometric_rates(0.1, 1_000.0, 6)
    assert table.value["α"].astype(float).tolist() == list(rates)
    for rate, label, told in table.value.itertuples(index=False):
        run = bp.train(replace(common(), learning_rate=float(rate)))
        expected = pace(run.steps, run.train_loss, run.diverged, bp.Names(run.net))
        assert (label, f"{label}: {told}") == (expected.kind, expected.sentence)
    for kind in set(table.value["label"]):
        assert f"{(table.value['label'] == kind).sum()} {kind}" in text(at)


@pytest.mark.parametrize("by", ["batch size", "initial weights"])
def test_the_table_of_a_map_is_the_engines(by: str) -> None:
    at = lesson(r_view="Maps", r_map=by)
    rates = geometric_rates(0.01, 100.0, 12)
    found = by_batch_size(common(), rates, 30) if by == "batch size" else by_initializer(common(), rates)
    (table,) = at.dataframe
    assert table.value.index.tolist() == list(found.names)
    assert [float(column) for column in table.value.columns] == list(rates)
    assert table.value.to_numpy().tolist() == [[number(float(loss), 3) for loss in row] for row in found.losses]


def test_the_highest_rate_stays_above_the_lowest() -> None:
    at = lesson(r_view="Maps")
    put(at, r_least=100.0)
    assert at.selectbox(key="r_most").value == "1000"
    assert "The same" in text(at)
    put(at, r_least=0.001)
    assert at.selectbox(key="r_most").value == "1000", "what was chosen stays where it can"
    assert notes(lesson(r_view="Maps", r_least="0.001", r_most="1000")) == []
    (note,) = notes(lesson(r_view="Maps", r_least="10", r_most="1"))
    assert "Showing 100" in note


def test_an_end_of_the_range_is_the_same_in_every_view() -> None:
    at = lesson(r_view="Maps")
    put(at, r_least=0.1, r_view="Side by side")
    assert at.selectbox(key="r_least").value == "0.1"


@pytest.mark.parametrize(
    "moved",
    [
        {"r_view": "Maps", "r_map": "initial weights", "r_seed": 3},
        {"r_view": "Side by side", "r_count": 6, "r_least": 0.1, "r_most": 10.0, "r_step": 5},
        {"r_view": "Loss against α", "r_with": "cosine schedule", "r_after": 3},
        {"r_view": "Local bound", "r_low": 0.32, "r_high": 5.6},
        {"r_a": 0.56, "r_b": 42.0, "r_guess": "diverging", "r_step": 4},
        {"r_ask": False, "r_data": "Sine curve", "r_loss": "½ squared", "r_steps": 40, "r_activation": "ReLU"},
    ],
    ids=str,
)
def test_a_link_says_everything(moved: dict[str, object]) -> None:
    at = put(lesson(), **moved)
    rates = {key: said(value) for key, value in at.session_state.to_dict().items() if isinstance(value, float)}
    again = visit("/learning-rates", **(link(at, "learning_rates") | rates))
    assert notes(again) == []
    assert text(again) == text(at)


def test_a_rate_can_be_read_in_the_link() -> None:
    """What a slider shows stands in the address bar: a number without a power of ten."""
    assert [said(rate) for rate in (RATES[0], RATES[1], 0.1, 3.2, RATES[-1])] == [
        *("0.00001", "0.000013", "0.1", "3.2", "7500"),
    ]
    assert [float(said(rate)) for rate in RATES] == list(RATES)


def test_a_film_opens_at_the_step_of_the_link() -> None:
    first, last = player(lesson(r_ask="false")), player(lesson(r_ask="false", r_step="20"))
    assert (first["step"], last["step"]) == (0, 20)
    assert 20 in last["steps"]


@pytest.mark.parametrize("view", ["Head to head", "Side by side"])
def test_the_step_of_the_link_has_a_picture_of_its_own(view: str) -> None:
    at = lesson(r_view=view, r_ask="false", r_steps="300", r_step="147")
    assert player(at)["step"] == 147
    assert 147 in player(at)["steps"]
    assert "no picture" not in text(at)


BROKEN = {"r_data": "sine", "r_activation": "relu", "r_a": "1000", "r_b": "7500", "r_ask": "false", "r_steps": "300"}


@pytest.mark.parametrize(
    ("query", "chosen", "most"),
    [({"r_view": "Side by side", "r_steps": "1000"}, 151, 1), (BROKEN, 250, 249)],
    ids=["not every step is kept", "both runs broke"],
)
def test_where_a_step_has_no_picture_the_nearest_one_is_named(query: dict[str, str], chosen: int, most: int) -> None:
    at = lesson(**query, r_step=str(chosen))
    (told,) = (caption.value for caption in at.caption if "no picture" in caption.value)
    named, shown = (int(number) for number in re.findall(r"\d+", told))
    assert named == chosen
    assert 0 < abs(shown - chosen) <= most
    assert player(at)["step"] == shown
    assert shown in player(at)["steps"]


@pytest.mark.parametrize(
    "run",
    [{"r_loss": "MSE", "r_b": "56"}, {"r_loss": "MSE", "r_b": "100"}, BROKEN | {"r_b": "1", "r_ask": "true"}],
    ids=str,
)
def test_of_a_run_that_ends_above_where_it_began_diverging_is_right(run: dict[str, str]) -> None:
    at = visit("/learning-rates", **run, r_guess="diverging")
    assert any(info.value.startswith("**Right.**") for info in at.info)


@pytest.mark.parametrize("count", ["6", "12", "32", "64"])
def test_signs_are_told_where_there_are_no_words(count: str) -> None:
    at = lesson(r_view="Side by side", r_count=count)
    told = [caption.value for caption in at.caption if SIGNS_IN_WORDS in caption.value]
    assert len(told) == (count in ("32", "64"))


def test_a_map_says_from_which_loss_on_it_is_darkest() -> None:
    at = lesson(r_view="Maps", r_map="initial weights")
    first = by_initializer(common(), geometric_rates(0.01, 100.0, 12)).first
    assert f"Darkest is {number(first, 3)}, the lowest first loss on the map" in text(at)


def test_more_steps_than_there_are_are_the_last() -> None:
    at = lesson(r_step="20")
    put(at, r_steps=10)
    assert at.session_state["r_step"] == 10


def test_the_bound_is_the_engines_and_both_rates_are_on_its_right_side() -> None:
    start = bound(0.1)
    at = lesson(r_view="Local bound", r_low="0.1", r_high="42")
    assert f"λmax = {number(2 / start, 3)}, so the local bound is {number(start, 3)}." in text(at)
    assert 0.1 < start < 42
    assert "α = 0.1 is below it." in text(at)
    assert "α = 42 is above it" in text(at)


def test_a_network_without_curvature_has_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    flat = Bound(0.1, np.arange(2), np.array([np.nan, 1.0]))
    monkeypatch.setattr("pages.learning_rates.local_bound.bound_of", lambda *_: flat)
    assert "there is no local bound" in text(lesson(r_view="Local bound"))
