"""The link tells all: whoever opens it sees the same screen."""

from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app import link, moment, notes, press, put, seen, share_link, visit

FOUR = "0 0 > 0; 0 1 > 1; 1 0 > 1; 1 1 > 0"

# How a visitor gets to a state: what is set, one after the other, and what is pressed after that.
STATES = {
    "as it opens": ({}, ()),
    "a moment": ({"moment": 23}, ("next", "next", "previous")),
    "the end": ({}, ("last",)),
    "a phase": ({"phase": "Backward"}, ("next",)),
    "by layers": ({"moment": 30, "detail": "Layer"}, ("next",)),
    "by neurons, the end": ({"detail": "Neuron", "tab": "Tape"}, ("last",)),
    "a chosen weight": ({"pick": "w₅ (h₁ → ŷ₁)"}, ("last",)),
    "a chosen bias": ({"pick": "b₁⁽¹⁾ (1 → h₁)", "k": 3}, ()),
    "all about training": ({"rate": 0.1, "optimizer": "Adam", "biases": True, "k": 12, "tab": "Training"}, ("last",)),
    "a very small rate": ({"rate": 1e-6, "k": 1}, ("last",)),
    "the other loss": ({"loss": "Log loss", "tab": "The other loss"}, ("last",)),
    "a loss, then another example": ({"loss": "Log loss", "rate": 2.0, "example": "Han & Kamber 3-2-1"}, ("next",)),
    "another example with another loss": (
        {"example": "One saturated neuron", "loss": "MSE", "biases": False},
        ("last",),
    ),
    "the chain": ({"example": "Chain of five layers", "tab": "Training"}, ("last", "previous")),
    "published values": ({"tab": "Published values"}, ()),
    "weights by hand": ({"weights": "w1.1.1=0.123456789012345;b2.2=-1e-9", "tab": "Weights by hand"}, ("last",)),
    "one's own": ({"example": "My own", "sizes": "2-2-1", "hidden": "ReLU", "seed": 7, "init": "he"}, ("last",)),
    "the third sample": ({"example": "My own", "samples": FOUR, "sample": 3, "detail": "Neuron"}, ("last",)),
    "softmax": (
        {"example": "My own", "output": "softmax", "sizes": "2-3-3", "samples": "1 -0.5 > 0 1 0"},
        ("last", "previous"),
    ),
    "a run that diverges": (
        {"example": "My own", "hidden": "identity", "output": "identity", "rate": 1e6, "k": 10_000},
        ("last",),
    ),
}


@cache
def arrive(name: str) -> AppTest:
    """The page in one of these states; only to be looked at."""
    values, buttons = STATES[name]
    at = put(visit(), **values)
    for button in buttons:
        press(at, button)
    return at


@pytest.mark.parametrize("name", STATES)
def test_the_link_shows_the_same_screen(name: str) -> None:
    at = arrive(name)
    assert notes(at) == [], "nothing was wrong with these choices"

    opened = visit(**link(at))
    assert notes(opened) == []
    assert moment(opened) == moment(at)
    assert seen(opened) == seen(at)

    # What stays in the address bar, and what the page offers to copy, are the same link without the defaults.
    short = dict(parse_qsl(urlsplit(share_link(opened)).query, keep_blank_values=True))
    assert short == opened.query_params
    again = visit(**short)
    assert seen(again) == seen(at)
    assert share_link(again) == share_link(opened)


def test_no_two_of_these_states_look_the_same() -> None:
    """Otherwise the test above could pass with pages that show nothing of the link."""
    screens = [str(seen(arrive(name))) for name in STATES]
    assert len(set(screens)) == len(STATES)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ({"example": "mazur", "loss": "mse"}, {"loss": "MSE"}),
        ({"example": "han-kamber"}, {"example": "Han & Kamber 3-2-1"}),
        ({"optimizer": "adam", "detail": "layer"}, {"optimizer": "Adam", "detail": "Layer"}),
        (
            {"example": "own", "hidden": "relu", "output": "tanh"},
            {"example": "My own", "hidden": "ReLU", "output": "tanh"},
        ),
    ],
)
def test_short_names_mean_the_same(short: dict[str, str], full: dict[str, str]) -> None:
    at, other = visit(**short), visit(**full)
    assert notes(at) == notes(other) == []
    assert seen(at) == seen(other)
    assert share_link(at) == share_link(other)


def test_a_theme_changes_colours_and_nothing_else() -> None:
    light, dark = visit(moment="20"), visit(moment="20", theme="dark")
    assert moment(light) == moment(dark)
    assert [entry[0] for entry in seen(light)] == [entry[0] for entry in seen(dark)]
    assert seen(light) != seen(dark)
