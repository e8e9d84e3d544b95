"""The app as a student uses it, from the first page to the last number."""

import csv
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Scheme
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.player import RECORD, button, player
from tests.browser.support.screen import (
    DRAWN_BOXES,
    SIDEWAYS,
    address,
    choose,
    click_weight,
    formulas,
    main,
    open_tab,
    press_key,
    screen,
    table,
)
from tests.browser.support.server import Server

MOMENTS = 58
"""Of Mazur's example, operation by operation."""
W5 = "w₅ (h₁ → ŷ₁)"
FACTORS = ("0.741365070", "0.186815602", "0.593269992")
GRADIENT = "0.0821670406"

# By how much the diagram scrolls sideways in its card, and where the card ends.
OVERFLOW = """() => {
    for (let e = document.querySelector('.st-key-diagram'); e.dataset.testid !== 'stMain'; e = e.parentElement)
        if (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)) {
            e.scrollLeft = 9999;
            return {by: e.scrollLeft, right: e.getBoundingClientRect().right};
        }
    return null;
}"""

NAME = """() => {
    const e = document.activeElement;
    return e.matches('a, button, input') ? e.ariaLabel ?? e.textContent : '';
}"""


def said(page: Page) -> dict[str, str]:
    """The parameters in the address bar."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(address(page)).query).items()}


def test_one_press_shows_a_network_learn(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url)
    expect(main(page)).to_contain_text("Step 0.")
    player(page).get_by_role("status").evaluate(RECORD)
    picture = page.locator(".js-plotly-plot .main-svg").first
    before = picture.inner_html()
    button(page, "Watch a network learn").click()
    expect(button(page, "One picture on")).to_be_disabled(timeout=30_000)
    wait_until_idle(page)
    steps = [int(re.findall(r"\d+", said)[0]) for said in page.evaluate("() => window.heard")]
    assert steps == list(range(81))
    assert picture.inner_html() != before
    expect(main(page)).to_contain_text("Step 80. The loss has gone from")
    assert said(page) == {"seen": "80"}

    after = main(page).inner_text()
    page.reload()
    wait_until_idle(page)
    assert main(page).inner_text() == after


@pytest.mark.parametrize("far", [12, pytest.param(MOMENTS, marks=pytest.mark.nightly)])
def test_through_the_whole_step_and_back(server: Server, open_page: OpenPage, far: int) -> None:
    page = open_page(server.url)
    page.get_by_test_id("stMain").get_by_role("link", name="Backpropagation, step by step").click()
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Backpropagation, step by step")
    first = screen(page)
    assert first.address == f"{server.url}/backprop"
    picture = page.locator(".st-key-diagram").screenshot()

    texts = []
    for place in range(2, far + 1):
        press_key(page, "ArrowRight", place, MOMENTS)
        texts.append(main(page).inner_text())
    assert len(set(texts)) == far - 1, "two moments read the same"
    for place in range(far - 1, max(1, far - 10), -1):
        press_key(page, "ArrowLeft", place, MOMENTS)
        assert main(page).inner_text() == texts[place - 2], f"moment {place} reads differently on the way back"

    press_key(page, "End", MOMENTS, MOMENTS)
    wait_until_idle(page)
    assert "w₁ = 0.149780716" in main(page).inner_text()
    assert said(page) == {"moment": str(MOMENTS)}
    expect(page.get_by_role("button", name="Next training step")).to_be_enabled()
    page.keyboard.press("ArrowRight")
    wait_until_idle(page)
    assert said(page) == {"moment": str(MOMENTS)}, "an arrow key held down stops at the end"

    press_key(page, "Home", 1, MOMENTS)
    wait_until_idle(page)
    assert screen(page) == first
    assert page.locator(".st-key-diagram").screenshot() == picture

    page.locator(".st-key-next button").click()
    wait_until_idle(page)
    press_key(page, "ArrowRight", 3, MOMENTS)
    press_key(page, "ArrowLeft", 2, MOMENTS)


def test_a_click_on_an_edge_shows_where_the_gradient_comes_from(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url + "/backprop")
    click_weight(page, "w2.1.1")

    assert said(page) == {"pick": W5}
    numbers = " ".join(formulas(page))
    for number in (*FACTORS, GRADIENT):
        assert number in numbers
    clicked = screen(page)

    other = open_page(server.url + "/backprop")
    choose(other, "Weight or bias", W5)
    assert screen(other) == clicked, "the select-box does what the click does"

    third = open_page(address(page))
    assert screen(third) == clicked, "whoever opens the link sees the same"

    for where, label in {"b1.1": "b₁⁽¹⁾ (1 → h₁)", "w1.2.2": "w₄ (x₂ → h₂)", "w2.1.1": W5}.items():
        click_weight(page, where)
        assert said(page)["pick"] == label
    click_weight(page, "w1.2.2")
    click_weight(page, "w1.2.2")
    assert said(page)["pick"] == "w₄ (x₂ → h₂)"


def test_keyboard_alone_reaches_the_gradient_of_a_weight(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url)
    tab_to(page, "Backpropagation, step by step")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    press_key(page, "ArrowRight", 2, MOMENTS)
    tab_to(page, "Weight or bias")
    page.keyboard.type("w₅")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    assert said(page) == {"moment": "2", "pick": W5}
    assert GRADIENT in " ".join(formulas(page))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something called `name` has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_a_weight_changed_by_keyboard_travels_in_the_link(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url + "/backprop?tab=Weights+by+hand")
    untouched = screen(page)
    change_first_cell(page, "0.123456789012345")
    assert said(page)["weights"] == "w1.1.1=0.123456789012345"
    changed = screen(page)
    assert "w₁ 0.1235" in changed.words
    assert "0.00617283945" in " ".join(formulas(page)), "w₁ times x₁"

    other = open_page(address(page))
    assert screen(other) == changed
    assert other.locator('textarea[aria-label="Weights set by hand"]').input_value() == "w1.1.1=0.123456789012345"
    assert table(other)[1][-1] == "0.123456789012345"

    other.get_by_role("button", name="Back to the original weights").click()
    wait_until_idle(other)
    assert screen(other) == untouched


def change_first_cell(page: Page, number: str) -> None:
    """Change the value in the first row of the table of weights, by keyboard."""
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    wait_until_idle(page)
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + 52)  # the first row below the heading, first column
    wait_until_idle(page)  # before the table has the focus, the arrow keys are the stepper's
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    field = page.locator("#portal input")
    expect(field).to_be_focused()  # the editor is loaded when it is first needed
    field.press("ControlOrMeta+a")
    field.press_sequentially(number, delay=30)
    page.keyboard.press("Enter")
    wait_until_idle(page)


def test_the_download_holds_every_digit_and_published_values_stand_beside_ours(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url + "/backprop?tab=Gradients")
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    assert download.value.suggested_filename == "gradients.csv"
    rows = {
        row["parameter"]: row for row in csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8")))
    }
    assert len(rows) == 12
    assert float(rows["w₁"]["new value"]) == pytest.approx(0.1497807161327628, rel=1e-14)
    assert float(rows["w₅"]["gradient"]) == pytest.approx(0.08216704056423078, rel=1e-14)
    assert len(rows["w₅"]["gradient"]) >= 17

    open_tab(page, "Published values")
    words = main(page).inner_text()
    for number in ("0.291027924", "0.291027774", "0.0000351085", "3.51018778×10⁻⁵"):
        assert number in words
    assert "[data-testid" not in words


@pytest.mark.parametrize(
    "query",
    [
        "moment=58",
        pytest.param("example=own&moment=62", marks=pytest.mark.nightly),
        pytest.param("example=han-kamber&moment=50", marks=pytest.mark.nightly),
        "example=five-layer-chain&moment=40",
        "example=own&sizes=2-2-2-2&samples=1%200>1%200&moment=70",
        "example=own&sizes=2-3-3-3-3-3-3-1&moment=100",
    ],
)
def test_every_label_can_be_read_as_the_browser_draws_it(server: Server, open_page: OpenPage, query: str) -> None:
    page = open_page(f"{server.url}/backprop?{query}", "light", 1280, 720)
    drawn: Any = page.evaluate(DRAWN_BOXES)
    weights = [label for label in drawn["labels"] if label[0].startswith("w")]
    assert weights
    assert page.evaluate(OVERFLOW) is None, "the output layer is hidden, where the backward pass begins"
    for label in weights:
        others = [other for other in drawn["labels"] if other is not label and _overlap(label[1:], other[1:]) > 3]
        assert [other[0] for other in others] == [], label[0]
        assert not [unit for unit in drawn["units"] if _overlap(label[1:], unit) > 6], f"{label[0]} lies on a unit"


def _overlap(one: list[float], other: list[float]) -> float:
    """By how many pixels two boxes (left, right, top, bottom) overlap, in the direction where it is less."""
    return min(min(one[1], other[1]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[2], other[2]))


def test_on_a_phone_small_diagrams_fit_and_large_ones_scroll(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url + "/backprop?moment=30", "dark", 390, 844)
    assert page.evaluate(SIDEWAYS) <= 0, "the page itself scrolls sideways"
    assert page.evaluate(OVERFLOW) is None, "a small diagram fits a phone"
    titles = page.get_by_text("The gradient of w₈").bounding_box()
    assert titles, "no title"
    assert titles["y"] + titles["height"] < 844, "what is computed is seen without scrolling"

    deep = open_page(server.url + "/backprop?example=five-layer-chain&moment=40", "dark", 390, 844)
    assert deep.evaluate(SIDEWAYS) <= 0
    overflow: Any = deep.evaluate(OVERFLOW)
    assert overflow, "a larger one is neither squeezed nor cut, but scrolls inside its card"
    assert overflow["by"] > 0
    assert overflow["right"] <= 390


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.nightly)])
def test_words_in_the_diagram_have_the_ink_of_the_theme(server: Server, open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page(server.url + "/backprop?moment=30", scheme)
    ground = page.evaluate("() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor")
    dark = sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 200
    assert dark == (scheme == "dark")
    ink = page.evaluate("() => getComputedStyle(document.querySelector('.st-key-diagram .textpoint text')).fill")
    light_ink = sum(int(part) for part in re.findall(r"\d+", ink)[:3]) > 380
    assert light_ink == dark, f"words in the diagram are {ink} on {ground}"
