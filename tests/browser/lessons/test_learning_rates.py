"""The lesson on learning rates as an instructor uses it: move α, let the class answer, play, look at many at once."""

import re
from itertools import cycle, pairwise
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Way, see, ways_to_see
from tests.browser.support.axe import violations
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.player import film_step, play_to_the_end, player
from tests.browser.support.screen import SIDEWAYS, address, choose, main
from tests.browser.support.server import Server

VIEWS = ("Side by side", "Loss against α", "Local bound", "Maps")
"""All but the first."""
QUICK = "r_samples=40&r_steps=60&r_hidden=4"


def film(name: str) -> str:
    return f".st-key-{name} .js-plotly-plot"


def test_from_one_learning_rate_to_many(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/learning-rates")
    expect(player(page)).to_be_in_viewport(ratio=1)
    expect(page.locator(f"{film('duel')} .bglayer")).to_be_in_viewport(ratio=1)
    expect(main(page)).to_contain_text("Answer above, or press Play")

    page.get_by_role("slider", name="α on the right").focus()
    page.keyboard.press("ArrowRight")
    wait_until_idle(page)
    assert "r_b=4.2" in address(page)
    page.get_by_role("radio", name="too slow", exact=True).click()
    wait_until_idle(page)
    expect(page.get_by_test_id("stAlert")).to_contain_text("With α = 4.2 it is")
    expect(main(page)).to_contain_text(re.compile(r"α = 0\.1: \w+"))

    assert play_to_the_end(page)[-1] == 300

    page.get_by_role("radio", name="Side by side", exact=True).click()
    wait_until_idle(page)
    page.locator(film("mosaic")).wait_for()
    page.locator(".st-key-r_count").get_by_text("64", exact=True).click()
    wait_until_idle(page)
    assert "r_count=64" in address(page)
    assert page.locator(f"{film('mosaic')} .textpoint").count() == 64
    box = page.get_by_role("spinbutton", name="Step to look at")
    box.fill("300")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    assert film_step(page) == 300
    here = main(page).inner_text()
    page.reload()
    wait_until_idle(page)
    assert main(page).inner_text() == here


@pytest.mark.parametrize(
    "ends", ["r_least=0.00001&r_most=0.0001", pytest.param("r_least=1000", marks=pytest.mark.nightly)]
)
def test_a_range_of_rates_in_the_link_is_the_one_on_the_page(server: Server, open_page: OpenPage, ends: str) -> None:
    page = open_page(f"{server.url}/learning-rates?{QUICK}&r_view=Maps&{ends}")
    expect(main(page)).not_to_contain_text("The link says")
    least = ends.split("&")[0].removeprefix("r_least=")
    expect(page.get_by_role("combobox", name="Lowest α")).to_have_value(least)
    page.reload()
    wait_until_idle(page)
    expect(page.get_by_role("combobox", name="Lowest α")).to_have_value(least)


def test_a_widget_of_two_views_is_in_the_link_in_both(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/learning-rates?{QUICK}&r_view=Maps")
    for view, least in (("Loss against α", "0.001"), ("Side by side", "100"), ("Maps", "1")):
        page.get_by_role("radio", name=view, exact=True).click()
        wait_until_idle(page)
        choose(page, "Lowest α", least)
        assert f"r_least={least}" in address(page)


def test_on_a_projector_all_pictures_and_the_player_are_in_sight(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/learning-rates?{QUICK}&r_view=Side+by+side&r_count=6", "light", 1280, 720)
    for count in (6, 12, 32, 64):
        page.locator(".st-key-r_count").get_by_text(str(count), exact=True).click()
        wait_until_idle(page)
        all_is_in_sight(page, count)


def all_is_in_sight(page: Page, count: int) -> None:
    assert page.locator(film("mosaic")).evaluate(CUT_OFF) <= 0
    expect(player(page)).to_be_in_viewport(ratio=1)
    assert page.locator(f"{film('mosaic')} .textpoint").count() == count
    words = page.locator(f"{film('mosaic')} .textpoint text").evaluate_all(BOXES)
    assert all(one[1] < other[0] for one, other in pairwise(words) if one[2] == other[2])


CUT_OFF = """plot => {
    const ends = [...plot.querySelectorAll('.textpoint')]
        .map(part => part.getBoundingClientRect().right);
    let hidden = -Infinity;
    for (let box = plot; box; box = box.parentElement)
        if (getComputedStyle(box).overflowX !== 'visible')
            hidden = Math.max(hidden, Math.max(...ends) - box.getBoundingClientRect().right);
    return Math.max(hidden, Math.max(...ends) - innerWidth);
}"""
"""How many pixels of a film's words lie beyond what scrolls or hides it."""
BOXES = "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right, box.top])"


@pytest.mark.parametrize("view", ["Head to head", pytest.param("Side by side", marks=pytest.mark.nightly)])
def test_a_film_opens_at_exactly_the_step_of_the_link(server: Server, open_page: OpenPage, view: str) -> None:
    said = f"r_ask=false&r_step=150&r_view={quote_plus(view)}"
    page = open_page(f"{server.url}/learning-rates?{said}")
    assert film_step(page) == 150


@ways_to_see
def test_in_every_view_all_is_in_reach_and_axe_finds_nothing(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/learning-rates?{QUICK}")
    for view, (scheme, width) in zip(("Head to head", *VIEWS), cycle(ways), strict=False):
        see(page, (scheme, width), 844)
        choice = page.get_by_role("radio", name=view, exact=True)
        box = choice.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width - 16
        choice.click()
        wait_until_idle(page)
        assert page.evaluate(SIDEWAYS) <= 0, view
        assert violations(page) == [], view


def test_axe_finds_nothing_in_an_answer(server: Server, open_page: OpenPage) -> None:
    assert violations(open_page(f"{server.url}/learning-rates?{QUICK}&r_guess=stuck", "dark", 390)) == []
