"""The lesson on gradient descent in the browser: keys, clicks into the picture, the slider, the solid picture."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.screen import SIDEWAYS, address, choose, main
from tests.browser.support.server import Server

PICTURE = ".st-key-hillside .js-plotly-plot"
# A place of the curve or the map, in pixels of the window.
PLACE = f"""([x, y]) => {{
    const plot = document.querySelector('{PICTURE}'), frame = plot.getBoundingClientRect();
    const {{xaxis, yaxis}} = plot._fullLayout;
    return [frame.left + xaxis._offset + xaxis.l2p(x), frame.top + yaxis._offset + yaxis.l2p(y)];
}}"""


def click(page: Page, x: float, y: float) -> None:
    point = page.evaluate(PLACE, [x, y])
    page.mouse.move(*point)
    page.mouse.click(*point)
    wait_until_idle(page)


def test_a_walk_on_the_parabola_by_keyboard(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/gradient-descent")
    for place in ("0.6", "1.08", "1.464"):
        expect(main(page)).to_contain_text(f"to w = {place}, loss")
        page.keyboard.press("ArrowRight")
        wait_until_idle(page)
    assert "g_k=3" in address(page)
    page.keyboard.press("ArrowLeft")
    wait_until_idle(page)
    expect(main(page)).to_contain_text("from w = 1.08, loss")

    page.get_by_role("slider", name="Learning rate α").first.focus()
    for _ in range(9):  # 0.2, 0.3, …, 1
        page.keyboard.press("ArrowRight")
        wait_until_idle(page)
    assert re.search(r"g_rate=1(\.0)?(&|$)", address(page))
    expect(main(page)).to_contain_text("This walk jumps to and fro. Between w = 0 and w = 6, for ever.")


def test_a_click_chooses_the_start(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/gradient-descent?g_k=4")
    click(page, 6.5, 20)
    assert address(page).endswith("?g_w1=6.5"), "and the walk begins again"
    expect(main(page)).to_contain_text("from w = 6.5, loss 12.25")
    page.get_by_role("spinbutton", name="Start w").fill("1")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    click(page, 6.5, 2)
    assert address(page).endswith("?g_w1=6.5"), "the same place a second time"

    choose(page, "Walk on", "Surface · Bowl")
    click(page, 1.5, -0.75)
    expect(main(page)).to_contain_text("from w₁ = 1.5, w₂ = −0.75, loss")


def test_the_solid_picture_is_drawn_and_turns(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/gradient-descent?g_on=ravine&g_k=3&g_view=3d")
    eye = "() => document.querySelector('.st-key-solid .js-plotly-plot')._fullLayout.scene.camera.eye.x"
    before = page.evaluate(eye)
    page.get_by_role("slider", name="Turn").focus()
    page.keyboard.press("ArrowRight")
    wait_until_idle(page)
    assert page.evaluate(eye) != before
    assert "g_turn=15" in address(page)


def test_a_walk_that_runs_away_on_a_phone(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/gradient-descent?g_on=rosenbrock&g_rate=1&g_k=3", "dark", 390, 844)
    expect(main(page)).to_contain_text("This walk runs away.")
    expect(main(page)).to_contain_text("The walk has left the picture.")
    assert page.evaluate(SIDEWAYS) <= 0
