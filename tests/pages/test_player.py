"""What the server does when a film is paused or let go: the box, and so the link, say the step of the film."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app import let_go, player, put, visit


def race(**said: str) -> AppTest:
    return visit("/optimizers", o_ask="false", o_steps="30", **said)


def test_box_and_description_follow_the_film() -> None:
    at = let_go(race(), 12)
    assert at.number_input(key="o_step").value == 12
    assert player(at)["step"] == 12
    assert "at step 12:" in player(at)["words"]


def test_the_same_step_counts_again_after_the_box_has_said_another() -> None:
    at = put(let_go(race(), 12), o_step=5)
    assert player(at)["step"] == 5
    assert let_go(at, 12).number_input(key="o_step").value == 12


def test_the_figure_is_not_sent_again() -> None:
    at = race()
    before = at.get("plotly_chart")[0].proto  # pyright: ignore[reportAttributeAccessIssue]
    after = let_go(at, 12).get("plotly_chart")[0].proto  # pyright: ignore[reportAttributeAccessIssue]
    assert after.id == before.id, "the browser keeps what it has drawn"


@pytest.mark.parametrize("step", [-1, 31, 10**30, 2.5, "12", None, [12], {"step": 12}, float("nan")])
def test_only_a_step_of_the_film_is_taken_over(step: object) -> None:
    """A browser can send anything."""
    assert let_go(race(o_step="7"), step).number_input(key="o_step").value == 7
