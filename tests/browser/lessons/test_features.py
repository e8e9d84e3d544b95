"""What hidden units learn, as a student goes through it: the film by keyboard, and every scene."""

from playwright.sync_api import expect

from pages.features import state
from pages.features.numbers.spirals import MAPS, UPDATES
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.player import play_to_the_end
from tests.browser.support.scenes import through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_the_maps_play_and_the_link_follows(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/features?f_ask=false")
    expect(page.get_by_role("button", name="Play")).to_be_in_viewport()
    assert play_to_the_end(page)[-1] == UPDATES[MAPS]
    wait_until_idle(page)
    assert f"f_maps={UPDATES[MAPS]}" in address(page)
    expect(main(page)).to_contain_text(f"After step {UPDATES[MAPS]}")


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/features?f_unit=16")
    answers = (state.FIRST, state.YES, state.WORSE, state.LITTLE)
    through_the_scenes(page, answers, ways)
