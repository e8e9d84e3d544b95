"""Vanishing and exploding gradients, as a student goes through it: answer, stop the map, switch on cures."""

from playwright.sync_api import expect

from pages.vanishing_gradients import state, words
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.scenes import stop_and_take_up, through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_answer_and_change_the_network(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/vanishing-gradients")
    expect(main(page).get_by_role("radio", name=words.MUCH)).to_be_in_viewport()
    main(page).get_by_role("radio", name=words.MUCH).click()
    expect(page.locator(".st-key-backward .main-svg").first).to_be_visible()
    expect(main(page)).to_contain_text("It hardly learns.")
    page.get_by_role("slider", name="Layers").press("Home")
    wait_until_idle(page)
    assert "d_depth=2" in address(page)
    expect(page.locator(".st-key-backward")).to_have_count(0)


def test_the_map_can_be_stopped_and_taken_up(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/vanishing-gradients?d_scene=map&d_depth=50&d_width=64")
    main(page).get_by_role("radio", name="sigmoid").click()
    stop_and_take_up(page, "Stop measuring", "Measure", "map")


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/vanishing-gradients?d_depth=12&d_width=16")
    answers = (words.MUCH, words.SLOPES, "sigmoid", state.LAST, state.ALL)
    through_the_scenes(page, answers, ways)
