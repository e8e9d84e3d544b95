"""Choosing hyperparameters, as a student does it: answer, open the winner, stop a search, look at two choices."""

from playwright.sync_api import expect

from pages.hyperparameters.words import judged, luck
from pages.hyperparameters.words.settings import SEARCHES, TITLES
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.scenes import stop_and_take_up, through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_answer_and_open_the_winner_in_the_playground(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/hyperparameters?h_seed=1")
    answer = main(page).get_by_role("radio", name=SEARCHES["random"])
    expect(answer).to_be_in_viewport()
    answer.click()
    expect(page.locator(".st-key-winners .main-svg").first).to_be_visible(timeout=60_000)
    wait_until_idle(page)
    page.get_by_role("link", name="Winner of random search in the playground").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Playground", timeout=30_000)
    wait_until_idle(page)
    assert "p_noise=0.3" in address(page)


def test_a_search_can_be_stopped_and_taken_up(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/hyperparameters?h_budget=108")
    main(page).get_by_role("radio", name=SEARCHES["grid"]).click()
    stop_and_take_up(page, "Stop searching", "Search", "trials")


def test_two_choices_that_a_visitor_picks(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/hyperparameters?h_scene=matters&h_ask=false")
    main(page).get_by_role("radio", name="Two choices").click()
    expect(page.locator(".st-key-pairs .main-svg").first).to_be_visible(timeout=60_000)
    wait_until_idle(page)
    page.get_by_role("combobox", name="Across").click()
    page.get_by_role("option", name="Depth", exact=True).click()
    wait_until_idle(page)
    assert "h_across=Depth" in address(page)
    expect(page.get_by_role("combobox", name="Up")).not_to_have_value("Depth")


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/hyperparameters?h_seed=4")
    through_the_scenes(page, (SEARCHES["random"], TITLES["depth"], luck.MORE, judged.ALIKE), ways)
