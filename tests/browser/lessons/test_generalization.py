"""Beyond the training data, as a student goes through it: answer, move a slider, stop a training, watch a film."""

from playwright.sync_api import expect

import backprop as bp
from pages.generalization import state, words
from pages.generalization.numbers import setting
from pages.generalization.numbers.cures import stopping_step
from tests.browser.conftest import OpenPage, Way, ways_to_see
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.scenes import stop_and_take_up, through_the_scenes
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server


def test_answer_move_a_slider_and_go_to_the_lowest_validation_loss(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/generalization")
    expect(main(page).get_by_role("radio", name=words.HIGHER)).to_be_in_viewport()
    main(page).get_by_role("radio", name=words.HIGHER).click()
    expect(page.locator(".st-key-losses .main-svg").first).to_be_visible(timeout=30_000)
    page.get_by_role("slider", name="Hidden units").press("Home")
    wait_until_idle(page)
    assert "v_units=1" in address(page)
    expect(main(page)).to_contain_text("Training loss")
    page = open_page(f"{server.url}/generalization?v_scene=cures&v_ask=false")
    page.get_by_role("button", name="Go to the lowest validation loss").click()
    wait_until_idle(page)
    best = stopping_step(bp.train(setting.experiment(16, 12, 0.3, 0)))
    assert f"v_stop={best}" in address(page)
    expect(main(page)).to_contain_text(f"Step {best}: Training loss")


def test_a_training_can_be_stopped_and_taken_up(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/generalization?v_samples=24&v_noise=0.2")
    main(page).get_by_role("radio", name=words.LOWER).click()
    stop_and_take_up(page, "Stop training", "Train", "losses")


@ways_to_see
def test_nothing_is_cut_off_and_axe_finds_nothing_in_any_scene(
    server: Server, open_page: OpenPage, ways: tuple[Way, ...]
) -> None:
    page = open_page(f"{server.url}/generalization?v_seed=15")
    answers = (words.HIGHER, state.SMALLER, state.TEST, state.MOST, state.FIRST_HALF)
    through_the_scenes(page, answers, ways)
