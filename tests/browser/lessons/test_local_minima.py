"""Local minima and saddles, as a student goes through it: answer, choose a run, stop a training."""

from playwright.sync_api import expect

from pages.local_minima import state
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.scenes import stop_and_take_up, through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_answer_and_look_at_a_run(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/local-minima?m_scene=xor")
    expect(main(page).get_by_role("radio", name=state.SOME)).to_be_in_viewport()
    main(page).get_by_role("radio", name=state.SOME).click()
    expect(page.locator(".st-key-ends .main-svg").first).to_be_visible(timeout=30_000)
    page.get_by_role("slider", name="Run to look at").press("ArrowRight")
    wait_until_idle(page)
    assert "m_run=1" in address(page)
    expect(main(page)).to_contain_text("Run 1: loss")
    main(page).get_by_role("link", name="Open run 1 in the playground").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Playground")


def test_the_widths_can_be_stopped_and_taken_up(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/local-minima?m_scene=wider")
    main(page).get_by_role("radio", name=state.FEWER).click()
    stop_and_take_up(page, "Stop training", "Train", "wider")


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/local-minima")
    answers = (state.HIGHEST, state.SOME, state.SAME, state.HIGH, state.FEWER)
    through_the_scenes(page, answers, ways)
