"""The guard itself: every fault that it is there for must be noticed."""

import pytest
from playwright.sync_api import Browser

from tests.browser.support.axe import violations
from tests.browser.support.idle import new_page, wait_until_idle
from tests.browser.support.server import Server
from tests.browser.support.watch import Watch

FAULTS = {
    "request to another host": "() => fetch('http://example.invalid/').catch(() => {})",
    "Content Security Policy": "() => document.body.append(Object.assign("
    "document.createElement('script'), {textContent: 'document.title = 1'}))",
    "console: planted": "() => console.error('planted')",
    "uncaught error": "() => { setTimeout(() => { throw new Error('planted'); }); }",
}


@pytest.mark.parametrize("problem", FAULTS)
def test_watch_notices(server: Server, chromium: Browser, problem: str) -> None:
    # The policy stops a request to another host before it is one, so here the policy is off.
    page = new_page(chromium, bypass_csp=problem == "request to another host")
    watch = Watch(page, server.url)
    page.goto(server.url)
    wait_until_idle(page)
    assert watch.problems == []

    page.evaluate(FAULTS[problem])
    wait_until_idle(page)

    assert any(problem in found for found in watch.problems), watch.problems
    page.context.close()


def test_axe_notices_a_picture_without_text(server: Server, chromium: Browser) -> None:
    page = new_page(chromium)
    page.goto(server.url)
    wait_until_idle(page)
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert any(found.startswith("image-alt") for found in violations(page))
    page.context.close()
