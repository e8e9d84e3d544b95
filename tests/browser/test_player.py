"""The player of films, by keyboard alone and as a screen reader hears it: one film of each lesson that has one."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAYS, OpenPage, Scheme
from tests.browser.support.axe import violations
from tests.browser.support.idle import wait_until_answered, wait_until_idle
from tests.browser.support.player import RECORD, button, film_step, go_to, play, play_to_the_end, player, slider
from tests.browser.support.screen import SIDEWAYS, address
from tests.browser.support.server import Server

FILMS = {
    "optimizers": ("optimizers?o_ask=false&o_steps=30", "o_step", 30),
    "two learning rates": ("learning-rates?r_samples=40&r_steps=60&r_hidden=4&r_ask=false", "r_step", 60),
    "many learning rates": (
        "learning-rates?r_samples=40&r_steps=60&r_hidden=4&r_view=Side+by+side&r_count=6",
        "r_step",
        60,
    ),
    "MSE against log loss": ("loss?l_scene=wrong&l_ask=false", "l_step", 300),
    "maps of units": ("features?f_ask=false", "f_maps", 1_800),
    "random labels": ("generalization?v_scene=labels&v_ask=false", "v_learned", 1_000),
    "early stopping": ("generalization?v_scene=cures&v_ask=false", "v_stop", 2_000),
    "training of a deep network": ("vanishing-gradients?d_scene=training&d_ask=false&d_depth=8", "d_step", 199),
}
"""Address, the key in the link, the last step; each film opens at step 0."""

FRAME = "() => Number(document.querySelector('[class*=\"st-key-film_\"] .js-plotly-plot')._fullLayout._currentFrame)"

# What is drawn of a film: it differs between any two frames.
DRAWN = """() => [...document.querySelectorAll('[class*="st-key-film_"] .scatterlayer path')]
    .map(path => (path.getAttribute('d') ?? '') + (path.getAttribute('transform') ?? '')).join()"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a button or the slider has the focus."""
    focused = """() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? '';
    }"""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == name:
            return
    raise AssertionError(f"{name} cannot be reached")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "optimizers" else pytest.mark.nightly) for name in FILMS]
)
def test_a_film_by_keyboard_alone(server: Server, open_page: OpenPage, name: str) -> None:
    path, key, last = FILMS[name]
    page = open_page(f"{server.url}/{path}")
    assert film_step(page) == 0
    first = page.evaluate(DRAWN)
    tab_to(page, "Picture of the film")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wait_until_told(page, key)
    step = film_step(page)
    assert step > 0
    assert f"{key}={step}" in address(page), "the link follows"
    box = page.get_by_role("spinbutton", name=("Update" if key == "l_step" else "Step") + " to look at")
    expect(box).to_have_value(str(step))
    assert page.evaluate(DRAWN) != first
    assert slider(page).get_attribute("aria-valuetext") == player(page).get_by_role("status").text_content()

    page.keyboard.press("End")
    wait_until_told(page, key, last)
    assert film_step(page) == last
    page.keyboard.press("Home")
    expect(box).to_have_value("0")
    assert film_step(page) == 0
    assert f"{key}=" not in address(page)
    assert page.evaluate(DRAWN) == first

    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function(f"first => ({DRAWN})() !== first", arg=first)
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()
    wait_until_idle(page)
    paused = film_step(page)
    expect(box).to_have_value(str(paused))
    page.reload()
    wait_until_idle(page)
    assert film_step(page) == paused, "it opens where the link says"


def wait_until_told(page: Page, key: str, step: int | None = None) -> None:
    """Wait until the link says a step."""
    said = f"{key}=" if step is None else f"{key}={step}"
    page.wait_for_function("said => location.href.includes(said)", arg=said)
    wait_until_idle(page)


def test_while_it_plays_it_asks_nobody_and_tells_nobody(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/{FILMS['optimizers'][0]}")
    sent, written = [], []
    page.on("console", lambda message: written.append(message.text))
    page.on("websocket", lambda _: sent.append("a new connection"))
    page.evaluate(
        """() => {
        const send = WebSocket.prototype.send;
        window.sent = 0;
        WebSocket.prototype.send = function (...given) { window.sent += 1; return send.apply(this, given); };
    }"""
    )
    said = player(page).get_by_role("status")
    expect(said).to_have_text("Step 0 of 30")
    expect(said).to_have_attribute("aria-live", "polite")
    play(page, "Slow")
    expect(said).to_have_attribute("aria-live", "off")
    page.wait_for_function("""() => document.querySelector('[data-testid="stBidiComponentIsolated"]').shadowRoot
        .querySelector('output').textContent.startsWith('Step 3 ')""")
    assert page.evaluate("() => window.sent") == 0
    assert sent == []
    button(page, "Pause").click()
    wait_until_idle(page)
    assert page.evaluate("() => window.sent") > 0, "now the page has been told"
    expect(said).to_have_attribute("aria-live", "polite")
    expect(player(page)).to_contain_text("Loss at step")
    assert written == []


def test_keys_of_the_page_move_the_film_unless_something_else_wants_them(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/{FILMS['optimizers'][0]}")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.href.includes('o_step=1')")
    page.get_by_role("spinbutton", name="Steps", exact=True).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    wait_until_idle(page)
    assert film_step(page) == 1


def test_keys_that_scroll_the_page_belong_to_the_film_once_it_was_pressed(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/{FILMS['optimizers'][0]}&o_step=9", height=500)
    page.get_by_role("heading", level=1).click()
    scrolled = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
    for key in ("Space", "End"):
        before = page.evaluate(scrolled)
        page.keyboard.press(key)
        page.wait_for_function(f"before => ({scrolled})() > before", arg=before)
    assert film_step(page) == 9

    page.get_by_test_id("stPlotlyChart").first.click(position={"x": 5, "y": 5})
    before = page.evaluate(scrolled)
    page.keyboard.press("Home")
    wait_until_idle(page)
    assert film_step(page) == 0
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()
    assert page.evaluate(scrolled) == before
    wait_until_idle(page)


def test_at_the_end_the_focus_stays_and_play_begins_again(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/{FILMS['optimizers'][0]}&o_step=25")
    assert play_to_the_end(page) == [25, 26, 27, 28, 29, 30]
    assert "o_step=30" in address(page)
    button(page, "One picture back").focus()
    page.keyboard.press("Enter")
    wait_until_told(page, "o_step", 29)
    on = button(page, "One picture on")
    on.focus()
    page.keyboard.press("Enter")
    wait_until_told(page, "o_step", 30)
    expect(on).to_be_disabled()
    expect(on).to_be_focused()
    page.keyboard.press("Enter")
    assert film_step(page) == 30

    play(page, "Slow")
    page.wait_for_function("""() => / [0-3] of/.test(document.querySelector('[data-testid="stBidiComponentIsolated"]')
        .shadowRoot.querySelector('output').textContent)""")
    button(page, "Pause").click()
    wait_until_idle(page)


def test_the_box_and_the_film_can_say_the_same_step_in_turn(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/{FILMS['optimizers'][0]}")
    box = page.get_by_role("spinbutton", name="Step to look at")
    for _ in range(2):
        go_to(page, 12)
        expect(box).to_have_value("12")
        wait_until_idle(page)
        box.fill("5")
        box.press("Enter")
        wait_until_idle(page)
        assert film_step(page) == 5


def test_when_a_figure_is_drawn_anew_its_film_goes_on_and_can_be_paused(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/playground?p_epochs=40")
    page.get_by_role("button", name="Train", exact=True).first.click()
    wait_until_idle(page)
    for change in ("another size", "another figure"):
        play(page, "Slow")
        if change == "another size":
            page.set_viewport_size({"width": 1200, "height": 900})
        else:
            page.get_by_text("Fill the plane").click()
        wait_until_answered(page)
        before = film_step(page)
        page.wait_for_function(f"before => ({FRAME})() > before + 2", arg=before)
        button(page, "Pause").click()
        wait_until_idle(page)
        paused = film_step(page)
        page.wait_for_timeout(700)  # twice as long as a picture stays
        assert page.evaluate(FRAME) == paused, f"{change}: what is to be seen is what is said"


def test_answers_that_come_late_do_not_take_the_film_back(scripts: Server, open_page: OpenPage) -> None:
    """Somebody walks on while the server still answers for the step before."""
    page = open_page(f"{scripts.url}?script=slow")
    slider(page).focus()
    player(page).get_by_role("status").evaluate(RECORD)
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(350)
    wait_until_idle(page)
    heard = [int(said.split()[2]) for said in page.evaluate("() => window.heard")]
    assert heard == sorted(heard)
    assert page.get_by_role("spinbutton", name="Step to look at").input_value() == str(heard[-1])


def test_with_less_motion_at_most_two_pictures_a_second(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/{FILMS['optimizers'][0]}")
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("""() => {
        const root = document.querySelector('[data-testid="stBidiComponentIsolated"]').shadowRoot;
        const output = root.querySelector('output'), times = window.times = [];
        new MutationObserver(() => times.push(performance.now()))
            .observe(output, {childList: true, characterData: true, subtree: true});
        root.querySelector('[data-part="speed"]').value = 'fast';
        root.querySelector('[data-part="play"]').click();
    }""")
    times = page.wait_for_function("() => window.times.length >= 3 && window.times").json_value()
    assert times[2] - times[1] >= 450, "half a second, and what a clock may be off"
    button(page, "Pause").click()
    wait_until_idle(page)


@pytest.mark.parametrize(
    ("scheme", "width"), [pytest.param(*way, marks=() if way == WAYS[1] else pytest.mark.nightly) for way in WAYS]
)
def test_it_fits_and_axe_finds_nothing(server: Server, open_page: OpenPage, scheme: Scheme, width: int) -> None:
    page = open_page(f"{server.url}/{FILMS['two learning rates'][0]}", scheme, width)
    for part in (button(page, "Play"), button(page, "One picture on"), slider(page)):
        box = part.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate(SIDEWAYS) <= 0
    brought_along = page.locator(".updatemenu-button")
    assert brought_along.count() == 1
    assert brought_along.evaluate("button => button.getClientRects().length") == 0, "it covers nothing"
    assert violations(page) == []
