"""Loss functions as an instructor shows them: the toggle, the line by keyboard, every scene, the race that plays."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.player import play_to_the_end
from tests.browser.support.scenes import through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server

# How far both predictions of the race are drawn.
DRAWN = """() => document.querySelector('.st-key-race .js-plotly-plot').data.slice(1, 3).map(way => way.x.at(-1))"""


def judge(page: Page, loss: str) -> None:
    page.get_by_role("radiogroup", name="Judged by").get_by_role("radio", name=loss).click()
    wait_until_idle(page)


def test_the_toggle_the_line_and_the_next_scene(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/loss")
    result = page.get_by_test_id("stAlert").first
    expect(page.get_by_role("radiogroup", name="Judged by")).to_be_in_viewport()
    expect(page.locator(".st-key-data .main-svg").first).to_be_in_viewport()
    expect(result).to_contain_text("MSE = 1.618")
    weight = page.get_by_role("slider", name="Weight w")
    weight.focus()
    page.keyboard.press("ArrowRight")
    wait_until_idle(page)
    assert "l_w=0.1" in address(page)
    expect(result).not_to_contain_text("1.618")

    judge(page, "Log loss")
    assert "l_loss=Log+loss" in address(page)
    assert "l_w=0.1" in address(page), "the line keeps its place"
    expect(result).to_contain_text("Log loss = ")
    here = main(page).inner_text()
    page.reload()
    wait_until_idle(page)
    assert main(page).inner_text() == here

    page.get_by_role("button", name="Next: as curves").click()
    wait_until_idle(page)
    expect(page.locator(".st-key-curves .main-svg").first).to_be_in_viewport()
    expect(result).to_contain_text("Log loss: L =")


def test_the_race_plays_in_the_browser(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/loss?l_scene=wrong&l_ask=false")
    assert page.evaluate(DRAWN) == [0, 0]
    assert play_to_the_end(page)[-1] == 300
    assert page.evaluate(DRAWN) == [300, 300]
    expect(main(page)).to_contain_text(re.compile("after 117 updates"))


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/loss?l_loss=log_loss")
    answers = ("doubles", "half-way", "no", "MSE", "changes", "yes")
    through_the_scenes(page, answers, ways)
