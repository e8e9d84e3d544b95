"""The bug clinic, as a student goes through it: look at a step, run the check, make a diagnosis."""

from playwright.sync_api import expect

from pages.bug_clinic import state
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.scenes import through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_look_at_a_step_check_it_and_make_a_diagnosis(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/bug-clinic")
    expect(main(page).get_by_role("radio", name="no bug")).to_be_in_viewport()
    page.get_by_role("slider", name="Training step").press("ArrowRight")
    wait_until_idle(page)
    assert "b_step=1" in address(page)
    expect(main(page)).to_contain_text("Step 1:")
    page.locator(".st-key-_onward button").click()
    wait_until_idle(page)
    expect(main(page)).to_contain_text("Wrong in step 1: W1, b1.")
    main(page).get_by_role("radio", name="slope of a instead of z").click()
    wait_until_idle(page)
    expect(main(page)).to_contain_text("Right. The slope is taken at the activation a")
    expect(main(page)).to_contain_text("slope(a1)")


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/bug-clinic?b_patient=4")
    through_the_scenes(page, ("no bug", "the slope is missing", state.EIGHT), ways)
