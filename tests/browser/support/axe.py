"""Runs axe-core, the accessibility checker, in a page."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.support.axe_allowed import ALLOWED

RUN = "async () => (await axe.run({resultTypes: ['violations']})).violations"
# Waits until everything has faded in or out; an animation that never ends is not waited for.
FADED = """() => Promise.allSettled(document.getAnimations().flatMap(each =>
    Number.isFinite(each.effect?.getComputedTiming().endTime) ? [each.finished] : []))"""
LIES_IN = "([target, selector]) => Boolean(document.querySelector(target)?.closest(selector))"


def violations(page: Page) -> list[str]:
    """Return one line for every violation in `page` that is not in the allow-list."""
    page.mouse.move(0, 0)  # content that only the mouse shows is not checked
    page.evaluate(FADED)
    page.evaluate(AXE_SCRIPT)
    found = []
    for violation in page.evaluate(RUN):
        for node in violation["nodes"]:
            target = node["target"][0]
            if not any(
                violation["id"] == allowed.rule and page.evaluate(LIES_IN, [target, allowed.selector])
                for allowed in ALLOWED
            ):
                found.append(f"{violation['id']} at {target}: {node['failureSummary']} {node['html'][:200]}")
    return found
