"""The playground as a student uses it: train, play, drag back, and open the very update."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backprop.explain.training.verdict import KINDS
from tests.browser.conftest import OpenPage
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.player import button, film_step, go_to, play, play_to_the_end
from tests.browser.support.screen import address, choose, main, resize
from tests.browser.support.server import Server

FILM = ".st-key-film .js-plotly-plot"

# Where a point that carries a training step is, in pixels of the window.
PLACE = f"""step => {{
    const plot = document.querySelector('{FILM}'), frame = plot.getBoundingClientRect();
    for (const trace of plot._fullData) {{
        const index = Array.from(trace.customdata ?? []).findIndex(each => Number(each) === step);
        if (index < 0) continue;
        const axis = name => plot._fullLayout[trace[name].replace(/([xy])/, '$1axis')];
        return [frame.left + axis('xaxis')._offset + axis('xaxis').d2p(trace.x[index]),
                frame.top + axis('yaxis')._offset + axis('yaxis').d2p(trace.y[index])];
    }}
}}"""
STEPS = f"""() => {{
    const plot = document.querySelector('{FILM}');
    const found = plot._fullData.flatMap(trace => Array.from(trace.customdata ?? [], Number));
    return [...new Set(found)].sort((a, b) => a - b);
}}"""

# Whether a box lies inside of every box that would cut it off.
INSIDE = """element => {
    const {left, right} = element.getBoundingClientRect();
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        const box = parent.getBoundingClientRect();
        if (getComputedStyle(parent).overflowX !== 'visible' && (left < box.left - 1 || right > box.right + 1))
            return false;
    }
    return right <= innerWidth;
}"""

# What is drawn of the data, the network and the curves, from the lowest to the topmost.
DRAWN = f"""() => [...document.querySelectorAll('{FILM} .scatterlayer path')]
    .filter(path => !['M0,0Z', null].includes(path.getAttribute('d')))  // nothing
    .map(path => [path.closest('.subplot').classList[1], path.style.stroke, path.style.strokeWidth, path.style.fill,
                  ...['class', 'd', 'transform'].map(name => path.getAttribute(name))].join(' '))"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    wait_until_idle(page)


def numbers(page: Page) -> str:
    """The line with step, losses and scores."""
    return main(page).locator("p").filter(has_text=re.compile(r"^Trained \d")).first.inner_text()


def test_xor_is_learned_and_an_update_opened_and_left_again(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/playground")
    assert numbers(page).startswith("Trained 0 of 1,000 steps")
    press(page, "Train")
    assert "training accuracy 100.0%" in numbers(page)
    page.get_by_role("link", name="Open the last update, 999, in the step-through").click()
    wait_until_idle(page)
    assert page.get_by_role("spinbutton", name="Training step").input_value() == "999"
    page.get_by_role("link", name="This run in the playground").click()
    wait_until_idle(page)

    page.get_by_role("spinbutton", name="Step to look at").fill("137")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    before = numbers(page)
    page.get_by_role("link", name="Open update 137 in the step-through").click()
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Backpropagation, step by step")
    assert page.get_by_role("spinbutton", name="Training step").input_value() == "137"
    assert "XOR: an update of a training run" in page.get_by_test_id("stSidebar").inner_text()
    expect(main(page)).to_contain_text("Moment 1 of")

    page.get_by_role("link", name="This run in the playground").click()
    wait_until_idle(page)
    assert numbers(page) == before
    assert film_step(page) == 137
    assert "shown=" in address(page)
    assert "p_step=137" in address(page)


def test_from_the_step_through_back_to_the_run(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/backprop?example=Training+run&run=dataset%3Dmoons%26hidden%3D3%26epochs%3D20&k=137")
    page.get_by_role("link", name="This run in the playground").click()
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Playground")
    assert page.get_by_role("spinbutton", name="Step to look at").input_value() == "137"
    assert page.get_by_role("textbox", name="Units per hidden layer").input_value() == "3"
    assert film_step(page) == 137
    assert "p_step=137" in address(page)
    again = open_page(page.evaluate("location.href"))
    assert film_step(again) == 137
    assert numbers(again) == numbers(page)


def test_every_answer_is_seen_and_stays_in_the_link(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/playground?p_ask=true&p_epochs=5&p_surface=false")
    for width in (1440, 1280, 390):
        resize(page, width)
        for kind in KINDS:
            answer = main(page).get_by_role("radio", name=kind, exact=True)
            assert answer.evaluate(INSIDE), f"{kind} is cut off at {width}"
    main(page).get_by_role("radio", name="goes up", exact=True).click()
    wait_until_idle(page)
    press(page, "Train")
    expect(main(page)).to_contain_text("You said: the loss goes up.")
    assert "p_guess=goes+up" in address(page)
    again = open_page(page.evaluate("location.href"))
    expect(main(again)).to_contain_text("You said: the loss goes up.")


@pytest.mark.parametrize("path", ["playground?p_data=digits", "backprop?example=My+own&sizes=2-3-2&output=softmax"])
def test_losses_in_two_rows_have_whole_borders(server: Server, open_page: OpenPage, path: str) -> None:
    page = open_page(f"{server.url}/{path}")
    group = page.get_by_test_id("stSidebar").get_by_role("radiogroup", name="Loss")
    boxes = [option.bounding_box() for option in group.get_by_role("radio").all()]
    edges = sorted((round(box["y"]), box["x"], box["x"] + box["width"]) for box in boxes if box)
    assert len({row for row, _, _ in edges}) == 2
    for (row, _, right), (next_row, left, _) in pairwise(edges):
        assert next_row > row or left > right, "two options that share a border lose it where the row ends"


def test_the_film_plays_in_the_browser_and_the_pointer_reaches_what_stands_and_what_moves(
    server: Server, open_page: OpenPage
) -> None:
    """No frame draws the points, so a click that reached their axes would be an error, which `open_page` fails on."""
    page = open_page(f"{server.url}/playground?p_data=circles&p_epochs=20", height=1200)
    press(page, "Train")
    heard = play_to_the_end(page)
    assert heard[-1] == 200
    begin = heard.index(min(heard))
    assert heard[begin:] == sorted(heard[begin:]), "time runs forward"
    assert len(heard) > 20

    before = address(page)
    points = page.locator(f"{FILM} .subplot.xy .point")
    assert points.count() > 50
    for index in (0, 30, points.count() - 1):
        box: Any = points.nth(index).bounding_box()
        spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(spot[0] + 30, spot[1] + 30)
        page.mouse.move(*spot)
        expect(page.locator(f"{FILM} .hovertext")).to_have_text(re.compile("^[01] (training|test)$"))
        page.mouse.click(*spot)
        wait_until_idle(page)
    assert address(page) == before

    steps: list[int] = page.evaluate(STEPS)
    chosen = steps[len(steps) // 2]
    point: Any = page.evaluate(PLACE, chosen)
    page.mouse.move(*point)
    page.mouse.click(*point)
    wait_until_idle(page)
    assert f"p_step={chosen}" in address(page)


def test_a_click_on_the_curve_stops_a_film_that_plays(server: Server, open_page: OpenPage) -> None:
    """`open_page` fails on errors in the console: a film without its figure would write them there without end."""
    page = open_page(f"{server.url}/playground?p_epochs=100&p_surface=false", height=1200)
    press(page, "Train")
    steps: list[int] = page.evaluate(STEPS)
    for chosen in (steps[len(steps) // 2], steps[len(steps) // 3]):
        point: Any = page.evaluate(PLACE, chosen)
        play(page, "Slow")
        page.mouse.move(*point)
        page.mouse.dblclick(*point)  # chooses the point and lets go of it again
        wait_until_idle(page)
        # A click that falls between two frames of a busy browser finds no point; then a visitor clicks once more.
        for _ in range(2):
            page.mouse.move(point[0] + 30, point[1] + 30)  # the figure was drawn anew under the mouse
            page.mouse.move(*point)
            page.locator(f"{FILM} .hoverlayer .hovertext", has_text=f"step {chosen}").wait_for()
            page.mouse.click(*point)
            wait_until_idle(page)
            if f"p_step={chosen}" in address(page):
                break
        assert f"p_step={chosen}" in address(page)
        assert abs(film_step(page) - chosen) <= 20, "the nearest picture of the film"
        expect(button(page, "Play")).to_be_visible()


@pytest.mark.parametrize("data", [pytest.param("XOR", marks=pytest.mark.nightly), "Blobs"])
def test_a_film_that_played_to_a_step_shows_what_one_opened_there_shows(
    server: Server, open_page: OpenPage, data: str
) -> None:
    """With every trace one above the other in the same order: a line that ended must not stay, nor cover the points."""
    page = open_page(f"{server.url}/playground?p_data={data}&p_epochs=40&p_seed=1", height=1200)
    press(page, "Train")
    ends = film_step(page)
    pictures = {}
    for opened in (0, 7, ends):
        box = page.get_by_role("spinbutton", name="Step to look at")
        box.fill(str(opened))
        box.press("Enter")
        wait_until_idle(page)
        assert film_step(page) == opened
        pictures[opened] = page.evaluate(DRAWN)
        for there in (ends, 0, 7):
            go_to(page, there)
            assert film_step(page) == there
            pictures[opened, there] = page.evaluate(DRAWN)
    for opened in (0, 7, ends):
        for there in (0, 7, ends):
            assert pictures[opened, there] == pictures[there], f"opened at {opened}, gone to {there}"
    assert pictures[0] != pictures[7] != pictures[ends]


def test_by_keyboard_alone_the_film_goes_to_a_step(server: Server, open_page: OpenPage) -> None:
    """With the player (tests/browser/test_player.py), or to a step that is typed."""
    page = open_page(f"{server.url}/playground?p_epochs=20")
    press(page, "Train")
    box = page.get_by_role("spinbutton", name="Step to look at")
    for _ in range(60):
        page.keyboard.press("Tab")
        if box.evaluate("element => element === document.activeElement"):
            break
    assert film_step(page) == 200
    page.keyboard.type("99")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    assert "p_step=100" in address(page)
    assert abs(film_step(page) - 100) <= 5
    assert box.evaluate("element => element === document.activeElement"), "and from here one can go on"
    page.get_by_role("link", name="Open update 100 in the step-through").wait_for()


def test_an_activation_for_one_layer_stays_in_the_link(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/playground?p_hidden=4-4&p_epochs=5", height=1400)
    of_second = page.get_by_role("combobox", name="Activation of hidden layer 2")
    expect(of_second).to_be_hidden()
    page.get_by_text("Activation by layer").click()
    wait_until_idle(page)
    choose(page, "Activation of hidden layer 2", "ReLU")
    assert "p_act2=ReLU" in address(page)
    page.reload()
    wait_until_idle(page)
    expect(of_second).to_have_value("ReLU")  # and what differs is not folded away
    choose(page, "Activation of hidden layer 2", "As above")
    assert "p_act2" not in address(page)
    expect(of_second).to_be_visible()


def test_a_change_is_marked_as_stale_at_once(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/playground?p_epochs=10&p_surface=false")
    press(page, "Train")
    page.get_by_role("spinbutton", name="Learning rate α").fill("0.5")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    expect(main(page)).to_contain_text("Stale:")
    press(page, "Train")
    expect(main(page)).not_to_contain_text("Stale:")


def test_a_long_training_can_be_stopped(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/playground?p_data=digits&p_hidden=64-64&p_batch=1&p_epochs=2000&p_activation=relu")
    page.get_by_role("button", name="Train", exact=True).first.click()
    stop = main(page).get_by_role("button", name="Stop", exact=True)
    stop.wait_for(timeout=30_000)
    stop.click()
    wait_until_idle(page)
    assert numbers(page).startswith("Trained 0 of")


def test_a_diverging_run_on_a_phone(server: Server, open_page: OpenPage) -> None:
    said = "p_data=sine&p_hidden=8&p_activation=relu&p_rate=1000&p_epochs=30"
    page = open_page(f"{server.url}/playground?{said}", "dark", 390, 844)
    press(page, "Train")
    expect(main(page)).to_contain_text("The run diverges")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
