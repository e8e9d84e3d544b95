"""The player of a film as a visitor uses it: reading its step, playing it, dragging its slider."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.support.idle import wait_until_idle

# Records, from now on, each text that the player shows for the step.
RECORD = """output => {
    const heard = window.heard = [output.textContent];
    new MutationObserver(() => { if (heard.at(-1) !== output.textContent) heard.push(output.textContent); })
        .observe(output, {childList: true, characterData: true, subtree: true});
}"""


def player(page: Page) -> Locator:
    """The player; each page has one at most."""
    return page.get_by_role("group", name="Film")


def slider(page: Page) -> Locator:
    """Its slider over all pictures."""
    return page.get_by_role("slider", name="Picture of the film")


def film_step(page: Page) -> int:
    """The step that the player shows."""
    said = player(page).get_by_role("status").text_content() or ""
    return _step(said)


def button(page: Page, name: str) -> Locator:
    """One of its buttons."""
    return player(page).get_by_role("button", name=name, exact=True)


def play(page: Page, speed: str = "Fast") -> None:
    """Start the film."""
    player(page).get_by_role("combobox", name="Speed").select_option(speed)
    button(page, "Play").click()


def play_to_the_end(page: Page) -> list[int]:
    """Play the whole film; return the steps that it went through."""
    player(page).get_by_role("status").evaluate(RECORD)
    play(page)
    expect(button(page, "One picture on")).to_be_disabled(timeout=30_000)
    wait_until_idle(page)
    return [_step(said) for said in page.evaluate("() => window.heard")]


def go_to(page: Page, step: int) -> None:
    """Drag the slider to the picture of a step."""
    steps = page.evaluate(FRAMES)
    slider(page).evaluate(DRAG, steps.index(step))
    wait_until_idle(page)


def _step(said: str) -> int:
    return int(re.findall(r"[\d,]+", said)[0].replace(",", ""))


FRAMES = """() => document.querySelector('[class*="st-key-film_"] .js-plotly-plot')._transitionData._frames
    .map(frame => Number(frame.name))"""
DRAG = """(slider, place) => {
    slider.value = place;
    for (const kind of ['input', 'change']) slider.dispatchEvent(new Event(kind, {bubbles: true}));
}"""
