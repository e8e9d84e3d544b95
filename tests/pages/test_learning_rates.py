"""The lesson on learning rates without a browser: every view, the extremes, and the prediction."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

import backprop as bp
from backprop.explain.numbers import text as number
from backprop.explain.pace import RULES, pace
from tests.pages.app import link, notes, put, text, visit

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


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "said",
    [
        {"r_data": "sine", "r_a": "0.00001", "r_b": "7500"},
        {"r_data": "bump", "r_hidden": "none"},
        {"r_samples": "10", "r_steps": "10", "r_hidden": "16-16-16-16", "r_activation": "relu"},
        {"r_data": "xor", "r_loss": "mse", "r_least": "1000", "r_most": "10000"},
    ],
    ids=str,
)
def test_extremes(view: str, said: dict[str, str]) -> None:
    at = lesson(**said, r_view=view)
    assert notes(at) == []


def test_a_network_that_cannot_be_is_told() -> None:
    assert "hidden" in notes(lesson(r_hidden="99"))[0]


def test_the_loss_at_the_start_and_the_best_are_those_of_the_sweep() -> None:
    at = lesson(r_view="Loss against α", r_with="momentum 0.9", r_after="20")
    assert "plain gradient descent" in text(at)
    assert "momentum 0.9" in text(at)


def test_a_link_says_everything() -> None:
    at = lesson(r_view="Maps")
    put(at, r_map="initial weights", r_seed=3)
    again = visit("/learning-rates", **link(at, "learning_rates"))
    assert text(again) == text(at)


def test_a_film_opens_at_the_step_of_the_link() -> None:
    first, last = lesson(r_ask="false"), lesson(r_ask="false", r_step="20")
    assert first.get("plotly_chart")[0].proto.alt != last.get("plotly_chart")[0].proto.alt  # pyright: ignore
    assert "step 20" in last.get("plotly_chart")[0].proto.alt  # pyright: ignore


def test_more_steps_than_there_are_are_the_last() -> None:
    at = lesson(r_step="20")
    put(at, r_steps=10)
    assert at.session_state["r_step"] == 10


def test_the_bound_is_the_engines() -> None:
    from backprop.local_bound import bound_along

    run = bp.train(replace(common(), learning_rate=0.1))
    start = bound_along(run, 30).at_start
    assert start is not None
    assert number(start, 3) in text(lesson(r_view="Local bound"))
