"""The lesson on optimizers as a student uses it: predict, play, look into a step, and see one lose."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.player import button, film_step, play_to_the_end
from tests.browser.support.screen import address, main
from tests.browser.support.server import Server

FILM = ".st-key-race .js-plotly-plot"

# Where each of the five markers of the ground is.
PLACES = f"""() => {{
    const trace = document.querySelector('{FILM}')._fullData.find(each => Array.isArray(each.marker?.symbol));
    return Array.from(trace.x).map((x, index) => [x, trace.y[index]]);
}}"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    wait_until_idle(page)


def test_predict_play_look_into_a_step_and_see_one_lose(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/optimizers")
    expect(button(page, "Play")).to_be_in_viewport()
    expect(main(page)).to_contain_text("Answer above, or press Play")
    assert len({tuple(place) for place in page.evaluate(PLACES)}) == 1, "all begin at one place"

    assert play_to_the_end(page)[-1] == 50
    assert len({tuple(place) for place in page.evaluate(PLACES)}) == 5

    page.get_by_role("radio", name="RMSProp").first.click()
    wait_until_idle(page)
    expect(main(page)).to_contain_text("After 50 steps")
    assert "o_guess=RMSProp" in address(page)

    page.get_by_role("spinbutton", name="Step to look at").fill("7")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    assert film_step(page) == 7
    expect(main(page)).to_contain_text("after the step")

    press(page, "Nesterov: Ravine")
    expect(page.get_by_role("radio", name="One α for all")).to_be_checked()
    expect(main(page)).to_contain_text("Nesterov (1.53×10³²) is highest")
    here = main(page).inner_text()
    page.reload()
    wait_until_idle(page)
    assert main(page).inner_text() == here


def test_on_a_phone_nothing_is_wider_than_the_screen(server: Server, open_page: OpenPage) -> None:
    said = "o_ground=network&o_ask=false&o_steps=20&o_step=5&o_one=Adam"
    page = open_page(f"{server.url}/optimizers?{said}", "dark", 390, 844)
    expect(main(page)).to_contain_text("in numbers")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
