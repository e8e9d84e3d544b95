"""The learning cycle as a student uses it: by hand, phase by phase, until the loss is small, into the step-through."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Scheme
from tests.browser.support.axe import violations
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.screen import SIDEWAYS, address, main
from tests.browser.support.server import Server

# Labels of the diagram that reach beyond the picture, with the pixels by which they do.
CUT = """() => {
    const frame = document.querySelector('.st-key-network .main-svg').getBoundingClientRect();
    return [...document.querySelectorAll('.st-key-network .textpoint text')]
        .map(e => [e.textContent, e.getBoundingClientRect()])
        .filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1).map(([words]) => words);
}"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    wait_until_idle(page)


def test_from_the_first_drag_to_the_step_through(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/learning-cycle")
    thumb = page.get_by_role("slider", name="Weight w")
    expect(page.locator(".st-key-c_w")).to_be_in_viewport()
    expect(page.locator(".st-key-circuit .main-svg").first).to_be_in_viewport()
    thumb.focus()
    page.keyboard.press("Home")
    wait_until_idle(page)
    expect(main(page)).to_contain_text("below the target")
    assert "c_w=-1" in address(page)

    press(page, "Now let the gradient do it")
    expect(main(page)).to_contain_text("The start")
    for title in ("Forward pass", "Error", "Backward pass", "Update", "Forward pass"):
        page.keyboard.press("ArrowRight")
        wait_until_idle(page)
        expect(page.get_by_test_id("stAlert").last).to_contain_text(title)
    assert "c_step=5" in address(page)
    page.keyboard.press("ArrowLeft")
    wait_until_idle(page)
    expect(main(page)).to_contain_text("Round 1 · phase 4 of 4")
    here = main(page).inner_text()
    page.reload()
    wait_until_idle(page)
    assert main(page).inner_text() == here
    press(page, "Until it is small")
    expect(main(page)).to_contain_text("small enough here")

    press(page, "Now the smallest network")
    press(page, "Until it is small")
    loss = re.findall(r"L = ([\d.]+)", main(page).inner_text())[0]
    page.get_by_role("link", name=re.compile("operation by operation")).click()
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Backpropagation, step by step")
    assert loss in main(page).inner_text()


def test_on_a_phone_nothing_is_cut_off(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/learning-cycle?c_scene=network&c_net=63", "dark", 390, 844)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(
    ("scene", "scheme"), [("gradient&c_step=26&c_fall=by+less+and+less", "light"), ("network", "dark")]
)
def test_axe_finds_nothing_in_the_other_scenes(server: Server, open_page: OpenPage, scene: str, scheme: Scheme) -> None:
    said = f"c_scene={scene}&c_net=3&c_table=true"
    assert violations(open_page(f"{server.url}/learning-cycle?{said}", scheme, 390)) == []
