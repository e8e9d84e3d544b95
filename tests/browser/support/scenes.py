"""Goes through the scenes of a lesson, and looks at each."""

from collections.abc import Iterable
from itertools import cycle

from playwright.sync_api import Page, expect

from tests.browser.conftest import Way, see
from tests.browser.support.axe import violations
from tests.browser.support.idle import wait_until_idle
from tests.browser.support.screen import SIDEWAYS


def through_the_scenes(page: Page, answers: Iterable[str], ways: tuple[Way, ...]) -> None:
    """Answer the question of each scene, and see that nothing is cut off and axe finds nothing.

    Args:
        page: the lesson, at its first scene.
        answers: to the question of each scene.
        ways: theme and width; they change from scene to scene.
    """
    for answer, way in zip(answers, cycle(ways), strict=False):
        see(page, way)
        page.get_by_test_id("stMain").get_by_role("radio", name=answer, exact=True).last.click()
        wait_until_idle(page)
        page.get_by_test_id("stMain").locator(".js-plotly-plot").first.wait_for()
        assert page.evaluate(SIDEWAYS) <= 0, answer
        assert violations(page) == [], answer
        onward = page.locator(".st-key-_onward button")
        if onward.count():
            onward.click()
            wait_until_idle(page)


def stop_and_take_up(page: Page, stop: str, begin: str, picture: str) -> None:
    """Press the button that stops some work, see that its picture is not there, and begin again.

    Args:
        page: where the work goes on.
        stop, begin: the names of both buttons.
        picture: key of the picture that the work is for.
    """
    page.get_by_role("button", name=stop).click()
    again = page.get_by_role("button", name=begin, exact=True)
    again.wait_for()
    wait_until_idle(page)
    expect(page.locator(f".st-key-{picture}")).to_have_count(0)
    again.click()
    expect(page.locator(f".st-key-{picture} .main-svg").first).to_be_visible(timeout=60_000)
