"""Why backpropagation, as a student goes through it: a guess, a measurement, a step back layer by layer, all scenes."""

from playwright.sync_api import expect

from pages.why_backprop import state
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.scenes import stop_and_take_up, through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_guess_measure_and_step_back_by_keyboard(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/why-backprop")
    expect(main(page).get_by_role("radio", name=state.MANY)).to_be_in_viewport()
    main(page).get_by_role("radio", name=state.MANY).click()
    wait_until_idle(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Right.")
    expect(page.locator(".st-key-bars .main-svg").first).to_be_in_viewport()

    page.get_by_role("button", name="Next: shared paths").click()
    wait_until_idle(page)
    for back in (1, 2):
        page.keyboard.press("ArrowRight")
        wait_until_idle(page)
        assert f"w_back={back}" in address(page)
    shown = main(page).inner_text()
    page.reload()
    wait_until_idle(page)
    assert main(page).inner_text() == shown
    expect(page.get_by_role("link", name="Back: Backpropagation, step by step")).to_be_visible()
    expect(page.get_by_role("link", name="Next: ").last).to_be_visible()


def test_a_measurement_can_be_stopped_and_taken_up(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/why-backprop?w_scene=million&w_ask=false")
    page.get_by_role("button", name="Measure again").click()
    stop_and_take_up(page, "Stop measuring", "Measure", "steps")
    expect(page.locator(".st-key-trades .main-svg").first).to_be_visible(timeout=30_000)


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/why-backprop?w_inputs=12&w_outputs=8&w_width=8&w_layers=6")
    answers = (state.VERY_MANY, state.TIMES_OVER, state.FOUR_TIMES, state.MIDDLE, state.BACKWARD, state.THOUSAND)
    through_the_scenes(page, answers, ways)
